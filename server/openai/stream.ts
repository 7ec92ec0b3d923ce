import { PlatformError, UnexpectedError } from '../../core/errors.ts'
import type { TokenUse } from '../../core/models.ts'
import type { RunningTurn } from '../../runtime/running.ts'
import { chunksOf, type Facts } from './answer.ts'
import { openAiError } from './errors.ts'

const heartbeatMs = 15_000
const encoder = new TextEncoder()
const line = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`

/** The answer as the protocol streams it. A client that leaves ends the stream, never the turn. */
export const completionStream = (
  turn: RunningTurn,
  facts: Facts,
  options: { readonly wantsUsage: boolean; readonly counted: (turn: string) => TokenUse | undefined; readonly requestId: string },
): ReadableStream<Uint8Array> => {
  const chunks = chunksOf(facts, turn.id, options.wantsUsage)
  const events = turn.events(0)
  let beat: NodeJS.Timeout | undefined
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(line(chunks.first)))
      beat = setInterval(() => controller.enqueue(encoder.encode(': still here\n\n')), heartbeatMs)
      beat.unref()
    },
    async pull(controller) {
      const end = (text: string): void => {
        clearInterval(beat)
        controller.enqueue(encoder.encode(text))
        controller.close()
      }
      try {
        for (;;) {
          const step = await events.next()
          if (step.done) return end('data: [DONE]\n\n')
          const { event } = step.value
          if (event.event === 'turn.ended')
            return end(`${chunks.last(event.data, options.counted(turn.id)).map(line).join('')}data: [DONE]\n\n`)
          const chunk = chunks.of(event)
          if (chunk) return controller.enqueue(encoder.encode(line(chunk)))
        }
      } catch (cause) {
        const error = cause instanceof PlatformError ? cause : new UnexpectedError({ id: options.requestId, cause })
        end(line(openAiError(error)))
      }
    },
    async cancel() {
      clearInterval(beat)
      await events.return(undefined)
    },
  })
}
