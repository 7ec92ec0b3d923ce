import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'

/** A message as it came over the wire. */
export interface WireMessage {
  readonly role: string
  readonly content?: unknown
  readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly name: string; readonly arguments: string } }[]
  readonly tool_call_id?: string
  readonly name?: string
}

/** One request as it came. */
export interface Asked {
  /** Counted from 0. */
  readonly number: number
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: {
    readonly model: string
    readonly stream?: boolean
    readonly messages: readonly WireMessage[]
    readonly [field: string]: unknown
  }
}

/** How the endpoint answers one request. */
export type Behaviour = (response: ServerResponse, asked: Asked) => void | Promise<void>

/** A real HTTP server on loopback that speaks chat completions, well or badly, for tests only. */
export interface TestEndpoint extends AsyncDisposable {
  readonly url: string
  readonly asked: readonly Asked[]
  /** What a strict server would refuse in the requests so far. */
  readonly complaints: readonly string[]
  /** Requests that were given up before their reply was over. */
  readonly hangups: () => number
  /** Replies that are still under way. */
  readonly open: () => number
  /** From now on answers like this: one after the other, the last for ever. */
  behave(...behaviours: Behaviour[]): void
}

/** A tool call of a script; a string is sent as it is, JSON or not. */
export interface ScriptedCall {
  readonly name: string
  readonly args: unknown
  readonly id?: string
}

/** What a well-formed reply holds, and how it is cut. */
export interface Script {
  readonly text?: string
  readonly calls?: readonly ScriptedCall[]
  /** The same for every reply, where given. */
  readonly id?: string
  readonly reasoning?: string
  /** Characters a delta. */
  readonly step?: number
  readonly finish?: string | null
  /** Chunks put before the end. */
  readonly extra?: readonly unknown[]
  /** Some gateways leave the role out. */
  readonly isRoleless?: boolean
}

const cut = (text: string, step: number): string[] => text.match(new RegExp(`[\\s\\S]{1,${step}}`, 'g')) ?? []
const argsText = (args: unknown): string => (typeof args === 'string' ? args : JSON.stringify(args))
let made = 0

/** The deltas of a reply. */
const deltasOf = ({ text = '', calls = [], reasoning = '', step = 4, isRoleless = false }: Script): unknown[] => [
  ...(isRoleless ? [] : [{ role: 'assistant', content: null }]),
  ...cut(reasoning, step).map((piece) => ({ content: null, reasoning_content: piece })),
  ...cut(text, step).map((content) => ({ content })),
  ...calls.flatMap(({ name, args, id }, index) => [
    { tool_calls: [{ index, id: id ?? `call_${made}_${index}`, type: 'function', function: { name, arguments: '' } }] },
    ...cut(argsText(args), step).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ]),
]

/** The chunks of a reply, as the wire has them. */
export const chunksOf = (script: Script): unknown[] => {
  made += 1
  const base = { id: script.id ?? `chatcmpl-${made}`, object: 'chat.completion.chunk', created: 1, model: 'test' }
  const finish = script.finish === undefined ? (script.calls?.length ? 'tool_calls' : 'stop') : script.finish
  return [
    ...deltasOf(script).map((delta) => ({ ...base, choices: [{ index: 0, delta, finish_reason: null }] })),
    ...(script.extra ?? []),
    ...(finish === null ? [] : [{ ...base, choices: [{ index: 0, delta: {}, finish_reason: finish }] }]),
  ]
}

const frame = (chunk: unknown): string => `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`

/** A reply as the bytes of its event stream. */
export const bytesOf = (script: Script): Buffer => Buffer.from(`${chunksOf(script).map(frame).join('')}data: [DONE]\n\n`)

const events = { 'Content-Type': 'text/event-stream' }

/** A whole reply, as a stream or as one object, whichever was asked for. */
export const replyWith = (script: Script): Behaviour => {
  return (response, { body }) => {
    if (body.stream) {
      response.writeHead(200, events).end(bytesOf(script))
      return
    }
    const calls = (script.calls ?? []).map(({ name, args, id }, index) => ({
      id: id ?? `call_${index}`,
      type: 'function',
      function: { name, arguments: argsText(args) },
    }))
    const message = { role: 'assistant', content: script.text ?? null, ...(calls.length > 0 ? { tool_calls: calls } : {}) }
    const choice = { index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' }
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify({ id: script.id ?? 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'test', choices: [choice] }))
  }
}

/** Says a text. */
export const says = (text: string, more: Script = {}): Behaviour => replyWith({ ...more, text })

/** Asks for tools. */
export const calls = (...asked: ScriptedCall[]): Behaviour => replyWith({ calls: asked, step: 3 })

/** Sends these chunks, strings as they are, and the end. */
export const streams =
  (...chunks: unknown[]): Behaviour =>
  (response) => {
    response.writeHead(200, events).end(`${chunks.map(frame).join('')}data: [DONE]\n\n`)
  }

/** Answers with a status, a body and no stream. */
export const fails =
  (status: number, body: string, headers: Record<string, string> = { 'Content-Type': 'application/json' }): Behaviour =>
  (response) => {
    response.writeHead(status, headers).end(body)
  }

