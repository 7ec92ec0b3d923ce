import { createRoute, z } from '@hono/zod-openapi'
import type { Agent } from '../../core/agent.ts'
import type { Who } from '../../core/people.ts'
import type { Clock } from '../../core/time.ts'
import type { Turns } from '../../runtime/turn.ts'
import { whoIs } from '../auth/who.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const card = createRoute({
  ...{ method: 'get', path: '/.well-known/agent-card.json', summary: 'What other agents learn of us (A2A agent card): pages for citizens' },
  responses: {
    200: answers(z.looseObject({ name: z.string(), skills: z.array(z.looseObject({ id: z.string() })) }).openapi('AgentCard'), 'The card.'),
  },
})
const rpc = createRoute({
  method: 'post',
  path: '/',
  summary: 'A2A 1.0 by JSON-RPC: SendMessage, SendStreamingMessage, GetTask, CancelTask, SubscribeToTask (docs/doors.md)',
  request: {
    body: { required: true, content: { 'application/json': { schema: z.looseObject({ method: z.string() }).openapi('A2aRequest') } } },
  },
  responses: {
    200: {
      description: 'A JSON-RPC answer, or a stream of them.',
      content: { 'application/json': { schema: z.unknown() }, 'text/event-stream': { schema: z.string() } },
    },
    ...{ 400: problems[400], 401: problems[401], 403: problems[403] },
  },
})

/** What this door is made of. */
export interface A2aParts {
  readonly turns: Turns
  readonly clock: Clock
  readonly agents: (who: Who | undefined) => readonly Agent[]
  readonly publicUrl: string
  readonly institution: string
}

/** What anybody may read. */
export const agentCardRoutes = (parts: A2aParts) =>
  newApi().openapi(card, async (c) => {
    const { publicUrl, institution } = parts
    // Loaded by the first that asks, as the other door is.
    const { cardJson, cardOf } = await import('../a2a/card.ts')
    // The protocol's own writer made it: JSON by construction.
    return c.json(cardJson(cardOf({ publicUrl, institution, agents: parts.agents(undefined) })), 200) as never
  })

/** Other agents talk to ours: the same turns, rights and confirmations. */
export const a2aRoutes = (parts: A2aParts) => {
  const app = newApi()
  app.use('/', async (c, next) => {
    whoIs(c)
    await next()
  })
  return app.openapi(rpc, async (c) => {
    const who = whoIs(c)
    const { answerOnce } = await import('../a2a/answer.ts')
    // JSON or a stream by the method that was called: the library's response type cannot say that.
    return (await answerOnce(c.req.valid('json'), { ...parts, who, version: c.req.header('a2a-version') })) as never
  })
}
