import type { Card, Citation, Confirm, Problem, Reply } from './api.ts'
import { ProblemError } from './api.ts'

/** What happens in a turn, in the order in which it happens. */
export type TurnEvent =
  | { type: 'turn.started'; data: { turn: string } }
  | { type: 'text.delta'; data: { text: string } }
  | { type: 'tool.started'; data: { name: string; title: string } }
  | { type: 'tool.finished'; data: { name: string; title: string; ok: boolean } }
  | { type: 'card'; data: Card }
  | { type: 'citation'; data: Citation }
  | { type: 'confirm.required'; data: Confirm }
  | { type: 'turn.ended'; data: Reply }

const known = ['turn.started', 'text.delta', 'tool.started', 'tool.finished', 'card', 'citation', 'confirm.required', 'turn.ended']

interface Message {
  id: string
  event: string
  data: string
}

/** Reads server-sent events from text that arrives in any pieces (WHATWG HTML §9.2.6). */
export const createSseReader = () => {
  let rest = ''
  let id = ''
  let event = ''
  let data: string[] = []

  const takeLine = (line: string): Message | undefined => {
    if (line === '') {
      const message = data.length > 0 ? { id, event, data: data.join('\n') } : undefined
      event = ''
      data = []
      return message
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'id') id = value
    if (field === 'event') event = value
    if (field === 'data') data.push(value)
    return undefined
  }

  return (piece: string): Message[] => {
    rest += piece
    const found: Message[] = []
    for (;;) {
      // A lone \r at the very end may be the first half of \r\n.
      const end = /\r\n|\n|\r(?!$)/.exec(rest)
      if (!end) return found
      const message = takeLine(rest.slice(0, end.index))
      rest = rest.slice(end.index + end[0].length)
      if (message) found.push(message)
    }
  }
}

/** The server's own word that a turn broke off: shown as any other problem, and not dialled again. */
const brokenOff = (message: Message): ProblemError => {
  const said: Partial<Problem> = JSON.parse(message.data)
  return new ProblemError({ title: '这一步没有办成', detail: '请稍后再试一次。', code: 'unexpected', ...said, status: 500 })
}

const parse = (message: Message): TurnEvent | undefined => {
  if (!known.includes(message.event)) return undefined
  try {
    // The server writes these shapes (DESIGN.md §7); this page shows what it is given and decides nothing by it.
    return { type: message.event, data: JSON.parse(message.data) } as TurnEvent
  } catch {
    return undefined
  }
}

/** Splits `<turn>.<n>`. */
const position = (id: string) => ({ turn: id.slice(0, id.lastIndexOf('.')), n: Number(id.slice(id.lastIndexOf('.') + 1)) })

/** How to reach one turn, and how to wait before trying again. */
export interface TurnLine {
  /** Begins the turn, or begins it again under the same key. */
  start(): Promise<Response>
  /** Goes on after the event named. */
  resume(lastEventId: string): Promise<Response>
  /** Waits before attempt `n` (from 1); false: give up. */
  wait(attempt: number): Promise<boolean>
  onDropped?(): void
  /** Already seen, when a turn is picked up after the page was reloaded. */
  from?: string
  /** A line that says nothing for so long counts as dropped. */
  silenceMs?: number
}

const withTimeout = async <T>(work: Promise<T>, ms: number): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TypeError('silence')), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

async function* messagesOf(response: Response, silenceMs: number): AsyncGenerator<Message> {
  const reader = response.body?.getReader()
  if (!reader) return
  const decoder = new TextDecoder()
  const read = createSseReader()
  try {
    for (;;) {
      const { done, value } = await withTimeout(reader.read(), silenceMs)
      if (done) return
      yield* read(decoder.decode(value, { stream: true }))
    }
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

/** Behind a proxy that restarts, a line that was already open may be refused for a moment. */
const isPassing = (error: unknown) => error instanceof ProblemError && [502, 503, 504].includes(error.problem.status)

/** Events of one turn to its end, over as many connections as it takes: none lost, none twice. */
export async function* turnEvents({ start, resume, wait, onDropped, from = '', silenceMs = 45_000 }: TurnLine): AsyncGenerator<TurnEvent> {
  let last = from
  let attempt = 0
  for (;;) {
    try {
      const response = await (last ? resume(last) : start())
      if (response.headers.get('content-type')?.includes('application/json')) {
        yield { type: 'turn.ended', data: await response.json() }
        return
      }
      for await (const message of messagesOf(response, silenceMs)) {
        // It has no id of its own, so it must not be taken for one already seen.
        if (message.event === 'error') throw brokenOff(message)
        const [seen, here] = [position(last), position(message.id)]
        if (here.turn === seen.turn && here.n <= seen.n) continue
        if (message.id) last = message.id
        const event = parse(message)
        if (!event) continue
        attempt = 0
        yield event
        if (event.type === 'turn.ended') return
      }
    } catch (error) {
      // fetch and a cut stream throw TypeError; anything else but a passing refusal is an answer, not a drop.
      if (!(error instanceof TypeError) && !(last && isPassing(error))) throw error
    }
    attempt += 1
    onDropped?.()
    if (!(await wait(attempt))) throw new TypeError('dropped')
  }
}
