import type { Period } from '../../core/certificates.ts'
import { isPlainDate } from '../../core/time.ts'
import { type FormCheck, type FormContext, reject } from './verdict.ts'

/** A period as the form sends it; both ends left out means the whole life (全时段). */
export interface PeriodInput {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Checks the period asked for (查询起止): from ≤ to ≤ today, and not before birth. */
export const checkPeriod = (value: PeriodInput, context: FormContext): FormCheck => {
  const { from, to } = value
  if (!from && !to) return { verdict: 'accept', reason: '没有填写起止日期，按全时段查询。' }
  if (!from || !to) return reject('查询期间要同时填写开始和结束日期；想查全部时间，请两个都不填。')
  if (!isPlainDate(from) || !isPlainDate(to)) return reject('查询期间里有不存在的日期，请按“2020-01-31”的样子重填。')
  if (from > to) return reject('开始日期晚于结束日期，请调换或改正后重填。')
  if (to > context.asOf) return reject('结束日期晚于今天，最晚只能填到今天，请改正后重填。')
  const period: Period = { from, to }
  const { birth } = context.stated
  if (birth !== undefined && isPlainDate(birth) && from < birth)
    return { verdict: 'needs_fix', reason: '开始日期早于出生日期，请从出生当天或之后填起，或选择全时段。', normalized: period }
  return { verdict: 'accept', reason: '查询期间填写正确，可以继续。', normalized: period }
}
