import { createRoute, z } from '@hono/zod-openapi'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { CallToolRequestSchema, ErrorCode, ListToolsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js'
import type { Logger } from 'pino'
import type { Who } from '../../core/people.ts'
import { whoIs } from '../auth/who.ts'
import { MethodNotAllowedError } from '../errors.ts'
import { answerIn, canElicit, createElicitor, sessionFor } from '../mcp/elicit.ts'
import { createMcpTools, type McpParts } from '../mcp/tools.ts'
import { problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const instructions =
  '公安办事分身。用 ask 说一句话就能问政策、办事；也可以直接调用其他工具。要办的事会先回 confirm：把 confirm.text 原样念给本人听，本人答复后用 confirm_deed 回复，不能替本人决定。要由别人审批的事，批复以后用 follow_conversation 看结果。遇到正在发生的危险，先请本人拨打 110、120 或 119。'

/** Messages of one request: a limit by the minute counts requests, so a batch must not carry a thousand calls past it. */
const batchMost = 10

const rpc = z.looseObject({ jsonrpc: z.literal('2.0') }).openapi('JsonRpcMessage')
const post = createRoute({
  method: 'post',
  path: '/',
  summary: 'MCP, streamable HTTP without sessions: initialize, tools/list, tools/call (docs/doors.md)',
  request: { body: { required: true, content: { 'application/json': { schema: z.union([rpc, z.array(rpc).max(batchMost)]) } } } },
  responses: {
    200: {
      description: 'Answers, as JSON-RPC messages.',
      content: { 'application/json': { schema: z.unknown() }, 'text/event-stream': { schema: z.string() } },
    },
    202: { description: 'Notifications were taken.' },
    ...{ 400: problems[400], 401: problems[401], 403: problems[403] },
  },
})

/** A client that may send a call twice names it. */
const keyIn = (meta: Record<string, unknown> | undefined): string | undefined => {
  const key = meta?.['fenshen/key']
  return typeof key === 'string' && key !== '' ? key.slice(0, 200) : undefined
}

/** A server for one request: nothing is kept between two, so any process may answer the next. */
const serverFor = (
  who: Who,
  tools: ReturnType<typeof createMcpTools>,
  { elicitor, onFailed }: { elicitor: ReturnType<typeof createElicitor> | undefined; onFailed: (cause: unknown) => void },
): Server => {
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

/** The same tools, rights and confirmations for every MCP client. */
export const mcpRoutes = (parts: McpParts & { readonly log: Logger }) => {
  const tools = createMcpTools(parts)
  const elicitor = createElicitor(parts.turns)
  const onFailed = (cause: unknown): void => parts.log.error({ kind: cause instanceof Error ? cause.name : 'unknown' }, 'mcp call failed')
  const notHere = (method: string): never => {
    throw new MethodNotAllowedError({ method, allow: ['POST'] })
  }
  const app = newApi()
  // Before the body is looked at: a client without a token learns where to get one.
  app.use('/', async (c, next) => {
    whoIs(c)
    await next()
  })
  return app
    .openapi(post, async (c) => {
      const who = whoIs(c)
      const parsedBody: unknown = await c.req.json()
      const answer = answerIn(parsedBody)
      if (answer) {
        const { conversation, id, accept } = answer
        if (accept !== undefined) await tools.call(who, 'confirm_deed', { conversation, id, accept }, undefined, () => undefined)
        elicitor.heard(who, conversation, id)
        return c.body(null, 202)
      }
      const transport = new WebStandardStreamableHTTPServerTransport({})
      const canAsk = canElicit(c.req.header('mcp-session-id'))
      const server = serverFor(who, tools, { elicitor: canAsk ? elicitor : undefined, onFailed })
      await server.connect(transport)
      const response = await transport.handleRequest(c.req.raw, { parsedBody })
      const session = sessionFor(parsedBody, parts.clock)
      if (session) response.headers.set('mcp-session-id', session)
      // The transport writes the whole response, also its errors; the library's response type cannot say that.
      return response as never
    })
    .get('/', (c) => notHere(c.req.method))
    .delete('/', (c) => notHere(c.req.method))
}
