import { beforeAll, describe, expect, it } from 'vitest'
import type { RecordState } from '../domain/records/demo-files.ts'
import { handClock, openTestPlatform, type TestPlatform } from '../testing.ts'
import { pdfText, peopleFile, type Row, residentId, tablesOf } from './ground.ts'
import { plain } from './life.ts'

const kinds = ['delegate', 'guardian', 'unit'] as const
type Kind = (typeof kinds)[number]
/** Beside nothing at all: what the law seals, of a youth (R5) and across eighteen (R7, which no ward can have yet: a penalty, R3). */
const statesOf: Record<Kind, readonly RecordState[]> = {
  delegate: ['R0', 'R5', 'R7'],
  guardian: ['R0', 'R5', 'R3'],
  unit: ['R0', 'R5', 'R7'],
}

/** Who is asked about: nothing but the record differs. A guardian's ward is under eighteen at the day of the test. */
const births: Record<Kind, string> = { delegate: '1995-03-11', guardian: '2009-03-11', unit: '1995-03-11' }
const subjectOf = (kind: Kind) => ({
  name: '何思远',
  document: { kind: 'resident_id', number: residentId(births[kind], 441) },
  birth: births[kind],
  sex: 'male',
  nationality: 'CHN',
})
const forms: Record<Kind, Readonly<Record<string, unknown>>> = {
  delegate: { purpose: 'notary', facts: { subject: subjectOf('delegate'), entrustment: { isSignedAbroad: false }, station: '159901' } },
  guardian: { purpose: 'school', facts: { subject: subjectOf('guardian'), relation: 'parent', station: '159901' } },
  unit: {
    purpose: 'employment',
    facts: {
      station: '159901',
      unit: {
        ...{ name: '云河清正律师事务所（演示）', uscc: '91150999MADEM00119', address: '云河市青禾街 8 号（演示）' },
        ...{ handler: '赵清禾', basis: 'lawyers-7' },
      },
    },
  },
}

/** Everything that one application about somebody leaves behind, wherever whoever applied, the person or an officer could look. */
interface Trace {
  readonly state: string | undefined
  readonly replies: readonly unknown[]
  readonly pages: readonly unknown[]
  readonly audit: readonly unknown[]
  readonly logs: readonly Row[]
  readonly rows: Readonly<Record<string, readonly Row[]>>
  readonly papers: readonly (string | undefined)[]
}

const applicant = 'zhao-qinghe'
const officer = 'officer-qinghe'

const uploadList = async (p: TestPlatform, number: string): Promise<unknown> => {
  const { name, document } = subjectOf('unit')
  const list = `姓名,证件号码,与单位关系\n林安然,159901199003072016,拟招录\n${name},${document.number},拟招录\n`
  const form = new FormData()
  form.set('file', new File([list], '名单.csv', { type: 'text/csv' }))
  const headers = await p.as(applicant)
  return (await p.platform.server.request(`/api/applications/${number}/people`, { method: 'POST', headers, body: form })).json()
}

/** What the officer looks at before somebody is accepted for another. */
const checks: Record<Kind, readonly string[]> = {
  delegate: ['letter', 'person', 'agent'],
  guardian: ['guardianship', 'person', 'agent'],
  unit: [],
}

