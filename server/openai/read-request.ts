import { UnsupportedWishError } from './errors.ts'
import type { ChatRequest } from './schemas.ts'

/** Messages that one request may carry; a longer talk goes on by `metadata.conversation`. */
export const messagesMost = 400

/** One message of a client, as text. What an assistant is said to have said is data: it is compared, never believed. */
export interface SaidMessage {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

const wish = (code: string, param: string, detail: string): never => {
  throw new UnsupportedWishError({ code, param, detail })
}

const textOf = (content: ChatRequest['messages'][number]['content'], param: string): string => {
  if (typeof content === 'string') return content
  return (content ?? [])
    .map((part) => {
      if (part.type !== 'text') wish('unsupported_content', param, '这里只收文字，不收图片、语音和文件。请用文字说。')
      return part.text ?? ''
    })
    .join('\n')
}

/** Roles of the protocol that nobody but the agent's own page may speak in. */
const readMessage = ({ role, content }: ChatRequest['messages'][number], index: number): SaidMessage => {
  const param = `messages[${index}]`
  if (role !== 'user' && role !== 'assistant')
    return wish(
      'role_not_allowed',
      `${param}.role`,
      `不接受 ${role.slice(0, 20)} 角色的消息：分身听谁的、能办什么，由它自己的页面和登录的人决定。`,
    )
  return { role, text: textOf(content, `${param}.content`) }
}

/** Turns down, by name, what this door will not do; a wish that is silently dropped would be worse. */
const refuseWishes = (request: ChatRequest): void => {
  const hasTools = Boolean(request.tools?.length) || Boolean(request.functions?.length)
  if (
    hasTools ||
    (request.tool_choice !== undefined && request.tool_choice !== null && !['none', 'auto'].includes(String(request.tool_choice)))
  )
    wish('tools_not_supported', 'tools', '不接受调用方自带的工具：能办的事由分身自己的工具办，每一步都要核对权限、留下审计。')
  if (request.n !== undefined && request.n !== null && request.n !== 1) wish('unsupported_value', 'n', '一次只答一个，请去掉 n。')
  if (request.response_format && request.response_format.type !== 'text')
    wish('unsupported_value', 'response_format', '只答文字；要结构化的结果，请读回答里的 fenshen 字段。')
}

/** Reads what is said now, and what the client says was said before. */
export const readChat = (request: ChatRequest): { readonly says: string; readonly before: readonly SaidMessage[] } => {
  refuseWishes(request)
  if (request.messages.length > messagesMost)
    wish('too_many_messages', 'messages', `一次最多带 ${messagesMost} 条消息。请只发最后一条，用 metadata.conversation 接着谈。`)
  const messages = request.messages.map(readMessage)
  const last = messages.at(-1)
  if (last?.role !== 'user') return wish('last_message_not_user', `messages[${messages.length - 1}].role`, '最后一条消息要由用户来说。')
  return { says: last.text, before: messages.slice(0, -1) }
}
