import type { PlainDate } from './time.ts'

/** Who a day's use of models is counted for (用量口径): one person, one agent, one unit, one model, and the whole platform. */
export const usageScopes = ['person', 'agent', 'unit', 'model', 'day'] as const
export type UsageScope = (typeof usageScopes)[number]

/** What was used. */
export interface Used {
  /** Calls of a model. */
  readonly steps: number
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cached: number
  /** Milliseconds that models worked. */
  readonly ms: number
  /** Millionths of a yuan (微元). */
  readonly microYuan: number
}

/** A day's sum (日用量). `day` is of Asia/Shanghai; `key` is an id, or `all` for the whole platform. */
export interface UsageRow extends Used {
  readonly day: PlainDate
  readonly scope: UsageScope
  readonly key: string
}

/** Sums of use, counted together by all processes. */
export interface UsageStore {
  /** Adds to the sums, one statement for all rows, and gives back the sums as they stand then. */
  add(rows: readonly UsageRow[], at: Date): Promise<readonly UsageRow[]>
  /** Sums of the day that were touched at or after the moment, by whichever process. */
  touched(day: PlainDate, since: Date): Promise<readonly UsageRow[]>
  /** Sums from `from` on, newest day first, largest first. */
  list(options: { readonly from: PlainDate; readonly scope: UsageScope; readonly limit: number }): Promise<readonly UsageRow[]>
  /** Who used how much is kept as long as it is needed: sums of persons before the day go. Gives back how many. */
  forgetPersons(before: PlainDate): Promise<number>
}
