import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RecordRegistry, RegistryAnswer } from './core/records.ts'
import { pdfText } from './proofs/ground.ts'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

// What no officer does is written down and told as what an officer does: receipts, objections, on both databases.
describe.each(['sqlite', 'pglite'] as const)('papers of what people do themselves (%s)', (database) => {
  const clock = handClock('2026-11-23T02:00:00.000Z')
  let answer: RegistryAnswer = 'clear'
  const registry: RecordRegistry = { ask: async () => answer }
  let p: TestPlatform
  beforeAll(async () => {
    p = await openTestPlatform({ clock: clock.now, registry, ...(database === 'pglite' ? { url: 'pglite:' } : {}) })
  }, 60_000)
  afterAll(() => p[Symbol.asyncDispose]())

  const get = async <T>(who: string, path: string): Promise<T> => (await (await p.ask(who, 'GET', path)).json()) as T
  const papersOf = async (number: string) => p.platform.store.papers.listByApplication(number)
  const told = async (who: string, number: string): Promise<readonly string[]> => {
    const { notices } = await get<{ notices: { kind: string; target: string }[] }>(who, '/api/me/notices')
    return notices.filter(({ target }) => target === number).map(({ kind }) => kind)
  }
  const apply = async (person: string): Promise<string> => {
    const visit = await p.visit(person)
    await visit.say('开无犯罪记录证明，找工作用')
    await visit.say('确认')
    const who = await p.platform.store.people.find(person)
    const [newest] = await p.platform.store.applications.listByPerson(who?.id ?? '', 1)
    return newest?.number ?? ''
  }
  const textOf = async (who: string, number: string): Promise<string | undefined> => {
    const response = await p.ask(who, 'GET', `/api/papers/${number}/pdf`)
    expect(response.status).toBe(200)
    return pdfText(new Uint8Array(await response.arrayBuffer()))?.replace(/\s/g, '')
  }
  const kindsIn = (papers: readonly { kind: string }[]): readonly string[] => papers.map(({ kind }) => kind)

  const post = async <T>(who: string, path: string, body: unknown): Promise<T> => (await (await p.ask(who, 'POST', path, body)).json()) as T
  interface Form {
    readonly application: { number: string }
    readonly check: { faults: { at: string; says: string }[] } | null
  }
  /** One act of an officer over the application as it is now. */
  const desk = async (who: string, number: string, act: string, facts: object = {}) => {
    const revision = (await p.platform.store.applications.find(number))?.revision
    const response = await p.ask(who, 'POST', `/api/desk/cases/${number}/${act}`, { revision, ...facts })
    return { status: response.status, body: await response.json() }
  }
  const recorded = {
    name: '周平川',
    document: { kind: 'resident_id', number: '159901197906183359' },
    birth: '1979-06-18',
    sex: 'male',
    nationality: 'CHN',
  }

  it('gives no receipt beside a certificate that is there at once', async () => {
    answer = 'clear'
    const number = await apply('lin-anran')
    expect(await papersOf(number)).toEqual([])
    expect(await told('lin-anran', number)).toEqual([])
  })

  it('gives a receipt and one notice where an officer goes on, with the day of acceptance and the day it is due', async () => {
    answer = 'hit'
    const number = await apply('zhou-pingchuan')
    const papers = await papersOf(number)
    expect(kindsIn(papers)).toEqual(['receipt'])
    expect(await told('zhou-pingchuan', number)).toEqual(['accepted'])
    const text = await textOf('zhou-pingchuan', papers[0]?.number ?? '')
    if (text !== undefined) {
      expect(text).toMatch(/周平川.*2026年11月23日.*2026年11月26日/)
      expect(text).not.toMatch(/有犯罪记录|不予/)
    }
    // Nobody else may read it.
    expect((await p.ask('lin-anran', 'GET', `/api/papers/${papers[0]?.number}/pdf`)).status).toBe(404)
  })

  it('writes an objection down and tells of it, by form as in chat', async () => {
    answer = 'clear'
    const byForm = await apply('qian-xiaoman')
    const reason = '证明上的用途写错了，应当是留学。'
    // The store itself numbers what is set before a transaction; inside one its records would.
    const numbered = vi.spyOn(p.platform.store.sequences, 'next')
    expect((await p.ask('qian-xiaoman', 'POST', `/api/applications/${byForm}/object`, { reason })).status).toBe(200)
    const inChat = await apply('sun-wangshu')
    const visit = await p.visit('sun-wangshu', 'cert-progress')
    await visit.say('我要对证明的结果提异议')
    await visit.say(reason)
    await visit.say('确认')
    for (const [who, number] of [
      ['qian-xiaoman', byForm],
      ['sun-wangshu', inChat],
    ] as const) {
      expect(await p.platform.store.applications.find(number), who).toMatchObject({ state: 'RECHECK_ACCEPTED' })
      const papers = await papersOf(number)
      expect(kindsIn(papers), who).toEqual(['recheck_application'])
      expect(await told(who, number), who).toEqual(['recheck_accepted'])
      const text = await textOf(who, papers[0]?.number ?? '')
      if (text !== undefined) expect(text).toMatch(/异议.*WFZ-2026-.*用途写错了/)
    }
    expect(numbered.mock.calls.filter(([name]) => name === 'paper:recheck_application')).toHaveLength(2)
    numbered.mockRestore()
    // Twice is once: nothing is left to object to.
    expect((await p.ask('qian-xiaoman', 'POST', `/api/applications/${byForm}/object`, { reason })).status).toBe(409)
    expect(kindsIn(await papersOf(byForm))).toEqual(['recheck_application'])
  })

  it('takes an objection with characters that cannot be printed, which its paper leaves out', async () => {
    const number = await apply('li-changle')
    const response = await p.ask('li-changle', 'POST', `/api/applications/${number}/object`, { reason: '用途写错了 \u{1F600}\u{10FFFF}' })
    expect(response.status).toBe(200)
    expect(await p.platform.store.applications.find(number)).toMatchObject({ state: 'RECHECK_ACCEPTED', facts: { objection: {} } })
    expect(kindsIn(await papersOf(number))).toEqual(['recheck_application'])
    expect(await told('li-changle', number)).toEqual(['recheck_accepted'])
  })

  it('keeps of a draft what is not named, and empties what is taken out again', async () => {
    const typed = { purpose: 'school', recipient: '某某学校', purposeDetail: '报名', facts: { formerName: '韩雨', station: '159902' } }
    const { application } = await post<Form>('han-xiaoyu', '/api/applications', { applicant: 'self', ...typed })
    await post<Form>('han-xiaoyu', '/api/applications', { applicant: 'self', delivery: 'window' })
    const path = `/api/applications/${application.number}`
    expect((await get<{ form: object }>('han-xiaoyu', path)).form).toMatchObject({ ...typed, delivery: 'window' })
    const gone = { recipient: null, purposeDetail: null, facts: { formerName: null, station: null } }
    const response = await p.ask('han-xiaoyu', 'PUT', path, { applicant: 'self', ...gone })
    expect(await response.json()).toMatchObject({ check: { isReady: true } })
    const { form } = await get<{ form: object }>('han-xiaoyu', path)
    expect(form).toEqual({ applicant: 'self', purpose: 'school', period: null, delivery: 'window', facts: {} })
    await p.ask('han-xiaoyu', 'PUT', path, { applicant: 'self', purpose: null })
    expect((await post<{ faults: { at: string }[] }>('han-xiaoyu', `${path}/submit`, { consent: true })).faults).toMatchObject([
      { at: 'purpose' },
    ])
  })

  it('leaves a case to nobody that was taken back', async () => {
    answer = 'hit'
    const number = await apply('feng-zhiyuan')
    const revision = (await p.platform.store.applications.find(number))?.revision
    expect((await p.ask('reviewer-qinghe', 'POST', `/api/desk/cases/${number}/claim`, { revision })).status).toBe(200)
    expect(await p.platform.store.desk.claimOf(number)).toMatchObject({ officer: 'reviewer-qinghe' })
    expect((await p.ask('feng-zhiyuan', 'POST', `/api/applications/${number}/withdraw`)).status).toBe(200)
    expect(await p.platform.store.desk.claimOf(number)).toBeUndefined()
  })

  it('tells what is missing by itself', async () => {
    answer = 'clear'
    const numbers: string[] = []
    const numbered = vi.spyOn(p.platform.store.sequences, 'next')
    for (let day = 0; day < 4; day += 1) {
      numbers.push(await apply('wu-yunfan'))
      clock.advance(86_400_000)
    }
    const last = numbers.at(-1) ?? ''
    expect(await p.platform.store.applications.find(last)).toMatchObject({ state: 'NEED_SUPPLEMENT' })
    expect(await told('wu-yunfan', last)).toEqual(['supplement'])
    expect(kindsIn(await papersOf(last))).toEqual(['supplement'])
    expect(numbered.mock.calls.filter(([name]) => name === 'paper:supplement')).toHaveLength(2)
    numbered.mockRestore()
  })

  it('is told on paper how each missing thing is made good; what is adverse is signed for by whoever entrusted, and by nobody else', async () => {
    answer = 'hit'
    const facts = { subject: recorded, entrustment: { isSignedAbroad: false }, station: '159901' }
    const { number } = (await post<Form>('lin-anran', '/api/applications', { applicant: 'delegate', purpose: 'notary', facts })).application
    const { check } = await post<Form>('lin-anran', `/api/applications/${number}/submit`, { consent: true })
    expect(check?.faults.find(({ at }) => at === 'material:letter_of_entrustment')?.says).toMatch(/^还缺委托书。委托书写明/)
    const mine = async () =>
      (await get<{ papers: { number: string; kind: string }[] }>('lin-anran', `/api/applications/${number}/papers`)).papers
    const [asked] = await mine()
    expect(asked?.kind).toBe('supplement')
    const text = await textOf('lin-anran', asked?.number ?? '')
    if (text !== undefined) expect(text).toMatch(/委托书写明委托人和受托人.*拍照上传您自己在有效期内的证件/)
    expect(await told('lin-anran', number)).toEqual(['supplement'])

    await desk('officer-qinghe', number, 'supply', { received: ['委托书', '双方证件'] })
    await desk('officer-qinghe', number, 'accept', { checked: ['letter', 'person', 'agent'] })
    expect(await desk('reviewer-qinghe', number, 'refuse', { note: '按查询结果' })).toMatchObject({ body: { state: 'REFUSAL_2ND' } })
    const [open] = (await get<{ approvals: { id: string; hash: string }[] }>('approver-qinghe', `/api/desk/cases/${number}`)).approvals
    const verdict = { hash: open?.hash, verdict: 'approved' }
    expect((await p.ask('approver-qinghe', 'POST', `/api/approvals/${open?.id}/decision`, verdict)).status).toBe(200)
    expect(kindsIn(await mine())).toEqual(['supplement', 'receipt'])
    const notice = (await papersOf(number)).find(({ kind }) => kind === 'refusal')
    expect((await p.ask('lin-anran', 'GET', `/api/papers/${notice?.number}/pdf`)).status).toBe(404)
    const given = await desk('officer-qinghe', number, 'deliver', { how: 'window', signed_by: 'agent' })
    expect(given).toMatchObject({ status: 400, body: { detail: expect.stringContaining('只能由委托人本人') } })
    expect(await desk('officer-qinghe', number, 'deliver', { how: 'window', signed_by: 'self' })).toMatchObject({
      body: { state: 'DELIVERED' },
    })
  })
})
