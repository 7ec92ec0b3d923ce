import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as plainRequest } from 'node:http'
import { Agent as HttpsAgent, request as tlsRequest } from 'node:https'

/** More than the longest reply with its reasoning takes on the wire, in bytes. */
const replyBytes = 16 * 1024 * 1024
/** What of a refusal is read: enough to see which field it means. It may repeat the words that were sent, so it is never logged. */
const refusalBytes = 16 * 1024

/** Where to ask, and with what. */
export interface WireTarget {
  /** Base address, `https://host/v1`. */
  readonly baseUrl: string
  readonly apiKey: string | undefined
  /** Until the line stands. */
  readonly connectMs: number
}

/** An endpoint said no. */
export class RefusedByEndpointError extends Error {
  readonly status: number
  /** The head of what it said, for the code that adapts; people's words may be in it. */
  readonly said: string
  readonly retryAfter: string | undefined
  constructor(status: number, said: string, retryAfter: string | undefined) {
    super(`the endpoint answered ${status}`)
    this.status = status
    this.said = said
    this.retryAfter = retryAfter
  }
}

/** No line to the endpoint ever stood: it was sent nothing. */
export class UnreachedEndpointError extends Error {
  constructor(cause: unknown) {
    super('the endpoint was not reached', { cause })
  }
}

/** True when the endpoint took nothing of a request: it was never reached, or turned the request down before it answered. */
export const isUntaken = (cause: unknown): boolean => cause instanceof UnreachedEndpointError || cause instanceof RefusedByEndpointError

/** What listens to one reply. */
export interface WireListener {
  /** Once, before any bytes. */
  head(contentType: string): void
  bytes(part: Buffer): void
  /** The reply is over, or broken off (`cause`). Once, whatever happens, and nothing after it. */
  over(cause: unknown): void
}

/** One kind of line for one endpoint: connections are kept and used again. */
export interface Wire {
  /** Sends JSON text; gives back how to hang up. Never follows a redirect: it would carry people's words to another host. */
  post(path: string, body: string, listener: WireListener): () => void
  close(): void
}

const readRefusal = (response: IncomingMessage, done: (said: string) => void): void => {
  const parts: Buffer[] = []
  let size = 0
  const end = (): void => {
    response.destroy()
    done(Buffer.concat(parts).toString('utf8').slice(0, refusalBytes))
  }
  response.on('data', (part: Buffer) => {
    parts.push(part)
    size += part.byteLength
    if (size >= refusalBytes) end()
  })
  response.once('end', end)
  response.once('error', end)
  response.once('close', end)
}

/**
 * The line to one endpoint by node:http. `fetch` would do the same for three times the CPU: a model streams hundreds of small pieces, and
 * each of them crosses its web streams (`bench/turn-http.ts`).
 */
export const openWire = ({ baseUrl, apiKey, connectMs }: WireTarget): Wire => {
  const base = new URL(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`)
  const isTls = base.protocol === 'https:'
  const agent = isTls ? new HttpsAgent({ keepAlive: true, maxSockets: 512 }) : new HttpAgent({ keepAlive: true, maxSockets: 512 })
  const send = isTls ? tlsRequest : plainRequest
  const headers = {
    accept: 'text/event-stream, application/json',
    'content-type': 'application/json',
    'user-agent': 'fenshen',
    ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
  }
  return {
    post(path, body, listener) {
      let isOver = false
      let isHeard = false
      let hasLine = false
      let connecting: NodeJS.Timeout | undefined
      const over = (cause: unknown): void => {
        if (isOver) return
        isOver = true
        clearTimeout(connecting)
        listener.over(cause && !hasLine ? new UnreachedEndpointError(cause) : cause)
        if (cause) asked.destroy()
      }
      const hear = (response: IncomingMessage): void => {
        isHeard = true
        const { statusCode: status = 0 } = response
        if (status < 200 || status >= 300) {
          readRefusal(response, (said) => over(new RefusedByEndpointError(status, said, response.headers['retry-after'])))
          return
        }
        let left = replyBytes
        listener.head(response.headers['content-type'] ?? '')
        response.on('data', (part: Buffer) => {
          left -= part.byteLength
          if (left < 0) over(new RangeError(`the reply is longer than ${replyBytes} bytes`))
          else if (!isOver) listener.bytes(part)
        })
        response.once('end', () => over(undefined))
        response.once('error', (cause) => over(cause))
        response.once('close', () => over(new Error('the line broke')))
      }
      const ask = (): ClientRequest => {
        const request = send(
          new URL(path, base),
          { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
          hear,
        )
        request.once('error', (cause: NodeJS.ErrnoException) => {
          // The other side had closed a kept line just as it was used again: nothing was heard, so it is asked on another.
          if (request.reusedSocket && cause.code === 'ECONNRESET' && !isHeard && !isOver) asked = ask()
          else over(cause)
        })
        request.once('socket', (socket) => {
          hasLine ||= !socket.connecting
          if (!socket.connecting) return
          connecting = setTimeout(() => over(new Error(`no connection within ${connectMs} ms`)), connectMs)
          socket.once(isTls ? 'secureConnect' : 'connect', () => {
            hasLine = true
            clearTimeout(connecting)
          })
        })
        request.end(body)
        return request
      }
      let asked = ask()
      return () => over(new Error('given up'))
    },
    close: () => agent.destroy(),
  }
}
