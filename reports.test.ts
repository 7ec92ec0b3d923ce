import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { disputeClasses, tiers } from './core/disputes.ts'
import { uuidv7 } from './core/ids.ts'
import type { Incident } from './core/incidents.ts'
import type { Unit } from './core/people.ts'
import type { Store } from './core/ports.ts'
import type { Report } from './core/reports.ts'
import { satisfactions, type Task, type TaskCall, type TaskStep, taskEvents, taskOutcomes } from './core/tasks.ts'
import { addDays, shanghaiDate } from './core/time.ts'
import { randomOf } from './domain/made-incidents/random.ts'
import { hiddenCells } from './domain/reports/hide-small.ts'
import { periodBefore, periodOf } from './domain/reports/periods.ts'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

const secret = { text: '楼上李某半夜吵得没法睡', place: '金穗小区9号楼2单元1801' }
const unit = (id: string, name: string, parent: string, kind: Unit['kind']): Unit => ({ id, name, parent, phone: '', address: '', kind })
/** A banner of its own under the demo bureau, with a small station and a department that is nobody's row. */
const units = [
  unit('159980', '测试旗公安局', '159900', 'banner'),
  unit('159981', '大河派出所', '159980', 'station'),
  unit('159982', '小河派出所', '159980', 'station'),
  unit('159983', '大河社区警务室', '159981', 'community'),
  unit('159989', '测试旗人社局', '159980', 'department'),
]
const [big, little, community] = ['159981', '159982', '159983']
const now = '2026-11-26T04:00:00.000Z'

interface Rows {
  readonly incidents: Incident[]
  readonly tasks: Task[]
  readonly steps: TaskStep[]
  readonly calls: TaskCall[]
}

/** Rows of eleven weeks, by seed: some merged, some of other units, some at the very edge of a week. */
const makeRows = (): Rows => {
  const random = randomOf('rows of the report test')
  const moment = (): Date => new Date(new Date(now).getTime() - Math.floor(random.next() * 77 * 86_400_000))
  const edges = ['2026-11-22T15:59:59.999Z', '2026-11-22T16:00:00.000Z', '2026-11-15T16:00:00.000Z'].map((at) => new Date(at))
  const rows: Rows = { incidents: [], tasks: [], steps: [], calls: [] }
  const places = [big, big, big, community, community, '159980', '159901']
  for (let n = 0; n < 900; n++) {
    const at = edges[n] ?? (n < 5 ? new Date('2026-11-24T02:00:00.000Z') : moment())
    // Two of this week are all that the small station has.
    const isOfLittle = n === 3 || n === 4
    const tier = isOfLittle ? 'yellow' : random.of(tiers)
    const id = uuidv7(at)
    rows.incidents.push({
      ...{ id, source: '110', sourceId: `n${n}`, unit: isOfLittle ? little : random.of(places), at, takenAt: at, placeKey: `p${n % 50}` },
      ...{ body: { ...secret, reasons: [] }, tier, classes: tier === 'white' ? [] : [random.of(disputeClasses)], points: 30, marks: [] },
      ...{ scanner: 'test', event: undefined, mergedInto: !isOfLittle && random.isOf(0.1) ? 'another' : undefined },
    })
  }
  for (let n = 0; n < 300; n++) {
    const dispatchedAt = moment()
    const isClosed = random.isOf(0.7)
    const task: Task = {
      ...{ id: uuidv7(dispatchedAt), number: `RW-${n}`, event: uuidv7(dispatchedAt), unit: n % 40 === 0 ? little : random.of(places) },
      ...{ state: isClosed ? 'closed' : 'handling', tier: 'yellow', points: 30, classes: ['D2'], marks: [], matter: undefined },
      ...{ claimedBy: undefined, dispatchedAt, receivedAt: dispatchedAt, contactedAt: undefined, fedBackAt: undefined },
      ...{ closedAt: isClosed ? moment() : undefined, dueAt: dispatchedAt, escalateAt: undefined, level: 0, escalatedTo: undefined },
      ...{ needsVisit: false, failedFollowUps: 0, satisfaction: isClosed && random.isOf(0.8) ? random.of(satisfactions) : undefined },
      ...{ outcome: isClosed ? random.of(taskOutcomes) : undefined, lateSteps: 0, returns: 0, reopenings: 0, incidents: 1 },
      ...{ lastIncidentAt: dispatchedAt, brief: { place: secret.place, excerpt: secret.text }, revision: 1 },
    }
    rows.tasks.push(task)
    for (let step = 1; step <= 6; step++) {
      const at = moment()
      rows.steps.push({
        ...{ id: uuidv7(at), task: task.id, n: step, event: random.of(taskEvents), to: 'handling', at, unit: task.unit },
        ...{ actor: { kind: 'system' }, isLate: random.isOf(0.2), content: { note: secret.text } },
      })
    }
    if (n % 5 === 0) {
      const calledAt = moment()
      rows.calls.push({
        ...{ id: uuidv7(calledAt), task: task.id, department: '159989', calledAt, calledBy: 'x', dueAt: calledAt, state: 'open' },
        ...{ isLate: random.isOf(0.5), answeredAt: undefined, answeredBy: undefined, attended: undefined },
        ...{ question: secret.text, answer: undefined },
      })
    }
  }
  return rows
}

