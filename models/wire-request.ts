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
  /**
   * How it is offered tools. `page`: its server takes none in their field, so they stand on the page, and calls and answers in the text;
   * `none`: it calls none in either way.
   */
  readonly tools: 'field' | 'page' | 'none'
  /** `plain`: knows of a schema only its first words (type, properties, required, items, enum), and refuses the others. */
  readonly schemas: 'full' | 'plain'
  /** What stands beside a call where it said nothing: some servers take no empty text, others no null. */
  readonly blank: 'empty' | 'null'
  /** What stands for its thoughts beside a call of its own: some thinking models want the field back, empty or not. Thoughts are not kept. */
  readonly thoughts: 'left_out' | 'empty' | 'noted'
  /** `unopened`: its template opens the thoughts, so that a reply begins within them. */
  readonly thinking: 'opened' | 'unopened'
  /** What a whole reply ends with: a reason, or with gateways that send none the `[DONE]` of the stream. */
  readonly ends: 'reason' | 'done'
}

export const usualManners: WireManners = {
  temperature: true,
  system: 'system',
  usage: false,
  stream: true,
  maxTokens: undefined,
  tools: 'field',
  schemas: 'full',
  blank: 'empty',
  thoughts: 'left_out',
  thinking: 'opened',
  ends: 'reason',
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
  /** Fields of its own that models.yaml gives (`enable_thinking: false`); ours stand above them. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
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

interface WireMessage {
  readonly role: string
  readonly content?: unknown
  readonly [field: string]: unknown
}

const wireMessage = (message: BaseMessage, hide: WireAsk['hide'], { system, blank, thoughts }: WireManners): WireMessage => {
  if (ToolMessage.isInstance(message)) return { role: 'tool', tool_call_id: message.tool_call_id, content: hide(textOf(message)) }
  const type = message.getType()
  if (type === 'system') return { role: system, content: hide(textOf(message)) }
  if (!AIMessage.isInstance(message)) return { role: 'user', content: hide(textOf(message)) }
  const text = textOf(message)
  const calls = message.tool_calls ?? []
  const content = text === '' ? (blank === 'null' ? null : '') : hide(text)
  const thought = thoughts === 'left_out' ? {} : { reasoning_content: thoughts === 'empty' ? '' : '（略）' }
  if (calls.length === 0) return { role: 'assistant', content, ...thought }
  return {
    role: 'assistant',
    content,
    ...thought,
    tool_calls: calls.map(({ id, name, args }) => ({
      id,
      type: 'function',
      function: { name, arguments: hide(JSON.stringify(args)) },
    })),
  }
}

/** Tools on the page, for a server that takes none in their field. */
const toolsPage = (tools: readonly unknown[]): string => `
<tools>
办事只能用下面的工具。要用时只输出这样一行，不写别的；几件事可以写几行：
<tool_call>{"name": "工具的名字", "arguments": {}}</tool_call>
工具的回答会放在 <tool_response> 里给您，再据此回答对方。用不着工具时，直接回答。
${tools.map((tool) => toolText(tool, 'plain')).join('\n')}
</tools>`

/** A message without the fields of tools: a call and its answer are texts. Our own marks are ours alone. */
const asText = (message: WireMessage): WireMessage => {
  if (message.role === 'tool') {
    const answer = String(message.content).replace(/<(?=\/?tool_)/g, '〈')
    return { role: 'user', content: `<tool_response>${answer}</tool_response>` }
  }
  const { tool_calls: calls, ...rest } = message
  if (!Array.isArray(calls)) return message
  // Made by `wireMessage` above.
  const made = calls as readonly { readonly function: { readonly name: string; readonly arguments: string } }[]
  const written = made.map(
    ({ function: { name, arguments: args } }) => `<tool_call>{"name": ${JSON.stringify(name)}, "arguments": ${args}}</tool_call>`,
  )
  return { ...rest, content: [message.content, ...written].filter(Boolean).join('\n') }
}

/** Neighbours of one role become one message: answers of several tools, and a page at the head of the first words. */
const joined = (messages: readonly WireMessage[]): readonly WireMessage[] => {
  const all: WireMessage[] = []
  for (const message of messages) {
    const before = all.at(-1)
    if (before?.role === 'user' && message.role === 'user')
      all[all.length - 1] = { role: 'user', content: `${String(before.content)}\n\n${String(message.content)}` }
    else all.push(message)
  }
  return all
}

/** Messages as an endpoint with these manners takes them. */
const spokenTo = ({ messages, tools, manners, hide }: WireAsk): readonly WireMessage[] => {
  // A name that is told in a later message is hidden in the earlier ones too: all are read before the first is written.
  for (const message of messages) if (message.type !== 'system') hide(textOf(message))
  const spoken = messages.map((message) => wireMessage(message, hide, manners))
  if (manners.tools !== 'page') return manners.system === 'user' ? joined(spoken) : spoken
  const [page, ...rest] = spoken.map(asText)
  if (!page || tools.length === 0) return joined(spoken.map(asText))
  return joined([{ ...page, content: `${String(page.content)}${toolsPage(tools)}` }, ...rest])
}

/**
 * The body of a chat completion. The order is the order of what stays the same: model and settings, tools, the page, the conversation, the
 * newest words. Providers keep what they computed for a prefix, and only for as long as it is the same byte for byte.
 */
export const wireBody = (ask: WireAsk): string => {
  const { model, tools, manners, maxOutput, fields } = ask
  const settings = {
    ...fields,
    model,
    stream: manners.stream,
    ...(manners.stream && manners.usage ? { stream_options: { include_usage: true } } : {}),
    ...(manners.temperature ? { temperature: 0 } : {}),
    ...(manners.maxTokens && maxOutput ? { [manners.maxTokens]: maxOutput } : {}),
  }
  const isOffered = manners.tools === 'field' && tools.length > 0
  const offered = isOffered ? `,"tools":[${tools.map((tool) => toolText(tool, manners.schemas)).join(',')}]` : ''
  return `${JSON.stringify(settings).slice(0, -1)}${offered},"messages":${JSON.stringify(spokenTo(ask))}}`
}
