import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { AIMessageChunk, type BaseMessage } from '@langchain/core/messages'
import type { ToolCallChunk } from '@langchain/core/messages/tool'
import type { ChatGenerationChunk } from '@langchain/core/outputs'
import { type AskedCall, callGatherer } from './gather-calls.ts'
import { sentenceCutter } from './sentences.ts'
import { isGarbage, isMachineTalk, thoughtFilter, withoutControls } from './unreadable.ts'

/** A chat model with the name that a reply shows. */
export interface NamedModel {
  readonly name: string
  readonly model: BaseChatModel
}

/** What one call of a model came to. */
export interface Said {
  readonly text: string
  readonly calls: readonly AskedCall[]
  /** Set by the offline model, which knows how its turn ends; other models leave it empty. */
  readonly outcome: string | undefined
  readonly suggestions: readonly string[]
}

/**
 * Why a model was given up: a closed list, for logs and metrics. `dropped`: a guard let a sentence not pass; `unproven`: all that it claimed
 * of law was cut, and it had looked nothing up.
 */
export type ModelFault = 'error' | 'silent' | 'too_slow' | 'garbage' | 'empty' | 'endless' | 'dropped' | 'language' | 'unproven'

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

/** What one call of a model is given. A model that cannot fail (the offline one) is given no limits, and so cannot be given up. */
export interface Asking {
  readonly tools: readonly unknown[]
  readonly limits: { readonly patience: Patience; readonly signal: AbortSignal } | undefined
}

const textOf = (content: AIMessageChunk['content']): string =>
  typeof content === 'string' ? content : content.map((part) => ('text' in part && typeof part.text === 'string' ? part.text : '')).join('')

/** Calls as pieces; models that do not stream them send them whole. */
const callChunksOf = (chunk: AIMessageChunk): readonly ToolCallChunk[] =>
  chunk.tool_call_chunks?.length
    ? chunk.tool_call_chunks
    : (chunk.tool_calls ?? []).map(({ id, name, args }, index) => ({ ...(id ? { id } : {}), name, args: JSON.stringify(args), index }))

/** The next item, or a fault when the model stays silent. */
const nextWithin = async <T>(iterator: AsyncIterator<T>, ms: number, fault: ModelFault): Promise<IteratorResult<T>> => {
  if (ms <= 0) throw new ModelFaultError(fault)
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

/**
 * The pieces of one reply, none later than patience allows. Asks the model's own generator: `stream()` of LangChain waits for the
 * first piece without any limit, joins all pieces anew with each one, and hands conversations to LangSmith when the environment says so.
 */
async function* chunksOf(
  model: BaseChatModel,
  messages: readonly BaseMessage[],
  { tools, limits }: Asking,
): AsyncGenerator<AIMessageChunk> {
  const stop = new AbortController()
  const signal = limits ? AbortSignal.any([stop.signal, limits.signal]) : stop.signal
  // Options are typed by each model for itself; all of ours take tools in the OpenAI wire form.
  const options = { tools, signal } as Parameters<BaseChatModel['_streamResponseChunks']>[1]
  const began = performance.now()
  let source: AsyncGenerator<ChatGenerationChunk> | undefined
  let isOver = false
  try {
    source = model._streamResponseChunks([...messages], options)
    for (;;) {
      const leftMs = limits ? limits.patience.totalMs - (performance.now() - began) : 0
      const step = limits
        ? await nextWithin(source, Math.min(limits.patience.silentMs, leftMs), leftMs < limits.patience.silentMs ? 'too_slow' : 'silent')
        : await source.next()
      signal.throwIfAborted()
      isOver = step.done === true
      if (step.done) return
      if (AIMessageChunk.isInstance(step.value.message)) yield step.value.message
    }
  } catch (cause) {
    throw cause instanceof ModelFaultError ? cause : new ModelFaultError('error', cause)
  } finally {
    // Given up in the middle: ends the request, and then whatever of the generator waits for nothing any more.
    if (!isOver) {
      stop.abort()
      source?.return(undefined).catch(() => undefined)
    }
  }
}

const readable = (sentence: string): string => {
  const text = withoutControls(sentence).toWellFormed()
  if (isGarbage(text) || isMachineTalk(text)) throw new ModelFaultError('garbage')
  return text
}

/** Asks a model once and yields its text sentence by sentence. Throws ModelFaultError, and nothing else. */
export async function* speak({ model }: NamedModel, messages: readonly BaseMessage[], asking: Asking): AsyncGenerator<string, Said> {
  const cutter = sentenceCutter()
  const thoughts = thoughtFilter()
  const gathered = callGatherer()
  const check = asking.limits ? readable : (sentence: string) => sentence
  const metadata: { outcome?: unknown; suggestions?: unknown } = {}
  let text = ''
  let size = 0
  for await (const chunk of chunksOf(model, messages, asking)) {
    const piece = thoughts.push(textOf(chunk.content))
    text += piece
    size += piece.length + gathered.push(callChunksOf(chunk))
    if (asking.limits && size > asking.limits.patience.maxChars) throw new ModelFaultError('endless')
    Object.assign(metadata, chunk.response_metadata)
    for (const sentence of cutter.push(piece)) yield check(sentence)
  }
  const calls = gathered.finish()
  if (!calls) throw new ModelFaultError('garbage')
  const held = thoughts.flush()
  text += held
  for (const sentence of [...cutter.push(held), ...cutter.flush()]) yield check(sentence)
  if (calls.length === 0 && text.trim() === '') throw new ModelFaultError('empty')
  return {
    text,
    calls,
    outcome: typeof metadata.outcome === 'string' ? metadata.outcome : undefined,
    suggestions: Array.isArray(metadata.suggestions) ? metadata.suggestions.filter((item) => typeof item === 'string') : [],
  }
}
