import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../testing.ts'

const path = '/api/disputes/scan'
const ndjson = { 'content-type': 'application/x-ndjson' }
const wages = '老板跑了，拖欠我们二十几个人三个月工资'

describe('texts that are handed in to be judged', () => {
  let p: TestPlatform
  beforeAll(async () => {
    p = await openTestPlatform()
  }, 120_000)
  afterAll(() => p?.[Symbol.asyncDispose]())
  const scan = (body: unknown, who: string | undefined = 'officer-qinghe') => p.ask(who, 'POST', path, body)
  const sendLines = async (body: BodyInit, who = 'officer-qinghe'): Promise<Response> =>
    p.platform.server.request(path, { method: 'POST', headers: { ...ndjson, ...(await p.as(who)) }, body, duplex: 'half' } as RequestInit)

  it('come back one by one with class, tier, points that add up, and words at their places', async () => {
    const response = await scan({ text: wages, at: '2026-11-18T10:00:00+08:00' })
    expect(response.status).toBe(200)
    const finding = await response.json()
    expect(finding).toMatchObject({ classes: expect.arrayContaining(['D4']), version: expect.any(String) })
    const points = finding.reasons.reduce((sum: number, reason: { points: number }) => sum + reason.points, 0)
    expect(finding.points).toBe(Math.max(0, points))
    for (const { word, at } of finding.reasons) expect(wages.slice(at, at + word.length)).toBe(word)
  })

  it('come back in their order when there are several, plain or with ids', async () => {
    const { findings } = await (await scan({ texts: [wages, { id: '乙', text: '今天天气不错' }, ''] })).json()
    expect(findings.map((one: { id: unknown }) => one.id)).toEqual([0, '乙', 2])
    expect(findings.map((one: { classes: string[] }) => one.classes.length > 0)).toEqual([true, false, false])
  })

  it('are for those who are signed in as officers or analysts', async () => {
    expect((await scan({ text: wages }, 'zhao-qinghe')).status).toBe(403)
    expect(
      (await p.platform.server.request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"text":"x"}' }))
        .status,
    ).toBe(401)
    expect((await scan({ text: wages }, 'analyst-bureau')).status).toBe(200)
  })

  it.each([
    [{}, '缺少 text', 'text'],
    [{ text: 7 }, '缺少 text', 'text'],
    [{ texts: [] }, '至少一条', 'texts'],
    [{ texts: ['打', { text: 7 }] }, '缺少 text', 'texts.1.text'],
    [{ text: '打'.repeat(100_001) }, '最多 100000 字', 'text'],
    [{ texts: Array(1_001).fill('x') }, '最多 1000 条', 'texts'],
  ])('are refused in words that say what is wrong, and where, %#', async (body, said, where) => {
    const response = await scan(body)
    expect(response.status).toBe(400)
    const { code, detail, fields } = await response.json()
    expect([code, detail, fields[0].path]).toEqual(['bad_input', expect.stringContaining(said), where])
  })

  it.each([[{ text: '打'.repeat(100_000) }], [{ text: '😀\u0000\ud83d' }]])(
    'are judged at the edges of what they may be, %#',
    async (body) => {
      expect((await scan(body)).status).toBe(200)
    },
  )

  it('are judged line by line, and a broken line is named while the others go on', async () => {
    const response = await sendLines(
      `${JSON.stringify({ id: 'a', text: wages })}\nnonsense\n\n{"id":"c"}\n${JSON.stringify({ text: '没事' })}`,
    )
    expect(response.headers.get('content-type')).toContain('application/x-ndjson')
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines[0]).toMatchObject({ id: 'a', classes: expect.arrayContaining(['D4']) })
    expect(lines.slice(1, 3)).toEqual([
      { line: 2, error: expect.any(String) },
      { line: 3, error: expect.any(String) },
    ])
    expect(lines[3]).toMatchObject({ id: 4, classes: [] })
  })

  it('are read only as fast as the answers are', { timeout: 120_000 }, async () => {
    const line = new TextEncoder().encode(`${JSON.stringify({ text: wages })}\n`.repeat(500))
    let sent = 0
    const total = 60
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent++ < total) controller.enqueue(line)
        else controller.close()
      },
    })
    const response = await sendLines(body)
    const reader = response.body?.getReader()
    const newlines = (bytes: Uint8Array | undefined): number => bytes?.filter((byte) => byte === 10).length ?? 0
    let lines = newlines((await reader?.read())?.value)
    await new Promise((resolve) => setTimeout(resolve, 500))
    // Whoever sends was stopped long before the end, because nobody read on.
    expect(sent).toBeLessThan(total / 4)
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) lines += newlines(next.value)
    expect(sent).toBe(total + 1)
    expect(lines).toBe(total * 500)
  })

  it('leave their number in the audit, and no word of theirs there or in the log', async () => {
    const secret = '独一无二的字眼丁丑'
    await scan({ text: `${secret}，${wages}` })
    await (await sendLines(`${JSON.stringify({ text: secret })}\n{"text":"${secret}`)).text()
    const rows = (await p.platform.store.audit.list({ afterSeq: 0, limit: 1_000 })).filter(({ action }) => action === 'scan_disputes')
    expect(rows.at(-1)).toMatchObject({ actorKind: 'officer', isOk: true, detail: { texts: 2, way: 'stream' } })
    expect(JSON.stringify(rows)).not.toContain(secret)
    expect(p.logs.join('\n')).not.toContain(secret)
  })

  it('can be judged by a tool for officers, who get a sentence and a card', async () => {
    const { callTool, store } = p.platform
    const officer = await store.people.find('officer-qinghe')
    const citizen = await store.people.find('zhao-qinghe')
    if (!officer || !citizen) throw new Error('the demo people are missing')
    const ask = (who: typeof officer, text: string) =>
      callTool({ tool: 'detect_dispute', args: { text }, who, agent: undefined, conversation: undefined, deedKey: text })
    const done = await ask(officer, wages)
    if (done.kind !== 'done') throw new Error(done.kind)
    expect(done.presentation.text).toContain('D4 劳动劳资')
    expect(done.presentation.cards?.[0]).toMatchObject({
      kind: 'dispute',
      fields: expect.arrayContaining([{ label: '类别', value: expect.stringContaining('D4') }]),
    })
    expect((await ask(officer, ' ')).kind).toBe('refused')
    expect((await ask(citizen, wages)).kind).toBe('refused')
  })
})
