import { describe, expect, it } from 'vitest'
import { readRows } from './files/read-rows.ts'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

// Incidents by the front door: taken once, chained by place and cause, counted, and made nobody's when they are old.

// biome-ignore lint/suspicious/noExplicitAny: bodies are read as a program reads them; each test says what it expects of them.
type Json = any

const databases = [
  ['SQLite', undefined],
  ['PGlite', 'pglite:'],
] as const
const noisy = '楼上半夜放音响太吵，要求处理'
const knife = '媳妇说她丈夫喝多了拿菜刀要砍她，孩子还在屋里'
const knifeAgain = '我刚才报过警，他喝多了拿菜刀要砍人，孩子还在屋里'

const openIntake = async (url?: string) => {
  const clock = handClock('2026-11-18T02:00:00.000Z')
  const p: TestPlatform = await openTestPlatform({ clock: clock.now, ...(url ? { url } : {}) })
  const ask = async (who: string, method: string, path: string, body?: unknown): Promise<Json> =>
    (await p.ask(who, method, path, body)).json()
  const take = async (incidents: readonly object[], who = 'approver-bureau'): Promise<Json[]> =>
    (await ask(who, 'POST', '/api/incidents', { incidents })).outcomes
  const lines = async (text: string, who = 'approver-bureau'): Promise<Json[]> => {
    const response = await p.platform.server.request('/api/incidents', {
      method: 'POST',
      headers: { ...(await p.as(who)), 'Content-Type': 'application/x-ndjson' },
      body: text,
    })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining('application/x-ndjson')])
    return (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  }
  return {
    p,
    clock,
    take,
    lines,
    get: (path: string, who = 'approver-bureau') => ask(who, 'GET', path),
    [Symbol.asyncDispose]: () => p[Symbol.asyncDispose](),
  }
}

const at = (minutes: number): string => new Date(Date.parse('2026-11-10T02:00:00.000Z') + minutes * 60_000).toISOString()
const day = 24 * 60
const call = (id: string, text: string, minutes: number, place: string | null = '青禾街12号院3栋2单元501室') => ({
  source: '110',
  id,
  text,
  at: at(minutes),
  place,
})

