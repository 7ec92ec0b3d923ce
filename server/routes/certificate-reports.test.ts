import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Application, ApplicationState } from '../../core/certificates.ts'
import { uuidv7 } from '../../core/ids.ts'
import { handClock, openTestPlatform, type TestPlatform } from '../../testing.ts'

interface Cell {
  value: number | null
  isHidden: boolean
}
interface Line {
  key: string
  cells: Record<string, Cell>
}
interface Report {
  all: Line
  weeks: Line[]
  units: Line[]
  notes: string[]
}

const at = (day: string, minutes = 0): Date => new Date(new Date(`${day}T10:00:00+08:00`).getTime() + minutes * 60_000)

describe.each([
  ['SQLite', undefined],
  ['PGlite', 'pglite:'],
])('reports of certificates on %s', (_, url) => {
  let p: TestPlatform
  const clock = handClock('2026-11-18T02:00:00.000Z')
  const put = async (
    unit: string,
    day: string,
    facts: { n?: number; byOfficer?: boolean; takes?: number; state?: ApplicationState } = {},
  ): Promise<void> => {
    const { n = 1, byOfficer = false, takes = 5, state = 'ISSUED' } = facts
    for (let one = 0; one < n; one += 1) {
      const submittedAt = at(day)
      const application: Application = {
        ...{ id: uuidv7(submittedAt), number: `T-${randomUUID()}`, person: 'invented', unit, state: 'QUERYING', purpose: 'employment' },
        ...{ purposeDetail: undefined, recipient: undefined, period: undefined, delivery: 'electronic', submittedAt },
        ...{ applicant: 'self', facts: {}, wanted: [], rules: [] },
        ...{ acceptedAt: submittedAt, dueOn: '2026-11-13', review: undefined, certificate: undefined, revision: 1, history: [] },
      }
      await p.platform.store.applications.insert(application, { deedKey: randomUUID(), sameKey: randomUUID() })
      const actor = byOfficer ? ({ kind: 'officer', id: 'officer-qinghe' } as const) : ({ kind: 'system' } as const)
      const history = [{ event: 'issue' as const, to: state, at: at(day, takes).toISOString(), actor }]
      await p.platform.store.applications.move(application, { state, history })
    }
  }
  const read = async (persona: string, query = ''): Promise<Report> => {
    const answer = await p.ask(persona, 'GET', `/api/reports/certificates?of=2026-11-18&weeks=2${query}`)
    expect(answer.status).toBe(200)
    return (await answer.json()) as Report
  }

  beforeAll(async () => {
    p = await openTestPlatform({ clock: clock.now, ...(url ? { url } : {}) })
    await put('159901', '2026-11-10', { n: 8 })
    await put('159901', '2026-11-10', { n: 4, byOfficer: true, takes: 2_880 })
    await put('159901', '2026-11-17', { n: 2, takes: 30 })
    await put('159902', '2026-11-10', { n: 6, takes: 10 })
    await put('159902', '2026-11-17', { n: 6, byOfficer: true, takes: 60, state: 'REFUSED' })
    await put('159903', '2026-11-10', { n: 1, takes: 1 })
  }, 120_000)
  afterAll(() => p?.[Symbol.asyncDispose]())

  it('tells a bureau of all its stations, and a station of itself alone', async () => {
    const bureau = await read('approver-bureau')
    expect(bureau.all.cells.done).toEqual({ value: 27, isHidden: false })
    expect(bureau.units.map(({ key }) => key)).toEqual(['159910', '159920'])
    const station = await read('approver-qinghe')
    expect(station.all.cells.done?.value).toBe(14)
    expect(station.all.cells.median).toEqual({ value: 300, isHidden: false })
    expect(station.all.cells.p90?.value).toBe(172_800)
    const banner = await p.ask('approver-qinghe-banner', 'GET', '/api/reports/certificates?unit=159902')
    expect(banner.status).toBe(404)
  })

  it('hides what is too small, and whatever it could be worked out from', async () => {
    const banner = await read('approver-qinghe-banner')
    // One document of Beihe: hidden, and Qinghe with it, because their sum is told.
    expect(banner.units.map(({ key, cells }) => [key, cells.done?.isHidden, cells.median?.isHidden, cells.automatic?.isHidden])).toEqual([
      ['159901', true, true, true],
      ['159903', true, true, true],
    ])
    expect(banner.all.cells.done?.value).toBe(15)
    const [first, second] = (await read('approver-qinghe')).weeks
    expect([first?.cells.done?.isHidden, second?.cells.done?.isHidden]).toEqual([true, true])
    expect(JSON.stringify(banner)).not.toMatch(/invented|T-/)
  })

  it('tells nobody how many were refused', async () => {
    const shiqiao = await read('approver-shiqiao')
    expect(shiqiao.all.cells.done?.value).toBe(12)
    expect(shiqiao.all.cells.automatic?.value).toBe(0.5)
    expect(Object.keys(shiqiao.all.cells)).not.toContain('refused')
  })

  it('counts from the first word of the conversation', async () => {
    clock.set('2026-11-18T02:00:00.000Z')
    for (const persona of ['zhao-qinghe', 'lin-anran', 'qian-xiaoman', 'sun-wangshu', 'chen-jingyi', 'ayigul']) {
      const visit = await p.visit(persona)
      clock.advance(90_000)
      await visit.say('我要开无犯罪记录证明，找工作用')
      expect((await visit.say('确认')).cards[0]?.kind).toBe('certificate')
    }
    const answer = await p.ask('approver-qinghe', 'GET', '/api/reports/certificates?of=2026-11-18&weeks=1')
    const { all } = (await answer.json()) as Report
    // Six by conversation took a minute and a half each; two were put in before and took half an hour.
    expect(all.cells.done?.value).toBe(8)
    expect(all.cells.median?.value).toBe(90)
  })

  it('gives the same as a table to carry away, writes down who took it, and shuts everybody else out', async () => {
    const answer = await p.ask('analyst-bureau', 'GET', '/api/reports/certificates/csv?of=2026-11-18&weeks=2')
    expect(answer.headers.get('content-type')).toContain('text/csv')
    const lines = (await answer.text()).split('\r\n')
    expect(lines[0]).toBe(
      '范围,代码,名称,收件,办结,自动办结（占比）,一半快于（秒）,九成快于（秒）,逾期,复查维持,复查更正,复查逾期,撤销,抽查,抽查有误',
    )
    expect(lines).toHaveLength(1 + 1 + 2 + 2 + 1)
    expect((await (await p.ask('analyst-bureau', 'GET', '/api/reports/certificates/json')).json()) as Report).toHaveProperty('weeks')
    const rows = await p.platform.store.audit.list({ afterSeq: 0, limit: 1_000 })
    expect(rows.findLast(({ action }) => action === 'make_certificate_report')).toMatchObject({ actor: 'analyst-bureau', target: '159900' })
    expect((await p.ask('officer-qinghe', 'GET', '/api/reports/certificates')).status).toBe(403)
    expect((await p.ask('zhao-qinghe', 'GET', '/api/reports/certificates')).status).toBe(403)
    expect((await p.ask(undefined, 'GET', '/api/reports/certificates')).status).toBe(401)
    expect((await p.ask('approver-bureau', 'GET', '/api/reports/certificates?of=2026-12-01')).status).toBe(400)
    expect((await p.ask('approver-bureau', 'GET', '/api/reports/certificates?weeks=0')).status).toBe(400)
  })
})
