import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager'
import type { BaseLanguageModelInput } from '@langchain/core/language_models/base'
import { BaseChatModel, type BaseChatModelCallOptions, type BindToolsInput } from '@langchain/core/language_models/chat_models'
import { AIMessageChunk, type BaseMessage } from '@langchain/core/messages'
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs'
import type { Runnable } from '@langchain/core/runnables'
import { convertToOpenAITool } from '@langchain/core/utils/function_calling'
import { ModelFaultError } from '../core/models.ts'
import { estimateTokens } from '../core/tokens.ts'
import { adapted, isOverlong } from './manners.ts'
import { shorter } from './shorter.ts'
import { templateReader, UnopenedThoughtError, UnreadCallError } from './template-text.ts'
import { openWire, RefusedByEndpointError, type Wire } from './wire.ts'
import { type Piece, replyReader, type ToldUse } from './wire-reply.ts'
import { usualManners, type WireManners, wireBody } from './wire-request.ts'

/** An endpoint as models.yaml or the environment names it. */
export interface EndpointFacts {
  readonly baseUrl: string
  readonly apiKey: string | undefined
  /** Its name at the endpoint. */
  readonly name: string
  readonly connectMs?: number
  readonly maxOutput?: number | undefined
  /** What `models check` found. */
  readonly manners?: WireManners
  /** Fields of its own that every request carries. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
}

/** One call, beside LangChain's own options. */
export interface EndpointCall extends BaseChatModelCallOptions {
  readonly tools?: readonly unknown[]
  /** The gate (core/models.ts); left out, text leaves as it is. */
  readonly hide?: (text: string) => string
}

/** What a reply ends with. */
export interface ReplyEnd {
  readonly use: ToldUse | undefined
}

const asItIs = (text: string): string => text

/** The name of a tool in the OpenAI wire form. */
const nameOf = (tool: unknown): string[] => {
  if (typeof tool !== 'object' || tool === null || !('function' in tool)) return []
  const { function: made } = tool
  return typeof made === 'object' && made !== null && 'name' in made && typeof made.name === 'string' ? [made.name] : []
}

/**
 * The chat completions protocol as gateways really speak it, over one kept line. Only ever streamed; a gateway that answers with one object
 * is understood too. LangChain's `ChatOpenAI` does the same for four times the CPU, and fetches a table of tokens on `invoke`
 * (docs/decisions/0011-models.md).
 */
export class EndpointModel extends BaseChatModel<EndpointCall> {
  readonly #wire: Wire
  readonly #facts: EndpointFacts
  #manners: WireManners
  /** Tokens of the smallest request that was refused for its length, estimated. */
  #tooMany: number | undefined

  constructor(facts: EndpointFacts) {
    super({})
    this.#facts = facts
    this.#manners = facts.manners ?? usualManners
    this.#wire = openWire({ baseUrl: facts.baseUrl, apiKey: facts.apiKey, connectMs: facts.connectMs ?? 10_000 })
  }

  override _llmType(): string {
    return 'endpoint'
  }

  /** What it has been found to want. */
  get manners(): WireManners {
    return this.#manners
  }

  close(): void {
    this.#wire.close()
  }

