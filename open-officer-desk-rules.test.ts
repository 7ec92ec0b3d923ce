import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Subject } from './core/applicants.ts'
import type { Application, ApplicationState } from './core/certificates.ts'
import { uuidv7 } from './core/ids.ts'
import type { RegistryAnswer } from './core/records.ts'
import { pdfText, residentId } from './proofs/ground.ts'
import { waysTo as waysOf } from './proofs/ways.ts'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

const clock = handClock('2026-11-23T02:00:00.000Z')
// Two people who differ in nothing but what the registry holds of them: nothing, and a record that is sealed by law.
const [plain, sealed] = [residentId('1995-03-11', 446), residentId('1995-03-11', 448)]
const twins = `people:
  - { id: twin-plain, name: 安之若, id_number: '${plain}', birth: 1995-03-11, sex: female, registry: R0, hukou: '159901' }
  - { id: twin-sealed, name: 安之若, id_number: '${sealed}', birth: 1995-03-11, sex: female, registry: R5, hukou: '159901' }
  - { id: listed-record, name: 何思远, id_number: '${residentId('1990-01-01', 701)}', birth: 1990-01-01, sex: male, registry: R4, hukou: '159901' }
  - { id: listed-sealed, name: 何思远, id_number: '${residentId('1990-01-01', 703)}', birth: 1990-01-01, sex: male, registry: R5, hukou: '159901' }
`

let p: TestPlatform
beforeAll(async () => {
  p = await openTestPlatform({ clock: clock.now, people: twins })
}, 60_000)
afterAll(() => p[Symbol.asyncDispose]())

const waysTo = () => waysOf(clock.now(), 'twin-plain')

let made = 0
const put = async (facts: Partial<Application>): Promise<Application> => {
  made += 1
  const application: Application = {
    ...{
      id: uuidv7(clock.now()),
      number: `SL1599012026${String(900_000 + made)}`,
      person: 'twin-plain',
      applicant: 'self',
      facts: {},
      wanted: [],
    },
    ...{
      rules: [],
      unit: '159901',
      state: 'SUBMITTED',
      purpose: 'employment',
      purposeDetail: undefined,
      recipient: undefined,
      period: undefined,
    },
    ...{ delivery: 'window', submittedAt: clock.now(), acceptedAt: undefined, dueOn: '2026-11-26', history: [], review: undefined },
    ...{ certificate: undefined, revision: 1, ...facts },
  }
  await p.platform.store.applications.insert(application, { deedKey: `rule:${made}`, sameKey: `rule:${made}` })
  return application
}
const send = async (who: string, number: string, act: string, facts: object) => {
  const response = await p.ask(who, 'POST', `/api/desk/cases/${number}/${act}`, facts)
  return { status: response.status, body: await response.json() }
}

describe('a sealed record', () => {
  it('is on no page of the desk: a case with one reads like a case with none, before and after it is accepted', async () => {
    const pages = async (person: string) => {
      clock.set('2026-11-24T02:00:00.000Z')
      const seen: string[] = []
      const history = (waysTo().get('NEED_SUPPLEMENT') ?? []).map((entry) =>
        entry.actor.kind === 'applicant' ? { ...entry, actor: { kind: 'applicant' as const, id: person } } : entry,
      )
      const { number } = await put({ person, state: 'NEED_SUPPLEMENT', history, review: 'frequency', wanted: ['purpose_proof'] })
      const look = async () => seen.push(await (await p.ask('reviewer-qinghe', 'GET', `/api/desk/cases/${number}`)).text())
      await look()
      await send('reviewer-qinghe', number, 'supply', { revision: 1, received: ['录用通知'] })
      await look()
      clock.advance(1_000)
      await send('reviewer-qinghe', number, 'accept', { revision: 2 })
      await look()
      const audit = await p.platform.store.audit.list({ afterSeq: 0, limit: 5_000 })
      seen.push(
        JSON.stringify(
          audit.filter(({ target }) => target === number).map(({ action, detail, lookup }) => [action, detail, lookup?.purpose]),
        ),
      )
      expect(seen[2]).toContain('"state":"ISSUED"')
      return seen.map((text) =>
        text
          .replaceAll(number, '#')
          .replaceAll(/WFZ-\d{4}-\d{8}-\w|SLH-\d{4}-\d{8}-\w/g, '#')
          .replaceAll(person, '#')
          // Two digits of the document differ, as those of any two people do.
          .replaceAll(/1599\*{12}\w\w/g, '#'),
      )
    }
    expect(await pages('twin-sealed')).toEqual(await pages('twin-plain'))
  })
})

