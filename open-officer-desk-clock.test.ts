import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuidv7 } from './core/ids.ts'
import type { RegistryAnswer } from './core/records.ts'
import { isLookedAtAgain, isPicked, spotCheckRule } from './domain/certificates/spot-check.ts'
import { steadyClock } from './domain/officer-desk/steady-clock.ts'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

// Monday, 10:00 in Shanghai.
const monday = '2026-11-23T02:00:00.000Z'
const clock = handClock(monday)
let answer: RegistryAnswer = 'hit'
let p: TestPlatform

const apply = async (person: string): Promise<string> => {
  const visit = await p.visit(person)
  await visit.say('开无犯罪记录证明，找工作用')
  await visit.say('确认')
  const [newest] = await p.platform.store.applications.listByPerson(person, 1)
  return newest?.number ?? ''
}
const caseOf = async (number: string, who = 'reviewer-bureau') => (await p.ask(who, 'GET', `/api/desk/cases/${number}`)).json()
const act = async (who: string, number: string, name: string, facts: object = {}) => {
  const { revision } = await caseOf(number)
  return (await p.ask(who, 'POST', `/api/desk/cases/${number}/${name}`, { revision, ...facts })).json()
}
const stages = async (number: string) =>
  (await caseOf(number)).escalations.map((one: { stage: string; to: string }) => `${one.stage} ${one.to}`)

beforeAll(async () => {
  p = await openTestPlatform({ clock: clock.now, registry: { ask: async () => answer } })
}, 60_000)
afterAll(() => p[Symbol.asyncDispose]())