const put = async (store: Store, rows: Rows): Promise<void> => {
  await store.transaction(async (records) => {
    for (const one of units) await records.people.saveUnit(one)
    await records.incidents.insert(rows.incidents)
    await records.tasks.insert(rows.tasks)
    for (const step of rows.steps) await records.tasks.addSteps([step])
    for (const call of rows.calls) await records.tasks.insertCall(call)
  })
}

/** Every number worked out again from the rows, by its name, in other words than the report's own. */
const againFrom = (rows: Rows, report: Report): ReadonlyMap<string, number | undefined> => {
  const found = new Map<string, number | undefined>()
  const day = (at: Date): string => shanghaiDate(at)
  const isIn = (at: Date | undefined, { from, to }: { from: string; to: string }): boolean =>
    at !== undefined && day(at) >= from && day(at) < to
  const below: Record<string, string[]> = { 159980: ['159980'], [big]: [big, community], [little]: [little], [community]: [community] }
  const mine = report.unit.id === '159980' ? ['159980', big, little, community] : (below[report.unit.id] ?? [])
  const groups =
    report.tables
      .find(({ id }) => id === 'T3')
      ?.rows.map(({ key }) => ({ key, units: key === report.unit.id ? [key] : (below[key] ?? []) })) ?? []
  const incidents = (of: readonly string[], span: { from: string; to: string }, is: (one: Incident) => boolean): number =>
    rows.incidents.filter((one) => of.includes(one.unit) && one.mergedInto === undefined && isIn(one.at, span) && is(one)).length
  const part = (a: number, b: number): number | undefined => (b === 0 ? undefined : a / b)
  const compare = (name: string, count: (span: { from: string; to: string }) => number): void => {
    const [present, past] = [count(report.period), count(report.before)]
    found.set(`${name}.now`, present)
    found.set(`${name}.before`, past)
    found.set(`${name}.change`, past < 5 ? undefined : part(present - past, past))
  }
  const all = incidents(mine, report.period, ({ classes }) => classes.length > 0)
  for (const code of disputeClasses) {
    compare(`T1.${code}`, (span) => incidents(mine, span, ({ classes }) => classes[0] === code))
    found.set(
      `T1.${code}.share`,
      part(
        incidents(mine, report.period, ({ classes }) => classes[0] === code),
        all,
      ),
    )
  }
  for (const tier of tiers) compare(`T2.${tier}`, (span) => incidents(mine, span, (one) => one.tier === tier))
  const isUrgent = ({ tier }: Incident): boolean => tier === 'red' || tier === 'orange'
  for (const { key, units: of } of groups) {
    compare(`T3.${key}`, (span) => incidents(of, span, ({ tier }) => tier !== 'white'))
    found.set(`T3.${key}.urgent`, incidents(of, report.period, isUrgent))
    for (const code of disputeClasses)
      found.set(
        `T5.${key}.${code}`,
        incidents(of, report.period, ({ classes }) => classes[0] === code),
      )
  }
  for (const { key } of report.tables.find(({ id }) => id === 'T4')?.rows ?? []) {
    const week = { from: key, to: addDays(key, 7) }
    found.set(
      `T4.${key}.all`,
      incidents(mine, week, ({ tier }) => tier !== 'white'),
    )
    found.set(`T4.${key}.urgent`, incidents(mine, week, isUrgent))
  }
  for (const { key, units: of } of [...groups, { key: 'all', units: mine }]) {
    const steps = (span: { from: string; to: string }, events: readonly string[]): TaskStep[] =>
      rows.steps.filter((one) => of.includes(one.unit) && isIn(one.at, span) && events.includes(one.event))
    const timed = ['receive', 'triage', 'handle', 'feedback', 'close']
    const timely = (span: { from: string; to: string }): number | undefined =>
      part(steps(span, timed).filter(({ isLate }) => !isLate).length, steps(span, timed).length)
    const closed = rows.tasks.filter((one) => of.includes(one.unit) && isIn(one.closedAt, report.period))
    found.set(`T6.${key}.dispatched`, steps(report.period, ['dispatch']).length)
    found.set(`T6.${key}.closed`, closed.length)
    found.set(`T6.${key}.timely`, timely(report.period))
    found.set(`T6.${key}.timelyBefore`, timely(report.before))
    found.set(`T6.${key}.returns`, steps(report.period, ['return']).length)
    found.set(`T6.${key}.reopened`, steps(report.period, ['reopen']).length)
    found.set(`T6.${key}.escalated`, steps(report.period, ['escalate']).length)
    const late = rows.calls.filter(({ isLate, calledAt, task }) => {
      const owner = rows.tasks.find(({ id }) => id === task)
      return isLate && isIn(calledAt, report.period) && owner !== undefined && of.includes(owner.unit)
    })
    found.set(`T6.${key}.callsLate`, late.length)
    for (const how of satisfactions) found.set(`T8.${key}.${how}`, closed.filter(({ satisfaction }) => satisfaction === how).length)
    const said = closed.filter(({ satisfaction }) => satisfaction !== undefined)
    found.set(`T8.${key}.rate`, part(said.filter(({ satisfaction }) => satisfaction !== 'unsatisfied').length, said.length))
  }
  for (const outcome of taskOutcomes)
    compare(
      `T7.${outcome}`,
      (span) => rows.tasks.filter((one) => mine.includes(one.unit) && isIn(one.closedAt, span) && one.outcome === outcome).length,
    )
  return found
}

