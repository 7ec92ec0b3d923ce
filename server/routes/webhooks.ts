import { createRoute, z } from '@hono/zod-openapi'
import type { Who } from '../../core/people.ts'
import { type DeadEvent, type Webhook, type WebhookEvent, webhookEvents } from '../../core/webhooks.ts'
import { whoIs } from '../auth/who.ts'
import { answers, instant, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

/** What this door is made of. */
export interface WebhookParts {
  make(by: Who, form: { title: string; url: string; events: readonly WebhookEvent[] }): Promise<{ webhook: Webhook; secret: string }>
  list(by: Who): Promise<readonly Webhook[]>
  rotate(by: Who, id: string, overlapHours: number): Promise<{ webhook: Webhook; secret: string }>
  setState(by: Who, id: string, state: Webhook['state']): Promise<Webhook>
  dead(by: Who, id: string): Promise<readonly DeadEvent[]>
  replay(by: Who, id: string): Promise<number>
}

// The keys of the list are its own names.
const event = z.enum(Object.keys(webhookEvents) as [WebhookEvent, ...WebhookEvent[]])
const View = z
  .object({
    ...{ id: z.string(), title: z.string(), url: z.string(), events: z.array(event), state: z.enum(['on', 'off']), madeBy: z.string() },
    ...{ madeAt: instant, attempts: z.int(), lastOkAt: instant.nullable(), lastFault: z.string().nullable() },
  })
  .openapi('Webhook')
const Made = z.object({ webhook: View, secret: z.string().openapi({ description: 'Shown this once.' }) }).openapi('MadeWebhook')
const Dead = z.object({ seq: z.int(), at: instant, fault: z.string() }).openapi('DeadWebhookEvent')
const Form = z
  .object({ title: z.string().trim().min(1).max(60), url: z.string().max(500), events: z.array(event).min(1) })
  .openapi('NewWebhook')
const id = z.object({ id: z.string().max(64) })
const body = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } })
const mine = { 400: problems[400], 401: problems[401], 403: problems[403] } as const
const one = { ...mine, 404: problems[404] } as const

const list = createRoute({
  ...{ method: 'get', path: '/api/webhooks', summary: 'Addresses that are told of events (事件推送), for administrators of the bureau' },
  responses: { 200: answers(z.object({ webhooks: z.array(View) }), 'Newest first.'), ...mine },
})
const make = createRoute({
  ...{ method: 'post', path: '/api/webhooks', summary: 'Tells an address of events from now on; the signing secret is shown once' },
  request: { body: body(Form) },
  responses: { 201: answers(Made, 'Made.'), ...mine },
})
const rotate = createRoute({
  ...{ method: 'post', path: '/api/webhooks/{id}/rotate', summary: 'A new signing secret; both sign for some hours' },
  request: { params: id, body: body(z.object({ overlapHours: z.number().min(0).max(720).default(24) }).openapi('RotateWebhook')) },
  responses: { 201: answers(Made, 'Made.'), ...one },
})
const state = createRoute({
  ...{ method: 'post', path: '/api/webhooks/{id}/state', summary: 'Stops telling an address, or goes on where it stopped' },
  request: { params: id, body: body(z.object({ state: z.enum(['on', 'off']) }).openapi('WebhookState')) },
  responses: { 200: answers(View, 'As it is now.'), ...one },
})
const dead = createRoute({
  ...{ method: 'get', path: '/api/webhooks/{id}/dead', summary: 'Events that were given up (死信)' },
  request: { params: id },
  responses: { 200: answers(z.object({ events: z.array(Dead) }), 'Newest first.'), ...one },
})
const replay = createRoute({
  ...{ method: 'post', path: '/api/webhooks/{id}/replay', summary: 'Sends again what was given up' },
  request: { params: id },
  responses: { 202: answers(z.object({ due: z.int() }), 'How many are sent again.'), ...one },
})

const viewOf = ({ cursor: _, nextAt: __, ...webhook }: Webhook) => ({
  ...webhook,
  events: [...webhook.events],
  madeAt: webhook.madeAt.toISOString(),
  lastOkAt: webhook.lastOkAt?.toISOString() ?? null,
  lastFault: webhook.lastFault ?? null,
})

/** Addresses that are told of events: parse and hand on. */
export const webhookRoutes = (desk: WebhookParts) =>
  newApi()
    .openapi(list, async (c) => c.json({ webhooks: (await desk.list(whoIs(c))).map(viewOf) }, 200))
    .openapi(make, async (c) => {
      const { webhook, secret } = await desk.make(whoIs(c), c.req.valid('json'))
      return c.json({ webhook: viewOf(webhook), secret }, 201)
    })
    .openapi(rotate, async (c) => {
      const { webhook, secret } = await desk.rotate(whoIs(c), c.req.valid('param').id, c.req.valid('json').overlapHours)
      return c.json({ webhook: viewOf(webhook), secret }, 201)
    })
    .openapi(state, async (c) => c.json(viewOf(await desk.setState(whoIs(c), c.req.valid('param').id, c.req.valid('json').state)), 200))
    .openapi(dead, async (c) => {
      const events = await desk.dead(whoIs(c), c.req.valid('param').id)
      return c.json({ events: events.map(({ seq, at, fault }) => ({ seq, at: at.toISOString(), fault })) }, 200)
    })
    .openapi(replay, async (c) => c.json({ due: await desk.replay(whoIs(c), c.req.valid('param').id) }, 202))
