import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import pino, { type Logger } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StoreUnavailableError, UnexpectedError } from '../core/errors.ts'
import type { ServerEnv } from './parts.ts'
import { logError } from './problem.ts'
import { cast, openTestServer, type TestServer } from './test-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'fenshen-web-'))
mkdirSync(join(folder, 'dist/assets'), { recursive: true })
writeFileSync(join(folder, 'secret.txt'), 'outside')
writeFileSync(join(folder, 'dist/.env'), 'hidden')
writeFileSync(join(folder, 'dist/index.html'), '<!doctype html><title>分身</title>')
writeFileSync(join(folder, 'dist/assets/app-3f2a9c1b.js'), 'let a = 1\n'.repeat(500))
writeFileSync(join(folder, 'dist/assets/app-3f2a9c1b.js.gz'), gzipSync('let a = 1\n'.repeat(500)))
writeFileSync(join(folder, 'dist/assets/plain.css'), 'a { color: red }\n'.repeat(200))

/** A door that fails in the ways a door can. */
const faulty = new Hono<ServerEnv>()
  .post('/echo', async (c) => c.json(await c.req.json()))
  .get('/outage', () => {
    throw new StoreUnavailableError({ why: 'disk full' })
  })
  .get('/bug/:id', () => {
    throw new Error('张向北 159901199003072016')
  })

