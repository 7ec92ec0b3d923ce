import { generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cast, openTestServer, type TestServer } from '../test-server.ts'
import { mintDemoToken } from './demo-token.ts'

let s: TestServer
beforeAll(async () => {
  s = await openTestServer()
})
afterAll(() => s[Symbol.asyncDispose]())

const ask = (token: string, path = '/api/me') => s.server.request(path, { headers: { Authorization: `Bearer ${token}` } })
const sign = (claims: Record<string, unknown>, facts: { aud?: string; iss?: string; sub?: string; ageS?: number; lifeS?: number } = {}) => {
  const nowS = Math.floor(s.time.now.getTime() / 1000) - (facts.ageS ?? 0)
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(facts.iss ?? 'fenshen-demo')
    .setAudience(facts.aud ?? 'fenshen-api')
    .setSubject(facts.sub ?? cast.zhang.id)
    .setIssuedAt(nowS)
    .setExpirationTime(nowS + (facts.lifeS ?? 600))
    .sign(s.privateKey)
}
const reasonOf = async (response: Response) => {
  expect(response.status).toBe(401)
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  return (await response.json()).reason
}

it('signs a program in as the person it names, without any CSRF token', async () => {
  expect(await (await ask(await s.token(cast.zhang))).json()).toMatchObject({ signedIn: true, who: { id: 'demo-zhang' } })
  const body = JSON.stringify({ kind: 'phone', value: '1' })
  expect(
    (await s.as(cast.zhang, '/api/forms/check', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })).status,
  ).toBe(200)
})

it('believes the stored person and never the rights that a token claims', async () => {
  const token = await sign({ kind: 'officer', unit: 'station-a', roles: ['approver', 'admin'] })
  expect(await (await ask(token)).json()).toMatchObject({ who: { kind: 'citizen' } })
  expect((await ask(token, '/api/queue')).status).toBe(403)
})

it.each([
  ['made for another audience', () => sign({}, { aud: 'another-api' }), 'token_audience'],
  ['of another issuer', () => sign({}, { iss: 'https://evil.example' }), 'token_invalid'],
  ['out of date', () => sign({}, { ageS: 3000, lifeS: 600 }), 'token_expired'],
  ['that would live longer than an hour', () => sign({}, { lifeS: 86_400 }), 'token_invalid'],
  ['of nobody we know', () => sign({}, { sub: 'nobody' }), 'person_unknown'],
  ['that is garbage', async () => 'garbage', 'token_invalid'],
  ['without a signature', async () => `${btoa('{"alg":"none"}')}.${btoa('{"sub":"demo-zhang"}')}.`.replaceAll('=', ''), 'token_invalid'],
])('refuses a token %s', async (_case, make, reason) => {
  expect(await reasonOf(await ask(await make()))).toBe(reason)
})

it('refuses a token that somebody else signed', async () => {
  const { privateKey } = await generateKeyPair('ES256')
  expect(await reasonOf(await ask(await mintDemoToken({ key: privateKey, person: 'demo-zhang', clock: s.clock })))).toBe('token_invalid')
})

it('refuses another scheme of authorization', async () => {
  expect(await reasonOf(await s.server.request('/api/me', { headers: { Authorization: 'Basic YTpi' } }))).toBe('token_invalid')
})

it('mints with Ed25519 as well, and never for longer than an hour', async () => {
  const { privateKey } = await generateKeyPair('EdDSA')
  const token = await mintDemoToken({ key: privateKey, person: 'a', clock: s.clock, ttlS: 999_999 })
  const { iat, exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  expect(exp - iat).toBe(3600)
})
