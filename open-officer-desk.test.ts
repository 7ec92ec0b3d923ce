import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { RecordRegistry, RegistryAnswer, RegistryQuestion } from './core/records.ts'
import { pdfText } from './proofs/ground.ts'
import type { DeskCase, DeskRow } from './server/desk-schemas.ts'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

type Case = z.output<typeof DeskCase>
type Row = z.output<typeof DeskRow>
interface Problem {
  readonly code: string
  readonly detail: string
}

// Monday, 10:00 in Shanghai.
const clock = handClock('2026-11-23T02:00:00.000Z')
/** What the registry says next, of everybody. */
let answer: RegistryAnswer = 'hit'
/** Everything that it was asked. */
const questions: RegistryQuestion[] = []
const registry: RecordRegistry = {
  ask: async (question) => {
    questions.push(question)
    return answer
  },
}
const day = 24 * 3_600_000

let p: TestPlatform
const reviewer = 'reviewer-qinghe'
const approver = 'approver-qinghe'
const county = 'approver-qinghe-banner'

const send = async <T>(who: string, method: string, path: string, body?: unknown): Promise<{ status: number; body: T & Problem }> => {
  const response = await p.ask(who, method, path, body)
  // Each test looks only at what its route is described to give.
  return { status: response.status, body: (await response.json()) as T & Problem }
}
const find = async (number: string, who = reviewer): Promise<Case> => (await send<Case>(who, 'GET', `/api/desk/cases/${number}`)).body
/** Does one thing to the case as it is now. */
const act = async (who: string, number: string, name: string, facts: object = {}, seen?: number) => {
  const revision = seen ?? (await p.platform.store.applications.find(number))?.revision
  return send<Case>(who, 'POST', `/api/desk/cases/${number}/${name}`, { revision, ...facts })
}
const done = async (who: string, number: string, name: string, facts: object = {}): Promise<Case> => {
  const { status, body } = await act(who, number, name, facts)
  expect(body.code, `${name}: ${body.detail}`).toBeUndefined()
  expect(status).toBe(200)
  return body
}
const decide = async (who: string, number: string, verdict: 'approved' | 'sent_back', note?: string) => {
  const open = (await find(number)).approvals.find(({ state }) => state === 'open')
  return send<{ state: string }>(who, 'POST', `/api/approvals/${open?.id}/decision`, {
    hash: open?.hash,
    verdict,
    ...(note ? { note } : {}),
  })
}
/** Applies in chat, as everybody does; gives the acceptance number. */
const apply = async (person: string): Promise<string> => {
  const visit = await p.visit(person)
  await visit.say('开无犯罪记录证明，找工作用')
  await visit.say('确认')
  const who = await p.platform.store.people.find(person)
  const [newest] = await p.platform.store.applications.listByPerson(who?.id ?? '', 1)
  return newest?.number ?? ''
}
const stateOf = async (number: string) => (await p.platform.store.applications.find(number))?.state

beforeAll(async () => {
  p = await openTestPlatform({ clock: clock.now, registry })
}, 60_000)
afterAll(() => p[Symbol.asyncDispose]())

