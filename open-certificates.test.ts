import { unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeXlsx } from './files/xlsx/write-xlsx.ts'
import { residentId } from './proofs/ground.ts'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

const clock = handClock()
let p: TestPlatform
beforeAll(async () => {
  p = await openTestPlatform({ clock: clock.now })
}, 120_000)
afterAll(() => p[Symbol.asyncDispose]())

interface View {
  readonly application: { number: string; status: string; dueOn: string; certificate: { number: string; maskedName: string } | null }
  readonly isDraft: boolean
  readonly form: { purpose?: string; facts?: Record<string, unknown> }
  readonly check: {
    isReady: boolean
    days: number | null
    next: string
    unit: { id: string }
    faults: { at: string; kind: string; rule: string; says: string }[]
  } | null
  readonly people: { all: number; answered: number } | null
  readonly may: string[]
  readonly trail: { status: string }[]
}
const call = async <T = View>(
  who: string,
  method: string,
  path: string,
  body?: unknown,
  status = method === 'POST' && path === '' ? 201 : 200,
) => {
  const answer = await p.ask(who, method, `/api/applications${path}`, body)
  const json = (await answer.json()) as T
  expect([answer.status, JSON.stringify(json).slice(0, 400)]).toEqual([status, expect.anything()])
  return json
}
const begin = (who: string, form: Record<string, unknown>): Promise<View> => call(who, 'POST', '', form)
const submit = (who: string, number: string, status = 200) => call(who, 'POST', `/${number}/submit`, { consent: true }, status)
/** One act of an officer over the application as it is now. */
const desk = async (who: string, number: string, act: string, facts: object = {}) => {
  const revision = (await stored(number))?.revision
  const answer = await p.ask(who, 'POST', `/api/desk/cases/${number}/${act}`, { revision, ...facts })
  return { status: answer.status, body: await answer.json() }
}
const stored = (number: string) => p.platform.store.applications.find(number)

const child = {
  name: '钱小禾',
  document: { kind: 'resident_id', number: residentId('2015-03-07', 801) },
  birth: '2015-03-07',
  sex: 'male',
  nationality: 'CHN',
}
const adult = {
  name: '林安然',
  document: { kind: 'resident_id', number: '159901199003072016' },
  birth: '1990-03-07',
  sex: 'male',
  nationality: 'CHN',
}
const office = {
  name: '云河清正律师事务所（演示）',
  uscc: '91150999madem00119',
  address: '云河市青禾街 8 号（演示）',
  handler: '赵清禾',
  basis: 'lawyers-7',
}

