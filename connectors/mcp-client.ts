import { setTimeout as pause } from 'node:timers/promises'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport, StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { CallToolResultSchema, ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js'
import type { RemoteServerSettings } from '../core/mcp-settings.ts'
import {
  pinOf,
  type RemoteAnswer,
  type RemoteDefinition,
  type RemoteFault,
  RemoteFaultError,
  type RemoteServer,
} from '../core/remote-tools.ts'

/** More pages of tools than anybody offers: a server that turns pages for ever is not read to the end. */
const mostPages = 20
/** How long a server may take to hear that its session is over. */
const goodbyeMs = 200

/** One meeting with a server. */
interface Meeting {
  readonly client: Client
  readonly signal: AbortSignal
  /** Called right before something is asked that may change the world. */
  sends(): void
}

/** Codes that say: it was read and turned down, nothing was done. */
const turnedDown: readonly number[] = [ErrorCode.InvalidParams, ErrorCode.InvalidRequest, ErrorCode.MethodNotFound]
const neverThere = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

const faultOf = (cause: unknown): RemoteFault => {
  if (cause instanceof StreamableHTTPError) return cause.code !== undefined && cause.code >= 400 && cause.code < 500 ? 'refused' : 'broken'
  if (cause instanceof McpError) {
    if (cause.code === ErrorCode.RequestTimeout) return 'timed_out'
    return turnedDown.includes(cause.code) ? 'refused' : 'broken'
  }
  const code = cause instanceof Error && cause.cause instanceof Error && 'code' in cause.cause ? String(cause.cause.code) : ''
  return neverThere.has(code) ? 'unreachable' : 'broken'
}

/** A body that ends the meeting once it brought more than is left of the allowance. */
const counted = (response: Response, take: (bytes: number) => boolean): Response => {
  if (!response.body) return response
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, out) {
      if (take(chunk.byteLength)) out.enqueue(chunk)
      else out.error(new RemoteFaultError('too_large', false))
    },
  })
  const { status, statusText, headers } = response
  return new Response(response.body.pipeThrough(counter), { status, statusText, headers })
}

const textOf = (content: readonly { readonly type: string; readonly text?: unknown }[]): string =>
  content.flatMap(({ type, text }) => (type === 'text' && typeof text === 'string' ? [text] : [])).join('\n')

/**
 * A server of others over streamable HTTP, by the official SDK. Each use is a connection of its own: nothing is shared between two people,
 * any process may ask next, and a server that hangs or floods spoils one use only.
 */
export const mcpClient = (settings: RemoteServerSettings, key: string | undefined): RemoteServer => {
  const headers = { 'accept-encoding': 'identity', ...(key ? { authorization: `Bearer ${key}` } : {}) }

  const meet = async <T>(work: (meeting: Meeting) => Promise<T>): Promise<T> => {
    const end = new AbortController()
    let ended: RemoteFault | undefined
    let isSent = false
    const finish = (fault: RemoteFault): void => {
      ended ??= fault
      end.abort(fault)
    }
    const timer = setTimeout(() => finish('timed_out'), settings.timeout_ms)
    let left = settings.max_bytes
    const take = (bytes: number): boolean => {
      left -= bytes
      if (left < 0) finish('too_large')
      return left >= 0
    }
    const transport = new StreamableHTTPClientTransport(new URL(settings.url), {
      requestInit: { headers },
      reconnectionOptions: { maxRetries: 0, initialReconnectionDelay: 1, maxReconnectionDelay: 1, reconnectionDelayGrowFactor: 1 },
      fetch: async (url, init) => {
        // A stream that only the server speaks on is never opened: nothing is wanted of it but answers.
        if (init?.method === 'GET') return new Response(null, { status: 405 })
        const signal = init?.signal ? AbortSignal.any([init.signal, end.signal]) : end.signal
        return counted(await fetch(url, { ...init, redirect: 'error', signal }), take)
      },
    })
    const client = new Client({ name: 'fenshen', version: '1' })
    // Whatever the SDK waits for, a meeting is over when its time is.
    const over = Promise.withResolvers<never>()
    over.promise.catch(() => undefined)
    end.signal.addEventListener('abort', () => over.reject(new Error('over')), { once: true })
    const going = async (): Promise<T> => {
      const options = { signal: end.signal, timeout: settings.timeout_ms }
      // The SDK's own types do not agree under exactOptionalPropertyTypes: a transport's session id may be undefined.
      await client.connect(transport as Parameters<Client['connect']>[0], options)
      return work({
        ...{ client, signal: end.signal },
        sends: () => {
          isSent = true
        },
      })
    }
    try {
      return await Promise.race([going(), over.promise])
    } catch (cause) {
      const fault = ended ?? (cause instanceof RemoteFaultError ? cause.fault : faultOf(cause))
      throw new RemoteFaultError(fault, isSent && fault !== 'unreachable' && fault !== 'refused')
    } finally {
      clearTimeout(timer)
      if (!end.signal.aborted && transport.sessionId)
        await Promise.race([transport.terminateSession().catch(() => undefined), pause(goodbyeMs)])
      await client.close().catch(() => undefined)
      end.abort()
    }
  }

  const listed = async ({ client, signal }: Meeting): Promise<readonly RemoteDefinition[]> => {
    const found: RemoteDefinition[] = []
    let cursor: string | undefined
    for (let page = 0; page < mostPages; page++) {
      const { tools, nextCursor } = await client.listTools(cursor ? { cursor } : {}, { signal, timeout: settings.timeout_ms })
      found.push(...tools.map(({ name, description = '', inputSchema }) => ({ name, description, inputSchema })))
      cursor = nextCursor
      if (!cursor) return found
    }
    throw new RemoteFaultError('too_large', false)
  }

  return {
    list: () => meet(listed),
    call: ({ name, args, key: deed, pin }) =>
      meet(async (meeting): Promise<RemoteAnswer | undefined> => {
        if (pin) {
          const same = (await listed(meeting)).filter((one) => one.name === name)
          if (same.length !== 1 || same.some((one) => pinOf(one) !== pin)) return undefined
        }
        const { client, signal } = meeting
        const params = { name, arguments: { ...args }, _meta: { 'fenshen/key': deed } }
        const options = { signal, timeout: settings.timeout_ms }
        // Not `callTool`: that would ask for another list of tools to learn of output schemas.
        meeting.sends()
        const result = await client.request({ method: 'tools/call', params }, CallToolResultSchema, options)
        return { text: textOf(result.content), isError: result.isError === true }
      }),
  }
}