describe('a hit', () => {
  let number = ''
  it('comes to the desk of the unit and of those above, masked, and is not there for others', async () => {
    answer = 'hit'
    number = await apply('zhou-pingchuan')
    for (const who of [reviewer, 'officer-qinghe-banner', 'reviewer-bureau']) {
      const { body } = await send<{ cases: Row[] }>(who, 'GET', '/api/desk/cases?group=review')
      expect(body.cases).toMatchObject([{ number, about: '周**', state: 'HUMAN_REVIEW', dueOn: '2026-11-26', claim: null }])
    }
    expect((await send<{ cases: Row[] }>('reviewer-shiqiao', 'GET', '/api/desk/cases')).body.cases).toEqual([])
    expect((await send('reviewer-shiqiao', 'GET', `/api/desk/cases/${number}`)).status).toBe(404)
    expect((await act('reviewer-shiqiao', number, 'claim')).status).toBe(404)
    expect((await send('zhou-pingchuan', 'GET', `/api/desk/cases/${number}`)).status).toBe(403)
    expect((await send('auditor-bureau', 'GET', '/api/desk/cases')).status).toBe(403)
  })

  it('shows the answer word to reviewers alone, and nothing of what lies behind it', async () => {
    expect(await find(number)).toMatchObject({
      answer: 'hit',
      isOpened: false,
      person: { name: '周**', birth: null },
      clock: { daysLeft: 3 },
    })
    expect(await find(number, 'officer-qinghe')).toMatchObject({ answer: null })
  })

  it('opens facts for a purpose that the person can read', async () => {
    const { body } = await send<Case>(reviewer, 'POST', `/api/desk/cases/${number}/open`, { purpose: 'review' })
    expect(body).toMatchObject({ isOpened: true, person: { name: '周平川', documentNumber: '159901197906183359' } })
    expect((await send(reviewer, 'POST', `/api/desk/cases/${number}/open`, { purpose: 'curious' })).status).toBe(400)
    const { body: mine } = await send<{ lookups: { purpose: string; by: string }[] }>('zhou-pingchuan', 'GET', '/api/me/lookups')
    expect(mine.lookups.map(({ purpose }) => purpose)).toContain('办理、复核申请')
  })

  it('is claimed by one; a superior takes over; whoever comes second hears so', async () => {
    const both = await Promise.all([act(reviewer, number, 'claim'), act('officer-qinghe', number, 'claim')])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const loser = both.find(({ status }) => status === 409)?.body
    expect(loser?.code).toBe('case_claimed')
    expect((await act('officer-qinghe-2', number, 'take-over', { reason: '想接手' })).status).toBe(403)
    expect(await done(approver, number, 'take-over', { reason: '本人值班，先接过来' })).toMatchObject({ claim: { isMine: true } })
    await done(approver, number, 'release')
  })

  it('is refused by two: asked again first, bound to what was shown, never by the one who proposed', async () => {
    expect((await act('officer-qinghe', number, 'refuse', { note: '有记录' })).body.code).toBe('not_allowed')
    const proposed = await done(reviewer, number, 'refuse', { note: '判决已经生效，符合不予出具的情形' })
    expect(proposed).toMatchObject({ state: 'REFUSAL_2ND', status: '办理中', claim: null })
    expect((await decide(reviewer, number, 'approved')).body.code).toBe('approval_own')
    expect((await decide('officer-qinghe', number, 'approved')).body.code).toBe('not_allowed')
    expect((await decide(approver, number, 'sent_back', '请写明判决时间')).body.state).toBe('sent_back')
    expect(await stateOf(number)).toBe('HUMAN_REVIEW')
    await done(reviewer, number, 'refuse', { note: '判决于 2020 年生效，符合不予出具的情形' })
    expect((await decide(approver, number, 'approved')).status).toBe(200)
    const refused = await find(number)
    expect(refused).toMatchObject({ state: 'REFUSED', status: '已办结', group: 'deliver' })
    expect(refused.papers.map(({ kind }) => kind).toSorted()).toEqual(['receipt', 'refusal', 'refusal_record'])
  })

  it('is delivered, objected to, rechecked by somebody else and corrected once the registry is', async () => {
    await done('officer-qinghe', number, 'deliver', { how: 'window', signed_by: 'self' })
    const objected = await done('officer-qinghe', number, 'object', { statement: '判决已经再审改判', evidence: ['再审判决书'] })
    expect(objected).toMatchObject({ state: 'RECHECK_ACCEPTED', dueOn: '2026-12-14', clock: { kind: 'recheck', days: 15 }, claim: null })
    expect((await act(reviewer, number, 'uphold', { note: '维持原决定' })).body.code).toBe('other_officer_needed')
    const asked = { note: '再审判决改判无罪', apologised: true }
    expect((await act('reviewer-bureau', number, 'correct', asked)).body.code).toBe('registry_not_clear')
    answer = 'clear'
    const corrected = await done('reviewer-bureau', number, 'correct', asked)
    expect(corrected).toMatchObject({ state: 'CORRECTED', status: '复查办结', may: [] })
    const { body } = await send<{ certificates: { number: string; status: string }[] }>('zhou-pingchuan', 'GET', '/api/certificates')
    expect(body.certificates).toMatchObject([{ number: corrected.certificate, status: 'valid' }])
    expect(corrected.papers.map(({ kind, status }) => `${kind} ${status}`)).toContain('refusal revoked')
    expect(corrected.papers.map(({ kind }) => kind)).toContain('recheck_opinion')
  })

  it('leaves a trail that verifies, each act with who did it', async () => {
    const rows = await p.platform.store.audit.list({ afterSeq: 0, limit: 1000 })
    const acts = rows.filter(({ target, isOk, action }) => target === number && isOk && /^(desk|decide|propose)_/.test(action))
    expect(acts.map(({ action, actor }) => `${action} ${actor}`)).toEqual(
      expect.arrayContaining([
        `desk_refuse ${reviewer}`,
        `propose_approval ${reviewer}`,
        `decide_certificate_refusal ${approver}`,
        'desk_correct reviewer-bureau',
      ]),
    )
    expect(JSON.stringify(rows.map(({ detail }) => detail))).not.toMatch(/周平川|再审|159901197906183359/)
  })
})