describe('a unit’s list', () => {
  /** The words of a letter, as the unit that asked reads it; undefined where nothing here reads PDF. */
  const letterText = async (number: string): Promise<string | undefined> => {
    const letter = await p.ask('twin-plain', 'GET', `/api/papers/${number}/pdf`)
    expect(letter.status).toBe(200)
    return pdfText(new Uint8Array(await letter.arrayBuffer()))?.replace(/\s/g, '')
  }
  const person = (n: number): Subject => ({
    ...{ name: '何思远', document: { kind: 'resident_id', number: residentId('1990-01-01', n) }, birth: '1990-01-01' },
    ...{ sex: n % 2 === 1 ? 'male' : 'female', nationality: 'CHN' },
  })
  const letterOf = (papers: { number: string; kind: string }[]) => papers.find(({ kind }) => kind === 'inquiry_letter')?.number ?? ''
  const list = async (answers: readonly (RegistryAnswer | undefined)[], state: ApplicationState, sequences: readonly number[] = []) => {
    const unit = {
      ...{ name: '青禾保安服务公司（演示）', uscc: '91150999MADEM00119', isUsccDoubtful: false, address: '青禾街 3 号', handler: '安之若' },
      ...{ letter: '青保函〔2026〕1号', basis: 'police-26' },
    }
    const application = await put({ applicant: 'unit', facts: { unit }, state, history: waysTo().get(state) ?? [], review: 'seal' })
    await p.platform.store.subjects.replace(
      application.number,
      answers.map((answer, n) => ({
        subject: person(sequences[n] ?? n + 1),
        relation: 'employed',
        answer: answer === 'unavailable' ? undefined : answer,
        finding: answer === 'clear' ? 'clear' : undefined,
      })),
    )
    return application
  }

  it('is answered with one seal when everybody was clear, many at once, and each that is not stays as it was', async () => {
    const [one, two, open] = [
      await list(['clear', 'clear'], 'CLEAR'),
      await list(['clear'], 'CLEAR'),
      await list(['clear', 'hit'], 'HUMAN_REVIEW'),
    ]
    const queue = await (await p.ask('officer-qinghe', 'GET', '/api/desk/cases?group=seal')).json()
    expect(queue.cases.map((row: { about: string }) => row.about)).toEqual(['青禾保安服务公司（演示）', '青禾保安服务公司（演示）'])
    const cases = [one, two, open].map(({ number, revision }) => ({ number, revision }))
    const done = await (await p.ask('officer-qinghe', 'POST', '/api/desk/batch/confirm', { cases })).json()
    expect(done.cases).toMatchObject([{ isDone: true }, { isDone: true }, { isDone: false, code: 'illegal_transition' }])
    const view = await (await p.ask('officer-qinghe', 'GET', `/api/desk/cases/${one.number}`)).json()
    expect(view).toMatchObject({
      state: 'ISSUED',
      certificate: null,
      papers: [{ kind: 'inquiry_letter' }],
      institution: { counts: { clear: 2 } },
    })
    expect((await p.platform.store.applications.find(open.number))?.state).toBe('HUMAN_REVIEW')
  })

  it('that tells of a record is signed by two, after everybody open was asked again', async () => {
    const { number } = await list(['clear', 'hit'], 'HUMAN_REVIEW')
    // The second one has no file: what was a hit is clear now, and nobody is reported.
    expect(await send('reviewer-qinghe', number, 'refuse', { revision: 1, note: '按查询结果' })).toMatchObject({ body: { state: 'CLEAR' } })
    expect(await p.platform.store.subjects.count(number)).toMatchObject({ clear: 2, open: 0 })
    expect(await send('officer-qinghe', number, 'seal', { revision: 2 })).toMatchObject({ body: { state: 'ISSUED' } })
  })

  it('that tells of a record goes out with two signatures: the record of one, none of who has none or a sealed one', async () => {
    // Clear before, a record in force, a sealed one: both of them were open.
    const { number } = await list(['clear', 'hit', 'uncertain'], 'HUMAN_REVIEW', [1, 701, 703])
    const find = async (who = 'reviewer-qinghe') => (await p.ask(who, 'GET', `/api/desk/cases/${number}`)).json()
    const answers = async (who?: string) => (await find(who)).institution.subjects.map((row: { answer: string | null }) => row.answer)
    expect([await answers(), await answers('officer-qinghe')]).toEqual([['clear', 'hit', 'uncertain'], Array(3).fill(null)])
    const proposed = await send('reviewer-qinghe', number, 'refuse', { revision: 1, note: '按查询结果' })
    expect(proposed).toMatchObject({ status: 200, body: { state: 'REFUSAL_2ND', status: '办理中', papers: [] } })
    const decide = async (who: string) => {
      const [open] = (await find()).approvals
      return p.ask(who, 'POST', `/api/approvals/${open.id}/decision`, { hash: open.hash, verdict: 'approved' })
    }
    expect((await decide('reviewer-qinghe')).status).toBe(403)
    expect((await find()).papers).toEqual([])
    expect((await decide('approver-qinghe')).status).toBe(200)
    const view = await find()
    // The letter is the reply: nobody gets a notice or an inner record of a refusal beside it.
    expect(view).toMatchObject({
      state: 'REFUSED',
      status: '已办结',
      certificate: null,
      papers: [{ kind: 'inquiry_letter', status: 'valid' }],
    })
    expect(view.institution.subjects.map(({ finding }: { finding: string }) => finding)).toEqual(['clear', 'record', 'clear'])
    const text = await letterText(view.papers[0].number)
    if (text !== undefined) {
      const results = [...text.matchAll(/1599\d{13}[\dX]|未发现犯罪记录|有犯罪记录/g)].map(([found]) => found)
      for (const [sequence, result] of [
        [1, '未发现犯罪记录'],
        [701, '有犯罪记录'],
        [703, '未发现犯罪记录'],
      ] as const)
        expect(results[results.indexOf(residentId('1990-01-01', sequence)) + 1], String(sequence)).toBe(result)
    }
    const mine = (await (await p.ask('twin-plain', 'GET', '/api/me/notices')).json()).notices
    expect(mine.filter(({ target }: { target: string }) => target === number)).toHaveLength(1)
  })

  it('is settled one by one: somebody else’s record is found clear, an unrelated person left out, who takes longer set apart, and nobody else waits', async () => {
    // Clear · somebody else's record · no tie to the unit · a record in force · to be checked.
    const { number } = await list(['clear', 'hit', 'hit', 'hit', 'uncertain'], 'HUMAN_REVIEW', [1, 2, 3, 701, 5])
    const act = async (who: string, name: string, more: object, of = number) =>
      send(who, of, name, { revision: (await p.platform.store.applications.find(of))?.revision, ...more })
    const settle = { ground: 'not_the_same_person', note: '照片、住址都不同，不是同一个人' }
    expect((await act('officer-qinghe', 'settle-person', { position: 2, ...settle })).body.code).toBe('not_allowed')
    expect((await act('reviewer-qinghe', 'settle-person', { position: 1, ...settle })).body.detail).toContain('第 1 行已经有结果')
    expect((await act('reviewer-qinghe', 'settle-person', { position: 9, ...settle })).body.detail).toContain('没有第 9 行')
    expect(await act('reviewer-qinghe', 'settle-person', { position: 2, ...settle })).toMatchObject({ body: { state: 'HUMAN_REVIEW' } })
    const all = { positions: [1, 2, 3, 4, 5], note: '全部分出' }
    expect((await act('reviewer-qinghe', 'set-apart', all)).body.code).toBe('bad_input')
    const unrelated = { positions: [3], because: 'unrelated_person', note: '核对劳动合同，不是本单位人员' }
    expect(await act('reviewer-qinghe', 'leave-out', unrelated)).toMatchObject({ status: 200 })
    const apart = await act('reviewer-qinghe', 'set-apart', { positions: [5], note: '判决没有刑期，需要核实' })
    // What is done in one moment has no order.
    const setApart = apart.body.acts.find((one: { act: string }) => one.act === 'set-apart')
    expect(setApart).toMatchObject({ content: { positions: [5], apart: expect.stringMatching(/^SL/) } })
    const second = setApart.content.apart

    // The rest is decided at once: one record, signed by two, who read of whom it tells.
    expect(await act('reviewer-qinghe', 'refuse', { note: '按查询结果' })).toMatchObject({ body: { state: 'REFUSAL_2ND' } })
    const [open] = (await (await p.ask('approver-qinghe', 'GET', `/api/desk/cases/${number}`)).json()).approvals
    expect(open.shown.fields).toContainEqual({ label: '拟告知有犯罪记录', value: '名单共5人，其中1人：第4行 何**' })
    const approve = (id: string, hash: string, who = 'approver-qinghe') =>
      p.ask(who, 'POST', `/api/approvals/${id}/decision`, { hash, verdict: 'approved' })
    expect((await approve(open.id, open.hash)).status).toBe(200)
    const findings = async (of: string) => (await p.platform.store.subjects.list(of, { limit: 9 })).map(({ finding }) => finding)
    expect(await findings(number)).toEqual(['clear', 'clear', 'not_accepted', 'record', 'apart'])
    const view = await (await p.ask('reviewer-qinghe', 'GET', `/api/desk/cases/${number}`)).json()
    const text = await letterText(letterOf(view.papers))
    if (text !== undefined)
      expect(text.match(/未发现犯罪记录|有犯罪记录|未受理|另行告知|共查询\d人，\S{5}/g)).toEqual([
        '共查询3人，结果见附表',
        ...['未受理', '另行告知', '未发现犯罪记录', '未发现犯罪记录', '未受理', '有犯罪记录', '另行告知'],
      ])

    // The one set apart is a case of its own with the same day of acceptance; only its clock stands still while it is checked.
    const other = await (await p.ask('reviewer-qinghe', 'GET', `/api/desk/cases/${second}`)).json()
    expect(other).toMatchObject({
      state: 'HUMAN_REVIEW',
      dueOn: view.dueOn,
      institution: { apartFrom: number, counts: { all: 1, open: 1 } },
    })
    expect((await act('reviewer-qinghe', 'set-apart', { positions: [1], note: '再分一次' }, second)).body.code).toBe('nobody_left')
    const facts5 = { cause: 'incomplete_record', matters: ['核实刑期'], expected_on: '2026-12-01' }
    const asked = await act('reviewer-qinghe', 'verify', facts5, second)
    expect((await approve(asked.body.approvals[0].id, asked.body.approvals[0].hash, 'approver-qinghe-banner')).status).toBe(200)
    expect((await p.ask('twin-plain', 'GET', `/api/applications/${second}`)).status).toBe(200)
    await act('reviewer-qinghe', 'finish-verification', { note: '已经查清' }, second)
    const settled = await act('reviewer-qinghe', 'settle-person', { position: 1, ground: 'not_effective', note: '判决没有生效' }, second)
    // The last one: the reply is ready for its seal.
    expect(settled.body).toMatchObject({ state: 'CLEAR', group: 'seal' })
    const sealed = await act('officer-qinghe', 'seal', {}, second)
    const own = await letterText(letterOf(sealed.body.papers))
    if (own !== undefined)
      expect(own.match(/未发现犯罪记录|有犯罪记录|1599\d{13}[\dX]/g)).toEqual([residentId('1990-01-01', 5), '未发现犯罪记录'])
  })

  it('loses whoever has no tie to the unit before anybody is asked: they are never looked up', async () => {
    const { number } = await list([undefined, undefined], 'ID_VERIFIED', [31, 32])
    const out = { revision: 1, positions: [2], because: 'unrelated_person', note: '不是本单位人员' }
    expect(await send('officer-qinghe', number, 'leave-out', out)).toMatchObject({ status: 200, body: { state: 'ID_VERIFIED' } })
    expect((await send('officer-qinghe', number, 'leave-out', { ...out, positions: [1] })).body.detail).toContain('用“不予受理”')
    expect(await send('officer-qinghe', number, 'accept', { revision: 1 })).toMatchObject({ body: { state: 'CLEAR' } })
    const lookups = (await p.platform.store.audit.list({ afterSeq: 0, limit: 9_000 })).filter((row) => row.target === number && row.lookup)
    expect(lookups.map(({ detail }) => detail.position)).toEqual([1])
    const { body } = await send('officer-qinghe', number, 'seal', {
      revision: (await p.platform.store.applications.find(number))?.revision,
    })
    const text = await letterText(letterOf(body.papers))
    if (text !== undefined) expect(text).toContain('共查询1人，均未发现犯罪记录')
  })

  it('gets a letter that two may take back: void where it is checked, without a reason, and told of', async () => {
    const { number } = await list(['clear', 'clear'], 'CLEAR')
    const sealed = await send('officer-qinghe', number, 'seal', { revision: 1 })
    const letter = letterOf(sealed.body.papers)
    const wrong = { revision: sealed.body.revision, reason: 'identity_error', note: '第 2 行的人写错了' }
    expect((await send('officer-qinghe', number, 'revoke-letter', wrong)).body.code).toBe('not_allowed')
    const proposed = await send('reviewer-qinghe', number, 'revoke-letter', wrong)
    expect(proposed).toMatchObject({ status: 200, body: { state: 'ISSUED' } })
    const [open] = proposed.body.approvals
    expect(open.shown.fields).toContainEqual({ label: '拟撤销的告知函', value: letter })
    expect((await send('reviewer-qinghe', number, 'revoke-letter', wrong)).body.code).toBe('illegal_transition')
    const decide = (who: string) => p.ask(who, 'POST', `/api/approvals/${open.id}/decision`, { hash: open.hash, verdict: 'approved' })
    expect((await decide('reviewer-qinghe')).status).toBe(403)
    expect((await decide('approver-qinghe')).status).toBe(200)
    const { papers } = await (await p.ask('twin-plain', 'GET', `/api/applications/${number}/papers`)).json()
    const { verifyCode, status } = papers.find((one: { kind: string }) => one.kind === 'inquiry_letter')
    expect([status, papers.length]).toEqual(['revoked', 2])
    const check = await (await p.ask(undefined, 'GET', `/verify/${verifyCode}`)).text()
    expect(check).toContain('撤销')
    expect(check).not.toMatch(/写错|身份弄错/)
    const { notices } = await (await p.ask('twin-plain', 'GET', '/api/me/notices')).json()
    expect(notices.filter((one: { target: string }) => one.target === number)).toHaveLength(2)
    expect((await p.platform.store.applications.find(number))?.state).toBe('REVOKED')
  })

  it('is corrected by a new letter once the registry has cleared somebody; nothing adverse comes of it, and a letter without a record stays', async () => {
    const told = async (sequences: readonly number[], findings: readonly ('clear' | 'record')[]) => {
      const application = await list(
        findings.map(() => 'clear' as const),
        'RECHECK_ACCEPTED',
        sequences,
      )
      const { store } = p.platform
      for (const row of await store.subjects.list(application.number, { limit: 9 }))
        await store.subjects.move(row, { answer: 'hit', finding: findings[row.position - 1] ?? 'clear' })
      const facts = { person: { name: '某', document: { kind: 'resident_id', number: plain } } } as const
      const unit = {
        ...facts,
        to: '青禾保安服务公司（演示）',
        reference: '1',
        basis: '依据',
        application: application.number,
        appliedOn: '2026-11-23',
      }
      const order = { kind: 'inquiry_letter', application: application.number, person: 'twin-plain', unit: '159901' } as const
      const drafted = await p.platform.office.draft({ ...order, facts: { ...unit, people: [] } })
      await store.transaction((records) => p.platform.office.keep(records, drafted, { kind: 'system' }))
      return { number: application.number, letter: drafted.paper.number }
    }
    const correct = (number: string) => send('reviewer-bureau', number, 'correct', { revision: 1, note: '复查更正', apologised: true })
    const lookups = async () => (await p.platform.store.audit.list({ afterSeq: 0, limit: 9_000 })).filter(({ lookup }) => lookup).length

    const none = await told([1, 2], ['clear', 'clear'])
    const { may } = (await (await p.ask('reviewer-bureau', 'GET', `/api/desk/cases/${none.number}`)).json()) as { may: string[] }
    expect([may.includes('uphold'), may.includes('correct')]).toEqual([true, false])
    const before = await lookups()
    expect((await correct(none.number)).body).toMatchObject({
      code: 'nothing_to_correct',
      detail: expect.stringMatching(/撤销告知函.*重新申请。$/),
    })
    // Nobody was looked up for an act that may not be.
    expect(await lookups()).toBe(before)
    const still = await told([701], ['record'])
    expect((await correct(still.number)).body.code).toBe('registry_not_clear')

    // Clear before, a record that was wrong, one that is in force.
    const { number, letter } = await told([1, 2, 701], ['clear', 'record', 'record'])
    const corrected = await correct(number)
    expect(corrected).toMatchObject({ status: 200, body: { state: 'CORRECTED', status: '复查办结', certificate: null } })
    const papers = await p.platform.store.papers.listByApplication(number)
    const again = papers.find(({ kind, status }) => kind === 'inquiry_letter' && status === 'valid')
    expect(papers.find((one) => one.number === letter)?.status).toBe('revoked')
    expect(again?.number).not.toBe(letter)
    const findings = (await p.platform.store.subjects.list(number, { limit: 9 })).map(({ finding }) => finding)
    expect(findings).toEqual(['clear', 'clear', 'record'])
    const [text, opinion] = [
      await letterText(again?.number ?? ''),
      await letterText(papers.find(({ kind }) => kind === 'recheck_opinion')?.number ?? ''),
    ]
    if (text !== undefined && opinion !== undefined) {
      expect(text.match(/未发现犯罪记录|有犯罪记录/g)).toEqual(['未发现犯罪记录', '未发现犯罪记录', '有犯罪记录'])
      expect(opinion).toContain(`青禾保安服务公司（演示）：`)
      expect(opinion).toContain(`原文书撤销、公示失效，重新出具《犯罪记录查询告知函》（${again?.number}）`)
    }
    expect((await correct(number)).body.code).toBe('conflict')
  })
})
