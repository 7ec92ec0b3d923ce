import { StringDecoder } from 'node:string_decoder'
import { RefusedByEndpointError } from './wire.ts'

/** A piece of a tool call, as the wire has it. */
export interface CallPiece {
  readonly id?: string
  readonly index?: number
  readonly name?: string
  readonly args?: string
}

/** What the pieces of a reply came to since it was last looked at. */
export interface Piece {
  text: string
  calls: CallPiece[]
  /** Characters of reasoning that went by: nobody's business but the model's, and yet a sign of life that has an end. */
  thought: number
}

/** Tokens as the endpoint told them. */
export interface ToldUse {
  readonly in: number
  readonly out: number
  readonly cached: number
}

/** How a reply stands. */
export interface ReplyReader {
  head(contentType: string): void
  bytes(part: Buffer): void
  /** The line is over in good order. Throws when the reply is not whole. */
  finish(): void
  /** What came since the last call; undefined when nothing did. */
  take(): Piece | undefined
  readonly use: ToldUse | undefined
}

/** What is said of a reply that came to its `[DONE]` without a reason to end. */
export const unreasoned = 'the reply was cut off, or its endpoint gives no finish_reason'

type Json = Readonly<Record<string, unknown>>
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOr = <T>(value: unknown, other: T): string | T => (typeof value === 'string' ? value : other)
const countOf = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.floor(value) : 0)

/** Some gateways send the content of a delta in parts. */
const plain = (content: unknown): string => {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: unknown) => (isJson(part) ? textOr(part.text, '') : '')).join('')
}

const callOf = (call: unknown): CallPiece | undefined => {
  if (!isJson(call)) return undefined
  const made = isJson(call.function) ? call.function : {}
  const { name, arguments: args } = made
  return {
    ...(typeof call.id === 'string' && call.id ? { id: call.id } : {}),
    ...(typeof call.index === 'number' ? { index: call.index } : {}),
    ...(typeof name === 'string' ? { name } : {}),
    // Some servers send arguments as an object, whole.
    ...(typeof args === 'string' ? { args } : isJson(args) ? { args: JSON.stringify(args) } : {}),
  }
}

const useOf = (usage: unknown): ToldUse | undefined => {
  if (!isJson(usage)) return undefined
  const details = isJson(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {}
  const told = { in: countOf(usage.prompt_tokens), out: countOf(usage.completion_tokens) }
  // DeepSeek tells its cache beside the others.
  const cached = countOf(details.cached_tokens) || countOf(usage.prompt_cache_hit_tokens)
  return told.in + told.out > 0 ? { ...told, cached: Math.min(told.in, cached) } : undefined
}

/** Reads a reply from its bytes: an event stream, or one object where a gateway does not stream. Cut anywhere, also inside a character. */
export const replyReader = (ends: 'reason' | 'done' = 'reason'): ReplyReader => {
  const decoder = new StringDecoder('utf8')
  let isStream = true
  let rest: string[] = []
  let data = ''
  let pending: Piece | undefined
  let finish = ''
  let isDone = false
  let use: ToldUse | undefined
  let hasSpoken = false

  /** An error inside a 200: a refusal as long as nothing was said, and then a reply that broke off. */
  const faultOf = (json: Json): Error => {
    if (hasSpoken) return new Error('the endpoint streamed an error')
    const { code, status } = isJson(json.error) ? json.error : json
    const told = [code, status].map(Number).find((one) => one >= 400 && one < 600)
    return new RefusedByEndpointError(told ?? 200, JSON.stringify(json).slice(0, 4_000), undefined)
  }

  const take = (choice: Json): void => {
    const delta = isJson(choice.delta) ? choice.delta : isJson(choice.message) ? choice.message : undefined
    if (delta) {
      const text = plain(delta.content)
      const thought = textOr(delta.reasoning_content, '').length + textOr(delta.reasoning, '').length
      pending ??= { text: '', calls: [], thought: 0 }
      pending.text += text
      pending.thought += thought
      hasSpoken ||= text !== '' || thought > 0
      if (Array.isArray(delta.tool_calls))
        for (const [at, call] of delta.tool_calls.entries()) {
          const piece = callOf(call)
          // In one object calls are told apart by their place.
          if (piece) pending.calls.push(choice.message && piece.index === undefined ? { ...piece, index: at } : piece)
          hasSpoken = true
        }
      // The field of before `tool_calls`, one call a reply.
      else if (isJson(delta.function_call)) {
        pending.calls.push(callOf({ function: delta.function_call, index: 0 }) ?? {})
        hasSpoken = true
      }
    }
    finish = textOr(choice.finish_reason, '') || finish
  }

  const hear = (json: unknown): void => {
    if (!isJson(json)) throw new Error('a chunk that is no object')
    // Old vLLM has `object: error`; a gateway that fails has `code` and a message, and no choices.
    const isFault = json.object === 'error' || (typeof json.code === 'number' && json.code >= 400 && json.choices === undefined)
    if (isFault || (json.error !== undefined && json.error !== null)) throw faultOf(json)
    use = useOf(json.usage) ?? use
    if (!Array.isArray(json.choices)) return
    for (const choice of json.choices) if (isJson(choice) && countOf(choice.index) === 0) take(choice)
  }

  const dispatch = (): void => {
    const event = data
    data = ''
    if (event === '' || isDone) return
    if (event === '[DONE]') isDone = true
    else hear(JSON.parse(event))
  }

  const line = (text: string): void => {
    if (text === '') dispatch()
    else if (text.startsWith('data:')) {
      const value = text.charCodeAt(5) === 32 ? text.slice(6) : text.slice(5)
      // An event is one line everywhere, but the standard lets it be several.
      if (data !== '' && (value === '[DONE]' || value.startsWith('{'))) dispatch()
      data = data === '' ? value : `${data}\n${value}`
    }
  }

  const lines = (text: string): void => {
    let from = 0
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      const end = at > from && text.charCodeAt(at - 1) === 13 ? at - 1 : at
      if (rest.length > 0) {
        const whole = rest.join('') + text.slice(from, end)
        rest = []
        line(whole.endsWith('\r') ? whole.slice(0, -1) : whole)
      } else line(text.slice(from, end))
      from = at + 1
    }
    if (from < text.length) rest.push(text.slice(from))
  }

  return {
    head: (contentType) => {
      isStream = !/^application\/(?:\w+\+)?json/i.test(contentType)
    },
    bytes: (part) => {
      const text = decoder.write(part)
      if (isStream) lines(text)
      else rest.push(text)
    },
    finish: () => {
      const last = rest.join('') + decoder.end()
      rest = []
      if (isStream) {
        line(last.trimEnd())
        dispatch()
      } else hear(JSON.parse(last))
      if (finish === '' && !(ends === 'done' && isDone)) throw new Error(isDone ? unreasoned : 'the reply was cut off')
      if (finish === 'length' || finish === 'content_filter') throw new Error(`the reply was ended by ${finish}`)
    },
    take: () => {
      const taken = pending
      pending = undefined
      return taken
    },
    get use() {
      return use
    },
  }
}