describe('the last look before a refusal', () => {
  it('goes clear when the registry says so to the proposer: nobody is refused, a certificate comes', async () => {
    answer = 'hit'
    const number = await apply('qian-xiaoman')
    answer = 'clear'
    expect(await done(reviewer, number, 'refuse', { note: '按原查询结果' })).toMatchObject({ state: 'ISSUED', approvals: [] })
  })
  it('goes clear when the registry says so to the approver', async () => {
    answer = 'hit'
    const number = await apply('sun-wangshu')
    await done(reviewer, number, 'refuse', { note: '按查询结果' })
    answer = 'clear'
    expect((await decide(approver, number, 'approved')).status).toBe(200)
    expect(await find(number)).toMatchObject({ state: 'ISSUED', status: '已办结' })
    expect((await find(number)).papers.filter(({ kind }) => kind === 'refusal')).toEqual([])
  })
  it('refuses nobody on silence or doubt', async () => {
    answer = 'hit'
    const number = await apply('li-changle')
    for (const [said, code] of [
      ['unavailable', 'registry_unavailable'],
      ['uncertain', 'answer_uncertain'],
    ] as const) {
      answer = said
      expect((await act(reviewer, number, 'refuse', { note: '按查询结果' })).body.code).toBe(code)
      expect(await stateOf(number)).toBe('HUMAN_REVIEW')
    }
    answer = 'hit'
    await done(reviewer, number, 'refuse', { note: '按查询结果' })
    answer = 'unavailable'
    expect((await decide(approver, number, 'approved')).body.code).toBe('registry_unavailable')
    expect(await stateOf(number)).toBe('REFUSAL_2ND')
    answer = 'hit'
    expect((await decide(approver, number, 'approved')).status).toBe(200)
  })
  it('is proposed anew when the proposal ran out; nothing is refused by itself', async () => {
    answer = 'hit'
    const number = await apply('wu-yunfan')
    await done(reviewer, number, 'refuse', { note: '按查询结果' })
    clock.advance(3 * day)
    expect((await decide(approver, number, 'approved')).body.code).toBe('approval_expired')
    expect(await find(number)).toMatchObject({ state: 'REFUSAL_2ND', may: expect.arrayContaining(['refuse']) })
    await done(reviewer, number, 'refuse', { note: '重新呈批' })
    expect((await decide(approver, number, 'approved')).status).toBe(200)
    clock.advance(-3 * day)
  })
})

describe('checking', () => {
  it('stops the clock only once a leader of the county has approved it', async () => {
    answer = 'uncertain'
    const number = await apply('chu-tianming')
    const facts = { cause: 'identity_misused', matters: ['核实判决中的当事人是否本人'], expected_on: '2026-12-01' }
    expect((await act(reviewer, number, 'verify', { ...facts, cause: 'because' })).status).toBe(400)
    expect((await act(reviewer, number, 'verify', { ...facts, expected_on: '2026-11-01' })).body.code).toBe('bad_input')
    expect(await done(reviewer, number, 'verify', facts)).toMatchObject({
      state: 'VERIFY_PENDING',
      status: '办理中',
      clock: { isPaused: false },
    })
    expect((await decide(approver, number, 'approved')).body.code).toBe('not_allowed')
    clock.advance(day)
    expect((await decide(county, number, 'approved')).status).toBe(200)
    expect(await find(number)).toMatchObject({
      state: 'VERIFYING',
      status: '核实中',
      dueOn: '2026-12-01',
      clock: { isPaused: true, dueOn: null },
    })
    clock.advance(5 * day)
    const over = await done(reviewer, number, 'finish-verification', { note: '不是同一个人，记录属于他人' })
    // Accepted Monday; Tuesday still counts, approval that day stops it; two working days are left from Monday on.
    expect(over).toMatchObject({ state: 'HUMAN_REVIEW', dueOn: '2026-12-01', clock: { isPaused: false, isOverdue: false } })
    const clear = await done(reviewer, number, 'confirm-clear', { ground: 'not_the_same_person', note: '甄别材料齐全' })
    expect(clear).toMatchObject({ state: 'ISSUED' })
    clock.advance(-6 * day)
  })
})

