import { createRoute, z } from '@hono/zod-openapi'
import type { Officer, Unit } from '../../core/people.ts'
import type { Records } from '../../core/ports.ts'
import { unitTree } from '../../core/units.ts'
import { officerIs } from '../auth/who.ts'
import type { ServerParts } from '../parts.ts'
import { answers, problems, QueueItem, Revocation } from '../schemas.ts'
import { newApi } from './new-api.ts'

const queueLimit = 200

/** States in which an application waits for a person (待办状态). */
const waiting = ['ID_VERIFIED', 'NEED_SUPPLEMENT', 'HUMAN_REVIEW'] as const

const queueRoute = createRoute({
  method: 'get',
  path: '/api/queue',
  summary: 'What waits for an officer of my unit; a bureau sees its stations (待办)',
  responses: { 200: answers(z.object({ items: z.array(QueueItem) }), 'Oldest first.'), 401: problems[401], 403: problems[403] },
})

const revokeRoute = createRoute({
  method: 'post',
  path: '/api/certificates/{number}/revoke',
  summary: 'Takes a wrong certificate back (撤销); the check page then says so, and no more',
  request: {
    params: z.object({ number: z.string().max(60) }),
    body: { required: true, content: { 'application/json': { schema: Revocation } } },
  },
  responses: {
    200: answers(z.object({ number: z.string(), status: z.literal('revoked') }), 'Revoked.'),
    ...problems,
  },
})

/** The units that an officer answers for: the own one, and everything below it (所辖单位). */
const unitsUnder = async ({ people }: Pick<Records, 'people'>, officer: Officer): Promise<readonly Unit[]> => {
  const tree = unitTree(await people.listUnits())
  const under = tree.under(officer.unit)
  return tree.all.filter(({ id }) => under.includes(id))
}

/** The officers' desk (民警工作台): what waits, and what only a named officer may do. */
export const deskRoutes = ({ store, certificates }: Pick<ServerParts, 'store' | 'certificates'>) =>
  newApi()
    .openapi(queueRoute, async (c) => {
      const officer = officerIs(c, 'officer')
      const units = new Map((await unitsUnder(store, officer)).map(({ id, name }) => [id, name]))
      const ids = [...units.keys()]
      if (ids.length === 0) return c.json({ items: [] }, 200)
      const nameOf = (unit: string) => units.get(unit) ?? unit
      const applications = await store.applications.listByState(waiting, { units: ids, limit: queueLimit })
      const handoffs = await store.handoffs.list(ids, queueLimit)
      const items = [
        ...applications.map(({ number, unit, submittedAt, dueOn, state }) => ({
          ...{ kind: 'application' as const, number, unit, unitName: nameOf(unit), submittedAt, dueOn, state, summary: null },
        })),
        ...handoffs
          .filter(({ status }) => status === 'open')
          .map(({ id, unit, at, summary }) => ({
            ...{ kind: 'handoff' as const, number: id, unit, unitName: nameOf(unit), submittedAt: at, dueOn: null, state: null, summary },
          })),
      ]
      items.sort((a, b) => a.submittedAt.getTime() - b.submittedAt.getTime())
      return c.json({ items: items.map((item) => ({ ...item, submittedAt: item.submittedAt.toISOString() })) }, 200)
    })
    .openapi(revokeRoute, async (c) => {
      const officer = officerIs(c, 'approver')
      const { number } = c.req.valid('param')
      // Which unit may, and from which state, is the desk's to say.
      await certificates.revoke(number, officer, c.req.valid('json').reason)
      return c.json({ number, status: 'revoked' as const }, 200)
    })
