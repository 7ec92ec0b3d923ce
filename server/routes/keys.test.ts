import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Who } from '../../core/people.ts'
import { handClock, type openTestPlatform as Open, openTestPlatform } from '../../testing.ts'
import { cast, openTestServer, type TestServer } from '../test-server.ts'

let s: TestServer
beforeAll(async () => {
  s = await openTestServer()
})
afterAll(() => s[Symbol.asyncDispose]())

const post = (who: Who, path: string, body: unknown = {}) =>
  s.as(who, path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } })
const asKey = (secret: string, path: string, init: RequestInit = {}) =>
  s.server.request(path, { ...init, headers: { ...init.headers, Authorization: `Bearer ${secret}` } })
const account = { title: '警情平台', unit: 'station-a', doors: ['api'], roles: ['officer'] }
const make = async (who: Who, form: object): Promise<{ key: { id: string; holder: { id: string } }; secret: string }> => {
  const made = await post(who, '/api/keys', form)
  expect(made.status).toBe(201)
  return made.json()
}
const boss = { ...cast.guan, roles: ['admin', 'officer'] } as const satisfies Who

describe('a key', () => {
  it('is shown once, kept as a keyed hash, stands in no log line, and its making and its use are on record', async () => {
    const { key, secret } = await make(boss, account)
    expect(secret).toMatch(/^fsk_[\w-]{43}$/)
    const listed = await (await s.as(boss, '/api/keys')).text()
    expect(listed).toContain(key.id)
    expect(listed).not.toContain(secret)
    expect((await asKey(secret, '/api/queue')).status).toBe(200)
    expect(s.lines.join('\n')).not.toContain(secret.slice(4))
    const rows = await s.store.audit.list({ afterSeq: 0, limit: 1000 })
    expect(rows.find(({ action, target }) => action === 'make_api_key' && target === key.id)).toMatchObject({
      actor: cast.guan.id,
      isOk: true,
    })
    expect(JSON.stringify(rows)).not.toContain(secret.slice(4))
    expect((await s.store.apiKeys.find(key.id))?.lastUsedAt).toEqual(s.time.now)
    expect(await s.store.apiKeys.findByHash(secret)).toBeUndefined()
  })

  it('stands for its account, in its unit and in its roles alone', async () => {
    const { key, secret } = await make(boss, account)
    const me = await (await asKey(secret, '/api/me')).json()
    expect(me).toMatchObject({ signedIn: true, who: { kind: 'officer', id: key.holder.id, unit: 'station-a', roles: ['officer'] } })
    expect((await asKey(secret, '/api/knowledge/questions')).status).toBe(403)
  })

  it('ends at once when it is revoked, and in time when it runs out', async () => {
    const { key, secret } = await make(boss, account)
    expect((await post(boss, `/api/keys/${key.id}/revoke`)).status).toBe(200)
    const after = await asKey(secret, '/api/me')
    expect(after.status).toBe(401)
    expect(await after.json()).toMatchObject({ reason: 'key_revoked' })
    const short = await make(boss, { ...account, days: 1 })
    const before = s.time.now
    s.time.now = new Date(before.getTime() + 86_400_000)
    expect(await (await asKey(short.secret, '/api/me')).json()).toMatchObject({ code: 'sign_in_required', reason: 'token_expired' })
    s.time.now = before
  })

  it('is rotated with an overlap: both are good for some hours, then the new one alone', async () => {
    const old = await make(boss, account)
    const rotated = await post(boss, `/api/keys/${old.key.id}/rotate`, { overlapHours: 2 })
    expect(rotated.status).toBe(201)
    const { key, secret } = await rotated.json()
    expect(key).toMatchObject({ replaces: old.key.id, holder: { id: old.key.holder.id } })
    expect([(await asKey(old.secret, '/api/me')).status, (await asKey(secret, '/api/me')).status]).toEqual([200, 200])
    const before = s.time.now
    s.time.now = new Date(before.getTime() + 2 * 3_600_000)
    expect([(await asKey(old.secret, '/api/me')).status, (await asKey(secret, '/api/me')).status]).toEqual([401, 200])
    expect((await post(boss, `/api/keys/${old.key.id}/rotate`, {})).status).toBe(409)
    s.time.now = before
  })

  it('opens its own doors and no other', async () => {
    const { secret } = await make(boss, { ...account, doors: ['incidents'] })
    const refused = await asKey(secret, '/api/queue')
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ code: 'key_scope', needs: ['api'] })
    expect((await asKey(secret, '/api/me')).status).toBe(403)
    const talk = await make(cast.zhang, { title: '我的程序', doors: ['conversations'] })
    expect(await (await asKey(talk.secret, '/api/me')).json()).toMatchObject({ who: { id: cast.zhang.id } })
    expect((await asKey(talk.secret, '/api/certificates')).status).toBe(403)
  })

  it('is held to its requests a minute, by 429 and when to come again', async () => {
    const { secret } = await make(boss, { ...account, perMinute: 2 })
    const statuses = [await asKey(secret, '/api/me'), await asKey(secret, '/api/me'), await asKey(secret, '/api/me')]
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(Number(statuses[2]?.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it.each([`fsk_${'A'.repeat(43)}`, 'fsk_short', 'fsk_'])('that was never made is refused like any other token: %s', async (secret) => {
    expect(await (await asKey(secret, '/api/me')).json()).toMatchObject({ code: 'sign_in_required', reason: 'token_invalid' })
  })
})

describe('nobody gets more by a key', () => {
  beforeAll(() => s.store.people.save(boss))

  it.each([
    ['a role above their own', cast.wang, { title: 'x', doors: ['api'], roles: ['analyst'] }, 403],
    ['a reviewer’s or an administrator’s role, which no program has', boss, { ...account, roles: ['admin'] }, 400],
    ['an account, without being an administrator', cast.wang, account, 403],
    ['an account of another bureau’s unit', boss, { ...account, unit: 'elsewhere' }, 403],
    ['an account without a role', boss, { ...account, roles: [] }, 400],
    ['all of the API and yet only some tools', boss, { ...account, tools: ['search_policy'] }, 400],
    ['a tool that does not exist', boss, { ...account, doors: ['mcp'], tools: ['open_every_door'] }, 400],
    ['a life of years', boss, { ...account, days: 4000 }, 400],
  ])('%s', async (_what, who, form, status) => {
    expect((await post(who, '/api/keys', form)).status).toBe(status)
  })

  it('a key makes no keys, and sees none', async () => {
    const { key, secret } = await make(cast.wang, { title: '自己的', doors: ['api'] })
    const body = JSON.stringify({ title: 'x', doors: ['api'] })
    const headers = { 'Content-Type': 'application/json' }
    expect((await asKey(secret, '/api/keys', { method: 'POST', body, headers })).status).toBe(403)
    expect((await asKey(secret, `/api/keys/${key.id}/rotate`, { method: 'POST', body: '{}', headers })).status).toBe(403)
  })

  it('another person’s key is not there, and another unit’s is not either', async () => {
    const mine = await make(cast.zhang, { title: '我的程序', doors: ['conversations'] })
    expect((await post(cast.li, `/api/keys/${mine.key.id}/revoke`)).status).toBe(404)
    expect((await post(boss, `/api/keys/${mine.key.id}/revoke`)).status).toBe(404)
    expect(await (await s.as(cast.li, '/api/keys')).json()).toEqual({ keys: [] })
  })

  it('what the person has lost, their key has lost too', async () => {
    const { secret } = await make(cast.zhao, { title: '自己的', doors: ['api'] })
    expect((await asKey(secret, '/api/queue')).status).toBe(200)
    await s.store.people.save({ ...cast.zhao, roles: ['auditor'] })
    expect((await asKey(secret, '/api/queue')).status).toBe(403)
    await s.store.people.save(cast.zhao)
  })
})

describe('the call centre’s own system', () => {
  let p: Awaited<ReturnType<typeof Open>>
  beforeAll(async () => {
    p = await openTestPlatform({ clock: handClock().now })
  })
  afterAll(() => p[Symbol.asyncDispose]())

  it('sends incidents in by a key, and may do nothing else with it', async () => {
    const desk = p.platform.server
    const stations = await p.platform.store.people.listUnits()
    const unit = stations.find(({ kind }) => kind === 'station')?.id ?? ''
    const { secret } = await p.platform.keys.make('operator', {
      ...{ title: '110 接警', unit, doors: ['incidents'], roles: ['officer'], days: 30, perMinute: 600 },
    })
    const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' }
    const incident = { source: '110', id: 'k-1', text: '邻居因楼道堆物争吵，扬言今晚要动手。', at: '2026-11-18T01:00:00.000Z', unit }
    const sent = await desk.request('/api/incidents', { method: 'POST', headers, body: JSON.stringify({ incidents: [incident] }) })
    expect(sent.status).toBe(200)
    expect(await sent.json()).toMatchObject({ outcomes: [{ id: 'k-1', outcome: expect.stringMatching(/^(?!refused)/) }] })
    expect((await desk.request('/api/incidents', { headers })).status).toBe(403)
    expect((await desk.request('/api/tasks', { headers })).status).toBe(403)
  })
})