describe('the form of the person themself', () => {
  it('says all that is missing at once, is one row however often it is saved, and issues when it is handed in', async () => {
    const draft = await begin('lin-anran', { applicant: 'self' })
    const { number } = draft.application
    expect(draft).toMatchObject({ isDraft: true, check: { isReady: false, next: 'at_once' }, may: ['save', 'submit', 'withdraw'] })
    expect(draft.check?.faults).toMatchObject([{ at: 'purpose', kind: 'missing', rule: 'field.purpose' }])
    expect(await submit('lin-anran', number, 422)).toMatchObject({ code: 'not_ready', faults: [{ at: 'purpose', rule: 'field.purpose' }] })
    expect((await begin('lin-anran', { applicant: 'self', recipient: '某某学校' })).application.number).toBe(number)
    const saved = await call('lin-anran', 'PUT', `/${number}`, { applicant: 'self', purpose: 'school' })
    expect(saved).toMatchObject({ form: { purpose: 'school', recipient: '某某学校' }, check: { isReady: true, faults: [] } })
    const mine = await call<{ applications: unknown[]; drafts: unknown[] }>('lin-anran', 'GET', '')
    expect(mine).toMatchObject({ applications: [], drafts: [{ number, applicant: 'self', purpose: 'school' }] })
    const done = await submit('lin-anran', number)
    expect(done).toMatchObject({ isDraft: false, application: { status: '已办结', certificate: { maskedName: '林**' } }, check: null })
    expect(await submit('lin-anran', number)).toMatchObject({ application: { certificate: done.application.certificate } })
    expect(await stored(number)).toMatchObject({ rules: ['self.hukou', 'accepts.citizen'], unit: '159901', state: 'ISSUED' })
    expect((await p.ask('zhao-qinghe', 'GET', `/api/applications/${number}`)).status).toBe(404)
    expect((await p.ask('zhao-qinghe', 'POST', `/api/applications/${number}/withdraw`)).status).toBe(404)
    expect((await p.ask(undefined, 'GET', `/api/applications/${number}`)).status).toBe(401)
  })

  it('begun in the form may be ended in chat, as the same row', async () => {
    const { application } = await begin('qian-xiaoman', { applicant: 'self', facts: { route: 'hukou' } })
    const visit = await p.visit('qian-xiaoman', 'cert-navigator')
    expect((await visit.say('开无犯罪记录证明，求职用')).outcome).toBe('confirming')
    expect((await visit.say('确认')).cards[0]?.kind).toBe('certificate')
    expect(await stored(application.number)).toMatchObject({ state: 'ISSUED', purpose: 'employment' })
    expect(await call<{ drafts: unknown[] }>('qian-xiaoman', 'GET', '')).toMatchObject({ drafts: [] })
  })

  it('handed in by form and asked for again in chat is one application', async () => {
    const { application } = await begin('chen-jingyi', { applicant: 'self', purpose: 'emigration' })
    const done = await submit('chen-jingyi', application.number)
    const visit = await p.visit('chen-jingyi', 'cert-navigator')
    await visit.say('开无犯罪记录证明，移民用')
    const again = await visit.say('确认')
    expect(again.cards[0]?.fields.find(({ label }) => label === '编号')?.value).toBe(done.application.certificate?.number)
  })

  it('keeps half of what is typed with the draft, shows it by either door, and forgets it when the rest is there', async () => {
    const half = { 'subject.name': '韩小', 'subject.documentNumber': '15990120' }
    const begun = await begin('ayigul', { applicant: 'guardian', facts: { unfinished: half, relation: 'parent' } })
    const { number } = begun.application
    expect(begun.check?.faults.find(({ at }) => at === 'subject')?.kind).toBe('missing')
    const visit = await p.visit('ayigul', 'cert-material-checker')
    await visit.say('我是监护人，给未成年的儿子申请无犯罪记录证明')
    const opened = await visit.say('确认')
    expect(opened.text).toMatch(/接着上次那张表填.*填过的都在.*还差：.*请填写要开证明的人/)
    expect(opened.text).toContain(number)
    const shown = await call('ayigul', 'GET', `/${number}`)
    expect(shown.form).toMatchObject({ facts: { unfinished: half, relation: 'parent' } })
    const whole = await begin('ayigul', {
      applicant: 'guardian',
      purpose: 'school',
      facts: { subject: child, unfinished: {}, station: '159901' },
    })
    expect(whole).toMatchObject({
      application: { number },
      check: { isReady: true },
      form: { facts: { unfinished: {}, relation: 'parent' } },
    })
    // Typed over, the child that was there before is nobody's any more.
    const retyped = await begin('ayigul', { applicant: 'guardian', facts: { unfinished: { 'subject.name': '韩大' } } })
    expect(retyped.check?.isReady).toBe(false)
    expect(retyped.form.facts?.subject).toBeUndefined()
  })

  it('taken back is over, and a new one may be begun', async () => {
    const first = await begin('sun-wangshu', { applicant: 'self', purpose: 'go_abroad' })
    expect(await call('sun-wangshu', 'POST', `/${first.application.number}/withdraw`)).toMatchObject({ may: [], isDraft: false })
    const second = await begin('sun-wangshu', { applicant: 'self' })
    expect(second.application.number).not.toBe(first.application.number)
  })

  it('asks for the residence permit at the place of living, and waits for it', async () => {
    const { application, check } = await begin('zhou-pingchuan', {
      applicant: 'self',
      purpose: 'employment',
      facts: { route: 'residence' },
    })
    expect(check).toMatchObject({ next: 'papers' })
    expect(check?.faults.map(({ at, rule }) => [at, rule])).toContainEqual(['material:residence_permit', 'material.residence_permit'])
    expect(await submit('zhou-pingchuan', application.number)).toMatchObject({ application: { status: '待补正' } })
    expect(await stored(application.number)).toMatchObject({ state: 'NEED_SUPPLEMENT', wanted: ['residence_permit'] })
    expect(await call('zhou-pingchuan', 'POST', `/${application.number}/supply`, undefined, 422)).toMatchObject({ code: 'not_ready' })
  })
})