  override bindTools(
    tools: BindToolsInput[],
    options?: Partial<EndpointCall>,
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, EndpointCall> {
    return this.withConfig({ tools: tools.map((tool) => convertToOpenAITool(tool)), ...options } as Partial<EndpointCall>)
  }

  /** The pieces of one reply as they come: those that came together are one. Throws unless the reply is whole. */
  async *pieces(messages: readonly BaseMessage[], call: EndpointCall): AsyncGenerator<Piece, ReplyEnd> {
    let shown = messages
    for (;;) {
      const body = this.#body(shown, call)
      // It has refused as much before: the eldest turns are left out at once.
      const cut = this.#tooMany !== undefined && estimateTokens(body) >= this.#tooMany ? shorter(shown) : undefined
      if (cut) shown = cut
      else
        try {
          return yield* this.#once(body, call)
        } catch (cause) {
          if (!(cause instanceof RefusedByEndpointError)) throw cause
          // A field that this endpoint does not take: nothing was said yet, so it is asked again without it, and never again with it.
          const better = adapted(this.#manners, cause)
          const less = better === undefined && isOverlong(cause) ? shorter(shown) : undefined
          if (better) this.#manners = better
          else if (less) {
            this.#tooMany = Math.min(estimateTokens(body), this.#tooMany ?? Number.POSITIVE_INFINITY)
            shown = less
          } else throw cause
        }
    }
  }

  #body(messages: readonly BaseMessage[], { tools = [], hide = asItIs }: EndpointCall): string {
    const { name: model, maxOutput, fields } = this.#facts
    return wireBody({ model, messages, tools, hide, maxOutput, manners: this.#manners, fields })
  }

  async *#once(body: string, { tools = [], signal }: EndpointCall): AsyncGenerator<Piece, ReplyEnd> {
    signal?.throwIfAborted()
    const { thinking, ends } = this.#manners
    const template = templateReader({ names: new Set(tools.flatMap(nameOf)), isThinking: thinking === 'unopened' })
    let hasCalled = false
    const heard = (piece: Piece): Piece => {
      hasCalled ||= piece.calls.length > 0
      const { text, other } = template.push(piece.text)
      return { text, calls: piece.calls, thought: piece.thought + other }
    }
    const reader = replyReader(ends)
    let over: { cause: unknown } | undefined
    let wake: () => void = () => undefined
    const end = (cause: unknown): void => {
      over ??= { cause }
      wake()
    }
    const hangUp = this.#wire.post('chat/completions', body, {
      head: reader.head,
      bytes: (part) => {
        try {
          reader.bytes(part)
          wake()
        } catch (cause) {
          end(cause)
        }
      },
      over: (cause) => {
        try {
          if (!cause && !over) reader.finish()
          end(cause)
        } catch (unwhole) {
          end(unwhole)
        }
      },
    })
    const giveUp = (): void => {
      end(signal?.reason ?? new Error('given up'))
      hangUp()
    }
    signal?.addEventListener('abort', giveUp, { once: true })
    try {
      for (;;) {
        const piece = reader.take()
        if (piece) yield heard(piece)
        else if (over) break
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
      if (over.cause) throw over.cause
      const { text, calls } = template.finish()
      // A server that read the calls and left them in the text too has told them once.
      const written = hasCalled ? [] : calls.map(({ name, args }, index) => ({ name, index, args: JSON.stringify(args) ?? '' }))
      if (text !== '' || written.length > 0) yield { text, calls: written, thought: 0 }
      return { use: reader.use }
    } catch (cause) {
      if (cause instanceof UnopenedThoughtError || cause instanceof UnreadCallError) throw new ModelFaultError('garbage', cause)
      throw cause
    } finally {
      // From the next reply on nothing is told before the thoughts are over.
      if (template.isUnopened) this.#manners = { ...this.#manners, thinking: 'unopened' }
      signal?.removeEventListener('abort', giveUp)
      hangUp()
    }
  }

  /** The same in LangChain's words, for whoever takes any chat model. */
  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    _run?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for await (const { text, calls } of this.pieces(messages, options)) {
      const tool_call_chunks = calls.map((call) => ({ ...call, type: 'tool_call_chunk' as const }))
      yield new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text, tool_call_chunks }) })
    }
  }

  override async _generate(messages: BaseMessage[], options: this['ParsedCallOptions']): Promise<ChatResult> {
    let whole: AIMessageChunk | undefined
    for await (const { message } of this._streamResponseChunks(messages, options)) {
      // `_streamResponseChunks` above makes no other kind.
      const chunk = message as AIMessageChunk
      whole = whole ? whole.concat(chunk) : chunk
    }
    const message = whole ?? new AIMessageChunk('')
    return { generations: [{ text: message.text, message }] }
  }
}
