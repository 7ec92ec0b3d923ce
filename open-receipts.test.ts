import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiptCode, turnsOfCode } from './core/receipts.ts'
import { calls, fails, openTestEndpoint, says, type TestEndpoint } from './models/test-endpoint.ts'
import { openTestPlatform, type TestPlatform } from './testing.ts'

// A code that stands for an answer: who answered what, by which versions, and the same answer once more. Values are invented.

describe.each([
  ['SQLite', undefined],
  ['PGlite', 'pglite:'],
])('receipts on %s', { timeout: 60_000 }, (_name, url) => {
  let endpoint: TestEndpoint
  let p: TestPlatform
  beforeAll(async () => {
    endpoint = await openTestEndpoint()
    p = await openTestPlatform({ settings: { MODEL: 'test', OPENAI_BASE_URL: endpoint.url }, ...(url ? { url } : {}) })
  }, 60_000)
  afterAll(async () => {
    await p[Symbol.asyncDispose]()
    await endpoint[Symbol.asyncDispose]()
  })
  const receipt = (who: string, code: string, purpose?: string) =>
    p.ask(who, 'GET', `/api/receipts/${code}${purpose ? `?purpose=${encodeURIComponent(purpose)}` : ''}`)

  it('says to the one who asked what was asked and answered, by which page, tools, clauses and model', async () => {
    endpoint.behave(calls({ name: 'search_policy', args: { query: '身份证丢了怎么补' } }), says('居民身份证丢失的，应当申请补领。'))
    const visit = await p.visit('zhao-qinghe', 'id-card-apply')
    const reply = await visit.say('我的电话是13900005678，身份证丢了怎么补')
    const code = reply.receipt ?? ''
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    const found = await (await receipt('zhao-qinghe', code.toLowerCase().replaceAll('-', ' '))).json()
    expect(found).toMatchObject({
      ...{
        code,
        text: reply.text,
        outcome: reply.outcome,
        model: reply.model,
        agent: { id: 'id-card-apply', version: expect.any(String) },
      },
      says: '我的电话是13900005678，身份证丢了怎么补',
      tools: [{ name: 'search_policy', version: expect.stringMatching(/^[0-9a-f]{12}$/), result: 'done' }],
      models: [{ model: 'test', fault: null }, { model: 'test' }],
      documents: expect.arrayContaining([expect.objectContaining({ document: expect.any(String), version: expect.any(String) })]),
      guards: expect.arrayContaining(['personal-data']),
    })
    expect(JSON.stringify(found)).not.toContain('zhao-qinghe')
  })

  it('is not there for another, and is shown to an auditor only with a purpose, which the one who asked can see', async () => {
    const visit = await p.visit('lin-anran', 'id-card-apply')
    endpoint.behave(says('您好。'))
    const { receipt: code = '' } = await visit.say('我的电话是13900005678')
    expect((await receipt('zhao-qinghe', code)).status).toBe(404)
    expect((await receipt('officer-qinghe', code, '群众投诉答复')).status).toBe(404)
    expect((await receipt('auditor-bureau', code)).status).toBe(403)
    const shown = await receipt('auditor-bureau', code, '群众投诉答复')
    expect(shown.status).toBe(200)
    expect(await shown.json()).toMatchObject({ says: '我的电话是〔电话〕' })
    const { lookups } = (await (await p.ask('lin-anran', 'GET', '/api/me/lookups')).json()) as { lookups: { purpose: string }[] }
    expect(lookups.map(({ purpose }) => purpose)).toContain('群众投诉答复')
  })

  it('is played again to the same word: offline, with a model, through a failure, and around a deed that is not done twice', async () => {
    const codes: string[] = []
    const said = async (who: string, agent: string | undefined, ...texts: string[]): Promise<void> => {
      const visit = await p.visit(who, agent)
      for (const text of texts) codes.push((await visit.say(text)).receipt ?? '')
    }
    endpoint.behave(
      calls({ name: 'search_policy', args: { query: '身份证丢了怎么补' } }),
      says('居民身份证丢失的，应当申请补领。还可以请您吃饭。'),
    )
    await said('zhao-qinghe', 'id-card-apply', '身份证丢了怎么补')
    endpoint.behave(fails(500, '{}'))
    await said('zhao-qinghe', undefined, '户口迁到外省要多久')
    endpoint.behave(calls({ name: 'submit_certificate_application', args: { purpose: 'employment' } }), says('好的。'))
    await said('qian-xiaoman', 'cert-navigator', '开无犯罪记录证明去上班', '确认', '有人拿刀砍我')
    const rows = await p.platform.store.audit.list({ afterSeq: 0, limit: 10_000 })
    for (const code of codes) {
      const { replay } = await p.platform.receipts.replay(code)
      expect(replay?.differences, code).toEqual([])
      expect(replay?.is.text.length).toBeGreaterThan(4)
    }
    expect(await p.platform.store.audit.list({ afterSeq: 0, limit: 10_000 })).toEqual(rows)
    const applications = await p.platform.store.applications.listByPerson('qian-xiaoman', 10)
    expect(applications).toHaveLength(1)
  })

  it('shows the difference where what was recorded is not what would be said now', async () => {
    const visit = await p.visit('sun-wangshu', 'id-card-apply')
    endpoint.behave(says('您好，请问要办什么？'))
    const reply = await visit.say('在吗')
    const range = turnsOfCode(reply.receipt ?? '')
    const [found] = await p.platform.store.conversations.turnsBetween(range?.from ?? '', range?.to ?? '')
    if (!found?.turn.record || !found.turn.reply) throw new Error('not kept')
    const { turn } = found
    await p.platform.store.conversations.finishTurn(turn.id, {
      ...{ reply: { ...found.turn.reply, text: '您好，随便办。' }, events: turn.events, trace: turn.trace, pending: null },
      ...{ agent: turn.agent, agentVersion: turn.agentVersion, record: { ...found.turn.record, build: '0.0.0' } },
    })
    const { replay } = await p.platform.receipts.replay(reply.receipt ?? '')
    expect(replay?.differences.map(({ what }) => what)).toEqual(['text', 'build'])
    expect(replay?.differences[0]).toMatchObject({ was: '您好，随便办。', is: '您好，请问要办什么？' })
  })

  it('shows an auditor the log, newest first, with what was done and by what right, and writes down that it was read', async () => {
    const visit = await p.visit('qian-xiaoman')
    await visit.say('我要去深圳上班，单位让开个无犯罪记录证明')
    await visit.say('确认')
    const read = async (who: string, query = '') => p.ask(who, 'GET', `/api/audit${query}`)
    for (const who of ['qian-xiaoman', 'reviewer-qinghe', 'admin-bureau']) expect((await read(who)).status).toBe(403)
    type Page = { lines: Record<string, unknown>[]; next: number | null }
    const page = async (query: string) => (await (await read('auditor-bureau', query)).json()) as Page
    const all = await page('?limit=200')
    expect(all.lines.map(({ action }) => action)).toEqual(expect.arrayContaining(['submit_certificate_application', 'issue_certificate']))
    expect(all.lines.every(({ isWhole }) => isWhole)).toBe(true)
    const text = JSON.stringify(all)
    expect(text).not.toMatch(/qian-xiaoman|钱小满|159901\d{12}/)
    const [deed] = all.lines.filter(({ action }) => action === 'submit_certificate_application')
    expect(deed).toMatchObject({ actorKind: 'citizen', isOk: true, agent: 'cert-navigator' })
    const own = await page(`?actor=${String(deed?.actor)}&action=submit_certificate_application`)
    expect([own.lines, own.next]).toEqual([[deed], null])
    const first = await page('?limit=3')
    const older = await page(`?limit=3&before=${first.next}`)
    expect(Number(older.lines[0]?.seq)).toBeLessThan(Number(first.lines[2]?.seq))
    expect(first.lines[0]).toMatchObject({ action: 'read_audit', actor: 'auditor-bureau', name: '审如一' })
  })
})

describe('the code of a receipt', () => {
  it('leads back to the turn, however it is written, and nothing else is one', () => {
    const id = '0192f3a4-7c1e-7b2a-9d3e-5f6a7b8c9d0e'
    const code = receiptCode(id)
    for (const written of [code, code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('0', 'O')} `]) {
      const range = turnsOfCode(written)
      expect(range && range.from <= id && id <= range.to).toBe(true)
    }
    for (const wrong of ['', '1234', 'UUUU-UUUU-UUUU', `${code}0`, '身份证']) expect(turnsOfCode(wrong)).toBeUndefined()
  })
})
