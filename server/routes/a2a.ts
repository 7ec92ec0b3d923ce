import { formatSSEEvent, SSE_HEADERS } from '@a2a-js/sdk'
import { JsonRpcTransportHandler, ServerCallContext } from '@a2a-js/sdk/server'
import { createRoute, z } from '@hono/zod-openapi'
import type { Agent } from '../../core/agent.ts'
import type { Who } from '../../core/people.ts'
import type { Clock } from '../../core/time.ts'
import type { Turns } from '../../runtime/turn.ts'
import { a2aVersion, cardJson, cardOf } from '../a2a/card.ts'
import { handlerFor } from '../a2a/handler.ts'
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

const encoder = new TextEncoder()

/** Pieces as they come; whoever leaves ends the stream, never the turn. */
const streamOf = (pieces: AsyncGenerator<unknown, void, undefined>): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async pull(controller) {
      try {
        const step = await pieces.next()
        if (step.done) return controller.close()
        controller.enqueue(encoder.encode(formatSSEEvent(step.value)))
      } catch (cause) {
        const error = JsonRpcTransportHandler.mapToJSONRPCError(cause)
        controller.enqueue(encoder.encode(formatSSEEvent({ jsonrpc: '2.0', id: null, error })))
        controller.close()
      }
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })

/** What anybody may read. */
export const agentCardRoutes = (parts: A2aParts) =>
  newApi().openapi(card, (c) => {
    const { publicUrl, institution } = parts
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
    const { publicUrl, institution, turns, clock } = parts
    const handler = handlerFor(who, { turns, clock, card: () => cardOf({ publicUrl, institution, agents: parts.agents(who) }) })
    const context = new ServerCallContext({ requestedVersion: c.req.header('a2a-version') ?? a2aVersion })
    const answer = await new JsonRpcTransportHandler(handler).handle(c.req.valid('json'), context)
    // JSON or a stream by the method that was called: the library's response type cannot say that.
    if (Symbol.asyncIterator in answer) return new Response(streamOf(answer), { headers: { ...SSE_HEADERS } }) as never
    return c.json(answer, 200) as never
  })
}
