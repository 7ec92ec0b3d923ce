import { createRoute, z } from '@hono/zod-openapi'
import type { AuditPage, AuditWish } from '../../core/audit.ts'
import type { Officer } from '../../core/people.ts'
import { officerIs } from '../auth/who.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const Line = z
  .object({
    seq: z.int(),
    at: z.iso.datetime(),
    actorKind: z.enum(['citizen', 'officer', 'system']),
    actor: z.string().openapi({ description: 'An officer by id; of a citizen a keyed hash, the same for the same person.' }),
    name: z.string().nullable().openapi({ description: 'Of an officer.' }),
    action: z.string(),
    target: z.string().nullable(),
    isOk: z.boolean(),
    why: z.string().nullable(),
    purpose: z.string().nullable(),
    basis: z.string().nullable(),
    agent: z.string().nullable(),
    isWhole: z.boolean().openapi({ description: 'Its own hash is right. Whether seals and rows fit is for `audit verify`.' }),
    seal: z.int().nullable(),
  })
  .openapi('AuditLine')

const View = z
  .object({
    lines: z.array(Line),
    next: z.int().nullable().openapi({ description: 'For `before`; null at the beginning of the log.' }),
    newestSeal: z.object({ id: z.int(), at: z.iso.datetime(), hash: z.string() }).nullable(),
  })
  .openapi('AuditPage')

const route = createRoute({
  method: 'get',
  path: '/api/audit',
  summary: 'The audit log, newest first, for an auditor (审计记录)',
  description:
    'Five thousand rows are looked through at most: fewer lines than the limit with `next` means that there may be more. Looking is written down (`read_audit`).',
  request: {
    query: z.object({
      before: z.coerce.number().int().min(1).optional(),
      action: z.string().max(80).optional(),
      actor: z.string().max(80).optional(),
      target: z.string().max(80).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: { 200: answers(View, 'Lines.'), 400: problems[400], 401: problems[401], 403: problems[403] },
})

/** Reads the log, and writes down that it was read. */
export interface AuditReader {
  read(who: Officer, wish: AuditWish): Promise<AuditPage>
}

/** The log for auditors: to read, and nothing else. */
export const auditRoutes = ({ log }: { readonly log: AuditReader }) =>
  newApi().openapi(route, async (c) => {
    const who = officerIs(c, 'auditor')
    const { before, action, actor, target, limit } = c.req.valid('query')
    const { lines, next, newestSeal } = await log.read(who, { before, action, actor, target, limit })
    const told = lines.map((line) => ({
      ...line,
      at: line.at.toISOString(),
      name: line.name ?? null,
      target: line.target ?? null,
      why: line.why ?? null,
      purpose: line.purpose ?? null,
      basis: line.basis ?? null,
      agent: line.agent ?? null,
    }))
    return c.json(
      { lines: told, next: next ?? null, newestSeal: newestSeal ? { ...newestSeal, at: newestSeal.at.toISOString() } : null },
      200,
    )
  })