const rows = makeRows()
const open = async (url?: string): Promise<TestPlatform> => {
  const p = await openTestPlatform({ clock: handClock(now).now, ...(url ? { url } : {}) })
  await put(p.platform.store, rows)
  return p
}
const reportOf = async (p: TestPlatform, query: string, persona = 'analyst-bureau'): Promise<Report> => {
  const answer = await p.ask(persona, 'GET', `/api/reports?${query}`)
  expect(answer.status, query).toBe(200)
  // Described by the schema of the route itself.
  return (await answer.json()) as Report
}

describe.each([
  ['SQLite', undefined],
  ['PGlite', 'pglite:'],
])('a report on %s', (_, url) => {
  it('says no number that is not found again in the rows, and hides what is small of an area', async () => {
    await using p = await open(url)
    for (const query of [
      'period=week&of=2026-11-23&unit=159980',
      'period=month&of=2026-10-31&unit=159980',
      `period=quarter&of=2026-11-26&unit=${big}`,
    ]) {
      const report = await reportOf(p, query)
      const again = againFrom(rows, report)
      const cells = report.tables.flatMap(({ rows: lines }) => lines.flatMap((line) => line.cells))
      expect(cells.length).toBeGreaterThan(120)
      expect(new Set(cells.map(({ ref }) => ref)).size).toBe(cells.length)
      for (const { ref, value, isHidden } of cells) {
        expect(again.has(ref), ref).toBe(true)
        if (!isHidden) expect(value ?? undefined, ref).toEqual(again.get(ref))
      }
      // Numbers in sentences are those of cells that are shown.
      const shown = new Map(cells.filter(({ isHidden, value }) => !isHidden && value !== null).map(({ ref, value }) => [ref, value]))
      for (const { text, refs } of report.sentences) {
        expect(
          refs.every((ref) => shown.has(ref)),
          text,
        ).toBe(true)
        for (const [, number] of text.matchAll(/(\d+)件/g))
          expect(
            refs.map((ref) => shown.get(ref)),
            text,
          ).toContain(Number(number))
      }
      // Every query that a column names is in the annex.
      const known = new Set(report.queries.map(({ id }) => id))
      for (const { columns } of report.tables)
        for (const { query: named } of columns) expect(named.split('、').every((id) => known.has(id))).toBe(true)
    }
  })
})