describe('a foreigner', () => {
  it('with two stays of 100 days together is taken in by the exit-entry desk, at once', async () => {
    const stays = [
      { from: '2025-01-01', to: '2025-04-10' },
      { from: '2026-01-01', to: '2026-04-10' },
    ]
    const { application, check } = await begin('anna-berg', { applicant: 'self', purpose: 'go_abroad', facts: { stays } })
    expect(check).toMatchObject({ days: 200, next: 'at_once', isReady: true, unit: { id: '159900' } })
    expect(await submit('anna-berg', application.number)).toMatchObject({ application: { status: '已办结' } })
    expect((await stored(application.number))?.rules).toContain('self.foreigner_days_enough')
  })

  it('cannot ask for a time before the first stay, and nobody for one before their birth', async () => {
    const stays = [{ from: '2025-01-01', to: '2026-04-10' }]
    const asking = (from: string) => ({ applicant: 'self', purpose: 'go_abroad', period: { from, to: '2026-01-01' }, facts: { stays } })
    const early = await begin('daniel-okoro', asking('2024-12-31'))
    expect(early.check).toMatchObject({ isReady: false })
    expect(early.check?.faults.find(({ at }) => at === 'period')).toMatchObject({ kind: 'wrong', rule: 'period.first_entry' })
    expect((await submit('daniel-okoro', early.application.number, 422)) as unknown).toMatchObject({ code: 'not_ready' })
    const fits = await begin('daniel-okoro', asking('2025-01-01'))
    expect(fits.check?.faults.filter(({ at }) => at === 'period')).toEqual([])
    await call('daniel-okoro', 'POST', `/${fits.application.number}/withdraw`)
    const unborn = await begin('sun-wangshu', { applicant: 'self', purpose: 'school', period: { from: '1900-01-01', to: '2026-01-01' } })
    expect(unborn.check?.faults.find(({ at }) => at === 'period')?.rule).toBe('period.birth')
    // A resident of Hong Kong says when the permit was issued, and asks for nothing before it; in chat too.
    const period = { from: '2021-01-01', to: '2026-01-01' }
    const undated = await begin('chan-kaming', { applicant: 'self', purpose: 'employment', period })
    expect(undated.check?.faults).toMatchObject([{ at: 'documentFrom', kind: 'missing', rule: 'field.document_from' }])
    const dated = await begin('chan-kaming', { applicant: 'self', facts: { documentFrom: '2023-05-01' } })
    expect(dated.check?.faults).toMatchObject([{ at: 'period', kind: 'wrong', rule: 'period.document_issue' }])
    const visit = await p.visit('chan-kaming', 'cert-navigator')
    await visit.say('开无犯罪记录证明，求职用，只查2021年1月1日到2026年1月1日')
    const told = await visit.say('确认')
    expect(told.text).toContain('不能早于证件的签发日期')
    expect(await stored(dated.application.number)).toMatchObject({ state: 'DRAFT' })
  })

  it('with 179 days is left to an officer, never refused by machine; the overlap of two stays counts once', async () => {
    const stays = [
      { from: '2026-01-01', to: '2026-04-10' },
      { from: '2026-04-01', to: '2026-06-28' },
    ]
    const { application, check } = await begin('daniel-okoro', { applicant: 'self', purpose: 'go_abroad', facts: { stays } })
    expect(check).toMatchObject({ days: 179, next: 'officer' })
    expect(check?.faults.map(({ rule }) => rule)).toContain('self.foreigner_days_short')
    expect(await submit('daniel-okoro', application.number)).toMatchObject({ application: { status: '待核验', certificate: null } })
    expect(await stored(application.number)).toMatchObject({ state: 'ID_VERIFIED', review: 'eligibility' })
  })
})

