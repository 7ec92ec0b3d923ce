import type { PlainDate } from './time.ts'

/** What is tallied (计次): turns by how they ended, and calls of models by why they were given up. */
export const tallyKinds = ['turn', 'call'] as const
export type TallyKind = (typeof tallyKinds)[number]

/** Stands for an agent where no page served the turn: the front desk (总台), or rules alone. */
export const noAgent = 'none'
/** The ending of a call that did its work. */
export const noFault = 'none'

/** How often something ended so, and took so long (次数): names of ours and a number, nothing of whoever asked. */
export interface Tally {
  readonly kind: TallyKind
  /** Page, or `none`. */
  readonly agent: string
  /** The model that wrote the reply, or that was called. */
  readonly model: string
  /** Outcome of a turn; fault of a call, or `none`. */
  readonly ending: string
  /** See `bucketOf`. */
  readonly bucket: number
  readonly count: number
}

/** A tally of one day of Asia/Shanghai. */
export interface DayTally extends Tally {
  readonly day: PlainDate
}

/** Tallies of days, added to by all processes. */
export interface TallyStore {
  /** Adds to what is there, one statement for all rows. */
  add(rows: readonly DayTally[]): Promise<void>
  /** From a day on, all days together. */
  sums(from: PlainDate): Promise<readonly Tally[]>
  /** Turns from a day on, day by day, all agents and models together. */
  turnDays(from: PlainDate): Promise<readonly Pick<DayTally, 'day' | 'ending' | 'bucket' | 'count'>[]>
  /** Days before this one go. Gives back how many rows. */
  forget(before: PlainDate): Promise<number>
}

/** Four to an octave, so that a time is told within a tenth: half a step is 2^(1/8), 9 %. */
const perOctave = 4
/** 2^20 ms, 17 minutes: no turn lasts longer. */
const lastBucket = 20 * perOctave

/** The class of a duration: 0 up to 1 ms, then four classes for each doubling. */
export const bucketOf = (ms: number): number => (ms > 1 ? Math.min(lastBucket, Math.ceil(Math.log2(ms) * perOctave)) : 0)

/** The middle of a class, ms. */
const middleOf = (bucket: number): number => (bucket === 0 ? 1 : 2 ** ((bucket - 0.5) / perOctave))

/** The time that a share of all did not exceed (分位数), in ms and within a tenth; null where there was nothing. */
export const quantileOf = (tallies: readonly Pick<Tally, 'bucket' | 'count'>[], share: number): number | null => {
  const all = tallies.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return null
  const rank = Math.max(1, Math.ceil(share * all))
  let seen = 0
  for (const { bucket, count } of [...tallies].sort((a, b) => a.bucket - b.bucket)) {
    seen += count
    if (seen >= rank) return Math.round(middleOf(bucket))
  }
  return null
}
