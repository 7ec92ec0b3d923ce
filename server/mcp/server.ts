import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import {
  CallToolRequestSchema,
  ErrorCode,
  InitializeRequestSchema,
  JSONRPCMessageSchema,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js'
import type { Who } from '../../core/people.ts'
import { plainIssue } from '../../core/plain-issue.ts'
import type { createElicitor } from './elicit.ts'
import type { createMcpTools } from './tools.ts'

const instructions =
  '公安办事分身。用 ask 说一句话就能问政策、办事；也可以直接调用其他工具。要办的事会先回 confirm：把 confirm.text 原样念给本人听，本人答复后用 confirm_deed 回复，不能替本人决定。要由别人审批的事，批复以后用 follow_conversation 看结果。遇到正在发生的危险，先请本人拨打 110、120 或 119。'

/** A client that may send a call twice names it. */
const keyIn = (meta: Record<string, unknown> | undefined): string | undefined => {
  const key = meta?.['fenshen/key']
  return typeof key === 'string' && key !== '' ? key.slice(0, 200) : undefined
}

/** For whom a request is answered, and with what. */
interface AnswerGround {
  readonly who: Who
  readonly tools: ReturnType<typeof createMcpTools>
  readonly elicitor: ReturnType<typeof createElicitor> | undefined
  readonly onFailed: (cause: unknown) => void
}

/** A server for one request: nothing is kept between two, so any process may answer the next. */
const serverFor = ({ who, tools, elicitor, onFailed }: AnswerGround): Server => {
  const server = new Server({ name: 'fenshen', title: '分身', version: '1' }, { capabilities: { tools: {} }, instructions })
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...tools.list(who)] }))
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const token = params._meta?.progressToken
    let progress = 0
    const onProgress = (message: string): void => {
      if (token === undefined) return
      progress += 1
      // Whoever has left hears nothing more; the turn goes on.
      extra
        .sendNotification({ method: 'notifications/progress', params: { progressToken: token, progress, message } })
        .catch(() => undefined)
    }
    try {
      const result = await tools.call(who, params.name, params.arguments ?? {}, keyIn(params._meta), onProgress)
      if (!elicitor || params.name === 'follow_conversation') return result
      return await elicitor.ask(who, result, async (id, asked) => {
        // By hand: the SDK numbers its questions for one process, and the answer to ours may come to any.
        await server.transport?.send(
          { jsonrpc: '2.0', id, method: 'elicitation/create', params: { ...asked } },
          { relatedRequestId: extra.requestId },
        )
      })
    } catch (cause) {
      onFailed(cause)
      throw new McpError(ErrorCode.InternalError, '这一步没有办成，请稍后再试；已经办成的不会重办。')
    }
  })
  return server
}

const shapes = { initialize: InitializeRequestSchema, 'tools/call': CallToolRequestSchema, 'tools/list': ListToolsRequestSchema } as const
const isKnown = (method: unknown): method is keyof typeof shapes => typeof method === 'string' && Object.hasOwn(shapes, method)

/** What of a message is wrong, said here: the SDK calls the first unreadable and the second a fault of ours, both in English. */
const faultOf = (message: unknown): { readonly code: number; readonly message: string } | undefined => {
  if (!JSONRPCMessageSchema.safeParse(message).success)
    return {
      code: ErrorCode.InvalidRequest,
      message: '这不是完整的 JSON-RPC 2.0 消息：要有 jsonrpc、method 和 id，不能有别的字段。',
    }
  const method = typeof message === 'object' && message !== null && 'method' in message ? message.method : undefined
  const parsed = isKnown(method) ? shapes[method].safeParse(message) : undefined
  const issue = parsed?.error?.issues[0]
  return (
    issue && { code: ErrorCode.InvalidParams, message: `${String(method)} 的 ${issue.path.map(String).join('.')}：${plainIssue(issue)}` }
  )
}

/** The answer to a request that is none, or with wrong parameters; undefined where nothing is wrong. */
const refusalOf = (parsedBody: unknown): Response | undefined => {
  for (const message of Array.isArray(parsedBody) ? parsedBody : [parsedBody]) {
    const error = faultOf(message)
    if (!error) continue
    const id = !Array.isArray(parsedBody) && error.code === ErrorCode.InvalidParams ? (message.id ?? null) : null
    return Response.json({ jsonrpc: '2.0', error, id }, { status: error.code === ErrorCode.InvalidRequest ? 400 : 200 })
  }
  return undefined
}

/** Answers one request of an MCP client. */
export const answerOnce = async (request: Request, parsedBody: unknown, ground: AnswerGround): Promise<Response> => {
  const refusal = refusalOf(parsedBody)
  if (refusal) return refusal
  const transport = new WebStandardStreamableHTTPServerTransport({})
  await serverFor(ground).connect(transport)
  return transport.handleRequest(request, { parsedBody })
}
