import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RegistryQuestion } from '../core/records.ts'
import type { PlatformFault, RecordPlatformOptions } from './record-platform.ts'
import { RecordPlatformSettingError, recordPlatform } from './record-platform.ts'
import { testAuthority } from './test-authority.ts'

const question: RegistryQuestion = {
  documentNumber: '159901199003072016',
  name: '测试甲',
  birth: '1990-03-07',
  purpose: 'employment',
  period: undefined,
}

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})
const listen = async (server: Server & { closeAllConnections?: () => void }, scheme = 'http') => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => {
    server.closeAllConnections?.()
    server.close()
  })
  // `address()` is a string only for a pipe.
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/v1/record-queries`
}

/** A client of `url` with short waits, and what it told the operator. */
const clientOf = (url: string, more: Partial<RecordPlatformOptions> = {}) => {
  const faults: PlatformFault[] = []
  const registry = recordPlatform({
    url,
    timeoutMs: 2000,
    retries: 0,
    breaker: { failures: 100, coolDownMs: 60_000 },
    clock: () => new Date('2026-11-22T02:00:00Z'),
    onFault: (fault) => void faults.push(fault),
    ...more,
  })
  return { ask: (asked: RegistryQuestion = question) => registry.ask(asked), faults }
}

type Reply = (request: IncomingMessage, response: ServerResponse, query: string) => unknown
/** A platform on loopback that gives the replies in turn, the last one for ever, and keeps what it was sent. */
const platformOf = async (...replies: Reply[]) => {
  const seen: { headers: IncomingMessage['headers']; body: string }[] = []
  const listener: RequestListener = async (request, response) => {
    const body = await text(request)
    seen.push({ headers: request.headers, body })
    await replies[Math.min(seen.length, replies.length) - 1]?.(request, response, String(request.headers['idempotency-key']))
  }
  return { url: await listen(createServer(listener)), seen }
}
const json = { 'content-type': 'application/json' }
const answers =
  (answer: string): Reply =>
  (_, response, query) =>
    response.writeHead(200, json).end(JSON.stringify({ query, answer }))
const status =
  (code: number, headers: Record<string, string> = {}): Reply =>
  (_, response) =>
    response.writeHead(code, headers).end('{"query":"","answer":"clear"}')
const body =
  (write: (query: string) => string | Buffer, headers: Record<string, string> = json): Reply =>
  (_, response, query) =>
    response.writeHead(200, headers).end(write(query))

describe('a platform that answers', () => {
  it.each(['clear', 'hit', 'uncertain', 'unavailable'])('passes on the word %s', async (word) => {
    const { url } = await platformOf(answers(word))
    expect(await clientOf(url).ask()).toBe(word)
  })

  it('sends five facts and one key, and nothing else that the caller carries', async () => {
    const { url, seen } = await platformOf(answers('clear'))
    const carried = { ...question, period: { from: '2010-01-01', to: '2026-11-22' }, citizen: 'c-17', note: '我以前判过刑' }
    await clientOf(url, { bearer: 'pass-1' }).ask(carried)
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ ...question, period: carried.period })
    expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer pass-1', 'idempotency-key': expect.stringMatching(/^[0-9a-f-]{36}$/) })
    await clientOf(url).ask()
    expect(JSON.parse(seen[1]?.body ?? '').period).toBeNull()
    expect(seen[1]?.headers.authorization).toBeUndefined()
    expect(seen[1]?.headers['idempotency-key']).not.toBe(seen[0]?.headers['idempotency-key'])
  })
})

describe('a reply that is not exactly an answer is unavailable, never clear', () => {
  const bad: [what: string, reply: Reply, fault: PlatformFault['fault']][] = [
    ['a word it does not know', answers('none'), 'not_an_answer'],
    ['the word in capitals', answers('CLEAR'), 'not_an_answer'],
    ['the answer to another question', body(() => `{"query":"${crypto.randomUUID()}","answer":"clear"}`), 'not_an_answer'],
    ['an answer to no question', body(() => '{"answer":"clear"}'), 'not_an_answer'],
    ['more than was asked for', body((query) => JSON.stringify({ query, answer: 'clear', cases: [] })), 'not_an_answer'],
    ['a bare word', body(() => '"clear"'), 'not_an_answer'],
    ['two answers', body((query) => `{"query":"${query}","answer":"hit","answer":"clear"}`), 'not_json'],
    [
      'two answers, one of them spelled otherwise',
      body((query) => `{"query":"${query}","answer":"hit","\\u0061nswer":"clear"}`),
      'not_json',
    ],
    ['garbage', body(() => 'clear<html>'), 'not_json'],
    ['nothing', body(() => ''), 'not_json'],
    ['bytes that are no text', body(() => Buffer.from([0x7b, 0xff, 0xfe, 0x7d])), 'not_json'],
    ['a page', body((query) => JSON.stringify({ query, answer: 'clear' }), { 'content-type': 'text/html' }), 'not_json'],
    ['no type', body((query) => JSON.stringify({ query, answer: 'clear' }), {}), 'not_json'],
    ['packed bytes', body((query) => JSON.stringify({ query, answer: 'clear' }), { ...json, 'content-encoding': 'gzip' }), 'not_json'],
    ['too much', body((query) => JSON.stringify({ query, answer: 'clear' }).padEnd(5000)), 'too_large'],
    ['created', status(201, json), 'broken'],
    ['no content', (_, response) => response.writeHead(204).end(), 'broken'],
    ['a bad request', status(400, json), 'rejected'],
    ['not signed in', status(401, json), 'not_admitted'],
    ['too many', status(429, json), 'busy'],
    ['an error', status(500, json), 'failing'],
    [
      'a cut in the middle',
      (_, response) => response.writeHead(200, { ...json, 'content-length': '80' }).write('{"que', () => response.destroy()),
      'unreachable',
    ],
  ]
  it.each(bad)('%s', async (_what, reply, fault) => {
    const { url, seen } = await platformOf(reply)
    const client = clientOf(url)
    expect(await client.ask()).toBe('unavailable')
    expect(client.faults).toEqual([expect.objectContaining({ fault })])
    expect(seen.length).toBe(1)
  })

  it('a redirect, which is not followed', async () => {
    const elsewhere = await platformOf(answers('clear'))
    const { url } = await platformOf(status(307, { location: elsewhere.url }))
    const client = clientOf(url, { retries: 2 })
    expect(await client.ask()).toBe('unavailable')
    expect([client.faults, elsewhere.seen]).toEqual([[{ fault: 'redirected', code: '307' }], []])
  })

  it('something that does not speak HTTP', async () => {
    const client = clientOf(await listen(createTcpServer((socket) => socket.on('error', () => {}).end('clear\r\n\r\n'))))
    expect(await client.ask()).toBe('unavailable')
    expect(client.faults).toEqual([expect.objectContaining({ fault: 'broken' })])
  })
})

describe('trying again', () => {
  it('gets the answer after a 500, with the same key', async () => {
    const { url, seen } = await platformOf(status(500), answers('clear'))
    expect(await clientOf(url, { retries: 2 }).ask()).toBe('clear')
    expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(seen.length).toBe(2)
  })
  it('gets the answer after a reset connection', async () => {
    const { url, seen } = await platformOf((request) => request.socket.resetAndDestroy(), answers('hit'))
    expect(await clientOf(url, { retries: 1 }).ask()).toBe('hit')
    expect(seen.length).toBe(2)
  })
  it('stops after the retries it was given', async () => {
    const { url, seen } = await platformOf(status(503))
    const client = clientOf(url, { retries: 2 })
    expect([await client.ask(), seen.length, client.faults]).toEqual(['unavailable', 3, [{ fault: 'failing', code: '503' }]])
  })
  it('does not repeat a refusal, a broken reply or a slow one', async () => {
    for (const reply of [status(403), status(429), body(() => '?'), () => {}]) {
      const { url, seen } = await platformOf(reply)
      expect([await clientOf(url, { retries: 3, timeoutMs: 150 }).ask(), seen.length]).toEqual(['unavailable', 1])
    }
  })
  it('is unavailable when nobody listens', async () => {
    const { url } = await platformOf(answers('clear'))
    for (const close of closing.splice(0)) close()
    const client = clientOf(url, { retries: 1 })
    expect([await client.ask(), client.faults]).toEqual(['unavailable', [{ fault: 'unreachable', code: 'ECONNREFUSED' }]])
  })
})

describe('waiting', () => {
  it('gives up on a body that comes drop by drop', async () => {
    const { url } = await platformOf((_, response) => {
      response.writeHead(200, json)
      const drip = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(drip))
    })
    const client = clientOf(url, { timeoutMs: 200 })
    expect([await client.ask(), client.faults]).toEqual(['unavailable', [{ fault: 'timed_out' }]])
  })
  it('ends at once when the caller gives up, also between attempts and before the first', async () => {
    const slow = await platformOf(() => {})
    const failing = await platformOf(status(500))
    const gone = clientOf(failing.url)
    expect([await gone.ask({ ...question, signal: AbortSignal.abort() }), failing.seen.length]).toEqual(['unavailable', 0])
    for (const { url } of [slow, failing]) {
      const client = clientOf(url, { timeoutMs: 60_000, retries: 30 })
      expect(await client.ask({ ...question, signal: AbortSignal.timeout(80) })).toBe('unavailable')
      expect(client.faults).toEqual([{ fault: 'given_up' }])
    }
  })
})

describe('resting', () => {
  it('stops asking after failures in a row, lets one question try after the pause, and goes on when it is answered', async () => {
    let nowMs = 0
    const { url, seen } = await platformOf(status(500), status(500), status(502), answers('clear'))
    const client = clientOf(url, { breaker: { failures: 2, coolDownMs: 30_000 }, clock: () => new Date(nowMs) })
    await client.ask()
    await client.ask()
    expect([await client.ask(), seen.length, client.faults.at(-1)]).toEqual(['unavailable', 2, { fault: 'resting' }])
    nowMs = 30_000
    expect([await client.ask(), seen.length]).toEqual(['unavailable', 3])
    expect([await client.ask(), seen.length]).toEqual(['unavailable', 3])
    nowMs = 60_000
    expect((await Promise.all([client.ask(), client.ask()])).toSorted()).toEqual(['clear', 'unavailable'])
    expect([await client.ask(), await client.ask(), seen.length]).toEqual(['clear', 'clear', 6])
  })
  it('does not rest because one question was refused or its caller left', async () => {
    const { url, seen } = await platformOf(status(400), (request) => void request, answers('clear'))
    const client = clientOf(url, { breaker: { failures: 1, coolDownMs: 30_000 } })
    await client.ask()
    await client.ask({ ...question, signal: AbortSignal.timeout(80) })
    expect([await client.ask(), seen.length]).toEqual(['clear', 3])
  })
})

describe('over mutual TLS', () => {
  let bureau: Awaited<ReturnType<typeof testAuthority>>
  let stranger: Awaited<ReturnType<typeof testAuthority>>
  beforeAll(async () => {
    bureau = await testAuthority('Test bureau')
    stranger = await testAuthority('Somebody else')
  })
  const securePlatform = async (signedBy = bureau) => {
    const names: string[] = []
    const server = createHttpsServer({ ...(await signedBy.issue('platform')), ca: bureau.ca, requestCert: true, rejectUnauthorized: true })
    server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
      // Over TLS the socket is a TLSSocket, which the type of a request does not say.
      names.push(String((request.socket as TLSSocket).getPeerCertificate().subject.CN))
      await text(request)
      answers('clear')(request, response, String(request.headers['idempotency-key']))
    })
    return { url: await listen(server, 'https'), names }
  }

  it('shows its certificate and gets the answer', async () => {
    const { url, names } = await securePlatform()
    const client = clientOf(url, { tls: { ca: bureau.ca, client: await bureau.issue('fenshen') } })
    expect([await client.ask(), await client.ask(), names, client.faults]).toEqual(['clear', 'clear', ['fenshen', 'fenshen'], []])
  })
  it('gets nothing without a certificate, or with one of another authority', async () => {
    const { url, names } = await securePlatform()
    for (const client of [undefined, await stranger.issue('fenshen')])
      expect(await clientOf(url, { tls: { ca: bureau.ca, client } }).ask()).toBe('unavailable')
    expect(names).toEqual([])
  })
  it('does not speak to a platform of another authority', async () => {
    const { url, names } = await securePlatform(stranger)
    for (const ca of [bureau.ca, undefined]) {
      const client = clientOf(url, { retries: 2, tls: { ca, client: await bureau.issue('fenshen') } })
      expect([await client.ask(), client.faults]).toEqual(['unavailable', [expect.objectContaining({ fault: 'broken' })]])
    }
    expect(names).toEqual([])
  })
  it('refuses to start with keys that cannot be read or do not belong together', async () => {
    const [one, other] = [await bureau.issue('one'), await bureau.issue('other')]
    for (const tls of [{ ca: 'no certificate' }, { client: { cert: 'x', key: 'y' } }, { client: { cert: one.cert, key: other.key } }])
      expect(() => clientOf('https://127.0.0.1/', { tls })).toThrow(RecordPlatformSettingError)
  })
})

it.each(['', 'record platform', 'ftp://127.0.0.1/', 'http://platform.example/', 'https://user:secret@platform.example/'])(
  'refuses to start with the address "%s"',
  (url) => {
    expect(() => clientOf(url)).toThrow(RecordPlatformSettingError)
    expect(() => clientOf(url)).not.toThrow(/secret/)
  },
)
