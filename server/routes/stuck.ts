import { createRoute, z } from '@hono/zod-openapi'
import { NotFoundError } from '../../core/errors.ts'
import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import { officerIs } from '../auth/who.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const base = '/api/stuck-applications'
const instant = z.iso.datetime()

const View = z
  .object({
    number: z.string(),
    since: instant,
    triedAt: instant,
    nextAt: instant.openapi({ description: 'When it is tried again by itself.' }),
    attempts: z.int(),
    why: z.string().openapi({ description: 'Kind or code of the error; its words stand in the log of no process.' }),
  })
  .openapi('StuckApplication')

const list = createRoute({
  method: 'get',
  path: base,
  summary: 'Applications that the machine cannot carry on, as the answering process sees them, longest first (卡住的申请)',
  description: 'For administrators. Nobody and nothing of an application is in it but its number.',
  responses: { 200: answers(z.object({ applications: z.array(View) }), 'At most 100.'), 401: problems[401], 403: problems[403] },
})

const retry = createRoute({
  method: 'post',
  path: `${base}/retry`,
  summary: 'Tries one at once, after what was wrong is mended (再办一次)',
  request: { body: { required: true, content: { 'application/json': { schema: z.object({ number: z.string().max(40) }) } } } },
  responses: {
    200: answers(z.object({ isMoved: z.boolean() }), 'Whether it went on.'),
    ...problems,
  },
})

/** What `listed` gives of one application. */
interface Stuck {
  readonly number: string
  readonly since: Date
  readonly triedAt: Date
  readonly nextAt: Date
  readonly attempts: number
  readonly why: string
}

/** Applications that cannot go on by themselves, for administrators. */
export const stuckRoutes = ({
  store,
  clock,
  desk,
}: {
  readonly store: Pick<Store, 'audit'>
  readonly clock: Clock
  readonly desk: { stuck(): readonly Stuck[]; carryOn(number: string): Promise<void> }
}) =>
  newApi()
    .openapi(list, (c) => {
      officerIs(c, 'admin')
      const applications = desk.stuck().slice(0, 100)
      return c.json(
        {
          applications: applications.map((one) => ({
            ...one,
            ...{ since: one.since.toISOString(), triedAt: one.triedAt.toISOString(), nextAt: one.nextAt.toISOString() },
          })),
        },
        200,
      )
    })
    .openapi(retry, async (c) => {
      const who = officerIs(c, 'admin')
      const { number } = c.req.valid('json')
      // Only what is stuck: an administrator decides on no application.
      if (!desk.stuck().some((one) => one.number === number)) throw new NotFoundError({ what: 'stuck application' })
      const isMoved = await desk.carryOn(number).then(
        () => true,
        () => false,
      )
      await store.audit.append(
        { actor: who.id, actorKind: 'officer', action: 'retry_application', target: number, isOk: isMoved, detail: {} },
        clock(),
      )
      return c.json({ isMoved }, 200)
    })
