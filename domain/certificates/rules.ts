import { addDays, addYears, type PlainDate, shanghaiDate } from '../../core/time.ts'

/** How applications of one person are counted (次数口径), and from which one on the use must be shown. */
export interface RepeatRule {
  readonly window: 'rolling_year' | 'calendar_year'
  /** Ordinal within the window, this application included, from which material is asked for. */
  readonly materialFrom: number
}

/** 公安部规定 第六条 「一年内3次以上」. */
export const defaultRepeatRule: RepeatRule = { window: 'rolling_year', materialFrom: 3 }

/** From when on earlier applications count, at or after. A rolling year leaves out the corresponding day a year ago. */
export const repeatWindowStart = (at: Date, rule: RepeatRule = defaultRepeatRule): Date => {
  const today = shanghaiDate(at)
  const first = rule.window === 'calendar_year' ? `${today.slice(0, 4)}-01-01` : addDays(addYears(today, -1), 1)
  return new Date(`${first}T00:00:00+08:00`)
}

/** Last day on which a certificate holds (有效期至); undefined when the place sets none. The day of issue is not counted. */
export const validUntil = (issuedOn: PlainDate, validityDays: number | undefined): PlainDate | undefined =>
  validityDays === undefined ? undefined : addDays(issuedOn, validityDays)
