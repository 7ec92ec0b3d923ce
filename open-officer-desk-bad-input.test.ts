import { unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Application, applicationStates, stateNames } from './core/certificates.ts'
import { type DeskActName, deskActs } from './core/desk-acts.ts'
import { uuidv7 } from './core/ids.ts'
import type { RecordRegistry, RegistryAnswer } from './core/records.ts'
import { edges, publicStatus } from './domain/certificates/states.ts'
import { writeXlsx } from './files/xlsx/write-xlsx.ts'
import { residentId } from './proofs/ground.ts'
import { waysTo } from './proofs/ways.ts'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

// What a person reads when something at the certificate desk is wrong: docs/certificates.md has the table.

const clock = handClock('2026-11-23T02:00:00.000Z')
let answer: RegistryAnswer = 'hit'
const registry: RecordRegistry = { ask: async () => answer }
let p: TestPlatform
beforeAll(async () => {
  p = await openTestPlatform({ clock: clock.now, registry })
}, 60_000)
afterAll(() => p[Symbol.asyncDispose]())

interface Problem {
  readonly code: string
  readonly title: string
  readonly detail: string
}
const send = async (who: string, path: string, body: object) => {
  const response = await p.ask(who, 'POST', path, body)
  // Each test looks only at what its route is described to give.
  return { status: response.status, body: (await response.json()) as Problem & Record<string, unknown> }
}

let made = 0
const put = async (facts: Partial<Application>): Promise<Application> => {
  made += 1
  const application: Application = {
    ...{ id: uuidv7(clock.now()), number: `SL1599012026${String(900_000 + made)}`, person: 'zhao-qinghe', applicant: 'self', facts: {} },
    ...{ wanted: [], rules: [], unit: '159901', state: 'SUBMITTED', purpose: 'employment', purposeDetail: undefined, recipient: undefined },
    ...{ period: undefined, delivery: 'window', submittedAt: clock.now(), acceptedAt: undefined, dueOn: '2026-11-26', history: [] },
    ...{ review: undefined, certificate: undefined, revision: 1, ...facts },
  }
  await p.platform.store.applications.insert(application, { deedKey: `bad:${made}`, sameKey: `bad:${made}` })
  return application
}

/** Facts with which each act is well formed. */
const facts: Record<DeskActName, object> = {
  claim: {},
  release: {},
  reassign: { to: '159902', reason: '受理地不对' },
  'take-over': { reason: '值班接手' },
  identify: { passes: true },
  supplement: { missing: [{ what: '居住证', how: '带原件到窗口' }] },
  supply: { received: ['居住证'] },
  accept: {},
  'not-accept': { because: 'not_entitled', note: '核对过材料' },
  'leave-out': { positions: [1], because: 'unrelated_person', note: '不是本单位人员' },
  'settle-person': { position: 1, ground: 'not_the_same_person', note: '经甄别不是本人' },
  'set-apart': { positions: [1], note: '需要另行核实' },
  seal: {},
  'ask-again': {},
  verify: { cause: 'conflicting_results', matters: ['核实两次结果'], expected_on: '2026-12-01' },
  'finish-verification': { note: '已经核实' },
  'confirm-clear': { ground: 'not_effective', note: '没有生效裁判' },
  refuse: { note: '初核意见' },
  'take-back': { note: '材料有误' },
  deliver: { how: 'window', signed_by: 'self' },
  object: { statement: '对结果有异议' },
  extend: { reason: '需要向外地核实' },
  uphold: { note: '复查维持' },
  correct: { note: '复查更正', apologised: true },
  revoke: { reason: 'issued_in_error', note: '发现错误' },
  'revoke-letter': { reason: 'issued_in_error', note: '名单里写错了一个人' },
  withdraw: { signed: true },
}
/** Acts that move nothing by themselves. */
const still = new Set<DeskActName>(['claim', 'release', 'take-over', 'reassign', 'ask-again', 'extend', 'take-back', 'revoke-letter'])

