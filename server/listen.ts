import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { PortError } from '../core/errors.ts'
import type { DemoIdentity } from './parts.ts'

/** How long open requests may go on once the server is closing. */
const graceMs = 10_000

/** Bounds against a client that sends a byte a minute (slowloris), in ms. An answer may take as long as it needs: replies are streamed. */
const timeouts = { headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 10_000, connectionsCheckingInterval: 5_000 }

/** A server that listens. `close` lets open requests end, then returns; a second call waits for the first. */
export interface Listening {
  readonly url: string
  close(): Promise<void>
}

const opened = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(new PortError({ port, host, reason: error.code ?? error.message }))
    server.once('error', fail)
    server.listen(port, host, () => {
      server.off('error', fail)
      resolve()
    })
  })

/**
 * Knows which connections are answering something. Node counts one that a browser has opened in advance as busy, and would wait for it
 * until the grace is over.
 */
const connections = (server: Server) => {
  const answering = new Map<Socket, number>()
  let isClosing = false
  const add = (socket: Socket, change: 1 | -1) => {
    const count = (answering.get(socket) ?? 0) + change
    answering.set(socket, count)
    if (isClosing && count === 0) socket.end()
  }
  server.on('connection', (socket: Socket) => {
    answering.set(socket, 0)
    socket.once('close', () => answering.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    add(socket, 1)
    response.once('close', () => {
      if (answering.has(socket)) add(socket, -1)
    })
  })
  return {
    /** Takes no more, lets what is being answered end, and ends the rest by force when the grace is over. */
    end: (): Promise<void> =>
      new Promise((resolve) => {
        isClosing = true
        const force = setTimeout(() => server.closeAllConnections(), graceMs)
        server.close(() => {
          clearTimeout(force)
          resolve()
        })
        for (const [socket, count] of answering) if (count === 0) socket.destroy()
      }),
  }
}

/** Opens the port: the demo provider's path goes to it, everything else to the app. */
export const listen = async (facts: {
  fetch: Parameters<typeof getRequestListener>[0]
  demo: DemoIdentity | undefined
  port: number
  host: string
  onOpen: (url: string) => void
  onClosing: () => void
  onClose: () => void
}): Promise<Listening> => {
  const toApp = getRequestListener(facts.fetch, { overrideGlobalObjects: false })
  let isClosing = false
  const server = createServer({ ...timeouts, maxHeaderSize: 16_384 }, (request: IncomingMessage, response: ServerResponse) => {
    if (isClosing) response.setHeader('Connection', 'close')
    if (!facts.demo?.handle(request, response)) void toApp(request, response)
  })
  const open = connections(server)
  await opened(server, facts.port, facts.host)
  const bound = server.address()
  const port = typeof bound === 'object' && bound ? bound.port : facts.port
  // Every interface is no place to dial.
  const dialled = facts.host === '0.0.0.0' || facts.host === '::' ? '127.0.0.1' : facts.host
  const url = `http://${dialled.includes(':') ? `[${dialled}]` : dialled}:${port}`
  facts.onOpen(url)
  let closed: Promise<void> | undefined
  return {
    url,
    close() {
      isClosing = true
      facts.onClosing()
      closed ??= open.end().then(facts.onClose)
      return closed
    },
  }
}
