import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ConflictError, NotAllowedError, NotFoundError } from '../../core/errors.ts'
import { holds, type Officer } from '../../core/people.ts'
import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import { draftOf } from '../../runtime/case-draft.ts'
import type { Turns } from '../../runtime/turn.ts'
import { whoIs } from '../auth/who.ts'
import type { ServerEnv } from '../parts.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const opinion = z.enum(['good', 'bad'])
const Mark = z.object({ opinion, note: z.string().trim().max(300, '想说的话请控制在 300 字以内。').optional() }).openapi('ReplyOpinion')
const Draft = z
  .object({
    id: z.string(),
    at: z.string().openapi({ format: 'date-time' }),
    agent: z.string().nullable(),
    source: z.enum(['thumb', 'question']),
    opinion,
    yaml: z.string().openapi({ description: 'A ready case for an agent’s cases.yaml, personal values replaced.' }),
    note: z.string().nullable(),
    state: z.enum(['open', 'kept', 'dropped']),
  })
  .openapi('CaseDraft')

const markRoute = createRoute({
  method: 'post',
  path: '/api/conversations/{id}/turns/{turn}/opinion',
  summary: 'Says whether an answer helped; it becomes a draft of a case, without personal values (评价)',
  request: {
    params: z.object({ id: z.string().max(64), turn: z.string().max(64) }),
    body: { required: true, content: { 'application/json': { schema: Mark } } },
  },
  responses: {
    200: answers(z.object({ turn: z.string(), opinion }), 'Kept; saying it again replaces it.'),
    ...{ 400: problems[400], 401: problems[401], 404: problems[404] },
  },
})

const listRoute = createRoute({
  method: 'get',
  path: '/api/cases/drafts',
  summary: 'Drafts of cases that wait for a person, newest first (用例草稿)',
  request: {
    query: z.object({
      state: z.enum(['open', 'kept', 'dropped']).default('open'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: { 200: answers(z.object({ drafts: z.array(Draft) }), 'Newest first.'), 401: problems[401], 403: problems[403] },
})

const decideRoute = createRoute({
  method: 'post',
  path: '/api/cases/drafts/{id}',
  summary: 'Keeps a draft, to be copied into cases.yaml, or drops it',
  request: {
    params: z.object({ id: z.string().max(64) }),
    body: { required: true, content: { 'application/json': { schema: z.object({ state: z.enum(['kept', 'dropped']) }) } } },
  },
  responses: {
    200: answers(z.object({ id: z.string(), state: z.enum(['kept', 'dropped']) }), 'Decided, with the name.'),
    ...{ 400: problems[400], 401: problems[401], 403: problems[403], 404: problems[404], 409: problems[409] },
  },
})

/** The analyst (研判) or administrator (管理) who is signed in. */
const analystIs = (c: Context<ServerEnv>): Officer => {
  const who = whoIs(c)
  if (who.kind !== 'officer' || !(holds(who, 'analyst') || holds(who, 'admin')))
    throw new NotAllowedError({ what: 'drafts of cases', needs: 'analyst' })
  return who
}

/** 从一次对话到一条用例: opinions on replies, and the drafts that become of them. */
export const caseDraftRoutes = ({ turns, store, clock, mask }: { turns: Turns; store: Store; clock: Clock; mask(text: string): string }) =>
  newApi()
    .openapi(markRoute, async (c) => {
      const { id, turn } = c.req.valid('param')
      const { opinion, note } = c.req.valid('json')
      const { turns: past } = await turns.read(id, whoIs(c))
      const at = past.findIndex((one) => one.id === turn && one.reply !== null)
      if (at < 0) throw new NotFoundError({ what: 'turn' })
      const hidden = note ? mask(note) : undefined
      await store.caseDrafts.save({
        ...{ id: turn, at: clock(), agent: past[at]?.agent ?? undefined, source: 'thumb', opinion, note: hidden },
        ...{ yaml: draftOf(past.slice(0, at + 1), { opinion, note: hidden, mask }), state: 'open', decidedBy: undefined },
      })
      return c.json({ turn, opinion }, 200)
    })
    .openapi(listRoute, async (c) => {
      analystIs(c)
      const drafts = await store.caseDrafts.list(c.req.valid('query'))
      const shown = drafts.map(({ decidedBy: _, ...draft }) => ({
        ...draft,
        at: draft.at.toISOString(),
        agent: draft.agent ?? null,
        note: draft.note ?? null,
      }))
      return c.json({ drafts: shown }, 200)
    })
    .openapi(decideRoute, async (c) => {
      const who = analystIs(c)
      const { id } = c.req.valid('param')
      const { state } = c.req.valid('json')
      if (!(await store.caseDrafts.find(id))) throw new NotFoundError({ what: 'draft' })
      await store.transaction(async (records) => {
        if (!(await records.caseDrafts.decide(id, { state, by: who.id }))) throw new ConflictError({ what: 'draft that was decided' })
        const entry = {
          actor: who.id,
          actorKind: 'officer' as const,
          action: 'decide_case_draft',
          target: id,
          isOk: true,
          detail: { state },
        }
        await records.audit.append(entry, clock())
      })
      return c.json({ id, state }, 200)
    })