describe.each(databases)('intake on %s', { timeout: 120_000 }, (_name, url) => {
  it('chains by place and cause within 30 days, merges calls about the same, and never looks at who called', async () => {
    await using s = await openIntake(url)
    const [first, again, second, other, elsewhere, noPlace, late] = await s.take([
      call('1', noisy, 0),
      call('2', '楼上还在放音响，我刚才报过警了', 90, '云河市青禾街十二号院3-2-501'),
      call('3', '楼上又跺脚扰民', 3 * day),
      call('4', '借给他三万块钱一直不还', 3 * day + 5),
      call('5', noisy, 10, '青禾街21号'),
      call('6', noisy, 10, null),
      call('7', noisy, 40 * day - 100),
    ])
    expect(again).toMatchObject({ event: first.event, task: first.task, isMerged: true })
    expect(second).toMatchObject({ event: first.event, task: first.task, isMerged: false })
    expect(other.event).not.toBe(first.event)
    expect(elsewhere.event).not.toBe(first.event)
    expect(noPlace.event).not.toBe(first.event)
    expect(late.event).not.toBe(first.event)
    const task = await s.get(`/api/tasks/${first.task}`)
    expect(task).toMatchObject({ incidents: 2, unit: { id: '159901' } })
    expect(task.chain.map(({ sourceId, mergedInto }: Json) => [sourceId, mergedInto])).toEqual([
      ['1', null],
      ['2', first.incident],
      ['3', null],
    ])
    expect(JSON.stringify(task)).not.toMatch(/phone|caller|person/)
  })

  it('reads a later incident of a chain with those before it', async () => {
    await using s = await openIntake(url)
    const taken = await s.take([0, 3, 6, 9].map((days) => call(`n${days}`, noisy, days * day)))
    const points = taken.map((one) => one.points)
    expect(points[1]).toBeGreaterThanOrEqual(points[0])
    const scanner = await s.p.platform.disputes()
    for (const [earlier, one] of taken.entries())
      expect(one.points).toBe(scanner.scan(noisy, { at: new Date(at(earlier * 3 * day)), ...(earlier > 0 ? { earlier } : {}) }).points)
  })

  it('raises a task by what comes later, lowers it by nothing, and begins a closed one anew', async () => {
    await using s = await openIntake(url)
    const [{ task }] = await s.take([call('1', noisy, 0)])
    expect(await s.get(`/api/tasks/${task}`)).toMatchObject({ tier: 'blue' })
    const [merged] = await s.take([call('2', knifeAgain, 12)])
    expect(merged).toMatchObject({
      task,
      isMerged: true,
      tier: 'red',
      advice: expect.arrayContaining([expect.stringContaining('立即派警')]),
    })
    const risen = await s.get(`/api/tasks/${task}`)
    expect(risen).toMatchObject({ tier: 'red', incidents: 1 })
    expect(risen.history.map(({ event, by }: Json) => [event, by])).toEqual([
      ['dispatch', null],
      ['join', null],
      ['upgrade', null],
    ])
    await s.take([call('3', noisy, 20), call('4', noisy, 2 * day)])
    expect(await s.get(`/api/tasks/${task}`)).toMatchObject({ tier: 'red', incidents: 2 })
    await s.p.ask('officer-qinghe', 'POST', `/api/tasks/${task}/receive`, { revision: (await s.get(`/api/tasks/${task}`)).revision })
    const { revision } = await s.get(`/api/tasks/${task}`)
    const closed = await s.p.ask('approver-qinghe', 'POST', `/api/tasks/${task}/close`, {
      revision,
      outcome: 'not_a_dispute',
      note: '误会',
    })
    expect([closed.status, (await closed.json()).state]).toEqual([200, 'closed'])
    await s.take([call('5', noisy, 5 * day)])
    expect(await s.get(`/api/tasks/${task}`)).toMatchObject({
      state: 'dispatched',
      tier: 'red',
      reopenings: 1,
      claimedBy: null,
      outcome: null,
      incidents: 3,
    })
  })

  it('takes each once: sent again, twice in one batch, or by several at the same time', async () => {
    await using s = await openIntake(url)
    const batch = Array.from({ length: 30 }, (_, n) => call(`b${n % 20}`, `${noisy}，第${n % 20}次`, n * 60, `青禾街${n % 5}号`))
    const rounds = await Promise.all([s.take(batch), s.take(batch), s.take(batch.toReversed())])
    const taken = rounds.flat().filter(({ outcome }) => outcome === 'taken')
    expect(taken).toHaveLength(20)
    expect(new Set(rounds.flat().map(({ incident }) => incident)).size).toBe(20)
    expect(rounds.flat().filter(({ outcome }) => outcome === 'refused')).toEqual([])
    const tasks = (await s.get('/api/tasks?limit=200')).tasks
    expect(tasks).toHaveLength(5)
    expect(tasks.reduce((sum: number, one: Json) => sum + one.incidents, 0)).toBe(
      (await s.get('/api/incidents?limit=200')).incidents.filter((one: Json) => !one.mergedInto).length,
    )
  })
})

