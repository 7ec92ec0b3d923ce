import { addDays, addYears, type PlainDate, shanghaiDate } from '../../core/time.ts'

/** How applications of one person are counted (次数口径), and from which one on the use must be shown. */
export interface RepeatRule {
  readonly window: 'rolling_year' | 'calendar_year'
  /** Ordinal within the window, this application included, from which material is asked for. */
  readonly materialFrom: number
}

/** 公安部规定 第六条 「一年内3次以上」. */
export const defaultRepeatRule: RepeatRule = { window: 'rolling_year', materialFrom: 3 }

/** 北京: more than three in a calendar year, so from the fourth on (`certificate.md` §1.4). */
export const calendarYearRepeatRule: RepeatRule = { window: 'calendar_year', materialFrom: 4 }

/** From when on earlier applications count, at or after. A rolling year leaves out the corresponding day a year ago. */
export const repeatWindowStart = (at: Date, rule: RepeatRule = defaultRepeatRule): Date => {
  const today = shanghaiDate(at)
  const first = rule.window === 'calendar_year' ? `${today.slice(0, 4)}-01-01` : addDays(addYears(today, -1), 1)
  return new Date(`${first}T00:00:00+08:00`)
}

/** What the number of earlier applications asks for. There is no refusal: often is no ground to say no. */
export interface RepeatCheck {
  readonly ordinal: number
  /** True: material of reasonable use (合理用途材料) goes with it. */
  readonly needsMaterial: boolean
  /** One sentence for the applicant; undefined when nothing is asked. */
  readonly reason: string | undefined
}

/** Judges by how many the person made since `repeatWindowStart`, withdrawn ones left out. */
export const checkRepeat = (earlier: number, rule: RepeatRule = defaultRepeatRule): RepeatCheck => {
  const ordinal = earlier + 1
  const needsMaterial = ordinal >= rule.materialFrom
  const span = rule.window === 'calendar_year' ? '今年' : '近 12 个月内'
  const reason = `这是您${span}第 ${ordinal} 次申请，请补充一份说明用途的材料，例如录用通知、录取通知或签证要求，补齐后照常办理。`
  return { ordinal, needsMaterial, reason: needsMaterial ? reason : undefined }
}

/** Days that a certificate of the demo holds. Elsewhere there is no default: the receiving party decides. */
export const demoValidityDays = 90

/** Last day on which a certificate holds (有效期至); undefined when the place sets none. The day of issue is not counted. */
export const validUntil = (issuedOn: PlainDate, validityDays: number | undefined): PlainDate | undefined =>
  validityDays === undefined ? undefined : addDays(issuedOn, validityDays)
