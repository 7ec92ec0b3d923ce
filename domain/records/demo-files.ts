import type { CaseFact, RegistryFile } from '../../core/records.ts'
import type { PlainDate } from '../../core/time.ts'
import { addDays, addYears } from '../../core/time.ts'

/** The record states (记录状态) of `certificate.md` §2, for demo people only. */
export const recordStates = ['R0', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8', 'R9', 'R10', 'R11', 'R12', 'R13'] as const
export type RecordState = (typeof recordStates)[number]

/** A demo person is too young for the record state that was asked for: an adult conviction takes an adult. */
export class DemoStateImpossibleError extends Error {
  override readonly name = 'DemoStateImpossibleError'
  readonly code = 'demo_state_impossible'
  readonly facts: { readonly state: RecordState; readonly needsAge: number; readonly asOf: PlainDate }
  constructor(facts: { state: RecordState; needsAge: number; asOf: PlainDate }) {
    super(`Demo state ${facts.state} needs a person who has turned ${facts.needsAge} some days before ${facts.asOf}.`)
    this.facts = facts
  }
}

const dayMs = 86_400_000
const daysBetween = (from: PlainDate, to: PlainDate) => (Date.parse(to) - Date.parse(from)) / dayMs
const earlier = (a: PlainDate, b: PlainDate) => (a < b ? a : b)

/** The days on which an invented life leaves room for an act and for what followed it. */
const lifeOf = ({ state, birth, asOf }: { state: RecordState; birth: PlainDate; asOf: PlainDate }) => {
  const turns = (age: number) => addDays(addYears(birth, age), 1)
  /** A day between two ages, `share` of the way, with at least a day left before `asOf`. */
  const between = (from: number, until: number, share: number) => {
    const last = earlier(addDays(turns(until), -1), addDays(asOf, -1))
    if (last < turns(from)) throw new DemoStateImpossibleError({ state, needsAge: from, asOf })
    return addDays(turns(from), Math.floor(daysBetween(turns(from), last) * share))
  }
  /** Some months ago, but not before the age of 16. */
  const lately = () => {
    const [first, recent] = [between(16, 18, 0), addDays(asOf, -117)]
    return earlier(first, recent) === first ? recent : first
  }
  /** The day some days after an act, or today when that has not come yet. */
  const after = (day: PlainDate, days: number) => earlier(addDays(day, days), asOf)
  return {
    asYouth: () => between(16, 18, 0.7),
    asAdult: () => between(18, 30, 0.4),
    sinceYouth: () => between(16, 30, 0.8),
    lately,
    between,
    after,
  }
}

const build: Record<RecordState, (life: ReturnType<typeof lifeOf>) => readonly CaseFact[]> = {
  R0: () => [],
  R1: ({ lately }) => [{ outcome: 'pending', offences: [{ committedOn: lately() }] }],
  R2: ({ sinceYouth, after }) => {
    const committedOn = sinceYouth()
    return [{ outcome: 'not_prosecuted', offences: [{ committedOn }], decidedOn: after(committedOn, 96) }]
  },
  R3: ({ sinceYouth, after }) => {
    const committedOn = sinceYouth()
    return [{ outcome: 'public_order_penalty', offences: [{ committedOn }], decidedOn: after(committedOn, 6) }]
  },
  R4: ({ asAdult, after }) => {
    const committedOn = asAdult()
    const sentence = { kind: 'fixed_term', months: 10, suspended: true } as const
    return [{ outcome: 'convicted', offences: [{ committedOn, isMain: true }], decidedOn: after(committedOn, 143), sentence }]
  },
  R5: ({ asYouth, after }) => {
    const committedOn = asYouth()
    const sentence = { kind: 'fixed_term', months: 12, suspended: true } as const
    return [{ outcome: 'convicted', offences: [{ committedOn, isMain: true }], decidedOn: after(committedOn, 158), sentence }]
  },
  R6: ({ asYouth, after }) => {
    const committedOn = asYouth()
    const sentence = { kind: 'fixed_term', months: 84 } as const
    return [{ outcome: 'convicted', offences: [{ committedOn, isMain: true }], decidedOn: after(committedOn, 231), sentence }]
  },
  R7: ({ asYouth, between, after }) => {
    const later = between(18, 19, 0.25)
    const offences = [{ committedOn: asYouth(), isMain: true }, { committedOn: later }]
    return [{ outcome: 'convicted', offences, decidedOn: after(later, 174), sentence: { kind: 'fixed_term', months: 30 } }]
  },
  R8: ({ asYouth, between, after }) => {
    const later = between(18, 19, 0.25)
    const offences = [{ committedOn: asYouth() }, { committedOn: later, isMain: true }]
    return [{ outcome: 'convicted', offences, decidedOn: after(later, 174), sentence: { kind: 'fixed_term', months: 36 } }]
  },
  R9: ({ sinceYouth, after }) => {
    const committedOn = sinceYouth()
    return [{ outcome: 'acquitted_on_retrial', offences: [{ committedOn }], decidedOn: after(committedOn, 914) }]
  },
  R10: ({ sinceYouth, after }) => {
    const committedOn = sinceYouth()
    return [{ outcome: 'convicted', offences: [{ committedOn }], decidedOn: after(committedOn, 127), doubts: ['incomplete'] }]
  },
  R11: ({ asYouth, after }) => {
    const committedOn = asYouth()
    const sentence = { kind: 'fixed_term', months: 36 } as const
    return [{ outcome: 'convicted', offences: [{ committedOn }], decidedOn: after(committedOn, 189), sentence, doubts: ['unsealing_clue'] }]
  },
  R12: ({ asAdult, after }) => {
    const committedOn = asAdult()
    const [offences, sentence] = [[{ committedOn }], { kind: 'detention' } as const]
    return [{ outcome: 'convicted', offences, decidedOn: after(committedOn, 88), sentence, doubts: ['local_sealing_trial'] }]
  },
  R13: () => [],
}

/** An invented registry file in one record state, for a demo person of that birth. The same three facts give the same file. */
export const demoFile = (state: RecordState, birth: PlainDate, asOf: PlainDate): RegistryFile => ({
  demoState: state,
  birth,
  isReachable: state !== 'R13',
  cases: build[state](lifeOf({ state, birth, asOf })),
})
