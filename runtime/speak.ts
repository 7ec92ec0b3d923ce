import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages'
import { sentenceCutter } from './sentences.ts'

/** A chat model with the name that a reply shows. */
export interface NamedModel {
  readonly name: string
  readonly model: BaseChatModel
}

/** A tool call that a model asked for. */
export interface AskedCall {
  readonly id: string
  readonly name: string
  readonly args: unknown
}

/** What one call of a model came to. */
export interface Said {
  readonly text: string
  readonly calls: readonly AskedCall[]
  /** Set by the offline model, which knows how its turn ends; other models leave it empty. */
  readonly outcome: string | undefined
  readonly suggestions: readonly string[]
}

/** Why a model was given up: a closed list, for logs and metrics. */
export type ModelFault = 'error' | 'silent' | 'too_slow' | 'garbage' | 'empty' | 'endless'

/** The model did not do its work; the turn goes on without it. */
export class ModelFaultError extends Error {
  readonly fault: ModelFault
  constructor(fault: ModelFault, cause?: unknown) {
    super(`model fault: ${fault}`, { cause })
    this.fault = fault
  }
}

/** How long a model may be silent, how long one call may last, and how much it may say. */
export interface Patience {
  readonly silentMs: number
  readonly totalMs: number
  readonly maxChars: number
}

const textOf = (content: AIMessageChunk['content']): string =>
  typeof content === 'string' ? content : content.map((part) => ('text' in part && typeof part.text === 'string' ? part.text : '')).join('')

/** Text no person could read: mostly neither letters, Chinese, digits nor ordinary punctuation. */
export const isGarbage = (text: string): boolean => {
  if (/\uFFFD{2,}/.test(text)) return true
  const bare = text.replace(/\s/g, '')
  if (bare.length < 12) return false
  const readable = bare.match(/[\p{Script=Han}\p{L}\p{N}，。！？、；：“”‘’（）《》「」,.!?;:'"()\-/%·…—]/gu)?.length ?? 0
  return readable / [...bare].length < 0.7 || /(.{1,8})\1{24,}/su.test(bare)
}

/** The next item, or a fault when the model stays silent. */
const nextWithin = async <T>(iterator: AsyncIterator<T>, ms: number, fault: ModelFault): Promise<IteratorResult<T>> => {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ModelFaultError(fault)), ms)
  })
  try {
    return await Promise.race([iterator.next(), silence])
  } finally {
    clearTimeout(timer)
  }
}

/** Asks a model once and yields its text sentence by sentence. Throws ModelFaultError, and nothing else. */
export async function* speak(
  named: NamedModel,
  messages: readonly BaseMessage[],
  options: { tools: readonly unknown[]; patience: Patience; signal: AbortSignal },
): AsyncGenerator<string, Said> {
  const stop = new AbortController()
  const signal = AbortSignal.any([stop.signal, options.signal])
  const began = performance.now()
  const cutter = sentenceCutter()
  let text = ''
  let whole: AIMessageChunk | undefined
  try {
    // Both casts: LangChain types tools and messages by its own unions, ours are already in the OpenAI wire form it accepts.
    const bound = options.tools.length > 0 && named.model.bindTools ? named.model.bindTools(options.tools as never) : named.model
    const stream = (await bound.stream([...messages], { signal })) as AsyncIterable<AIMessageChunk>
    const iterator = stream[Symbol.asyncIterator]()
    for (;;) {
      const leftMs = options.patience.totalMs - (performance.now() - began)
      const step = await nextWithin(
        iterator,
        Math.max(1, Math.min(options.patience.silentMs, leftMs)),
        leftMs < options.patience.silentMs ? 'too_slow' : 'silent',
      )
      if (step.done) break
      whole = whole ? whole.concat(step.value) : step.value
      const piece = textOf(step.value.content)
      text += piece
      if (text.length > options.patience.maxChars) throw new ModelFaultError('endless')
      for (const sentence of cutter.push(piece)) {
        if (isGarbage(sentence)) throw new ModelFaultError('garbage')
        yield sentence
      }
    }
    for (const sentence of cutter.flush()) {
      if (isGarbage(sentence)) throw new ModelFaultError('garbage')
      yield sentence
    }
  } catch (cause) {
    throw cause instanceof ModelFaultError ? cause : new ModelFaultError('error', cause)
  } finally {
    stop.abort()
  }
  const calls = (whole?.tool_calls ?? []).map((call, index) => ({ id: call.id || `call_${index}`, name: call.name, args: call.args }))
  if ((whole?.invalid_tool_calls?.length ?? 0) > 0) throw new ModelFaultError('garbage')
  if (calls.length === 0 && text.trim() === '') throw new ModelFaultError('empty')
  const metadata: { outcome?: unknown; suggestions?: unknown } = whole?.response_metadata ?? {}
  return {
    text,
    calls,
    outcome: typeof metadata.outcome === 'string' ? metadata.outcome : undefined,
    suggestions: Array.isArray(metadata.suggestions) ? metadata.suggestions.filter((item) => typeof item === 'string') : [],
  }
}
