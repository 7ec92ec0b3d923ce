import { formatSSEEvent, SSE_HEADERS } from '@a2a-js/sdk'
import { JsonRpcTransportHandler, ServerCallContext } from '@a2a-js/sdk/server'
import type { Agent } from '../../core/agent.ts'
import type { Who } from '../../core/people.ts'
import type { Clock } from '../../core/time.ts'
import type { Turns } from '../../runtime/turn.ts'
import { a2aVersion, cardOf } from './card.ts'
import { handlerFor } from './handler.ts'

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

/** Answers one request of another agent: JSON, or a stream. */
export const answerOnce = async (
  body: Record<string, unknown>,
  ground: {
    readonly who: Who
    readonly turns: Turns
    readonly clock: Clock
    readonly agents: (who: Who | undefined) => readonly Agent[]
    readonly publicUrl: string
    readonly institution: string
    /** Of the protocol, as the client names it. */
    readonly version: string | undefined
  },
): Promise<Response> => {
  const { who, turns, clock, publicUrl, institution } = ground
  const handler = handlerFor(who, { turns, clock, card: () => cardOf({ publicUrl, institution, agents: ground.agents(who) }) })
  const context = new ServerCallContext({ requestedVersion: ground.version ?? a2aVersion })
  const answer = await new JsonRpcTransportHandler(handler).handle(body, context)
  if (Symbol.asyncIterator in answer) return new Response(streamOf(answer), { headers: { ...SSE_HEADERS } })
  return Response.json(answer)
}