describe('every act from every state', () => {
  const ways = waysTo(clock.now(), 'zhao-qinghe')
  beforeAll(() => {
    answer = 'clear'
  })

  it('has a way to each state', () => {
    expect(new Set(ways.keys())).toEqual(new Set(applicationStates))
  })

  // Object.keys forgets which strings they are.
  for (const act of Object.keys(deskActs) as DeskActName[])
    it(`${act}: goes only where the table has a row, and else changes nothing`, async () => {
      for (const state of applicationStates) {
        const { number } = await put({ state, history: ways.get(state) ?? [] })
        const who = act === 'revoke' || act === 'take-over' ? 'approver-qinghe' : 'reviewer-bureau'
        const { status, body } = await send(who, `/api/desk/cases/${number}/${act}`, { revision: 1, ...facts[act] })
        const after = await p.platform.store.applications.find(number)
        if (status === 200) {
          const steps = (after?.history ?? []).slice((ways.get(state) ?? []).length)
          let from = state
          for (const { event, to, actor } of steps) {
            const row = edges.find((edge) => edge.from === from && edge.event === event)
            expect(row?.to, `${act} from ${from}`).toBe(to)
            expect(row?.by, `${act} from ${from}`).toContain(actor.kind)
            from = to
          }
          expect(steps.length > 0 || still.has(act), `${act} from ${state} did nothing`).toBe(true)
        } else {
          expect(after, `${act} from ${state}`).toMatchObject({ state, revision: 1 })
          expect(
            ['illegal_transition', 'not_found', 'registry_not_clear', 'supplement_asked_once', 'extended_once'],
            `${act} from ${state}: ${body.detail}`,
          ).toContain(body.code)
          // A draft is nobody's but the applicant's; without a paper (none was made for these) there is nothing to object to.
          if (body.code === 'not_found') expect(state === 'DRAFT' || ['object', 'uphold', 'correct'].includes(act)).toBe(true)
          expect(body.detail).toMatch(/[。]$/)
        }
      }
    }, 60_000)
})