describe('intake', () => {
  it('answers a file of lines line by line, bad ones with what is wrong, and goes on', async () => {
    await using s = await openIntake()
    const good = Array.from({ length: 450 }, (_, n) => JSON.stringify({ ...call(`l${n}`, noisy, n, `青禾街${n}号`) }))
    const text = [
      ...good.slice(0, 200),
      '{"id":',
      '',
      '{"id":"x"}',
      JSON.stringify({ ...call('empty', '  ', 0) }),
      '长'.repeat(200_001),
      ...good.slice(200),
    ].join('\n')
    const outcomes = await s.lines(text)
    expect(outcomes).toHaveLength(454)
    expect(outcomes.filter(({ outcome }) => outcome === 'taken')).toHaveLength(450)
    expect(outcomes.filter(({ outcome }) => outcome === 'refused').map(({ why }) => why)).toEqual([
      expect.stringContaining('第 201 行：不是完整的 JSON'),
      expect.stringContaining('第 202 行'),
      expect.stringContaining('为空'),
      expect.stringContaining('太长'),
    ])
    expect((await s.lines(text)).filter(({ outcome }) => outcome === 'seen')).toHaveLength(450)
  })

  it('says from which line on a file that breaks off has to be sent again, and keeps what it answered', async () => {
    await using s = await openIntake()
    const text = Array.from({ length: 200 }, (_, n) => `${JSON.stringify(call(`c${n}`, noisy, n, `青禾街${n}号`))}\n`).join('')
    let isSent = false
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (isSent) controller.error(new Error('connection lost'))
        else controller.enqueue(new TextEncoder().encode(text))
        isSent = true
      },
    })
    const headers = { ...(await s.p.as('approver-bureau')), 'Content-Type': 'application/x-ndjson' }
    // A body that is a stream: Node asks for the word, its types do not know it.
    const response = await s.p.platform.server.request('/api/incidents', { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
    const outcomes: Json[] = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect([outcomes.length, outcomes.filter(({ outcome }) => outcome === 'taken').length]).toEqual([201, 200])
    expect(outcomes.at(-1)).toMatchObject({ outcome: 'refused', why: expect.stringContaining('从第 201 行起') })
    expect((await s.lines(text)).every(({ outcome }) => outcome === 'seen')).toBe(true)
    const big = await s.p.ask('approver-bureau', 'POST', '/api/incidents', JSON.stringify(call('big', '长'.repeat(4_000_000), 0)))
    expect(big.status).toBe(413)
  })

  it('files what is no dispute, takes what an officer’s units cover, and says what is wrong with the rest', async () => {
    await using s = await openIntake()
    const [white] = await s.take([call('w', '身份证丢了怎么补办', 0)])
    expect(white).toMatchObject({ outcome: 'taken', tier: 'white', event: null, task: null })
    expect(await s.get(`/api/incidents/${white.incident}`)).toMatchObject({ text: '身份证丢了怎么补办', task: null, chain: [] })
    const [foreign, own] = await s.take([call('f', noisy, 0), call('o', noisy, 0, '某个没写清的地方')], 'officer-beihe')
    expect(foreign).toMatchObject({ outcome: 'refused', why: expect.stringContaining('辖区') })
    expect(own).toMatchObject({ outcome: 'taken' })
    expect(await s.get(`/api/tasks/${own.task}`)).toMatchObject({ unit: { id: '159903' } })
    const [bad] = await s.take([{ ...call('x', noisy, 0), source: '不 行' }])
    expect(bad).toMatchObject({ outcome: 'refused', why: expect.stringContaining('source') })
    for (const [who, status] of [
      ['zhao-qinghe', 403],
      ['liaison-labour', 403],
      ['auditor-bureau', 403],
    ] as const)
      expect([who, (await s.p.ask(who, 'POST', '/api/incidents', call('y', noisy, 0))).status]).toEqual([who, status])
    for (const body of ['', '{', { incidents: [] }, { id: 'z' }, { ...call('z', noisy, 0), at: '昨天' }])
      expect((await s.p.ask('approver-bureau', 'POST', '/api/incidents', body)).status).toBe(400)
  })

  it('takes odd texts for what they are', async () => {
    await using s = await openIntake()
    const odd = [
      '\0邻居吵架\0',
      '😀'.repeat(5_000),
      '打'.repeat(1_000),
      '<script>alert(1)</script>',
      '\uD800半个字',
      '借钱不还'.repeat(3_000),
    ]
    const outcomes = await s.take(odd.map((text, n) => call(`odd${n}`, text, n, `青禾街${n}号`)))
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(odd.map(() => 'taken'))
    expect((await s.get(`/api/incidents/${outcomes[0].incident}`)).text).toBe('邻居吵架')
  })
})

