import { AIMessage, type BaseMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'
import { z } from 'zod'
import type { StoredTurn, TraceMessage } from '../core/conversation.ts'
import { sha256 } from '../core/ids.ts'
import type { Tool } from '../core/tool.ts'

/** The OpenAI wire form of a tool, made once: every model reads the same. */
const wireForms = new WeakMap<Tool, object>()
export const wireForm = (tool: Tool): object => {
  const known = wireForms.get(tool)
  if (known) return known
  const { $schema: _, ...schema } = z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' })
  const form = {
    type: 'function',
    function: { name: tool.name, description: tool.description, parameters: { title: tool.title, ...schema } },
  }
  wireForms.set(tool, form)
  return form
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

/** One turn in the form every chat model takes. */
const messagesOfTurn = (says: string, trace: readonly TraceMessage[]): BaseMessage[] => {
  const meant = trace.find((message) => message.role === 'meant')
  const answers = new Map(trace.flatMap((message) => (message.role === 'tool' ? [[message.call, message.text] as const] : [])))
  return [
    new HumanMessage(meant?.text ?? says),
    ...trace.flatMap((message) => (message.role === 'assistant' ? messagesOfStep(message, answers) : [])),
  ]
}

/** A turn of the past, which ends with what the person was told: some servers take no question right after a tool's answer. */
const messagesOfPast = ({ says, trace, reply }: StoredTurn): BaseMessage[] => {
  const messages = messagesOfTurn(says, trace)
  if (AIMessage.isInstance(messages.at(-1))) return messages
  const told = reply?.text.trim()
  return told ? [...messages, new AIMessage(told)] : []
}

const sizeOf = ({ says, trace }: StoredTurn): number => says.length + trace.reduce((sum, message) => sum + message.text.length, 0)

/** The newest turns that fit. A conversation that outgrew a model's window would be refused from then on. */
const newest = (turns: readonly StoredTurn[], chars: number): readonly StoredTurn[] => {
  let left = chars
  const tooOld = turns.findLastIndex((turn) => {
    left -= sizeOf(turn)
    return left < 0
  })
  return turns.slice(tooOld + 1)
}

/** What a model is shown: what it is told, the conversation so far (at most `historyChars` of it), and this turn. */
export const messagesOf = (
  talk: { readonly system: string; readonly history: readonly StoredTurn[]; readonly says: string },
  trace: readonly TraceMessage[],
  historyChars: number,
): BaseMessage[] => [
  new SystemMessage(talk.system),
  ...newest(talk.history, historyChars).flatMap(messagesOfPast),
  ...messagesOfTurn(talk.says, trace),
]