describe('the clock of a case', () => {
  it('goes to a named superior before it is missed, to the next on the day, above when late; once each, and closes nothing', async () => {
    const number = await apply('zhou-pingchuan')
    const watch = () => p.platform.officers.watch()
    expect(await watch()).toMatchObject({ escalated: 0 })
    expect(await caseOf(number)).toMatchObject({ dueOn: '2026-11-26', clock: { daysLeft: 3 } })
    clock.set('2026-11-25T01:00:00Z')
    expect((await Promise.all([watch(), watch()])).reduce((sum, one) => sum + one.escalated, 0)).toBe(1)
    expect(await stages(number)).toEqual(['soon 田克己'])
    const notices = await p.platform.store.notices.list('approver-qinghe', { limit: 5 })
    expect(notices).toMatchObject([{ kind: 'overdue', target: number }])
    const mine = await (await p.ask('approver-qinghe', 'GET', '/api/desk/cases?hand=escalated')).json()
    expect(mine.cases.map((row: { number: string }) => row.number)).toEqual([number])
    clock.set('2026-11-26T01:00:00Z')
    await watch()
    clock.set('2026-11-27T01:00:00Z')
    await watch()
    await watch()
    expect(await stages(number)).toEqual(['soon 田克己', 'due 宝力格', 'late 贺正平'])
    expect(await caseOf(number)).toMatchObject({ state: 'HUMAN_REVIEW', isOverdue: true, status: '办理中', clock: { daysLeft: -1 } })
    const overdue = await (await p.ask('reviewer-qinghe', 'GET', '/api/desk/cases?due=overdue')).json()
    expect(overdue.cases).toHaveLength(1)
    const rows = (await p.platform.store.audit.list({ afterSeq: 0, limit: 500 })).filter(({ action }) => action === 'escalate_case')
    expect(rows.map(({ detail }) => detail)).toMatchObject([
      { stage: 'soon', superior: 'approver-qinghe' },
      { stage: 'due' },
      { stage: 'late' },
    ])
  })

  it('counts from the day after, an evening as the next day, and not over weekends', async () => {
    clock.set('2026-12-02T10:30:00Z') // Wednesday, 18:30
    const evening = await apply('zheng-dashan')
    expect(await caseOf(evening)).toMatchObject({ dueOn: '2026-12-08' })
    clock.set('2026-12-03T02:00:00Z')
    const morning = await apply('feng-zhiyuan')
    expect(await caseOf(morning)).toMatchObject({ dueOn: '2026-12-08' })
  })

  it('gives a recheck fifteen working days, thirty in all once a leader of the county extends it, and goes up three days before', async () => {
    answer = 'clear'
    const number = await apply('lin-anran')
    const objected = await act('officer-qinghe', number, 'object', { statement: '姓名用字不对' })
    expect(objected).toMatchObject({ state: 'RECHECK_ACCEPTED', dueOn: '2026-12-24', clock: { days: 15 } })
    expect(objected.history.map((one: { event: string }) => one.event).slice(-2)).toEqual(['deliver', 'object'])
    clock.set('2026-12-21T02:00:00Z')
    await p.platform.officers.watch()
    expect(await stages(number)).toEqual(['soon 田克己'])
    const asked = await act('reviewer-bureau', number, 'extend', { reason: '需要向外地核实' })
    expect(asked).toMatchObject({ state: 'RECHECK_ACCEPTED' })
    expect(await act('reviewer-bureau', number, 'extend', { reason: '再延一次' })).toMatchObject({ code: 'extended_once' })
    const [open] = asked.approvals
    const decide = (who: string) => p.ask(who, 'POST', `/api/approvals/${open.id}/decision`, { hash: open.hash, verdict: 'approved' })
    expect(await (await decide('approver-qinghe')).json()).toMatchObject({ code: 'not_allowed' })
    expect((await decide('approver-qinghe-banner')).status).toBe(200)
    // Thirty working days from 3 December in all; New Year's days of 2027 are not published, Monday to Friday is counted and said.
    expect(await caseOf(number)).toMatchObject({ state: 'RECHECK_EXTENDED', dueOn: '2027-01-14', clock: { days: 30, isProvisional: true } })
    expect(await act('reviewer-bureau', number, 'extend', { reason: '再延一次' })).toMatchObject({ code: 'extended_once' })
    expect(await act('reviewer-bureau', number, 'uphold', { note: '经核对，证明用字与身份证件一致' })).toMatchObject({
      state: 'RECHECK_UPHELD',
    })
  })

  it('lets an application lapse whose material never came, as no refusal', async () => {
    const number = await apply('han-xiaoyu')
    await act('officer-qinghe', number, 'supplement', { missing: [{ what: '监护关系证明', how: '带户口簿到窗口' }] })
    clock.advance(29 * 24 * 3_600_000)
    expect((await p.platform.officers.watch()).lapsed).toBe(0)
    clock.advance(2 * 24 * 3_600_000)
    expect((await p.platform.officers.watch()).lapsed).toBe(1)
    expect(await caseOf(number)).toMatchObject({ state: 'LAPSED', status: '已撤回' })
  })

  it('is counted anew after a start where the days were wrong', async () => {
    const [waits] = await p.platform.store.desk.open({ groups: ['review'], limit: 1 })
    if (!waits) throw new Error('nothing waits')
    const { state, history, number, dueOn } = waits
    await p.platform.store.applications.move(waits, { state, history, dueOn: '2026-11-01' })
    const { recountDays } = await import('./domain/officer-desk/watch.ts')
    const { platform } = p
    const ground = { store: platform.store, clock: clock.now, calendar: (await import('./open-calendar.ts')).readCalendar() }
    // Only these three are used.
    expect(await recountDays(ground as Parameters<typeof recountDays>[0])).toBe(1)
    expect((await platform.store.applications.find(number))?.dueOn).toBe(dueOn)
  })
})

describe('a clock that jumps', () => {
  it('stops what is counted until it has kept step for ten minutes', () => {
    let [wall, run] = [Date.parse(monday), 0]
    const look = steadyClock(
      () => new Date(wall),
      () => run,
    )
    const pass = (ms: number, jumpMs = 0) => {
      wall += ms + jumpMs
      run += ms
      return look()
    }
    expect(pass(30_000)).toBe('steady')
    expect(pass(30_000, 365 * 24 * 3_600_000)).toBe('jumped')
    expect(pass(30_000)).toBe('jumped')
    expect(pass(9 * 60_000)).toBe('jumped')
    expect(pass(30_000)).toBe('steady')
    expect(pass(30_000, -3_600_000)).toBe('jumped')
    // A sleeping machine and a leap second are no jump.
    expect(pass(11 * 60_000, 1000)).toBe('steady')
  })
})