describe('a step that the state has no place for', () => {
  it('is told to an officer with where the case stands, and to whoever applied with the public word alone', async () => {
    const ways = waysTo(clock.now(), 'zhao-qinghe')
    const told = new Map<string, Set<string>>()
    for (const state of applicationStates) {
      const history = ways.get(state) ?? []
      const { number } = await put({ state, history })
      const status = publicStatus(state, history)
      for (const [step, body] of [
        ['withdraw', {}],
        ['supply', {}],
        ['object', { reason: '和事实不符' }],
      ] as const) {
        const { number: fresh } = await put({ state, history })
        const refused = await send('zhao-qinghe', `/api/applications/${fresh}/${step}`, body)
        if (refused.body.code !== 'illegal_transition') continue
        const text = JSON.stringify(refused.body)
        expect(refused.body.detail, `${step} from ${state}`).toBe(`这件申请现在是“${status}”，这一步现在办不了。请刷新后看最新进度。`)
        expect(text, `${step} from ${state}`).not.toMatch(new RegExp(`${state}|复核|审批`))
        // What is public of the state is all that may tell two answers apart (I2).
        const kind = `${step} ${status}`
        told.set(kind, (told.get(kind) ?? new Set()).add(text.replaceAll(fresh, '#').replace(/"requestId":"[^"]*"/, '')))
      }
      if (state === 'DRAFT' || state === 'HUMAN_REVIEW') continue
      const refused = await send('reviewer-bureau', `/api/desk/cases/${number}/confirm-clear`, {
        ...{ revision: 1, ground: 'not_effective', note: '没有生效裁判' },
      })
      expect(refused, state).toMatchObject({ status: 409, body: { code: 'illegal_transition' } })
      expect(refused.body.detail).toBe(
        `这件申请现在是“${stateNames[state]}”，这一步现在不能办。请刷新后看最新进度，现在能办的都列在案件页上。`,
      )
    }
    expect(told.size).toBeGreaterThan(8)
    for (const [kind, texts] of told) expect([...texts], kind).toHaveLength(1)
  })
})

describe('an approval', () => {
  const open = async () => {
    const ways = waysTo(clock.now(), 'zhao-qinghe')
    const { number } = await put({ state: 'HUMAN_REVIEW', history: ways.get('HUMAN_REVIEW') ?? [] })
    const proposed = await send('reviewer-qinghe', `/api/desk/cases/${number}/refuse`, { revision: 1, note: '按查询结果' })
    const [approval] = proposed.body.approvals as { id: string; hash: string }[]
    return { number, id: approval?.id ?? '', hash: approval?.hash ?? '' }
  }
  const decide = (who: string, id: string, hash: string) => send(who, `/api/approvals/${id}/decision`, { hash, verdict: 'approved' })

  it('is taken once, in time, byte for byte as it was shown, and each other try says what to do', async () => {
    answer = 'hit'
    const { number, id, hash } = await open()
    const flipped = `${hash.slice(0, -1)}${hash.endsWith('0') ? '1' : '0'}`
    expect((await decide('approver-qinghe', id, flipped)).body).toMatchObject({
      code: 'approval_changed',
      detail: '您看到的内容和系统里的不一致，为避免批错，没有办理。请刷新后重新看一遍再决定；仍然这样，请联系管理员。',
    })
    expect((await decide('reviewer-qinghe', id, hash)).body).toMatchObject({ code: 'approval_own' })
    // Two at once: one signs, the other hears that it is done, and nothing is doubled.
    const both = await Promise.all(['approver-qinghe', 'approver-bureau'].map((who) => decide(who, id, hash)))
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const papers = (await p.platform.store.papers.listByApplication(number)).map(({ kind }) => kind)
    expect(papers.toSorted()).toEqual(['refusal', 'refusal_record'])
    expect((await decide('approver-bureau', id, hash)).body).toMatchObject({
      code: 'approval_used',
      detail: '一件呈批只能办一次，它已经有了结果，这次操作没有再写入。请刷新后看结果。',
    })
    const late = await open()
    clock.advance(3 * 86_400_000)
    expect((await decide('approver-qinghe', late.id, late.hash)).body).toMatchObject({
      code: 'approval_expired',
      detail: '它没有在有效期内办理，已经不能再批。请提出人核对情况后重新呈批，办理期限照常计算。',
    })
    clock.advance(-3 * 86_400_000)
    expect((await decide('approver-qinghe', `${late.id}`.replace(/.$/, 'x'), late.hash)).body).toMatchObject({ code: 'not_found' })
  })
})

describe('a clock', () => {
  it('that went back stops whoever acts, officer or applicant, and loses nothing; two machines a second apart stop nobody', async () => {
    const ways = waysTo(clock.now(), 'zhao-qinghe')
    const delivered = { state: 'DELIVERED', history: ways.get('DELIVERED') ?? [], certificate: undefined } as const
    const [mine, theirs] = [await put(delivered), await put({ state: 'HUMAN_REVIEW', history: ways.get('HUMAN_REVIEW') ?? [] })]
    clock.advance(-3_600_000)
    const words =
      '系统的时间比这件申请上一步的时间还早，为避免算错期限，这一步没有办。请过一会儿再试；一直这样，请联系受理单位的管理员校准时间。'
    const claim = await send('reviewer-qinghe', `/api/desk/cases/${theirs.number}/claim`, { revision: 1 })
    const back = await send('zhao-qinghe', `/api/applications/${theirs.number}/withdraw`, {})
    for (const { status, body } of [claim, back]) expect([status, body.code, body.detail]).toEqual([503, 'clock_went_back', words])
    expect(await p.platform.store.applications.find(theirs.number)).toMatchObject({ state: 'HUMAN_REVIEW', revision: 1 })
    clock.advance(3_600_000 - 1_000)
    expect((await send('zhao-qinghe', `/api/applications/${theirs.number}/withdraw`, {})).status).toBe(200)
    const history = (await p.platform.store.applications.find(theirs.number))?.history ?? []
    expect(history.map(({ at }) => at)).toEqual(history.map(({ at }) => at).toSorted())
    clock.advance(1_000)
    expect(mine.revision).toBe(1)
  })

  it('that is wrong for one application keeps nobody else waiting', async () => {
    answer = 'clear'
    const ways = waysTo(clock.now(), 'zhao-qinghe')
    const future = (ways.get('QUERYING') ?? []).map((entry) => ({
      ...entry,
      at: new Date(clock.now().getTime() + 3_600_000).toISOString(),
    }))
    const stuck = await put({ state: 'QUERYING', history: future })
    const next = await put({ state: 'QUERYING', history: ways.get('QUERYING') ?? [] })
    clock.advance(1_000)
    const round = () => p.platform.desk.resume({ olderThanMs: 0, limit: 100 })
    const first = await round()
    expect([first.moved > 0, first.newlyStuck]).toEqual([true, []])
    expect((await p.platform.store.applications.find(stuck.number))?.state).toBe('QUERYING')
    expect((await p.platform.store.applications.find(next.number))?.state).toBe('ISSUED')

    // It waits longer each time, is told of once, and is shown to an administrator with what is wrong.
    const listed = async (persona: string) => (await p.ask(persona, 'GET', '/api/stuck-applications')).json()
    expect([(await round()).newlyStuck, await listed('admin-bureau')]).toEqual([[], { applications: [] }])
    const told: string[] = []
    for (let second = 0; second < 120; second++) {
      clock.advance(1_000)
      told.push(...(await round()).newlyStuck.map(({ number }) => number))
    }
    expect(told).toEqual([stuck.number])
    expect(await listed('admin-bureau')).toMatchObject({
      applications: [{ number: stuck.number, attempts: 5, why: 'clock_went_back' }],
    })
    expect(await listed('reviewer-qinghe')).toMatchObject({ code: 'not_allowed' })
    const retry = (number: string) => send('admin-bureau', '/api/stuck-applications/retry', { number })
    expect(await retry(next.number)).toMatchObject({ status: 404 })
    expect(await retry(stuck.number)).toMatchObject({ status: 200, body: { isMoved: false } })
    clock.advance(3_600_000)
    expect(await retry(stuck.number)).toMatchObject({ status: 200, body: { isMoved: true } })
    expect(await listed('admin-bureau')).toEqual({ applications: [] })
    const rows = await p.platform.store.audit.list({ afterSeq: 0, limit: 9_000 })
    expect(rows.filter(({ action }) => action === 'retry_application').map(({ isOk }) => isOk)).toEqual([false, true])
  })
})

describe('what a unit hands in', () => {
  const unit = { name: '云河清正律师事务所（演示）', uscc: '91150999MADEM00119', address: '云河市青禾街 8 号', handler: '赵清禾' }
  const begin = async (facts: object) =>
    (await send('zhao-qinghe', '/api/applications', { applicant: 'unit', purpose: 'employment', facts: { station: '159901', ...facts } }))
      .body
  const upload = async (number: string, bytes: Uint8Array, name = '名单.xlsx') => {
    const form = new FormData()
    form.set('file', new File([Uint8Array.from(bytes)], name))
    const headers = await p.as('zhao-qinghe')
    const response = await p.platform.server.request(`/api/applications/${number}/people`, { method: 'POST', headers, body: form })
    return {
      status: response.status,
      body: (await response.json()) as Problem & { count: number; faults: { row: number; says: string }[] },
    }
  }
  const numberOf = (made: Record<string, unknown>) => (made.application as { number: string }).number
  const columns = ['姓名', '证件号码', '与单位关系']
  const book = (rows: string[][]) => Uint8Array.from(writeXlsx({ name: '名单', columns, rows }))
  const sheet = 'xl/worksheets/sheet1.xml'
  const sheetOf = (rows: string, more = ''): string =>
    `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData>${more}</worksheet>`

  it('on a legal basis that does not exist is taken in and left to an officer, who tells why', async () => {
    for (const basis of ['no-such-law-99', 'licence-organ']) {
      const made = await begin({ unit: { ...unit, basis } })
      const { faults } = made.check as { faults: { rule: string; kind: string; says: string }[] }
      const found = faults.find(({ rule }) => rule === 'unit.no_basis')
      expect(found, basis).toMatchObject({ says: expect.stringMatching(/[。]$/) })
      expect(faults.filter(({ kind, rule }) => kind === 'wrong' && rule.includes('basis'))).toEqual([])
    }
  })

  it('as a table with merged cells, formulas, wrong digits: each is said with its row, and nothing is taken', async () => {
    const number = numberOf(await begin({ unit: { ...unit, basis: 'lawyers-7' } }))
    const [one, two, three] = [1, 2, 3].map((n) => residentId('1990-03-07', n))
    const parts = unzipSync(book([]))
    const row = (n: number, cells: string) => `<row r="${n}">${cells}</row>`
    const text = (at: string, words: string) => `<c r="${at}" t="inlineStr"><is><t>${words}</t></is></c>`
    const head = columns.map((name, i) => text(`${'ABC'.charAt(i)}1`, name)).join('')
    const body = [
      row(1, head),
      row(2, `${text('A2', '安之若')}${text('B2', one ?? '')}${text('C2', '在职')}`),
      row(3, `${text('B3', two ?? '')}${text('C3', '在职')}`),
      row(4, `${text('A4', '何思远')}<c r="B4" t="str"><f>B2</f><v>${three}</v></c>${text('C4', '在职')}`),
      row(5, `${text('A5', '何思远')}${text('B5', `${three?.slice(0, 17)}${three?.endsWith('1') ? '2' : '1'}`)}${text('C5', '在职')}`),
    ].join('')
    const { body: said } = await upload(
      number,
      zipSync({ ...parts, [sheet]: Buffer.from(sheetOf(body, '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>')) }),
    )
    expect(said.faults?.map(({ says }) => says)).toEqual([
      '第 3 行：姓名是空的；如果有合并的单元格，请先拆开，一人一行。',
      '第 4 行：姓名和证件号码要直接填写，不能是公式，请改成文字。',
      expect.stringMatching(/^第 5 行：.*校验码.*[。]$/),
    ])
    expect(said.count).toBe(0)
  })

  it('as fifty thousand rows, a bomb, a program or nothing gets one sentence, and nothing is taken', async () => {
    const number = numberOf(await begin({ unit: { ...unit, basis: 'lawyers-7' } }))
    const row = `<row>${columns.map((word) => `<c t="inlineStr"><is><t>${word}</t></is></c>`).join('')}</row>`
    const many = zipSync({ ...unzipSync(book([])), [sheet]: Buffer.from(sheetOf(row.repeat(50_001))) })
    const bomb = zipSync({ ...unzipSync(book([])), [sheet]: Buffer.alloc(96 * 1_048_576, 32) })
    const cases = [
      [many, 413, 'file_too_large', '“名单.xlsx”太大了：最多 11000 行。请拆成几份再导入。'],
      [bomb, 422, 'file_zip_bomb', expect.stringContaining('已停止读取，没有导入任何内容')],
      [Buffer.from('MZ\x90\0', 'latin1'), 415, 'file_wrong_type', '“名单.xlsx”其实是Windows 程序，不能导入。请改用XLSX 或 CSV 表格。'],
      [new Uint8Array(), 400, 'bad_input', '请先选择要上传的名单。'],
    ] as const
    for (const [bytes, status, code, detail] of cases) {
      const refused = await upload(number, bytes)
      expect([refused.status, refused.body.code, refused.body.detail]).toEqual([status, code, detail])
    }
    expect(await p.platform.store.subjects.count(number)).toMatchObject({ all: 0 })
  })
})