describe('a former name', () => {
  it('goes with each look-up of the person, by machine and by hand, and onto no paper', async () => {
    answer = 'hit'
    const form = { applicant: 'self', purpose: 'school', facts: { formerName: '陈小怡' } }
    const { body: begun } = await send<{ application: { number: string } }>('chen-jingyi', 'POST', '/api/applications', form)
    const { number } = begun.application
    await send('chen-jingyi', 'POST', `/api/applications/${number}/submit`, { consent: true })
    await done(reviewer, number, 'ask-again')
    expect(questions.slice(-2).map(({ formerName }) => formerName)).toEqual(['陈小怡', '陈小怡'])
    answer = 'clear'
    expect(await done(reviewer, number, 'ask-again')).toMatchObject({ state: 'HUMAN_REVIEW' })
    expect(await done(reviewer, number, 'confirm-clear', { ground: 'registry_now_clear', note: '再次查询未发现' })).toMatchObject({
      state: 'ISSUED',
    })
    const certificate = (await p.platform.store.applications.find(number))?.certificate ?? ''
    const pdf = await p.platform.store.certificates.pdf(certificate)
    const text = pdf && pdfText(pdf)?.replace(/\s/g, '')
    if (text !== undefined) expect(text).not.toContain('陈小怡')
  })
})