describe('what a report hides', () => {
  it('is every one or two of an area, and never so that it can be worked out', async () => {
    await using p = await open()
    const report = await reportOf(p, 'period=week&of=2026-11-23&unit=159980')
    const again = againFrom(rows, report)
    const areaTables = report.tables.filter(({ id }) => ['T3', 'T5', 'T8'].includes(id))
    const small = areaTables
      .flatMap(({ rows: lines }) => lines.flatMap(({ key, cells }) => (key === 'all' ? [] : cells)))
      .filter(({ ref }) => {
        const count = again.get(ref)
        return !/\.(?:change|rate)$/.test(ref) && (count === 1 || count === 2)
      })
    expect(small.length).toBeGreaterThan(5)
    expect(small.filter(({ isHidden }) => !isHidden)).toEqual([])
    // A sum that is hidden cannot be added up from the row of its classes.
    const [sums, classes] = ['T3', 'T5'].map((id) => report.tables.find((one) => one.id === id)?.rows ?? [])
    const hiddenSums = (sums ?? []).filter(({ cells }) => cells[0]?.isHidden).map(({ key }) => key)
    expect(hiddenSums.length).toBeGreaterThan(1)
    expect((classes ?? []).filter(({ key, cells }) => hiddenSums.includes(key) && cells.some(({ isHidden }) => !isHidden))).toEqual([])
  })

  it('leaves no line of known sum with a single gap, whatever the counts', () => {
    const grid = fc
      .integer({ min: 1, max: 6 })
      .chain((width) =>
        fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      )
    fc.assert(
      fc.property(grid, (counts) => {
        const hidden = hiddenCells(counts, { rows: true, columns: true })
        const open = counts.flatMap((row, at) => row.filter((_, column) => !hidden[at]?.[column]))
        expect(open.filter((count) => count === 1 || count === 2)).toEqual([])
        const lines = [...hidden, ...(hidden[0] ?? []).map((_, column) => hidden.map((row) => row[column] ?? false))]
        for (const line of lines.filter(({ length }) => length > 1)) expect(line.filter(Boolean).length).not.toBe(1)
        if (counts.flat().every((count) => count === 0 || count >= 3)) expect(hidden.flat().includes(true)).toBe(false)
      }),
    )
  })
})

describe('a report as a file', () => {
  it('is a DOCX, a PDF and a JSON without a word of any text or address', async () => {
    await using p = await open()
    const get = async (form: string): Promise<Uint8Array> => {
      const answer = await p.ask('analyst-bureau', 'GET', `/api/reports/week/2026-11-23/${form}?unit=159980`)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('Content-Disposition')).toContain(encodeURIComponent('矛盾纠纷周报-159980-2026-11-23'))
      return new Uint8Array(await answer.arrayBuffer())
    }
    const parts = unzipSync(await get('docx'))
    const docx = Object.values(parts)
      .map((bytes) => new TextDecoder().decode(bytes))
      .join('')
    expect(docx).toContain('测试旗公安局矛盾纠纷周报')
    expect(docx).toContain('附录：查询口径')
    const json = new TextDecoder().decode(await get('json'))
    expect(JSON.parse(json)).toMatchObject({ unit: { id: '159980' }, period: { from: '2026-11-23', to: '2026-11-30' } })
    const pdf = await get('pdf')
    expect(new TextDecoder('latin1').decode(pdf.slice(0, 8))).toContain('%PDF-')
    const { extractText, getDocumentProxy } = await import('unpdf')
    const { text } = await extractText(await getDocumentProxy(pdf), { mergePages: true })
    expect(text.replace(/\s/g, '')).toContain('测试旗公安局矛盾纠纷周报')
    for (const words of [docx, json, text]) for (const one of [secret.text, secret.place, '李某', '金穗']) expect(words).not.toContain(one)
  })
})