describe('a second look', () => {
  it('is asked of what the machine issued and was picked, found right or wrong once by a reviewer, and counted', async () => {
    clock.set(monday)
    answer = 'hit'
    const template = await p.platform.store.applications.find(await apply('zheng-dashan'))
    if (!template) throw new Error('nothing was applied for')
    const number = 'SL1599012026900001'
    const system = { kind: 'system' } as const
    const history = [
      ...template.history.slice(0, 4),
      { event: 'clear', to: 'CLEAR', at: clock.now().toISOString(), actor: system } as const,
    ]
    const picked = { ...template, number, id: uuidv7(clock.now()), state: 'CLEAR' as const, revision: 1, review: undefined, history }
    await p.platform.store.applications.insert({ ...picked, rules: [spotCheckRule] }, { deedKey: number, sameKey: number })
    await p.platform.desk.over(p.platform.store).settle(number)
    const list = async (who: string, state = 'open') =>
      (await (await p.ask(who, 'GET', `/api/desk/spot-checks?state=${state}`)).json()).checks
    expect(await list('reviewer-qinghe')).toMatchObject([{ application: number, end: null }])
    expect(await list('reviewer-shiqiao')).toEqual([])
    const end = async (who: string, result: string) => {
      const found = await p.ask(who, 'POST', `/api/desk/spot-checks/${number}`, { result, note: '核对过身份和平台答复' })
      return { status: found.status, body: await found.json() }
    }
    expect((await end('officer-qinghe', 'right')).body.code).toBe('not_allowed')
    expect((await end('reviewer-shiqiao', 'right')).status).toBe(404)
    expect((await end('reviewer-qinghe', 'maybe')).status).toBe(400)
    expect((await end('reviewer-qinghe', 'wrong')).body).toMatchObject({ end: { result: 'wrong', by: { id: expect.any(String) } } })
    expect((await end('reviewer-qinghe', 'right')).body.code).toBe('conflict')
    expect(await list('reviewer-qinghe')).toEqual([])
    expect(await list('reviewer-qinghe', 'ended')).toMatchObject([{ application: number, end: { result: 'wrong' } }])
    // Nothing is revoked by it.
    expect((await p.platform.store.applications.find(number))?.state).toBe('ISSUED')
    const [row] = (await p.platform.store.audit.list({ afterSeq: 0, limit: 5_000 })).filter(({ action }) => action === 'spot_check')
    expect(row).toMatchObject({ target: number, detail: { result: 'wrong', unit: '159901' } })
    const found = await p.platform.store.certificateFigures.spotChecks({ units: ['159901'], from: '2026-11-23', to: '2026-11-30' })
    expect(found).toEqual([{ week: '2026-11-23', ended: 1, wrong: 1 }])
  })

  it('takes the share that is set, the same one again, and never what an officer had a hand in', () => {
    const numbers = Array.from({ length: 5_000 }, (_, n) => `SL1599012026${String(n).padStart(6, '0')}`)
    const share = (percent: number) => numbers.filter((number) => isPicked(p.platform.store, number, percent))
    expect([share(0).length, share(100).length]).toEqual([0, 5_000])
    expect(share(10).length).toBeGreaterThan(400)
    expect(share(10).length).toBeLessThan(600)
    expect(share(10)).toEqual(share(10))
    const step = { event: 'issue', to: 'ISSUED', at: '', actor: { kind: 'system' } } as const
    expect(isLookedAtAgain({ rules: [spotCheckRule], history: [step] })).toBe(true)
    expect(isLookedAtAgain({ rules: [], history: [step] })).toBe(false)
    const byHand = { ...step, actor: { kind: 'officer', id: 'o' } } as const
    expect(isLookedAtAgain({ rules: [spotCheckRule], history: [byHand, step] })).toBe(false)
  })
})

describe('what I proposed', () => {
  it('is listed until somebody has decided, for me alone', async () => {
    answer = 'hit'
    const number = await apply('wei-ruoxi')
    expect(await act('reviewer-shiqiao', number, 'refuse', { note: '符合不予出具的情形' })).toMatchObject({ state: 'REFUSAL_2ND' })
    const mine = async (who: string) =>
      ((await (await p.ask(who, 'GET', '/api/approvals/mine')).json()) as { approvals: { target: string; mayDecide: boolean }[] }).approvals
    expect((await mine('reviewer-shiqiao')).find(({ target }) => target === number)).toMatchObject({ mayDecide: false })
    expect(await mine('approver-shiqiao')).toEqual([])
  })
})
