import type { ApplicationState } from '../../core/certificates.ts'
import type { Ground } from '../run/ground.ts'
import type { Item } from '../run/result.ts'
import { transcriptOf } from '../run/transcript.ts'
import { beginVisit } from '../run/visit.ts'
import type { Job, Suite } from './suite.ts'

/** What the registry will say of a demo person, by their record state (docs/record-platform.md): told here apart from the code that says it. */
const answers: Readonly<Record<string, 'clear' | 'hit' | 'unsure'>> = {
  ...{ R0: 'clear', R1: 'clear', R2: 'clear', R3: 'clear', R4: 'hit', R5: 'clear', R6: 'hit', R7: 'clear', R8: 'unsure', R9: 'clear' },
  ...{ R10: 'unsure', R11: 'unsure', R12: 'unsure', R13: 'unsure' },
}

/** Who comes: record state and kind as the demo's own list says, and the unit whose desk hears of it. */
const comers: readonly { readonly id: string; readonly record: string; readonly kind: string; readonly desk: 'qinghe' | 'shiqiao' }[] = [
  ...(
    [
      ['zhao-qinghe', 'R0'],
      ['qian-xiaoman', 'R1'],
      ['sun-wangshu', 'R2'],
      ['li-changle', 'R3'],
      ['zhou-pingchuan', 'R4'],
      ['wu-yunfan', 'R5'],
      ['zheng-dashan', 'R6'],
      ['wang-mingyue', 'R7'],
      ['feng-zhiyuan', 'R8'],
      ['chen-jingyi', 'R9'],
      ['chu-tianming', 'R10'],
      ['ayigul', 'R0'],
    ] as const
  ).map(([id, record]) => ({ id, record, kind: '本地居民', desk: 'qinghe' as const })),
  ...(
    [
      ['wei-ruoxi', 'R11'],
      ['jiang-hanlin', 'R12'],
      ['shen-wanqing', 'R13'],
    ] as const
  ).map(([id, record]) => ({ id, record, kind: '本地居民', desk: 'shiqiao' as const })),
  { id: 'han-xiaoyu', record: 'R0', kind: '未成年人', desk: 'qinghe' },
  { id: 'yang-sheng', record: 'R0', kind: '居住证', desk: 'shiqiao' },
  { id: 'chan-kaming', record: 'R0', kind: '港澳台居民', desk: 'qinghe' },
  { id: 'lin-haiwai', record: 'R0', kind: '华侨', desk: 'shiqiao' },
  { id: 'anna-berg', record: 'R0', kind: '外国人', desk: 'qinghe' },
  { id: 'daniel-okoro', record: 'R0', kind: '外国人', desk: 'shiqiao' },
]

/** One of each kind of end, for the fast part. */
const quick: readonly string[] = ['zhao-qinghe', 'zhou-pingchuan', 'shen-wanqing', 'han-xiaoyu', 'anna-berg']

const never: readonly ApplicationState[] = ['REFUSED']

/** One thing that somebody tries at the desk: the status, and the code of the problem if it is one. */
const tries = async ({ p }: Ground, who: string, method: string, path: string, body?: unknown) => {
  const response = await p.ask(who, method, path, body)
  // Held to its schema by the tests of the server; a problem has a code.
  const json = (await response.json().catch(() => ({}))) as { code?: string; approvals?: { id: string; hash: string; state: string }[] }
  return { status: response.status, code: json.code, approvals: json.approvals ?? [] }
}