describe('at the counter', () => {
  it('goes to another unit from the wrong place: one has it, the other no more, the day stays, the person is told', async () => {
    answer = 'clear'
    const number = await apply('han-xiaoyu')
    const before = await find(number)
    const [to, reason] = ['159902', '户籍在石桥，受理地不对']
    const { body } = await send<{ units: { id: string }[] }>('officer-qinghe', 'GET', '/api/desk/receivers')
    expect(body.units.map(({ id }) => id)).toEqual(expect.arrayContaining(['159900', '159910', to]))
    expect(body.units.filter(({ id }) => id.includes('-') || id === '159901001')).toEqual([])
    for (const wrong of ['159999', '159900-labour', '159901'])
      expect((await act('officer-qinghe', number, 'reassign', { to: wrong, reason })).body.code).toBe('bad_input')
    expect((await act('officer-qinghe', number, 'reassign', { to })).status).toBe(400)
    const sent = await done('officer-qinghe', number, 'reassign', { to, reason })
    expect(sent).toMatchObject({ unit: { id: to }, state: before.state, dueOn: before.dueOn, claim: null, may: [] })
    expect((await send('officer-qinghe', 'GET', `/api/desk/cases/${number}`)).status).toBe(404)
    expect((await act('officer-qinghe', number, 'claim')).status).toBe(404)
    const there = await send<{ cases: Row[] }>('reviewer-shiqiao', 'GET', '/api/desk/cases?group=intake')
    expect(there.body.cases.map((row) => row.number)).toContain(number)
    const found = await find(number, 'reviewer-shiqiao')
    expect(found.acts.at(-1)).toMatchObject({ act: 'reassign', content: { to: '云河市公安局石桥派出所', reason } })
    const told = await send<{ notices: { kind: string; target: string }[] }>('han-xiaoyu', 'GET', '/api/me/notices')
    expect(told.body.notices.filter(({ target }) => target === number)).toMatchObject([{ kind: 'sent_on' }])
    const rows = await p.platform.store.audit.list({ afterSeq: 0, limit: 1_000 })
    expect(rows.find((row) => row.action === 'desk_reassign' && row.target === number)?.detail).toMatchObject({
      unit: '159901',
      toUnit: to,
    })
    // There it may be sent back; and what was accepted stays where it is.
    await done('reviewer-shiqiao', number, 'reassign', { to: '159901', reason: '本所不受理，请原单位办理' })
    answer = 'hit'
    const accepted = await apply('zheng-dashan')
    expect((await act('officer-qinghe', accepted, 'reassign', { to, reason })).body.code).toBe('illegal_transition')
  })

  it('is told once what is missing, then accepted; the machine goes on', async () => {
    answer = 'clear'
    const number = await apply('han-xiaoyu')
    expect(await find(number)).toMatchObject({ group: 'intake', state: 'ID_VERIFIED' })
    const missing = [{ what: '监护关系证明', how: '带户口簿或者出生医学证明到窗口' }]
    await done('officer-qinghe', number, 'supplement', { missing })
    await done('officer-qinghe', number, 'supply', { received: ['监护关系证明'] })
    const again = await act('officer-qinghe', number, 'supplement', { missing: [{ what: '居住证', how: '带来' }] })
    expect(again.body).toMatchObject({ code: 'supplement_asked_once', detail: expect.stringContaining('居住证') })
    const issued = await done('officer-qinghe', number, 'accept')
    expect(issued).toMatchObject({ state: 'ISSUED', missing, received: ['监护关系证明'] })
    expect(issued.papers.map(({ kind }) => kind)).toEqual(['supplement', 'receipt'])
  })

  it('does not accept only for a reason of the list, by a person', async () => {
    const number = await apply('anna-berg')
    const who = 'officer-bureau-exit'
    expect((await act('reviewer-bureau', number, 'not-accept', { because: 'no', note: '不行' })).status).toBe(400)
    expect(who).toBeDefined()
    const refused = await done('reviewer-bureau', number, 'not-accept', {
      because: 'residence_too_short',
      note: '核对出入境记录，居留 120 天',
    })
    expect(refused).toMatchObject({ state: 'NOT_ACCEPTED', status: '不予受理' })
    expect(refused.papers.map(({ kind }) => kind)).toEqual(['not_accepted'])
  })

  it('takes nothing when somebody was faster', async () => {
    answer = 'hit'
    const number = await apply('feng-zhiyuan')
    const seen = (await find(number)).revision
    const two = await Promise.all([1, 2].map(() => act(reviewer, number, 'refuse', { note: '按查询结果' }, seen)))
    expect(two.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect((await act(reviewer, number, 'refuse', { note: '按查询结果' }, seen)).body.code).toBe('conflict')
    expect((await find(number)).approvals).toHaveLength(1)
  })

  it('stops while the clock stands before the last step', async () => {
    const number = await apply('zheng-dashan')
    clock.advance(-3_600_000)
    expect((await act(reviewer, number, 'refuse', { note: '按查询结果' })).body).toMatchObject({
      code: 'clock_went_back',
      detail: expect.stringContaining('管理员'),
    })
    clock.advance(3_600_000)
    expect(await stateOf(number)).toBe('HUMAN_REVIEW')
  })
})

describe('finding cases', () => {
  it('goes by exact number, name or document, in one’s own units, and is written down', async () => {
    const search = async (who: string, body: object) => (await send<{ cases: Row[] }>(who, 'POST', '/api/desk/search', body)).body.cases
    const [byName] = await search(reviewer, { name: '周平川' })
    expect(byName).toMatchObject({ about: '周**', state: 'CORRECTED' })
    expect(await search(reviewer, { document: ' 159901197906183359 ' })).toMatchObject([{ number: byName?.number }])
    expect(await search(reviewer, { number: byName?.number })).toHaveLength(1)
    expect(await search(reviewer, { name: '周平' })).toEqual([])
    expect(await search('reviewer-shiqiao', { name: '周平川' })).toEqual([])
    expect((await send(reviewer, 'POST', '/api/desk/search', { name: '甲', number: '1' })).status).toBe(400)
    const { body } = await send<{ lookups: { purpose: string }[] }>('zhou-pingchuan', 'GET', '/api/me/lookups')
    expect(body.lookups.map(({ purpose }) => purpose)).toContain('查找办理中的申请')
  })

  it('shows what is due today and what is over, by unit, and says when the holiday table ends', async () => {
    const { body } = await send<{ units: { unit: { id: string }; groups: { group: string; count: number }[] }[]; calendarNotice: string }>(
      'reviewer-bureau',
      'GET',
      '/api/desk/overview',
    )
    const qinghe = body.units.find(({ unit }) => unit.id === '159901')
    expect(qinghe?.groups.find(({ group }) => group === 'second')?.count).toBeGreaterThan(0)
    expect(body.calendarNotice).toContain('2027年1月1日起')
    const { body: over } = await send<{ cases: Row[]; next: string }>(reviewer, 'GET', '/api/desk/done?limit=2')
    expect(over.cases).toHaveLength(2)
    const { body: rest } = await send<{ cases: Row[] }>(reviewer, 'GET', `/api/desk/done?limit=50&after=${over.next}`)
    expect(rest.cases.map(({ number }) => number)).not.toContain(over.cases[0]?.number)
    expect((await send(reviewer, 'GET', '/api/desk/cases?after=x')).status).toBe(400)
    expect((await send(reviewer, 'GET', '/api/desk/cases?unit=159902')).status).toBe(404)
  })
})
