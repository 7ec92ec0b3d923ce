import type { TurnEvent } from '../core/conversation.ts'
import { PlatformError } from '../core/errors.ts'

/** Keeps proxies from closing a quiet stream. */
const heartbeatMs = 15_000

const encoder = new TextEncoder()
const frame = (id: string, event: string, data: unknown): Uint8Array =>
  encoder.encode(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)

/**
 * Events of a turn as `text/event-stream` (WHATWG HTML §9.2), each with the id `<turn>.<n>`. A plain ReadableStream: Hono's
 * `streamSSE` costs several times as much. A listener who leaves ends the stream, never the turn.
 */
export const eventStream = (turn: string, events: AsyncGenerator<{ n: number; event: TurnEvent }>): Response => {
  let beat: NodeJS.Timeout | undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      beat = setInterval(() => controller.enqueue(encoder.encode(': still here\n\n')), heartbeatMs)
      beat.unref()
    },
    async pull(controller) {
      const end = (): void => {
        clearInterval(beat)
        controller.close()
      }
      try {
        const step = await events.next()
        if (step.done) return end()
        controller.enqueue(frame(`${turn}.${step.value.n}`, step.value.event.event, step.value.event.data))
      } catch (cause) {
        const { title, detail, code } =
          cause instanceof PlatformError
            ? cause
            : { title: '这一步没有办成', detail: '您的话已经记下，请稍后刷新页面再看。', code: 'unexpected' }
        controller.enqueue(encoder.encode(`event: error\ndata: ${JSON.stringify({ title, detail, code })}\n\n`))
        end()
      }
    },
    async cancel() {
      clearInterval(beat)
      await events.return(undefined)
    },
  })
  return new Response(body, {
    headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  })
}

/** The turn and the number of the last event a client saw, from `Last-Event-ID`. */
export const readEventId = (text: string | undefined): { turn: string; n: number } | undefined => {
  const match = /^([\w-]{1,64})\.(\d{1,9})$/.exec(text ?? '')
  return match?.[1] ? { turn: match[1], n: Number(match[2]) } : undefined
}
