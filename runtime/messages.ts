import { AIMessage, type BaseMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'
import { z } from 'zod'
import type { Outcome, StoredTurn, TraceMessage } from '../core/conversation.ts'
import { canonicalJson, sha256 } from '../core/ids.ts'
import { estimateTokens } from '../core/tokens.ts'
import type { Tool } from '../core/tool.ts'
import { speaksEnglish } from './answers-to-confirm.ts'
import { framed } from './prompt.ts'

/** The OpenAI wire form of a tool, made once: every model reads the same. A tool of another system has another input once it is known. */
const wireForms = new WeakMap<Tool, { readonly input: z.ZodType; readonly form: object }>()
export const wireForm = (tool: Tool): object => {
  const input: z.ZodType = tool.input
  const known = wireForms.get(tool)
  if (known?.input === input) return known.form
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })
  const form = {
    type: 'function',
    function: { name: tool.name, description: tool.description, parameters: { title: tool.title, ...schema } },
  }
  wireForms.set(tool, { input, form })
  return form
}

/** Version of a tool (工具版本): another name, description, input, scope or effect is another. */
const toolVersions = new WeakMap<object, string>()
export const toolVersion = (tool: Tool): string => {
  const form = wireForm(tool)
  const known = toolVersions.get(form)
  if (known) return known
  const version = sha256(canonicalJson([form, tool.scope, tool.effect])).slice(0, 12)
  toolVersions.set(form, version)
  return version
}

/** Call ids as the strictest server takes them (Mistral: nine letters or digits; OpenAI: at most 40), the same every time. */
const wireId = (call: string): string => sha256(call).slice(0, 9)

const recordOf = (args: unknown): Record<string, unknown> => (typeof args === 'object' && args !== null ? { ...args } : {})

const notRun = '{"ok":false,"say":"","error":{"code":"not_run","fields":[]}}'

/** An assistant's message with the answers to its calls: each call has exactly one, whatever a crash or an old version left. */
const messagesOfStep = (message: Extract<TraceMessage, { role: 'assistant' }>, answers: ReadonlyMap<string, string>): BaseMessage[] => {
  const calls = message.calls ?? []
  if (calls.length === 0 && message.text.trim() === '') return []
  const asked = calls.map(({ id, name, args }) => ({ id: wireId(id), name, args: recordOf(args), type: 'tool_call' as const }))
  return [
    new AIMessage({ content: message.text, tool_calls: asked }),
    ...calls.map(({ id }) => new ToolMessage({ content: answers.get(id) || notRun, tool_call_id: wireId(id) })),
  ]
}

/** How a model is shown a conversation. */
export interface Showing {
  /** Tokens that the turns before this one may take; `Infinity` shows them all. */
  readonly historyTokens: number
  /** As endpoints are shown messages: with their day. The offline model reads the bare words. */
  readonly isFramed: boolean
}

/** What is shown: what the model is told, the turns before, and this one. */
export interface Talk {
  readonly system: string
  readonly history: readonly StoredTurn[]
  readonly says: string
  readonly at: Date
  readonly isEnglish: boolean
}

/** Stands where nobody said anything, for models alone. */
const unasked = '（系统通知）'

const meantIn = (says: string, trace: readonly TraceMessage[]): string =>
  trace.find((message) => message.role === 'meant')?.text ?? (says === '' ? unasked : says)

/** One turn in the form every chat model takes. */
const messagesOfTurn = (says: string, trace: readonly TraceMessage[]): BaseMessage[] => {
  const answers = new Map(trace.flatMap((message) => (message.role === 'tool' ? [[message.call, message.text] as const] : [])))
  return [new HumanMessage(says), ...trace.flatMap((message) => (message.role === 'assistant' ? messagesOfStep(message, answers) : []))]
}

/** A turn of the past, which ends with what the person was told: some servers take no question right after a tool's answer. */
const messagesOfPast = ({ trace, reply }: StoredTurn, says: string): BaseMessage[] => {
  const messages = messagesOfTurn(says, trace)
  if (AIMessage.isInstance(messages.at(-1))) return messages
  const told = reply?.text.trim()
  return told ? [...messages, new AIMessage(told)] : []
}

