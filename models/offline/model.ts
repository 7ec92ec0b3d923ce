import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager'
import type { BaseLanguageModelInput } from '@langchain/core/language_models/base'
import { BaseChatModel, type BaseChatModelCallOptions, type BindToolsInput } from '@langchain/core/language_models/chat_models'
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages'
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs'
import type { Runnable } from '@langchain/core/runnables'
import { convertToOpenAITool } from '@langchain/core/utils/function_calling'
import { sha256 } from '../../core/ids.ts'
import { isTraditional } from '../../core/script.ts'
import { type Clock, shanghaiDate } from '../../core/time.ts'
import { hear, resume } from './dialogue.ts'
import { createDesk, type Desk } from './intent.ts'
import { type Briefing, readBriefing } from './page.ts'
import { observeCall, observeText, receive } from './results.ts'
import { readSheets } from './sheets.ts'
import { type Ground, type Reply, type State, type Step, start } from './state.ts'
import { loadSimplify } from './text.ts'

type Simplify = (text: string) => string

/** A small cache by string: the same page and tools come with every message. */
const remembered = <T>(size: number, make: (key: string) => T): ((key: string) => T) => {
  const known = new Map<string, T>()
  return (key) => {
    const seen = known.get(key)
    if (seen !== undefined) return seen
    const made = make(key)
    if (known.size >= size) known.clear()
    known.set(key, made)
    return made
  }
}

const briefingOf = remembered<Briefing>(128, (system) => readBriefing(system))
const sheetsOf = remembered(128, (json) => readSheets(JSON.parse(json)))
const desks = new WeakMap<Briefing['page'], Map<string, Desk>>()
const deskOf = ({ page }: Briefing, tools: string): Desk => {
  const ofPage = desks.get(page) ?? new Map<string, Desk>()
  desks.set(page, ofPage)
  const known = ofPage.get(tools)
  if (known) return known
  const desk = createDesk(page, sheetsOf(tools))
  ofPage.set(tools, desk)
  return desk
}

const toolMessageName = (message: BaseMessage): string | undefined => {
  const name = message.name
  return typeof name === 'string' && name ? name : undefined
}

/** A form that we would have sent, where something else was called: nobody was shown it, so it waits for no yes. */
const notCalled = ({ state, reply }: Step, asked: readonly { readonly name: string }[]): State =>
  reply.kind === 'call' && state.form?.tool === reply.tool && !asked.some(({ name }) => name === reply.tool)
    ? { ...state, form: undefined }
    : state

/** Folds over the messages: where the conversation stands, and what we do now. */
const fold = (messages: readonly BaseMessage[], ground: Ground, simplify: Simplify): Step => {
  let step: Step = { state: start, reply: { kind: 'say', text: '', outcome: 'clarified', suggestions: [] } }
  const names = new Map<string, string>()
  let isOurTurn = false
  for (const [at, message] of messages.entries()) {
    const type = message.getType()
    if (type === 'human') {
      step = hear(step.state, simplify(message.text), ground)
      isOurTurn = true
    } else if (AIMessage.isInstance(message)) {
      const asked = message.tool_calls ?? []
      let state: State = asked.length > 0 ? notCalled(step, asked) : observeText(step, message.text, ground.desk)
      for (const call of asked) {
        state = observeCall(state, call.name, call.args, ground.desk)
        if (call.id) names.set(call.id, call.name)
      }
      step = { ...step, state }
      isOurTurn = false
    } else if (type === 'tool') {
      const id = 'tool_call_id' in message && typeof message.tool_call_id === 'string' ? message.tool_call_id : ''
      step = receive(step.state, names.get(id) ?? toolMessageName(message), message.text, ground, at === messages.length - 1)
      isOurTurn = true
    }
  }
  return isOurTurn ? step : resume(step.state, ground)
}

/** Sentences of a text, which put together give the text again. */
const pieces = (text: string): string[] => text.match(/[\s\S]*?(?:[。！？\n]|[.!?](?=\s)|$)/g)?.filter((piece) => piece !== '') ?? []

interface OfflineCallOptions extends BaseChatModelCallOptions {
  tools?: readonly unknown[]
}

/**
 * The offline model (离线模型, DESIGN §6): a chat model without weights. The same messages always give the same reply; it
 * reads the page, the tools and the messages, and nothing else.
 */
export class OfflineChatModel extends BaseChatModel<OfflineCallOptions> {
  readonly clock: Clock | undefined

  constructor(facts: { clock?: Clock } = {}) {
    super({})
    this.clock = facts.clock
  }

  static override lc_name(): string {
    return 'OfflineChatModel'
  }

  override _llmType(): string {
    return 'offline'
  }

  override bindTools(
    tools: BindToolsInput[],
    options?: Partial<OfflineCallOptions>,
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, OfflineCallOptions> {
    return this.withConfig({ ...options, tools: tools.map((tool) => convertToOpenAITool(tool)) })
  }

  /** What is said or called, before it is put into LangChain's shape. */
  async decide(messages: readonly BaseMessage[], tools: readonly unknown[]): Promise<Reply> {
    const system = messages
      .filter((message) => message.getType() === 'system')
      .map((message) => message.text)
      .join('\n')
    const said = messages.filter((message) => message.getType() === 'human').map((message) => message.text)
    const simplify = said.some(isTraditional) ? await loadSimplify() : undefined
    const briefing = briefingOf(system)
    const isDated = /<today>/.test(system)
    const today = isDated || !this.clock ? briefing.today : shanghaiDate(this.clock())
    const ground: Ground = { desk: deskOf(briefing, JSON.stringify(tools)), today }
    return fold(messages, ground, (text) => (simplify && isTraditional(text) ? simplify(text.slice(0, 4_000)) : text)).reply
  }

  async #answer(messages: readonly BaseMessage[], options: OfflineCallOptions) {
    const reply = await this.decide(messages, options.tools ?? [])
    if (reply.kind === 'say')
      return {
        content: reply.text,
        tool_calls: [],
        response_metadata: {
          ...{ model_name: 'offline', outcome: reply.outcome, suggestions: [...reply.suggestions] },
          ...(reply.stands ? { stands: true } : {}),
        },
      }
    // The id comes from the conversation itself, so that the same conversation asks under the same id.
    const seed = JSON.stringify([messages.length, messages.at(-1)?.text, reply])
    const call = { id: `offline_${sha256(seed).slice(0, 16)}`, name: reply.tool, args: { ...reply.args }, type: 'tool_call' as const }
    return { content: '', tool_calls: [call], response_metadata: { model_name: 'offline', outcome: 'answered', suggestions: [] } }
  }

  override async _generate(messages: BaseMessage[], options: this['ParsedCallOptions']): Promise<ChatResult> {
    const answer = await this.#answer(messages, options)
    return { generations: [{ text: answer.content, message: new AIMessage(answer) }] }
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const answer = await this.#answer(messages, options)
    for (const text of pieces(answer.content)) {
      const chunk = new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text }) })
      yield chunk
      await runManager?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk })
    }
    yield new ChatGenerationChunk({ text: '', message: new AIMessageChunk({ ...answer, content: '' }) })
  }
}

/** Makes the offline model. The clock is asked only when the system message does not name the day. */
export const offlineModel = (facts: { clock?: Clock } = {}): OfflineChatModel => new OfflineChatModel(facts)