describe('somebody who acts for another', () => {
  it('with a letter is asked for the letter and both identities, all at once, and nothing is looked up before', async () => {
    const { application, check } = await begin('zhao-qinghe', {
      applicant: 'delegate',
      purpose: 'notary',
      facts: { subject: adult, entrustment: { isSignedAbroad: false }, station: '159901' },
    })
    expect(check?.faults.map(({ at }) => at).sort()).toEqual([
      'material:delegate_identity',
      'material:identity_document',
      'material:letter_of_entrustment',
    ])
    expect(await submit('zhao-qinghe', application.number)).toMatchObject({ application: { status: '待补正' } })
    const lookups = await p.ask('lin-anran', 'GET', '/api/me/lookups')
    expect(JSON.stringify(await lookups.json())).not.toContain('受托')
  })

  it('gets the certificate of whoever entrusted them once an officer has accepted, and the other one sees the look-up', async () => {
    const wu = {
      ...adult,
      name: '吴云帆',
      document: { kind: 'resident_id', number: '159901199503114462' },
      birth: '1995-03-11',
      sex: 'female',
    }
    const facts = { subject: wu, entrustment: { isSignedAbroad: false }, station: '159901' }
    const { number } = (await begin('wei-ruoxi', { applicant: 'delegate', purpose: 'notary', facts })).application
    await submit('wei-ruoxi', number)
    await desk('officer-qinghe', number, 'supply', { received: ['委托书', '双方证件'] })
    const unread = await desk('officer-qinghe', number, 'accept', { checked: ['letter', 'agent'] })
    expect(unread).toMatchObject({ status: 409, body: { code: 'authority_unchecked', open: ['person'] } })
    expect(unread.body.detail).toContain('被查询人的证件')
    expect(await stored(number)).toMatchObject({ state: 'ID_VERIFIED' })
    const accepted = await desk('officer-qinghe', number, 'accept', { checked: ['letter', 'person', 'agent'] })
    expect(accepted).toMatchObject({ status: 200, body: { state: 'ISSUED', papers: [{ kind: 'supplement' }, { kind: 'receipt' }] } })
    // From there on nobody has to lift a finger, as for the person themself.
    expect((await stored(number))?.history.slice(-3).map(({ event, actor }) => `${event} ${actor.kind}`)).toEqual([
      'query system',
      'clear system',
      'issue system',
    ])
    expect(await call('wei-ruoxi', 'GET', `/${number}`)).toMatchObject({
      application: { status: '已办结', certificate: { maskedName: '吴**' } },
    })
    expect(JSON.stringify(await (await p.ask('wu-yunfan', 'GET', '/api/me/lookups')).json())).toContain('受托人代为申请')
  })

  it('learns which field is wrong and by which rule', async () => {
    const { check } = await begin('zhao-qinghe', {
      applicant: 'guardian',
      purpose: 'school',
      facts: { subject: { ...child, document: { kind: 'resident_id', number: '159901201503078013' } }, relation: 'parent', station: '999' },
    })
    expect(check?.faults.filter(({ kind }) => kind === 'wrong').map(({ at, rule }) => [at, rule])).toEqual([
      ['subject.document', 'field.subject'],
      ['station', 'field.station'],
    ])
  })
})