describe('the report command', () => {
  const run = (...words: string[]) =>
    spawnSync(process.execPath, ['main.ts', 'report', ...words], { cwd: import.meta.dirname, encoding: 'utf8' })

  it('writes the file that is asked for, over a demo that has nothing yet', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fenshen-report-'))
    try {
      const out = join(folder, 'week.json')
      const done = run('--period', 'week', '--of', '2026-11-23', '--unit', '159910', '--out', out, '--data-dir', folder)
      expect([done.status, done.stderr]).toEqual([0, ''])
      expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ unit: { id: '159910' }, period: { from: '2026-11-23' }, isDemo: true })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it.each([
    [['--period', 'year', '--out', 'x.pdf'], '--period takes one of week, month, quarter'],
    [['--period', 'week', '--of', '23.11.2026', '--out', 'x.pdf'], '--of takes a day'],
    [['--period', 'week', '--out', 'x.doc'], '--out ends in one of .docx, .pdf, .json'],
    [['--period', 'week'], '--out FILE'],
  ])('used wrongly ends with 2 and says why: %j', (words, why) => {
    const done = run(...words)
    expect(done.status).toBe(2)
    expect(done.stderr).toContain(why)
  })
})

describe('who may read a report', () => {
  it('are analysts and officers in charge, of their own units, and each reading is written down', async () => {
    await using p = await open()
    const ask = (persona: string, query: string) => p.ask(persona, 'GET', `/api/reports?${query}`)
    const week = 'period=week&of=2026-11-23'
    expect((await ask('analyst-bureau', `${week}&unit=159980`)).status).toBe(200)
    expect((await ask('approver-qinghe', week)).status).toBe(200)
    expect((await ask('approver-qinghe', `${week}&unit=159980`)).status).toBe(404)
    expect((await ask('approver-qinghe', `${week}&unit=nothing`)).status).toBe(404)
    expect((await ask('analyst-bureau', `${week}&unit=159989`)).status).toBe(404)
    expect((await ask('officer-qinghe', week)).status).toBe(403)
    expect((await ask('zhao-qinghe', week)).status).toBe(403)
    expect((await ask('analyst-bureau', 'period=week&of=2026-12-30')).status).toBe(400)
    expect((await ask('analyst-bureau', 'period=year&of=2026-11-23')).status).toBe(400)
    expect((await ask('analyst-bureau', 'period=week&of=2026-02-30')).status).toBe(400)
    const written = (await p.platform.store.audit.unsealed(500)).filter(({ action }) => action === 'make_report')
    expect(written.map(({ actor, target, detail }) => [actor, target, detail.form])).toEqual([
      ['analyst-bureau', '159980', 'view'],
      ['approver-qinghe', '159901', 'view'],
    ])
  })
})

describe('periods', () => {
  it.each([
    ['week', '2026-11-23', '2026-11-23', '2026-11-30', '2026年第48周（11月23日至11月29日）', '2026-11-16'],
    ['week', '2026-11-29', '2026-11-23', '2026-11-30', '2026年第48周（11月23日至11月29日）', '2026-11-16'],
    ['week', '2027-01-01', '2026-12-28', '2027-01-04', '2026年第53周（12月28日至1月3日）', '2026-12-21'],
    ['month', '2026-12-31', '2026-12-01', '2027-01-01', '2026年12月', '2026-11-01'],
    ['month', '2028-02-29', '2028-02-01', '2028-03-01', '2028年2月', '2028-01-01'],
    ['quarter', '2026-11-26', '2026-10-01', '2027-01-01', '2026年第4季度', '2026-07-01'],
    ['quarter', '2026-01-01', '2026-01-01', '2026-04-01', '2026年第1季度', '2025-10-01'],
  ] as const)('of a %s with %s begin and end on these days', (kind, of, from, to, label, before) => {
    const period = periodOf(kind, of)
    expect(period).toEqual({ kind, from, to, label })
    expect(periodBefore(period)).toMatchObject({ from: before, to: from })
  })
})
