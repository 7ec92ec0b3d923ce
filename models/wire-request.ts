import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages'

/** How an endpoint wants to be asked: what `models check` found, or the usual. */
export interface WireManners {
  /** Sends `temperature: 0`. Reasoning models of some makers refuse it. */
  readonly temperature: boolean
  /** Who says what the page says. `user`: some templates know no system. */
  readonly system: 'system' | 'developer' | 'user'
  /** Asks for token counts at the end of a stream. */
  readonly usage: boolean
  /** Asks for an event stream. */
  readonly stream: boolean
  /** The name of the limit on a reply; undefined sends none. */
  readonly maxTokens: 'max_tokens' | 'max_completion_tokens' | undefined
  /** May be offered tools. */
  readonly tools: boolean
  /** `plain`: knows of a schema only its first words (type, properties, required, items, enum), and refuses the others. */
  readonly schemas: 'full' | 'plain'
}

export const usualManners: WireManners = {
  temperature: true,
  system: 'system',
  usage: false,
  stream: true,
  maxTokens: undefined,
  tools: true,
  schemas: 'full',
}

/** What one request is made of. */
export interface WireAsk {
  readonly model: string
  readonly messages: readonly BaseMessage[]
  /** In the OpenAI wire form. */
  readonly tools: readonly unknown[]
  readonly manners: WireManners
  /** Most tokens of a reply; sent where the endpoint has a name for it. */
  readonly maxOutput: number | undefined
  /** The gate: every text that leaves goes through it (core/models.ts). */
  readonly hide: (text: string) => string
}

/** What every endpoint knows of a schema. What falls away only narrows: `call-tool.ts` holds the arguments to the whole of it. */
const plainWords = new Set(['type', 'description', 'properties', 'required', 'items', 'enum', 'anyOf'])

const plainSchema = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(plainSchema)
  if (typeof schema !== 'object' || schema === null) return schema
  const plain = Object.entries(schema).flatMap(([word, value]): [string, unknown][] => {
    if (word === 'const') return [['enum', [value]]]
    if (word === 'oneOf') return [['anyOf', plainSchema(value)]]
    if (word === 'properties' && typeof value === 'object' && value !== null)
      return [[word, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plainSchema(one)]))]]
    if (!plainWords.has(word)) return []
    return [[word, word === 'items' || word === 'anyOf' ? plainSchema(value) : value]]
  })
  return Object.fromEntries(plain)
}

const plainTool = (tool: object): object => {
  if (!('function' in tool) || typeof tool.function !== 'object' || tool.function === null) return tool
  const { name, description, parameters }: { name?: unknown; description?: unknown; parameters?: unknown } = tool.function
  return { type: 'function', function: { name, description, parameters: plainSchema(parameters) } }
}

/** Tools as JSON text, made once for each list: it is the longest part of a request, and always the same. */
const toolTexts = { full: new WeakMap<object, string>(), plain: new WeakMap<object, string>() }
const toolText = (tool: unknown, schemas: WireManners['schemas']): string => {
  if (typeof tool !== 'object' || tool === null) return JSON.stringify(tool)
  const known = toolTexts[schemas].get(tool)
  if (known) return known
  const text = JSON.stringify(schemas === 'plain' ? plainTool(tool) : tool)
  toolTexts[schemas].set(tool, text)
  return text
}

const textOf = (message: BaseMessage): string => (typeof message.content === 'string' ? message.content : message.text)

const wireMessage = (message: BaseMessage, hide: WireAsk['hide'], system: WireManners['system']): unknown => {
  if (ToolMessage.isInstance(message)) return { role: 'tool', tool_call_id: message.tool_call_id, content: hide(textOf(message)) }
  const type = message.getType()
  if (type === 'system') return { role: system, content: hide(textOf(message)) }
  if (!AIMessage.isInstance(message)) return { role: 'user', content: hide(textOf(message)) }
  const text = textOf(message)
  const calls = message.tool_calls ?? []
  if (calls.length === 0) return { role: 'assistant', content: hide(text) }
  return {
    role: 'assistant',
    content: text === '' ? '' : hide(text),
    tool_calls: calls.map(({ id, name, args }) => ({
      id,
      type: 'function',
      function: { name, arguments: hide(JSON.stringify(args)) },
    })),
  }
}

/** Where no system may speak, the page stands at the head of the first thing that the person says. */
const withoutSystem = (messages: readonly { role: string; content?: unknown }[]): readonly unknown[] => {
  const [first, second, ...rest] = messages
  if (first?.role !== 'user' || second?.role !== 'user') return messages
  return [{ role: 'user', content: `${String(first.content)}\n\n${String(second.content)}` }, ...rest]
}

/**
 * The body of a chat completion. The order is the order of what stays the same: model and settings, tools, the page, the conversation, the
 * newest words. Providers keep what they computed for a prefix, and only for as long as it is the same byte for byte.
 */
export const wireBody = ({ model, messages, tools, manners, maxOutput, hide }: WireAsk): string => {
  const spoken = messages.map((message) => wireMessage(message, hide, manners.system))
  // Both arms are lists of messages as made above.
  const said = manners.system === 'user' ? withoutSystem(spoken as { role: string; content?: unknown }[]) : spoken
  const settings = {
    model,
    stream: manners.stream,
    ...(manners.stream && manners.usage ? { stream_options: { include_usage: true } } : {}),
    ...(manners.temperature ? { temperature: 0 } : {}),
    ...(manners.maxTokens && maxOutput ? { [manners.maxTokens]: maxOutput } : {}),
  }
  const offered = manners.tools && tools.length > 0 ? `,"tools":[${tools.map((tool) => toolText(tool, manners.schemas)).join(',')}]` : ''
  return `${JSON.stringify(settings).slice(0, -1)}${offered},"messages":${JSON.stringify(said)}}`
}