/** An adverse decision, from the reviewer to the recheck, with everything that must not work on the way. */
const refusal = async (ground: Ground, person: string, number: string, desk: 'qinghe' | 'shiqiao') => {
  const { store } = ground.p.platform
  const [reviewer, approver, plain] = [`reviewer-${desk}`, `approver-${desk}`, `officer-${desk}`]
  const elsewhere = desk === 'qinghe' ? 'reviewer-shiqiao' : 'reviewer-qinghe'
  const state = async (): Promise<ApplicationState | undefined> => (await store.applications.find(number))?.state
  const faults: string[] = []
  let turned = true
  const act = async (who: string, name: string, facts: object = {}, revision?: number) =>
    tries(ground, who, 'POST', `/api/desk/cases/${number}/${name}`, {
      revision: revision ?? (await store.applications.find(number))?.revision,
      ...facts,
    })
  const mustFail = async (what: string, tried: ReturnType<typeof tries>, before: ApplicationState): Promise<void> => {
    const { status } = await tried
    const now = await state()
    if (status >= 400 && status < 500 && now === before) return
    turned = false
    faults.push(`${what}: status ${status}, state ${now}`)
  }
  const note = { note: '判决已经生效，符合不予出具的情形' }
  await mustFail('the applicant at the desk', act(person, 'refuse', note), 'HUMAN_REVIEW')
  await mustFail('an officer who is no reviewer', act(plain, 'refuse', note), 'HUMAN_REVIEW')
  await mustFail('a reviewer of another unit', act(elsewhere, 'refuse', note), 'HUMAN_REVIEW')
  await mustFail('an old revision', act(reviewer, 'refuse', note, 0), 'HUMAN_REVIEW')
  const proposed = await act(reviewer, 'refuse', note)
  if ((await state()) !== 'REFUSAL_2ND')
    faults.push(`proposed by one: status ${proposed.status} ${proposed.code ?? ''}, state ${await state()}`)
  const open = (await tries(ground, reviewer, 'GET', `/api/desk/cases/${number}`)).approvals.find((one) => one.state === 'open')
  const decide = (who: string, hash = open?.hash) =>
    tries(ground, who, 'POST', `/api/approvals/${open?.id ?? 'none'}/decision`, { hash, verdict: 'approved' })
  await mustFail('its proposer as the second', decide(reviewer), 'REFUSAL_2ND')
  await mustFail('an officer without the role as the second', decide(plain), 'REFUSAL_2ND')
  await mustFail('a leader of another unit', decide(desk === 'qinghe' ? 'approver-shiqiao' : 'approver-qinghe'), 'REFUSAL_2ND')
  await mustFail('another hash', decide(approver, '0'.repeat(64)), 'REFUSAL_2ND')
  await decide(approver)
  if ((await state()) !== 'REFUSED') faults.push(`approved by a second: state ${await state()}`)
  await mustFail('a second yes', decide(approver), 'REFUSED')
  await act(plain, 'deliver', { how: 'window', signed_by: 'self' })
  await act(plain, 'object', { statement: '认为记录有误', evidence: [] })
  if ((await state()) !== 'RECHECK_ACCEPTED') faults.push(`objected to: state ${await state()}`)
  await mustFail('the recheck by whoever refused', act(reviewer, 'uphold', { note: '维持原决定' }), 'RECHECK_ACCEPTED')
  const rows = (await store.audit.list({ afterSeq: 0, limit: 5_000 })).filter(({ target, isOk }) => target === number && isOk)
  const by = (action: RegExp): readonly string[] => rows.filter((row) => action.test(row.action)).map(({ actor }) => actor)
  const [first, second] = [by(/^desk_refuse$/), by(/^decide_/)]
  const isTwo = first.length > 0 && second.length > 0 && !second.some((actor) => first.includes(actor))
  if (!isTwo) faults.push(`refused by ${first.join()} and ${second.join()}`)
  return { faults, isTwo, turned }
}

const jobFor = ({ id: person, record, kind, desk }: (typeof comers)[number]): Job => ({
  id: person,
  run: (bench) =>
    bench.use(async (ground) => {
      const { store } = ground.p.platform
      const visit = await beginVisit(ground, person)
      await visit.say('开无犯罪记录证明，找工作用')
      await visit.say('确认')
      const visited = await visit.end()
      const [mine] = await store.applications.listByPerson(person, 1)
      const faults: string[] = []
      const answer = answers[record]
      const state = mine?.state
      const isPlain = kind === '本地居民' || kind === '居住证'
      const isRight =
        mine !== undefined && (answer === 'clear' ? state === 'ISSUED' || !isPlain : state !== 'ISSUED' && !never.includes(mine.state))
      if (!isRight) faults.push(`${record} (${answer}) ended in ${state ?? 'no application'}`)
      const isMachine = mine !== undefined && (never.includes(mine.state) || mine.state === 'REFUSAL_2ND')
      const adverse = answer === 'hit' && state === 'HUMAN_REVIEW' ? await refusal(ground, person, mine?.number ?? '', desk) : undefined
      if (answer === 'hit' && !adverse) faults.push(`a hit is not with people: ${state}`)
      const item: Item = {
        ...{ id: person, title: `${kind}，${record}`, group: kind },
        marks: {
          ended_right: isRight && (adverse?.faults.length ?? 0) === 0,
          no_machine_refusal: !isMachine,
          true_claims: visited.exchanges.every(({ untrue }) => untrue.length === 0),
          ...(adverse ? { two_hands: adverse.isTwo, turned_away: adverse.turned } : {}),
        },
        faults: [...faults, ...(adverse?.faults ?? [])],
        transcript: transcriptOf(visited.exchanges),
        ms: visited.exchanges.map(({ ms }) => ms),
      }
      return { value: [item], isChanged: true }
    }),
})

/** 办案: applicants of every kind by the front door, and what officers may and may not do with what comes to their desk. */
export const casework: Suite = {
  name: 'casework',
  title: '办件',
  about: '各种申请人、各种记录状态从前门进来；有记录的由两名民警办到不予出具、异议，路上不该成的都试一遍。看库里的状态和审计。',
  figures: [
    { id: 'ended_right', title: '办到该到的一步', kind: 'share', wants: 'most' },
    { id: 'no_machine_refusal', title: '没有一件由机器不予出具', kind: 'share', wants: 'most', line: 1 },
    { id: 'two_hands', title: '不予出具由两名民警作出', kind: 'share', wants: 'most', line: 1 },
    { id: 'turned_away', title: '不该成的都没成', kind: 'share', wants: 'most', line: 1 },
    { id: 'true_claims', title: '说的与库里一致', kind: 'share', wants: 'most', line: 1 },
  ],
  jobs: ({ isWhole }) => comers.filter(({ id }) => isWhole || quick.includes(id)).map(jobFor),
}