describe('a unit', () => {
  const people = (rows: (string | number)[][]) =>
    Uint8Array.from(writeXlsx({ name: '名单', columns: ['姓名', '证件号码', '与单位关系'], rows }))
  const upload = async (number: string, file: File) => {
    const form = new FormData()
    form.set('file', file)
    const headers = await p.as('zhao-qinghe')
    const answer = await p.platform.server.request(`/api/applications/${number}/people`, { method: 'POST', headers, body: form })
    return {
      status: answer.status,
      json: (await answer.json()) as { count: number; faults: { row: number; says: string }[]; code?: string },
    }
  }
  const csv = (text: string) => new File([text], '名单.csv', { type: 'text/csv' })
  const list = '姓名,证件号码,与单位关系\n林安然,159901199003072016,拟招录\n吴云帆,159901199503114462,拟招录\n'

  it('hands in its list, and the reply waits for its seal; a sealed person stands in it like everybody else', async () => {
    const { application, check } = await begin('zhao-qinghe', {
      applicant: 'unit',
      purpose: 'employment',
      facts: { unit: office, station: '159901' },
    })
    const { number } = application
    expect(check?.faults.map(({ at }) => at)).toContain('people')
    expect(await upload(number, csv(list))).toMatchObject({ status: 200, json: { count: 2, faults: [] } })
    expect(await call<{ people: unknown[] }>('zhao-qinghe', 'GET', `/${number}/people`)).toMatchObject({
      people: [{ position: 1, name: '林安然', documentNumber: '1599************16' }, { position: 2 }],
    })
    expect(await submit('zhao-qinghe', number)).toMatchObject({ application: { status: '待补正' } })
    const kept = await stored(number)
    expect(kept?.wanted).toEqual(['introduction_letter', 'handler_identity', 'stamped_form', 'relation_proof'])
    // An officer has read the papers and accepts; the machine looks everybody up, and waits.
    await desk('officer-qinghe', number, 'supply', { received: ['介绍信等'] })
    await desk('officer-qinghe', number, 'accept')
    expect(await stored(number)).toMatchObject({ state: 'CLEAR', review: 'seal' })
    expect((await p.platform.store.subjects.list(number, { limit: 9 })).map(({ answer, finding }) => [answer, finding])).toEqual([
      ['clear', 'clear'],
      ['clear', 'clear'],
    ])
    await p.platform.desk.resume({ olderThanMs: 0, limit: 100 })
    expect(await call('zhao-qinghe', 'GET', `/${number}`)).toMatchObject({
      application: { status: '办理中' },
      people: { all: 2, answered: 2 },
    })
    // Whoever asked is told when the reply is sealed.
    expect(await desk('officer-qinghe', number, 'seal')).toMatchObject({ body: { state: 'ISSUED' } })
    const { notices } = await (await p.ask('zhao-qinghe', 'GET', '/api/me/notices')).json()
    expect(
      notices
        .filter((one: { target: string }) => one.target === number)
        .map((one: { kind: string }) => one.kind)
        .sort(),
    ).toEqual(['accepted', 'done', 'supplement'])
    for (const persona of ['lin-anran', 'wu-yunfan']) {
      const seen = JSON.stringify(await (await p.ask(persona, 'GET', '/api/me/lookups')).json())
      expect(seen).toContain('单位依法查询犯罪记录')
      expect(seen).toContain('律师法')
    }
  })

  it('that names no basis is left to an officer with the reason, and one with many people to the county', async () => {
    const { application } = await begin('zhao-qinghe', {
      applicant: 'unit',
      purpose: 'employment',
      facts: { unit: { ...office, uscc: '91150999MADEM00118', basis: undefined, basisText: '公司员工手册' }, station: '159901' },
    })
    const { number } = application
    await upload(number, csv(list))
    const { check } = await call('zhao-qinghe', 'GET', `/${number}/check`)
    expect(check?.faults.map(({ at, kind, rule }) => [at, kind, rule])).toContainEqual(['unit.uscc', 'note', 'field.unit_uscc'])
    expect(check?.faults.map(({ rule }) => rule)).toContain('unit.no_basis')
    expect(await submit('zhao-qinghe', number)).toMatchObject({ application: { status: '待核验' } })
    expect(await stored(number)).toMatchObject({ state: 'ID_VERIFIED', review: 'basis', facts: { unit: { isUsccDoubtful: true } } })

    const many = await begin('zhao-qinghe', {
      applicant: 'organ',
      purpose: 'licence',
      facts: { unit: { ...office, basis: 'licence-organ' }, station: '159901' },
    })
    const rows = Array.from({ length: 51 }, (_, index) => `许可甲${'一二三四五六七八九十'[index % 10]},${numberOf(index)},许可申请人`)
    expect((await upload(many.application.number, csv(`姓名,证件号码,关系\n${rows.join('\n')}`))).json).toMatchObject({
      count: 51,
      faults: [],
    })
    const told = await call('zhao-qinghe', 'GET', `/${many.application.number}/check`)
    expect(told.check?.unit.id).toBe('159910')
  })

  it('gets a sentence with the row for each thing that is wrong in its table, and nothing is taken', async () => {
    const { application } = await begin('zhao-qinghe', { applicant: 'notary', facts: { unit: { ...office, basis: 'notary-office' } } })
    const { number } = application
    const bad = [
      '公证当事人名单',
      '姓名,证件号码,关系,证件类型',
      '林安然,159901199003072016,公证当事人,',
      ',159901199003072024,公证当事人,', // merged cell
      '吴云帆,159901199503114463,公证当事人,', // check digit
      '=A3,159901198506150042,公证当事人,', // formula
      '林安然,159901199003072016,公证当事人,', // twice
      '孙望舒,1.59901E+17,公证当事人,', // number column
      '王明月,110101199003072014,公证当事人,', // a real segment
      '李长乐,159901199001052249,公证当事人,学生证',
    ]
    const { json } = await upload(number, csv(bad.join('\n')))
    expect(json.count).toBe(0)
    expect(json.faults.map(({ row }) => row)).toEqual([4, 5, 6, 7, 8, 9, 10])
    for (const { row, says } of json.faults) {
      expect(says).toContain(`第 ${row} 行`)
      expect(says).not.toMatch(/110101|林安然|159901199503114463/)
    }
    expect((await upload(number, csv('a,b\n1,2\n'))).json.faults[0]?.says).toContain('没有找到表头')
    expect((await upload(number, new File([Uint8Array.of(0x4d, 0x5a, 0x90, 0)], '名单.xlsx'))).status).toBeGreaterThanOrEqual(400)
    expect((await upload(number, csv(`姓名,证件号码\n${'甲,1\n'.repeat(50_000)}`))).json).toMatchObject({ code: 'file_too_large' })
    const sheet = unzipSync(people([]))
    const bomb = zipSync({ ...sheet, 'xl/worksheets/sheet1.xml': Buffer.alloc(96 * 1_048_576, 32) })
    expect((await upload(number, new File([Uint8Array.from(bomb)], '名单.xlsx'))).json.code).toMatch(/^file_/)
    expect((await call('zhao-qinghe', 'GET', `/${number}`)).people).toMatchObject({ all: 0 })
    const book = new File([people([['林安然', '159901199003072016', '公证当事人']])], '名单.xlsx')
    expect((await upload(number, book)).json).toMatchObject({ count: 1, faults: [] })
  })
})

/** An invented, well-formed number. */
const numberOf = (index: number): string => {
  const body = `1599011990${String((index % 12) + 1).padStart(2, '0')}01${String(100 + index)}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return body + '10X98765432'.charAt([...body].reduce((sum, digit, at) => sum + Number(digit) * (weights[at] ?? 0), 0) % 11)
}