/** Sends these bytes as an event stream and ends in good order. */
export const sends =
  (bytes: Buffer | string): Behaviour =>
  (response) => {
    response.writeHead(200, events).end(bytes)
  }

/** Sends bytes and then nothing, and does not hang up. No bytes at all, not even a status, when there are none. */
export const hangs =
  (bytes?: Buffer | string): Behaviour =>
  (response) => {
    if (bytes === undefined) return
    response.writeHead(200, events)
    response.write(bytes)
  }

/** Sends the beginning of a reply and loses the line: `rude` in the middle of a packet, otherwise as if that were all. */
export const cutsAt =
  (bytes: Buffer, position: number, how: 'rude' | 'polite'): Behaviour =>
  ({ socket }) => {
    const part = bytes.subarray(0, position)
    if (how === 'polite') {
      socket?.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n'), part]))
      return
    }
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'
    socket?.write(Buffer.concat([Buffer.from(`${head}${bytes.length.toString(16)}\r\n`), part]), () => socket.destroy())
  }

/** Sends the beginning of a reply, lets it arrive, and loses the line. */
export const breaksAt =
  (bytes: Buffer, position: number): Behaviour =>
  async (response) => {
    response.writeHead(200, events)
    response.write(bytes.subarray(0, position))
    await setTimeout(30)
    response.destroy()
  }

/** Repeats a chunk for ever, as fast as it is read or every `everyMs`. */
export const streamsForEver =
  (chunk: unknown, everyMs = 0): Behaviour =>
  async (response) => {
    response.writeHead(200, events)
    const closed = once(response, 'close')
    while (!response.destroyed) {
      const isFree = response.write(frame(chunk))
      if (everyMs > 0) await setTimeout(everyMs)
      else if (!isFree) await Promise.race([closed, once(response, 'drain').catch(() => undefined)])
    }
  }

/** A delta with text, as `streams` and `streamsForEver` take it. */
export const delta = (content: string): unknown => ({
  id: 'x',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta: { content }, finish_reason: null }],
})

/** What a strict server would refuse: roles out of order, calls without their one answer, empty messages, fields it does not know. */
export const complaintsAbout = ({ messages, ...body }: Asked['body']): string[] => {
  const faults: string[] = []
  const say = (index: number, what: string): void => void faults.push(`message ${index}: ${what}`)
  const seen = new Set<string>()
  let waiting = new Set<string>()
  messages.forEach((message, index) => {
    const before = messages[index - 1]?.role
    if ((message.role === 'system') !== (index === 0)) say(index, 'the system speaks first, and only then')
    if (message.role !== 'tool' && waiting.size > 0) say(index, `calls without an answer: ${[...waiting].join(' ')}`)
    if (message.role === 'user' && before !== 'system' && before !== 'assistant') say(index, `a user after ${before}`)
    if (message.role === 'user' && !message.content) say(index, 'an empty question')
    if (message.role === 'assistant') {
      if (before !== 'user' && before !== 'tool') say(index, `an assistant after ${before}`)
      if (!message.tool_calls?.length && (typeof message.content !== 'string' || message.content.trim() === ''))
        say(index, 'an empty answer')
      waiting = new Set(message.tool_calls?.map(({ id }) => id))
      for (const call of message.tool_calls ?? []) {
        if (seen.has(call.id)) say(index, `call id ${call.id} for the second time`)
        if (!/^[A-Za-z0-9]{9}$/.test(call.id)) say(index, `call id ${call.id} is not nine letters or digits`)
        if (typeof JSON.parse(call.function.arguments) !== 'object') say(index, 'arguments that are no object')
        seen.add(call.id)
      }
    }
    if (message.role === 'tool') {
      if (!message.content) say(index, 'an empty result')
      if (!waiting.delete(message.tool_call_id ?? '')) say(index, `an answer to no call: ${message.tool_call_id}`)
    }
  })
  if (waiting.size > 0) say(messages.length, 'calls without an answer at the end')
  for (const field of ['tool_choice', 'stream_options', 'n', 'parallel_tool_calls', 'response_format'])
    if (field in body) faults.push(`field ${field}`)
  return faults
}

/** Opens the endpoint on a free port of loopback. */
export const openTestEndpoint = async (...first: Behaviour[]): Promise<TestEndpoint> => {
  let script = first
  let turn = 0
  let hangups = 0
  let open = 0
  const asked: Asked[] = []
  const complaints: string[] = []
  const sockets = new Set<IncomingMessage['socket']>()
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const one: Asked = {
      number: asked.length,
      path: request.url ?? '',
      headers: request.headers,
      // The caller is the model client under test: a body that is no JSON fails the test by throwing here.
      body: JSON.parse(Buffer.concat(parts).toString()),
    }
    asked.push(one)
    complaints.push(...complaintsAbout(one.body).map((what) => `request ${one.number}: ${what}`))
    open += 1
    response.once('close', () => {
      open -= 1
      if (!response.writableFinished) hangups += 1
    })
    const behaviour = script[Math.min(turn, script.length - 1)]
    turn += 1
    await behaviour?.(response, one)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    asked,
    complaints,
    hangups: () => hangups,
    open: () => open,
    behave(...behaviours) {
      script = behaviours
      turn = 0
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