/** Applies for somebody, has it accepted at the counter and goes on to the end, looking everywhere at each step. */
const live = async (kind: Kind, registry: RecordState): Promise<Trace> => {
  const { name, document, birth, sex } = subjectOf(kind)
  const person = { id: 'asked-about', name, id_number: document.number, birth, sex, registry, hukou: '159901', phone: '13900000777' }
  const clock = handClock()
  await using p = await openTestPlatform({
    clock: clock.now,
    people: peopleFile([person]),
    settings: { PUBLIC_URL: 'http://fenshen.example.cn' },
  })
  const before = tablesOf(p.folder)
  const pages: unknown[] = []
  const get = async (who: string, path: string): Promise<unknown> => {
    const answer = await p.ask(who, 'GET', path)
    return [answer.status, await answer.json()]
  }
  const post = async (who: string, path: string, body: unknown): Promise<void> => {
    const answer = await p.ask(who, 'POST', path, body)
    const made = await answer.json()
    expect(answer.status, `${path}: ${JSON.stringify(made).slice(0, 300)}`).toBeLessThan(300)
    pages.push(made)
  }
  const draft = (await (await p.ask(applicant, 'POST', '/api/applications', { applicant: kind, ...forms[kind] })).json()) as {
    application: { number: string }
  }
  const { number } = draft.application
  pages.push(draft)
  if (kind === 'unit') pages.push(await uploadList(p, number))
  const look = async (): Promise<void> => {
    for (const path of [`/api/applications/${number}`, '/api/applications', '/api/certificates', '/api/papers', '/api/me/notices'])
      pages.push(await get(applicant, path))
    for (const path of ['/api/me/lookups', '/api/applications', '/api/me/notices']) pages.push(await get('asked-about', path))
    for (const who of [officer, 'reviewer-qinghe', 'approver-bureau'])
      for (const path of [`/api/desk/cases/${number}`, '/api/desk/cases', '/api/queue']) pages.push(await get(who, path))
  }
  const act = async (name: string, facts: object = {}): Promise<void> => {
    // What is done within one millisecond has no order.
    clock.advance(1_000)
    const revision = (await p.platform.store.applications.find(number))?.revision
    await post(officer, `/api/desk/cases/${number}/${name}`, { revision, ...facts })
    await look()
  }
  await post(applicant, `/api/applications/${number}/submit`, { consent: true })
  await look()
  await act('supply', { received: ['所列材料'] })
  await act('accept', { checked: checks[kind] })
  if (kind === 'unit' && (await p.platform.store.applications.find(number))?.state === 'CLEAR') await act('seal')
  const replies: unknown[] = []
  const visit = await p.visit(applicant, 'cert-progress')
  for (const says of ['查一下我的办理进度', '他是不是有案底', '为什么要等']) replies.push(await visit.hear(says))
  const own = await p.visit('asked-about', 'cert-progress')
  replies.push(await own.hear('谁查过我的记录'))
  const { certificates, papers: kept, applications } = p.platform.store
  const application = await applications.find(number)
  const pdfs = [
    ...(application?.certificate ? [await certificates.pdf(application.certificate)] : []),
    ...(await Promise.all((await kept.listByApplication(number)).map((paper) => kept.pdf(paper.number)))),
  ]
  const rows = Object.fromEntries(Object.entries(tablesOf(p.folder)).map(([table, all]) => [table, all.slice(before[table]?.length ?? 0)]))
  return {
    ...{ state: application?.state, replies, pages, rows },
    audit: await p.platform.store.audit.list({ afterSeq: 0, limit: 1_000 }),
    logs: p.logs.map((line) => JSON.parse(line) as Row).filter(({ route }) => route !== '/openapi.json'),
    papers: pdfs.map((pdf) => pdf && pdfText(pdf)?.replace(/[0-9A-Z]{4}(?:[ -]?[0-9A-Z]{4}){5}/g, '<code>')),
  }
}

/** Pages differ in their random code, which the pattern of the QR makes some bytes longer or shorter. */
const withoutPages = (rows: Trace['rows']): Trace['rows'] => ({
  ...rows,
  certificates: rows.certificates?.map(({ pdf: _pdf, ...row }) => row) ?? [],
  papers: rows.papers?.map(({ pdf: _pdf, ...row }) => row) ?? [],
})

describe.each(kinds)('a sealed record of somebody whom a %s asks about', (kind) => {
  const states = statesOf[kind]
  const traces = new Map<RecordState, Trace>()
  const traceOf = (state: RecordState): Trace => {
    const trace = traces.get(state)
    if (!trace) throw new Error(`no trace ${state}`)
    return trace
  }
  beforeAll(async () => {
    for (const state of states) traces.set(state, await live(kind, state))
  }, 120_000)
  const allAlike = (view: (trace: Trace) => unknown): void => {
    const expected = plain(view(traceOf('R0')))
    for (const state of states) expect(plain(view(traceOf(state))), `${state} beside R0`).toEqual(expected)
  }

  it('ends as one without any record does, in the same papers', () => {
    for (const state of states) {
      expect(traceOf(state).state, state).toBe('ISSUED')
      expect(traceOf(state).papers.length, state).toBeGreaterThan(0)
    }
    allAlike(({ papers }) => papers)
  })
  it('is answered alike and shows on no page: of whoever applied, of the person, of any officer', () => {
    allAlike(({ replies }) => replies)
    allAlike(({ pages }) => pages)
  })
  it('leaves the same rows, notices, audit and log lines', () => {
    for (const state of states) expect(traceOf(state).rows.notices?.length, state).toBeGreaterThan(0)
    allAlike(({ rows }) => withoutPages(rows))
    allAlike(({ audit }) => audit)
    allAlike(({ logs }) => logs)
  })
  // The control: what has to be seen by an officer goes another way, and this proof would see it.
  it('is told apart from what an officer must see', async () => {
    const seen = await live(kind, kind === 'guardian' ? 'R13' : 'R4')
    expect(seen.state).toBe('HUMAN_REVIEW')
    expect(plain(seen.rows)).not.toEqual(plain(traceOf('R0').rows))
  }, 60_000)
})
