import { formatSSEEvent, SSE_HEADERS } from '@a2a-js/sdk'
import { JsonRpcTransportHandler, ServerCallContext } from '@a2a-js/sdk/server'
import { z } from 'zod'
import type { Agent } from '../../core/agent.ts'
import type { Who } from '../../core/people.ts'
import { plainIssue } from '../../core/plain-issue.ts'
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

const part = z.looseObject({ text: z.string().optional() })
/** What the SDK takes as it comes: a text that is none became “[object Object]”, and a part that is none a fault of ours. */
const said = z.looseObject({
  params: z
    .looseObject({
      message: z
        .looseObject({
          messageId: z.string().optional(),
          contextId: z.string().optional(),
          taskId: z.string().optional(),
          parts: z.array(part).max(100),
        })
        .optional(),
    })
    .optional(),
})

/** `Invalid params` of JSON-RPC. */
const invalidParams = -32_602

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
  const issue = said.safeParse(body).error?.issues[0]
  if (issue) {
    const message = `${issue.path.map(String).join('.')}：${plainIssue(issue)}`
    return Response.json({ jsonrpc: '2.0', id: body.id ?? null, error: { code: invalidParams, message } })
  }
  const handler = handlerFor(who, { turns, clock, card: () => cardOf({ publicUrl, institution, agents: ground.agents(who) }) })
  const context = new ServerCallContext({ requestedVersion: ground.version ?? a2aVersion })
  const answer = await new JsonRpcTransportHandler(handler).handle(body, context)
  if (Symbol.asyncIterator in answer) return new Response(streamOf(answer), { headers: { ...SSE_HEADERS } })
  return Response.json(answer)
}
