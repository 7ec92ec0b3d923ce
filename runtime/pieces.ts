import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { AIMessageChunk, type BaseMessage } from '@langchain/core/messages'
import type { ToolCallChunk } from '@langchain/core/messages/tool'
import type { ChatGenerationChunk } from '@langchain/core/outputs'
import { type ModelFault, ModelFaultError } from '../core/models.ts'
import type { EndpointCall, ReplyEnd } from '../models/endpoint-model.ts'
import { RefusedByEndpointError } from '../models/wire.ts'
import type { CallPiece, Piece } from '../models/wire-reply.ts'

/** How long a model may be silent, how long one call may last, and how much it may say. */
export interface Patience {
  readonly silentMs: number
  readonly totalMs: number
  readonly maxChars: number
}

/** A piece of a reply; the offline model tells beside it how its turn ends. */
export interface HeardPiece extends Piece {
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** What one call of a model is given. A model that cannot fail (the offline one) is given no limits, and so cannot be given up. */
export interface PiecesAsked {
  readonly tools: readonly unknown[]
  readonly limits: { readonly patience: Patience; readonly signal: AbortSignal } | undefined
  readonly hide: ((text: string) => string) | undefined
}

/** A model that gives its pieces as they are, without a LangChain message around each (our own endpoints). */
interface PieceModel {
  pieces(messages: readonly BaseMessage[], call: EndpointCall): AsyncGenerator<Piece, ReplyEnd>
}
const givesPieces = (model: object): model is PieceModel => 'pieces' in model && typeof model.pieces === 'function'

const textOf = (content: AIMessageChunk['content']): string =>
  typeof content === 'string' ? content : content.map((part) => ('text' in part && typeof part.text === 'string' ? part.text : '')).join('')

/** Calls as pieces; models that do not stream them send them whole. */
const callsOf = (chunk: AIMessageChunk): CallPiece[] => {
  const pieces: readonly ToolCallChunk[] = chunk.tool_call_chunks?.length
    ? chunk.tool_call_chunks
    : (chunk.tool_calls ?? []).map(({ id, name, args }, index) => ({ ...(id ? { id } : {}), name, args: JSON.stringify(args), index }))
  return pieces.map(({ id, index, name, args }) => ({
    ...(id ? { id } : {}),
    ...(index === undefined ? {} : { index }),
    ...(name ? { name } : {}),
    ...(args === undefined ? {} : { args }),
  }))
}

async function* piecesOf(model: BaseChatModel, messages: readonly BaseMessage[], call: EndpointCall): AsyncGenerator<HeardPiece, ReplyEnd> {
  if (givesPieces(model)) return yield* model.pieces(messages, call)
  // Options are typed by each model for itself; all of ours take tools in the OpenAI wire form.
  const options = call as Parameters<BaseChatModel['_streamResponseChunks']>[1]
  // Its own generator, not `stream()`: that waits for the first piece without any limit, joins all pieces anew with each one, and hands
  // conversations to LangSmith when the environment says so.
  const source: AsyncGenerator<ChatGenerationChunk> = model._streamResponseChunks([...messages], options)
  for await (const { message } of source)
    if (AIMessageChunk.isInstance(message))
      yield { text: textOf(message.content), calls: callsOf(message), thought: 0, metadata: message.response_metadata }
  return { use: undefined }
}

/** One timer for a whole reply: says when the model was silent too long, or the call took too long. */
const watch = (patience: Patience) => {
  const began = performance.now()
  let heardAt = began
  let timer: NodeJS.Timeout | undefined
  let fire: (fault: ModelFaultError) => void = () => undefined
  const fault = (): ModelFault | undefined => {
    const now = performance.now()
    if (now - began >= patience.totalMs) return 'too_slow'
    return now - heardAt >= patience.silentMs ? 'silent' : undefined
  }
  const look = (): void => {
    const now = performance.now()
    const found = fault()
    if (found) fire(new ModelFaultError(found))
    // A timer may come a fraction of a millisecond early.
    else timer = setTimeout(look, Math.max(1, Math.ceil(Math.min(heardAt + patience.silentMs, began + patience.totalMs) - now)))
  }
  return {
    /** Rejects when patience is over. */
    over: new Promise<never>((_, reject) => {
      fire = reject
      timer = setTimeout(look, Math.max(0, Math.min(patience.silentMs, patience.totalMs)))
    }),
    heard: (): void => {
      heardAt = performance.now()
      if (heardAt - began >= patience.totalMs) throw new ModelFaultError('too_slow')
    },
    end: (): void => clearTimeout(timer),
  }
}

/** An endpoint that has no room for more. */
const isTurnedAway = (cause: unknown): boolean => cause instanceof RefusedByEndpointError && cause.status === 429

/** The pieces of one reply, none later than patience allows. Throws ModelFaultError, and nothing else. */
export async function* patientPieces(
  model: BaseChatModel,
  messages: readonly BaseMessage[],
  { tools, limits, hide }: PiecesAsked,
): AsyncGenerator<HeardPiece, ReplyEnd> {
  const stop = new AbortController()
  const giveUp = (): void => stop.abort(limits?.signal.reason)
  if (limits?.signal.aborted) giveUp()
  limits?.signal.addEventListener('abort', giveUp, { once: true })
  const watched = limits ? watch(limits.patience) : undefined
  watched?.over.catch(() => undefined)
  let source: AsyncGenerator<HeardPiece, ReplyEnd> | undefined
  let isOver = false
  try {
    source = piecesOf(model, messages, { tools, signal: stop.signal, ...(hide ? { hide } : {}) } as EndpointCall)
    for (;;) {
      const step = await (watched ? Promise.race([source.next(), watched.over]) : source.next())
      stop.signal.throwIfAborted()
      isOver = step.done === true
      if (step.done) return step.value
      watched?.heard()
      yield step.value
    }
  } catch (cause) {
    throw cause instanceof ModelFaultError ? cause : new ModelFaultError(isTurnedAway(cause) ? 'busy' : 'error', cause)
  } finally {
    watched?.end()
    limits?.signal.removeEventListener('abort', giveUp)
    // Given up in the middle: ends the request, and then whatever of the generator waits for nothing any more.
    if (!isOver) {
      stop.abort()
      source?.return({ use: undefined }).catch(() => undefined)
    }
  }
}
