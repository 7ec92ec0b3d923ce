import { UnsupportedWishError } from './errors.ts'
import type { ResponsesRequest } from './responses-schemas.ts'
import type { ChatRequest } from './schemas.ts'

/** Messages that one request may carry; a longer talk goes on by `metadata.conversation`. */
export const messagesMost = 400

/** One message of a client, as text. What an assistant is said to have said is data: it is compared, never believed. */
export interface SaidMessage {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

export const wish = (code: string, param: string, detail: string): never => {
  throw new UnsupportedWishError({ code, param, detail })
}

/** Names of a part that is text, in both protocols. */
const textParts: readonly string[] = ['text', 'input_text', 'output_text']

const textOf = (content: ChatRequest['messages'][number]['content'], param: string): string => {
  if (typeof content === 'string') return content
  return (content ?? [])
    .map((part) => {
      if (!textParts.includes(part.type)) wish('unsupported_content', param, '这里只收文字，不收图片、语音和文件。请用文字说。')
      return part.text ?? ''
    })
    .join('\n')
}

/** Roles of the protocol that nobody but the agent's own page may speak in. */
const readMessage = ({ role, content }: ChatRequest['messages'][number], param: string): SaidMessage => {
  if (role !== 'user' && role !== 'assistant')
    return wish(
      'role_not_allowed',
      `${param}.role`,
      `不接受 ${role.slice(0, 20)} 角色的消息：分身听谁的、能办什么，由它自己的页面和登录的人决定。`,
    )
  return { role, text: textOf(content, `${param}.content`) }
}

/** Turns down the tools of a caller, however they are wished for. */
const refuseTools = ({ tools, functions, tool_choice: choice }: Pick<ChatRequest, 'tools' | 'functions' | 'tool_choice'>): void => {
  const isWished = choice !== undefined && choice !== null && !['none', 'auto'].includes(String(choice))
  if (tools?.length || functions?.length || isWished)
    wish('tools_not_supported', 'tools', '不接受调用方自带的工具：能办的事由分身自己的工具办，每一步都要核对权限、留下审计。')
}

const onlyText = '只答文字；要结构化的结果，请读回答里的 fenshen 字段。'

/** Turns down, by name, what this door will not do; a wish that is silently dropped would be worse. */
const refuseWishes = (request: ChatRequest): void => {
  refuseTools(request)
  if (request.n !== undefined && request.n !== null && request.n !== 1) wish('unsupported_value', 'n', '一次只答一个，请去掉 n。')
  if (request.response_format && request.response_format.type !== 'text') wish('unsupported_value', 'response_format', onlyText)
}

/** What is said now and before it, of messages under a name of the protocol. */
const readMessages = (messages: ChatRequest['messages'], name: string): ReadRequest => {
  if (messages.length > messagesMost)
    wish('too_many_messages', name, `一次最多带 ${messagesMost} 条消息。请只发最后一条，接着原来的对话谈。`)
  const read = messages.map((message, index) => readMessage(message, `${name}[${index}]`))
  const last = read.at(-1)
  if (last?.role !== 'user') return wish('last_message_not_user', `${name}[${read.length - 1}].role`, '最后一条消息要由用户来说。')
  return { says: last.text, before: read.slice(0, -1) }
}

/** What a request says. */
export interface ReadRequest {
  readonly says: string
  readonly before: readonly SaidMessage[]
}

/** Reads what is said now, and what the client says was said before. */
export const readChat = (request: ChatRequest): ReadRequest => {
  refuseWishes(request)
  return readMessages(request.messages, 'messages')
}

/** The same of the responses protocol. */
export const readResponses = (request: ResponsesRequest): ReadRequest => {
  refuseTools(request)
  if (request.instructions)
    wish('role_not_allowed', 'instructions', '不接受 instructions：分身听谁的、能办什么，由它自己的页面和登录的人决定。')
  if (request.text?.format && request.text.format.type !== 'text') wish('unsupported_value', 'text.format', onlyText)
  if (request.background) wish('unsupported_value', 'background', '不在后台作答，请去掉 background。')
  if (request.store === false) wish('unsupported_value', 'store', '每一轮对话都要留存、可以审计，不能只答不存。')
  if (request.previous_response_id && request.conversation)
    wish('unsupported_value', 'conversation', 'conversation 和 previous_response_id 只能给一个。')
  const { input } = request
  if (typeof input === 'string') return { says: input, before: [] }
  const messages = input.map((item, index) => {
    if ((item.type ?? 'message') !== 'message' || item.role === undefined)
      wish('unsupported_content', `input[${index}].type`, '这里只收消息，不收工具结果、引用和其他条目。')
    return { ...item, role: item.role ?? '' }
  })
  return readMessages(messages, 'input')
}
