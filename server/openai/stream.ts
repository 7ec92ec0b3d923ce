import type { Reply, TurnEvent } from '../../core/conversation.ts'
import { PlatformError, UnexpectedError } from '../../core/errors.ts'
import type { RunningTurn } from '../../runtime/running.ts'

const heartbeatMs = 15_000
const encoder = new TextEncoder()

/** What a turn is in the words of one protocol, as text of an event stream. */
export interface StreamWords {
  readonly first: string
  /** Empty where the protocol has no word for the event. */
  of(event: TurnEvent): string
  last(reply: Reply): string
  failed(error: PlatformError): string
}

/** The answer as a protocol streams it. A client that leaves ends the stream, never the turn. */
export const answerStream = (turn: RunningTurn, words: StreamWords, requestId: string): ReadableStream<Uint8Array> => {
  const events = turn.events(0)
  let beat: NodeJS.Timeout | undefined
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(words.first))
      beat = setInterval(() => controller.enqueue(encoder.encode(': still here\n\n')), heartbeatMs)
      beat.unref()
    },
    async pull(controller) {
      const end = (text: string): void => {
        clearInterval(beat)
        if (text !== '') controller.enqueue(encoder.encode(text))
        controller.close()
      }
      try {
        for (;;) {
          const step = await events.next()
          if (step.done) return end('')
          const { event } = step.value
          if (event.event === 'turn.ended') return end(words.last(event.data))
          const text = words.of(event)
          if (text !== '') return controller.enqueue(encoder.encode(text))
        }
      } catch (cause) {
        end(words.failed(cause instanceof PlatformError ? cause : new UnexpectedError({ id: requestId, cause })))
      }
    },
    async cancel() {
      clearInterval(beat)
      await events.return(undefined)
    },
  })
}
