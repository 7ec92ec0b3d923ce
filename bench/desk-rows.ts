import type { Application, ApplicationEvent, ApplicationState, HistoryEntry } from '../core/certificates.ts'
import type { Citizen, Officer, Unit } from '../core/people.ts'
import { addDays, type PlainDate, shanghaiDate } from '../core/time.ts'
import { citizenAt } from './crowd.ts'

// Invented applications of many years, as a city would have them: nearly all are over, about one in eighty waits for somebody.

const banners = 6
const stationsOfOne = 10
const stationIds = Array.from({ length: banners * stationsOfOne }, (_, n) => String(159_930 + n))

/** A city of sixty stations below the demo's own bureau, and an officer of each rank where one is needed. */
export const madeUnits = (bureau: string): readonly Unit[] => {
  const at = { phone: '0159-5550000', address: '演示路 1 号' }
  return [
    ...Array.from({ length: banners }, (_, n) => ({
      id: `bench-${n}`,
      name: `第${n + 1}旗分局（压测）`,
      kind: 'banner' as const,
      parent: bureau,
      ...at,
    })),
    ...stationIds.map((id, n) => ({
      ...{ id, name: `第${n + 1}派出所（压测）`, kind: 'station' as const, parent: `bench-${Math.floor(n / stationsOfOne)}` },
      ...at,
    })),
  ]
}

export const madeOfficers = (): readonly Officer[] =>
  stationIds.flatMap((unit) => [
    { kind: 'officer' as const, id: `reviewer-${unit}`, name: '压测民警', unit, roles: ['officer', 'reviewer'] as const },
    { kind: 'officer' as const, id: `approver-${unit}`, name: '压测负责人', unit, roles: ['officer', 'approver'] as const },
  ])

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎']
const given = [...'安宁清和文博思远嘉树明哲若水长风景行维新知夏向阳春晓秋实冬青海棠云帆子衿怀瑾']

/** Person `n`: everybody has another document, some share a name. */
export const personAt = (n: number): Citizen => {
  const who = citizenAt(n)
  const name = `${surnames[n % surnames.length]}${given[Math.floor(n / surnames.length) % given.length]}${given[Math.floor(n / 977) % given.length]}`
  return { ...who, name, hukouUnit: stationIds[n % stationIds.length] }
}

const machine = { kind: 'system' } as const
type Step = readonly [ApplicationEvent, ApplicationState]
const accepted: readonly Step[] = [
  ['submit', 'SUBMITTED'],
  ['id_ok', 'ID_VERIFIED'],
  ['complete', 'ACCEPTED'],
  ['query', 'QUERYING'],
]
const issued: readonly Step[] = [...accepted, ['clear', 'CLEAR'], ['issue', 'ISSUED']]
const hit: readonly Step[] = [...accepted, ['hit', 'HUMAN_REVIEW']]

/** Ways that applications went; how many of 10,000 went each. */
const ways: readonly (readonly [share: number, steps: readonly Step[], isOpen: boolean])[] = [
  [25, hit, true],
  [35, accepted.slice(0, 2), true],
  [25, [...accepted.slice(0, 2), ['incomplete', 'NEED_SUPPLEMENT']], true],
  [20, [...hit, ['confirm_hit', 'REFUSAL_2ND'], ['approve_refusal', 'REFUSED']], true],
  [15, [...issued, ['deliver', 'DELIVERED'], ['object', 'RECHECK_ACCEPTED']], true],
  [80, [...hit, ['confirm_hit', 'REFUSAL_2ND'], ['approve_refusal', 'REFUSED'], ['deliver', 'DELIVERED']], false],
  [1_800, [...issued, ['deliver', 'DELIVERED']], false],
  [8_000, issued, false],
]

const wayOf = (n: number): (typeof ways)[number] => {
  // A fixed stride mixes the ways over time without a table of chances.
  let rest = (n * 7_919) % 10_000
  for (const way of ways) {
    if (rest < way[0]) return way
    rest -= way[0]
  }
  return ways[ways.length - 1] as (typeof ways)[number]
}

const years = 6
const dayMs = 86_400_000

/** Application `n` of `count`, in the order in which they came in over six years; open ones are of the last days. */
export const applicationAt = (n: number, facts: { count: number; people: number; now: Date }): Application => {
  const { count, people, now } = facts
  const [, steps, isOpen] = wayOf(n)
  const age = isOpen ? (n % 9) * dayMs : (1 - n / count) * years * 365 * dayMs
  const submittedAt = new Date(now.getTime() - age - 3_600_000)
  const person = personAt(n % people)
  const year = 2021 + Math.floor((n / count) * years)
  const sequence = String((n % Math.ceil(count / years)) + 1).padStart(6, '0')
  const unit = person.hukouUnit ?? ''
  const history: HistoryEntry[] = steps.map(([event, to], i) => ({
    ...{ event, to, at: new Date(submittedAt.getTime() + i * 1_000).toISOString() },
    actor: event === 'submit' || event === 'object' ? { kind: 'applicant', id: person.id } : machine,
  }))
  const dueOn: PlainDate = addDays(shanghaiDate(submittedAt), 5)
  const hex = n.toString(16).padStart(12, '0')
  const millis = submittedAt.getTime().toString(16).padStart(12, '0')
  return {
    id: `${millis.slice(0, 8)}-${millis.slice(8)}-7000-8000-${hex}`,
    number: `SL${unit}${year}${sequence}`,
    ...{ person: person.id, applicant: 'self', facts: {}, wanted: [], rules: ['accept.ours'], unit },
    state: steps.at(-1)?.[1] ?? 'SUBMITTED',
    ...{ purpose: 'employment', purposeDetail: undefined, recipient: undefined, period: undefined, delivery: 'electronic' },
    ...{ submittedAt, acceptedAt: steps.length > 3 ? submittedAt : undefined, dueOn, history },
    ...{ review: steps.includes(hit[4] as Step) ? 'registry' : undefined, certificate: undefined, revision: steps.length },
  }
}