describe('figures', () => {
  it('count incidents by class, unit and tier, by day, week and month; merged calls once', async () => {
    await using s = await openIntake()
    await s.take([
      call('1', noisy, 0),
      call('2', noisy, 5),
      call('3', '借给他三万块钱一直不还', 8 * day, '石桥路7号'),
      call('4', '身份证丢了怎么补办', 8 * day, '石桥路8号'),
    ])
    const byClass = await s.get('/api/disputes/trends?by=class&step=week&from=2026-11-02&to=2026-11-22')
    expect(byClass.periods).toEqual(['2026-11-02', '2026-11-09', '2026-11-16'])
    expect(byClass.rows.find(({ key }: Json) => key === 'D2')).toMatchObject({ name: '邻里生活', counts: [0, 1, 0], total: 1 })
    expect(byClass.rows.find(({ key }: Json) => key === 'D3')).toMatchObject({ counts: [0, 0, 1] })
    expect(byClass.rows.find(({ key }: Json) => key === 'none')).toMatchObject({ counts: [0, 0, 1] })
    const byUnit = await s.get('/api/disputes/trends?by=unit&step=month&from=2026-11-01&to=2026-11-30')
    expect(byUnit.rows.map(({ key, counts }: Json) => [key, counts])).toEqual(
      expect.arrayContaining([
        ['159901', [1]],
        ['159902', [2]],
      ]),
    )
    expect((await s.get('/api/disputes/trends?by=unit&step=month&from=2026-11-01&to=2026-11-30', 'officer-beihe')).rows).toEqual([])
    expect((await s.p.ask('officer-beihe', 'GET', '/api/disputes/trends?from=2026-11-01&to=2026-11-30&unit=159901')).status).toBe(404)
    for (const query of ['from=2026-11-30&to=2026-11-01', 'from=2020-01-01&to=2026-11-01', 'from=x&to=y', ''])
      expect([query, (await s.p.ask('approver-bureau', 'GET', `/api/disputes/trends?${query}`)).status]).toEqual([query, 400])
  })

  it('score the work of units, never of persons, as JSON, CSV and XLSX with the same numbers', async () => {
    await using s = await openIntake()
    const [one, two] = await s.take([call('1', noisy, 0), call('2', noisy, 0, '青禾街30号')])
    const act = async (task: string, what: string, facts: object = {}) =>
      s.p.ask('officer-qinghe', 'POST', `/api/tasks/${task}/${what}`, { revision: (await s.get(`/api/tasks/${task}`)).revision, ...facts })
    await act(one.task, 'receive')
    s.clock.advance(5 * day * 60_000)
    await act(two.task, 'receive')
    await act(two.task, 'return', { reason: '地址不在本所辖区' })
    const path = '/api/disputes/work?from=2026-11-01&to=2026-11-30'
    const { units } = await s.get(path)
    const row = units.find(({ unit }: Json) => unit.id === '159901')
    expect(row).toMatchObject({ dispatched: 2, steps: 2, lateSteps: 1, timeliness: 0.5, returns: 1, closed: 0 })
    expect(units.find(({ unit }: Json) => unit.id === '159902')).toMatchObject({ dispatched: 0, timeliness: null })
    const csv = await (await s.p.ask('approver-bureau', 'GET', `${path}&format=csv`)).text()
    expect(csv.split('\r\n').find((line) => line.includes('青禾派出所,'))).toBe(
      '云河市公安局青禾派出所,2026-11-01,2026-11-30,2,0,0.5,2,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0',
    )
    const xlsx = await s.p.ask('approver-bureau', 'GET', `${path}&format=xlsx`)
    const rows: (readonly unknown[])[] = []
    for await (const { cells } of readRows({ name: 'work.xlsx', bytes: new Uint8Array(await xlsx.arrayBuffer()) })) rows.push(cells)
    expect(
      rows
        .find((cells) => cells[0] === '云河市公安局青禾派出所')
        ?.map(String)
        .join(),
    ).toContain('2026-11-01,2026-11-30,2,0,0.5,2,1,1')
    expect(csv).not.toMatch(/高守信|officer-qinghe/)
    expect((await s.get(path, 'officer-beihe')).units.map(({ unit }: Json) => unit.id)).toEqual(['159903', '159903001', '159903002'])
  })

  it('say what today is like', async () => {
    await using s = await openIntake()
    const now = s.clock.now().toISOString()
    await s.take([
      { ...call('1', noisy, 0), at: now },
      { ...call('2', noisy, 0), at: now },
      { ...call('3', knife, 0, '石桥路3号'), at: now },
    ])
    s.clock.advance(10 * 60_000)
    expect(await s.get('/api/tasks/summary')).toMatchObject({
      open: { red: 1, blue: 1 },
      overdue: { red: 1, blue: 0 },
      states: { dispatched: 2, closed: 0 },
      today: { incidents: 3, merged: 1, dispatched: 2, closed: 0 },
      callsWaiting: 0,
    })
    expect(await s.get('/api/tasks/summary', 'officer-qinghe')).toMatchObject({ open: { red: 0, blue: 1 } })
    expect(await s.get('/api/tasks/summary?unit=159902')).toMatchObject({
      open: { red: 1, blue: 0 },
      unit: { name: '云河市公安局石桥派出所' },
    })
  })
})