let s: TestServer
beforeAll(async () => {
  s = await openTestServer({ config: { staticDir: join(folder, 'dist') }, parts: { doors: [{ path: '/api/faulty', app: faulty }] } })
})
afterAll(async () => {
  await s[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const post = (path: string, body: BodyInit, type = 'application/json') =>
  fetch(`${s.url}${path}`, { method: 'POST', body, headers: { 'Content-Type': type } })

/** A request that no client library would send. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(s.url)
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    setTimeout(() => socket.end(), 1000)
  })

describe('what goes wrong leaves as a problem that says what to do', () => {
  const problem = async (response: Response, status: number, code: string) => {
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    const body = await response.json()
    expect(body).toMatchObject({ status, code, title: expect.any(String), detail: expect.any(String), requestId: expect.any(String) })
    expect(body).not.toHaveProperty('dev')
    return body
  }

  it('for an address that does not exist', async () => {
    await problem(await fetch(`${s.url}/api/nothing`), 404, 'not_found')
    await problem(await fetch(`${s.url}/nothing`, { method: 'POST' }), 404, 'not_found')
    await problem(await fetch(`${s.url}/api/%E0%A4%A`), 404, 'not_found')
  })
  it('for a verb that the address does not know, with those it knows', async () => {
    const response = await fetch(`${s.url}/api/me`, { method: 'DELETE' })
    expect(response.headers.get('allow')).toContain('GET')
    await problem(response, 405, 'method_not_allowed')
  })
  it('for JSON that is not whole', async () => {
    await problem(await post('/api/forms/check', '{"kind":'), 400, 'bad_input')
    await problem(await post('/api/faulty/echo', '{"kind":'), 400, 'bad_input')
    await problem(await post('/api/forms/check', new Uint8Array([0xff, 0xfe, 0])), 400, 'bad_input')
  })
  it('for a body that is missing', async () => {
    await problem(
      await fetch(`${s.url}/api/faulty/echo`, { method: 'POST', headers: { 'Content-Type': 'application/json' } }),
      400,
      'bad_input',
    )
  })
  it('for JSON of another shape, naming the field', async () => {
    const body = await problem(await post('/api/forms/check', '{"value":"1"}'), 400, 'bad_input')
    expect(body.fields).toEqual([{ path: 'kind', message: expect.any(String) }])
  })
  it('for a body of another type', async () => {
    await problem(await post('/api/forms/check', 'kind=phone', 'application/x-www-form-urlencoded'), 415, 'unsupported_media_type')
    await problem(await post('/api/forms/check', '<a/>', 'text/xml'), 415, 'unsupported_media_type')
  })
  it('for a body of ten megabytes, announced or not', async () => {
    const tenMegabytes = JSON.stringify({ kind: 'phone', value: '1'.repeat(10_000_000) })
    await problem(await post('/api/forms/check', tenMegabytes), 413, 'too_large')
    const stream = new Blob([tenMegabytes]).stream()
    const init = { method: 'POST', body: stream, duplex: 'half', headers: { 'Content-Type': 'application/json' } } as RequestInit
    const unannounced = await fetch(`${s.url}/api/forms/check`, init).catch(() => undefined)
    if (unannounced) await problem(unannounced, 413, 'too_large')
    expect((await fetch(`${s.url}/healthz`)).status).toBe(200)
  })
  it('for an outage, as an outage', async () => {
    await problem(await fetch(`${s.url}/api/faulty/outage`), 503, 'store_unavailable')
  })
  it('for a fault of ours, with nothing but an id; and without any path value in the access log', async () => {
    const body = await problem(await fetch(`${s.url}/api/faulty/bug/secret-id?q=159901199003072016`), 500, 'unexpected')
    expect(JSON.stringify(body)).not.toContain('159901199003072016')
    const log = s.lines.find((line) => line.includes('"request"') && line.includes('/api/faulty/bug'))
    expect(log).toContain('/api/faulty/bug/:id')
    expect(log).not.toContain('secret-id')
    expect(log).not.toContain('159901')
  })
  it('as a page for a person with a browser', async () => {
    const response = await fetch(`${s.url}/nothing`, { headers: { Accept: 'text/html' } })
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('回到首页')
  })
})

describe('every answer', () => {
  it.each(['/', '/api/me', '/nothing', '/verify', '/demo-idp/nothing', '/demo-idp/.well-known/openid-configuration'])(
    'carries the security headers: %s',
    async (path) => {
      const { headers } = await fetch(`${s.url}${path}`)
      expect(headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/)
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
    },
  )
  it('splits no header, whatever is put into an address', async () => {
    for (const path of ['/verify?code=a%0d%0aSet-Cookie:%20x=1', '/auth/login?next=/%0d%0aSet-Cookie:%20x=1', '/verify/%0d%0aX: 1']) {
      const response = await fetch(`${s.url}${path}`, { redirect: 'manual' })
      expect(response.status).toBeLessThan(500)
      expect(response.headers.getSetCookie().filter((line) => line.startsWith('x='))).toEqual([])
    }
    const answer = await raw('GET /verify?code=a\rX-Evil:1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    expect(answer).not.toMatch(/^X-Evil/im)
  })
  it('is no 5xx, whatever the request line says', async () => {
    for (const line of [
      'GET //// HTTP/1.1',
      'GET http://[::1 HTTP/1.1',
      'OPTIONS * HTTP/1.1',
      'GET /api/certificates/%00 HTTP/1.1',
      'BREW / HTTP/1.1',
    ]) {
      expect(await raw(`${line}\r\nHost: a b c\r\nConnection: close\r\n\r\n`)).not.toMatch(/^HTTP\/1.1 5/)
      expect(await raw(`${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`)).not.toMatch(/^HTTP\/1.1 5/)
    }
  })
})

describe('a port that is taken', () => {
  it('is told to whoever starts the service, with what to do instead, and the one that runs goes on', async () => {
    const port = Number(new URL(s.url).port)
    const refused = await s.server.listen({ port, host: '127.0.0.1' }).catch((error) => error)
    expect(refused).toMatchObject({ code: 'port_unavailable' })
    expect(refused.dev).toMatch(new RegExp(`端口 ${port}.*已经有程序在用[^]*--port ${port + 1}`))
    expect((await fetch(`${s.url}/healthz`)).status).toBe(200)
  })
})

describe('the built pages', () => {
  it('are served from the front page on, and asked for again each time', async () => {
    const first = await fetch(`${s.url}/`)
    expect(await first.text()).toContain('分身')
    expect(first.headers.get('cache-control')).toBe('no-cache')
    const again = await fetch(`${s.url}/`, { headers: { 'If-None-Match': first.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })
  it('are kept for a year when their name carries a hash, and come compressed', async () => {
    const response = await s.server.request('/assets/app-3f2a9c1b.js', { headers: { 'Accept-Encoding': 'gzip' } })
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(await response.arrayBuffer()).toString()).toContain('let a = 1')
    const onTheFly = await s.server.request('/assets/plain.css', { headers: { 'Accept-Encoding': 'gzip' } })
    expect(onTheFly.headers.get('content-encoding')).toBe('gzip')
    expect(onTheFly.headers.get('cache-control')).toBe('no-cache')
  })
  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/..%5csecret.txt',
    '//../secret.txt',
    '/.env',
    '/%2eenv',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
  ])('never give away a file beside them: %s', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1.1 4/)
    expect(answer).not.toMatch(/outside|hidden/)
  })
})

describe('whoever keeps it running', () => {
  it('learns that it lives and is ready, and which keys check its signatures, without a private part', async () => {
    expect(await (await fetch(`${s.url}/healthz`)).json()).toEqual({ status: 'ok' })
    expect((await fetch(`${s.url}/readyz`)).status).toBe(200)
    const { keys } = await (await fetch(`${s.url}/.well-known/jwks.json`)).json()
    expect(keys[0]).toMatchObject({ kty: 'EC', kid: 'test' })
    expect(keys[0]).not.toHaveProperty('d')
  })
  it('reads in /openapi.json every route that there is under /api', async () => {
    const { openapi, paths } = await (await fetch(`${s.url}/openapi.json`)).json()
    expect(openapi).toBe('3.1.0')
    for (const path of ['/api/me', '/api/me/lookups', '/api/certificates/{number}/pdf', '/api/queue', '/api/forms/check'])
      expect(Object.keys(paths)).toContain(path)
  })
  it('gets no word of a person in the log', async () => {
    await s.as(cast.zhang, '/api/me')
    await s.as(cast.zhang, '/api/certificates/159901199003072016')
    expect(s.lines.filter((line) => !line.includes('"failed"')).join('')).not.toMatch(/张向北|159901/)
    const said: unknown[] = []
    const cause = new Error('张向北 159901199003072016')
    const log = { ...pino({ level: 'silent' }), error: (facts: unknown) => said.push(facts) } as unknown as Logger // only the words are of interest
    logError(log, { requestId: 'r', error: new UnexpectedError({ id: 'r', cause }), cause, isProduction: true })
    expect(JSON.stringify(said)).toContain('app.test.ts')
    expect(JSON.stringify(said)).not.toMatch(/张向北|159901/)
  })
  it('cannot start it in production on the demo provider', async () => {
    await expect(openTestServer({ config: { isProduction: true } })).rejects.toThrow('production never signs in by the demo provider')
  })
  it('can stop it while a browser keeps a spare connection open', async () => {
    await using other = await openTestServer()
    const spare = connect(Number(new URL(other.url).port), '127.0.0.1')
    await new Promise((resolve) => spare.once('connect', resolve))
    expect((await fetch(`${other.url}/healthz`)).status).toBe(200)
  })
})
