import { createRoute, z } from '@hono/zod-openapi'
import type { Logger } from 'pino'
import { whoIs } from '../auth/who.ts'
import { MethodNotAllowedError } from '../errors.ts'
import { answerIn, canElicit, createElicitor, sessionFor } from '../mcp/elicit.ts'
import { createMcpTools, type McpParts } from '../mcp/tools.ts'
import { problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

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
      const canAsk = canElicit(c.req.header('mcp-session-id'))
      // Loaded by the first client that comes: the SDK and what checks schemas for it are 8 MB.
      const { answerOnce } = await import('../mcp/server.ts')
      const response = await answerOnce(c.req.raw, parsedBody, { who, tools, elicitor: canAsk ? elicitor : undefined, onFailed })
      const session = sessionFor(parsedBody, parts.clock)
      if (session) response.headers.set('mcp-session-id', session)
      // The transport writes the whole response, also its errors; the library's response type cannot say that.
      return response as never
    })
    .get('/', (c) => notHere(c.req.method))
    .delete('/', (c) => notHere(c.req.method))
}
