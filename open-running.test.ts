import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Reply } from './core/conversation.ts'
import { fails, handClock, openTestEndpoint, openTestPlatform, says, type TestEndpoint, type TestPlatform } from './testing.ts'
import type { components } from './web/src/api-types.ts'

type Running = components['schemas']['Running']

describe.each<[string, string | undefined]>([
  ['SQLite', undefined],
  ['PGlite', 'pglite:'],
])('how the service runs, on %s', (_, url) => {
  const clock = handClock()
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-running-'))
  let endpoint: TestEndpoint
  let p: TestPlatform
  const running = async (days: number): Promise<Running> => (await p.ask('analyst-bureau', 'GET', `/api/running?days=${days}`)).json()
  const replies: Reply[] = []

  beforeAll(async () => {
    endpoint = await openTestEndpoint()
    const file = join(folder, 'models.yaml')
    const one = `{ base_url: '${endpoint.url}', model: m, roles: [chat], price: { in: 2, out: 8, cached: 1 } }`
    writeFileSync(file, `endpoints:\n  city: ${one}\nbudgets:\n  day: { yuan: 50 }\n`)
    p = await openTestPlatform({ settings: { MODELS_FILE: file }, clock: clock.now, ...(url ? { url } : {}) })
    await p.platform.start()
    const visit = await p.visit('zhao-qinghe', 'cert-navigator')
    endpoint.behave(says('您好，请问办什么用途的证明？'))
    replies.push(await visit.say('你好呀'))
    // Counts go into the store once a second, under the day on which they were made.
    await vi.waitFor(async () => expect((await running(1)).total.turns).toBe(1), { timeout: 10_000 })
    clock.advance(2 * 86_400_000)
    endpoint.behave(fails(500, '{}'))
    replies.push(await visit.say('怎么办证明'))
    await vi.waitFor(async () => expect((await running(1)).total.turns).toBe(1), { timeout: 10_000 })
  }, 120_000)
  afterAll(async () => {
    await p?.[Symbol.asyncDispose]()
    await endpoint[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows turns, times, tokens and cost of an agent and of models for the days asked for', async () => {
    const { from, to, total, agents, models } = await running(7)
    expect([from, to]).toEqual(['2026-11-14', '2026-11-20'])
    expect(total.turns).toBe(2)
    for (const { outcome } of replies) expect(total.outcomes[outcome]).toBeGreaterThanOrEqual(1)
    const agent = agents.find(({ id }) => id === 'cert-navigator')
    expect(agent).toMatchObject({ turns: 2, name: '无犯罪记录证明办事员' })
    expect(agent?.medianMs).toBeGreaterThan(0)
    expect(agent?.p90Ms ?? 0).toBeGreaterThanOrEqual(agent?.medianMs ?? 1)
    const city = models.find(({ name }) => name === 'city')
    const offline = models.find(({ name }) => name === 'offline')
    expect(city?.tokensIn).toBeGreaterThan(0)
    expect(city?.microYuan).toBe((city?.tokensIn ?? 0) * 2 - (city?.cached ?? 0) + (city?.tokensOut ?? 0) * 8)
    expect(agent?.microYuan).toBe(city?.microYuan)
    expect(city?.faults).toMatchObject({ error: expect.any(Number) })
    expect(agent?.faults).toEqual(city?.faults)
    expect([city?.turns, offline?.turns]).toEqual([1, 1])
    expect(offline?.faults).toEqual({})
  })

  it('tells days apart, quiet ones too, and of today alone when only today is asked for', async () => {
    const { days } = await running(4)
    expect(days.map(({ day, turns }) => [day, turns])).toEqual([
      ['2026-11-17', 0],
      ['2026-11-18', 1],
      ['2026-11-19', 0],
      ['2026-11-20', 1],
    ])
    expect(days.map(({ medianMs }) => medianMs === null)).toEqual([true, false, true, false])
    const today = await running(1)
    expect(today.agents.find(({ id }) => id === 'cert-navigator')?.turns).toBe(1)
    expect(today.models.find(({ name }) => name === 'city')?.turns).toBe(0)
  })

  it('names nobody, and is shown to analysts and administrators alone', async () => {
    const text = JSON.stringify(await running(30))
    for (const word of ['zhao-qinghe', '赵清禾', '159901', '怎么办证明']) expect(text).not.toContain(word)
    const status = async (persona: string | undefined, path = '/api/running') => (await p.ask(persona, 'GET', path)).status
    expect(await status(undefined)).toBe(401)
    for (const persona of ['zhao-qinghe', 'officer-qinghe', 'auditor-bureau']) expect(await status(persona)).toBe(403)
    expect(await status('admin-bureau')).toBe(200)
    expect(await status('admin-bureau', '/api/running?days=91')).toBe(400)
  })

  it('lets analysts see switches and health, and only administrators switch', async () => {
    for (const path of ['/api/switches', '/api/models/health', '/api/budgets']) {
      expect((await p.ask('analyst-bureau', 'GET', path)).status).toBe(200)
      expect((await p.ask('officer-qinghe', 'GET', path)).status).toBe(403)
    }
    const wish = { kind: 'model', name: 'city', isOff: true, reason: '换卡' }
    expect((await p.ask('analyst-bureau', 'POST', '/api/switches', wish)).status).toBe(403)
    const { switches } = await (await p.ask('analyst-bureau', 'GET', '/api/switches')).json()
    expect(switches).toEqual([])
  })
})