/** Turns are stored once and shown again and again. */
const tokensOf = new WeakMap<StoredTurn, number>()
const weigh = (turn: StoredTurn): number => {
  const known = tokensOf.get(turn)
  if (known !== undefined) return known
  const texts = turn.trace.map(
    (message) => estimateTokens(message.text) + ('calls' in message ? estimateTokens(JSON.stringify(message.calls)) : 0),
  )
  const sum = texts.reduce((all, one) => all + one, estimateTokens(turn.says) + 16)
  tokensOf.set(turn, sum)
  return sum
}

/** Turns are left out in blocks of so many, so that the first message shown stays the same for a while, and with it the provider's prefix. */
const blockTurns = 4

const isBlockStart = ({ n }: StoredTurn): boolean => (n - 1) % blockTurns === 0

/** The newest turns that fit, whole. A conversation that outgrew a model's window would be refused from then on. */
const newest = (turns: readonly StoredTurn[], tokens: number): readonly StoredTurn[] => {
  if (tokens === Number.POSITIVE_INFINITY) return turns
  let left = tokens
  const tooOld = turns.findLastIndex((turn) => {
    left -= weigh(turn)
    return left < 0
  })
  // Turns that are older than what was loaded are left out too, one more with every turn.
  if (tooOld < 0 && (turns[0]?.n ?? 1) <= 1) return turns
  const block = turns.findIndex((turn, index) => index > tooOld && isBlockStart(turn))
  return turns.slice(block < 0 ? tooOld + 1 : block)
}

const outcomeWords: Readonly<Record<Outcome, string>> = {
  answered: '已答复',
  clarified: '问过细节',
  unanswered: '没有答出',
  confirming: '等待确认',
  handed_off: '已转人工',
  refused: '未办',
  failed: '没有办成',
}

/** What was left out, in a line of code's own: the store keeps every turn, the model is told that they were, and of the last few what about. */
const noteOf = (count: number, left: readonly StoredTurn[]): string => {
  const block = left.slice(-blockTurns)
  const told = block.length === blockTurns && block[0] && isBlockStart(block[0]) ? block : []
  const words = told.map(({ says, trace, reply }) => {
    const text = meantIn(says, trace).replace(/\s+/g, ' ')
    return `“${text.length > 24 ? `${text.slice(0, 24)}…` : text}”（${reply ? outcomeWords[reply.outcome] : '没有答完'}）`
  })
  return `<earlier turns="${count}">${words.join('、')}</earlier>\n`
}

/** Which language a past turn was answered in, as it was decided then. */
const isEnglishAt = (turns: readonly StoredTurn[], at: number): boolean =>
  speaksEnglish(
    turns[at]?.says ?? '',
    turns.slice(0, at).map(({ says }) => says),
  )

/** What a model is shown: what it is told, the conversation so far as far as it fits, and this turn. */
export const messagesOf = (talk: Talk, trace: readonly TraceMessage[], { historyTokens, isFramed }: Showing): BaseMessage[] => {
  const frame = (says: string, at: Date, isEnglish: () => boolean): string =>
    isFramed ? framed(says, { at, isEnglish: isEnglish() }) : says
  const shown = newest(talk.history, historyTokens)
  const from = talk.history.length - shown.length
  const count = isFramed ? ((shown[0] ?? talk.history.at(-1))?.n ?? 1) - (shown[0] ? 1 : 0) : 0
  const note = isFramed && (from > 0 || count > 0) && talk.history.length > 0 ? noteOf(count, talk.history.slice(0, from)) : ''
  const past = shown.flatMap((turn, index) => {
    const says = frame(meantIn(turn.says, turn.trace), turn.at, () => isEnglishAt(talk.history, from + index))
    return messagesOfPast(turn, index === 0 ? note + says : says)
  })
  const says = frame(meantIn(talk.says, trace), talk.at, () => talk.isEnglish)
  return [new SystemMessage(talk.system), ...past, ...messagesOfTurn(shown.length === 0 ? note + says : says, trace)]
}