it('reads the board in three round trips, however many tasks and names there are', async () => {
  await using s = await openIntake()
  await s.take(Array.from({ length: 120 }, (_, n) => call(`t${n}`, noisy, n, `青禾街${n}号`)))
  for (const { id, revision } of (await s.get('/api/tasks?limit=20')).tasks)
    await s.p.ask('officer-qinghe', 'POST', `/api/tasks/${id}/receive`, { revision })
  await s.get('/api/tasks')
  const before = s.p.platform.store.roundTrips()
  const { tasks, next } = await s.get('/api/tasks?limit=100')
  expect(s.p.platform.store.roundTrips() - before).toBeLessThanOrEqual(3)
  expect(tasks).toHaveLength(100)
  const rest = await s.get(`/api/tasks?limit=100&after=${next}`)
  expect([rest.tasks.length, rest.next]).toEqual([20, null])
  expect(new Set([...tasks, ...rest.tasks].map(({ id }: Json) => id)).size).toBe(120)
  expect((await s.p.ask('approver-bureau', 'GET', '/api/tasks?after=abc')).status).toBe(400)
  expect((await s.get('/api/tasks?mine=true', 'officer-qinghe')).tasks).toHaveLength(20)
  expect((await s.get('/api/tasks?state=received')).tasks).toHaveLength(20)
  expect((await s.get('/api/tasks?class=D3')).tasks).toEqual([])
})

it('makes nobody’s of what is older than eighteen months: words, places and files gone, counts as they were', async () => {
  await using s = await openIntake()
  const [one] = await s.take([call('1', noisy, 0), call('2', noisy, 3 * day)])
  const act = async (what: string, facts: object = {}) =>
    s.p.ask('officer-qinghe', 'POST', `/api/tasks/${one.task}/${what}`, {
      revision: (await s.get(`/api/tasks/${one.task}`)).revision,
      ...facts,
    })
  await act('receive')
  await act('close', { outcome: 'not_a_dispute', note: '误会一场' })
  s.clock.set('2028-05-01T02:00:00.000Z')
  expect(await s.p.platform.loop.deidentify()).toEqual({ incidents: 0, tasks: 0 })
  s.clock.set('2028-06-01T02:00:00.000Z')
  const before = await s.get('/api/disputes/trends?from=2026-11-01&to=2026-11-30')
  expect(await s.p.platform.loop.deidentify()).toEqual({ incidents: 2, tasks: 1 })
  expect(await s.get('/api/disputes/trends?from=2026-11-01&to=2026-11-30')).toEqual(before)
  const task = await s.get(`/api/tasks/${one.task}`)
  expect(task).toMatchObject({ tier: 'blue', state: 'closed', outcome: 'not_a_dispute', incidents: 2, place: null, excerpt: null })
  expect(task.chain.map(({ text, place, reasons, tier }: Json) => [text, place, reasons, tier])).toEqual([
    [null, null, [], 'blue'],
    [null, null, [], 'blue'],
  ])
  expect(task.history.every(({ content }: Json) => Object.keys(content).length === 0)).toBe(true)
  const rows = await s.p.platform.store.audit.list({ afterSeq: 0, limit: 500 })
  expect(rows.findLast(({ action }) => action !== 'read_task')).toMatchObject({
    action: 'deidentify_incidents',
    detail: { incidents: 2, tasks: 1 },
  })
  // The same place again is a new chain: nothing remembers the old one.
  const [fresh] = await s.take([{ ...call('9', noisy, 0), at: s.clock.now().toISOString() }])
  expect(fresh.event).not.toBe(one.event)
})
