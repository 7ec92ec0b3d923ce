import { createRoute, z } from '@hono/zod-openapi'
import { ConflictError, NotFoundError } from '../../core/errors.ts'
import type { Officer, Unit } from '../../core/people.ts'
import type { Records } from '../../core/ports.ts'
import { shanghaiDate } from '../../core/time.ts'
import { officerIs } from '../auth/who.ts'
import { bodyOf } from '../body.ts'
import { statusOf } from '../certificate-views.ts'
import type { ServerParts } from '../parts.ts'
import { answers, problems, QueueItem, Revocation } from '../schemas.ts'
import { newApi } from './new-api.ts'

const queueLimit = 200

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
    200: answers(z.object({ number: z.string(), status: z.enum(['valid', 'revoked', 'expired']) }), 'Revoked, now or before.'),
    ...problems,
  },
})

/** The units that an officer answers for: the own one, and of a bureau its stations (所辖单位). */
const unitsUnder = async ({ people }: Pick<Records, 'people'>, officer: Officer): Promise<readonly Unit[]> =>
  (await people.listUnits()).filter(({ id, parent }) => id === officer.unit || parent === officer.unit)

/** Free text of an officer without long numbers: an ID or phone number does not belong into the audit. */
const withoutNumbers = (note: string): string => note.replace(/\d{6,}[\dXx]*/g, '〔号码已略〕')

/** The officers' desk (民警工作台): what waits, and what only a named officer may do. */
export const deskRoutes = ({ store, clock }: Pick<ServerParts, 'store' | 'clock'>) =>
  newApi()
    .openapi(queueRoute, async (c) => {
      const officer = officerIs(c, 'officer')
      const units = new Map((await unitsUnder(store, officer)).map(({ id, name }) => [id, name]))
      const ids = [...units.keys()]
      if (ids.length === 0) return c.json({ items: [] }, 200)
      const nameOf = (unit: string) => units.get(unit) ?? unit
      const applications = await store.applications.listByState(['HUMAN_REVIEW'], { units: ids, limit: queueLimit })
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
      const { reason, note } = await bodyOf(c, Revocation)
      const certificate = await store.certificates.find(number)
      const units = await unitsUnder(store, officer)
      if (!certificate || !units.some(({ id }) => id === certificate.unit)) throw new NotFoundError({ what: 'certificate' })
      const at = clock()
      await store.transaction(async (records) => {
        // Revoked before, by this request or another: it stays as it is, and nothing is written twice.
        if (!(await records.certificates.revoke(number, at))) return
        await recall(records, certificate.application, officer, at)
        const detail = note ? { reason, note: withoutNumbers(note) } : { reason }
        const deed = { actor: officer.id, actorKind: 'officer', action: 'revoke_certificate', target: number, isOk: true } as const
        const row = await records.audit.append({ ...deed, detail, deedKey: `revoke:${number}` }, at)
        if (!row) throw new ConflictError({ what: 'certificate' })
      })
      const after = await store.certificates.find(number)
      return c.json({ number, status: statusOf(after ?? certificate, shanghaiDate(at)) }, 200)
    })

/** ISSUED → REVOKED, by a named officer (`certificate.md` §3: recall). An application that has moved on keeps its state. */
const recall = async ({ applications }: Records, number: string, officer: Officer, at: Date): Promise<void> => {
  const application = await applications.find(number)
  if (application?.state !== 'ISSUED') return
  const actor = { kind: 'officer', id: officer.id } as const
  const history = [...application.history, { event: 'recall', to: 'REVOKED', at: at.toISOString(), actor } as const]
  if (!(await applications.move(application, { state: 'REVOKED', history }))) throw new ConflictError({ what: 'application' })
}
