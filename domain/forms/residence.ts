import type { Period } from '../../core/certificates.ts'
import { addDays, isPlainDate, type PlainDate } from '../../core/time.ts'
import type { PeriodInput } from './period.ts'
import { type FormCheck, type FormContext, reject } from './verdict.ts'

/** How the 180 days of residence are counted (居留天数口径): the national text does not say, so each place sets it. */
export interface ResidenceRule {
  readonly requiredDays: number
  /** `cumulative`: all stays together (累计); `continuous`: one unbroken stay (连续). */
  readonly counting: 'cumulative' | 'continuous'
  /** True: the day of entry and the day of leaving both count (含当日). */
  readonly countsBothEnds: boolean
}

/** 公安部规定 第五条 「居留180天（含）以上」; cumulative as in 北京 and 武汉. */
export const defaultResidenceRule: ResidenceRule = { requiredDays: 180, counting: 'cumulative', countsBothEnds: true }

const maxStays = 200

/** Checks stays of a foreigner (居留起止) against the rule. Too few days is a matter for an officer, never a refusal by machine. */
export const checkResidence = (value: readonly PeriodInput[], context: FormContext & { residence: ResidenceRule }): FormCheck => {
  if (value.length === 0) return reject('还没有填写居留起止日期，请按居留许可逐段填写。')
  if (value.length > maxStays) return reject(`居留区间太多，一次最多填写 ${maxStays} 段，请合并相连的区间后重填。`)
  const stays: Period[] = []
  for (const [i, { from, to: until }] of value.entries()) {
    const to = until || context.asOf
    if (!from || !isPlainDate(from) || !isPlainDate(to)) return reject(`第 ${i + 1} 段居留里有不存在的日期，请按“2020-01-31”的样子重填。`)
    if (from > context.asOf) return reject(`第 ${i + 1} 段居留的开始日期晚于今天，请改正后重填。`)
    if (from > to) return reject(`第 ${i + 1} 段居留的开始日期晚于结束日期，请调换或改正后重填。`)
    stays.push({ from, to: earlier(to, context.asOf) })
  }
  const normalized = unionOf(stays)
  const days = residenceDays(normalized, context.residence)
  const found = { normalized, derived: { days } }
  const { birth } = context.stated
  if (birth !== undefined && isPlainDate(birth) && normalized.some(({ from }) => from < birth))
    return { verdict: 'needs_fix', reason: '有居留日期早于出生日期，请对照证件改正后重填。', ...found }
  if (days >= context.residence.requiredDays) return { verdict: 'accept', reason: `居留天数为 ${days} 天，可以继续。`, ...found }
  const how = context.residence.counting === 'continuous' ? '最长一段连续' : '累计'
  return {
    verdict: 'needs_fix',
    reason: `${how}居留 ${days} 天，不足 ${context.residence.requiredDays} 天，请核对是否漏填；如没有漏填，可先提交，由出入境民警确认后告知您。`,
    ...found,
  }
}

const earlier = (a: PlainDate, b: PlainDate): PlainDate => [a, b].sort()[0] ?? a
const later = (a: PlainDate, b: PlainDate): PlainDate => [a, b].sort()[1] ?? a

/** Stays in order, with those that overlap or follow on each other joined into one (区间并集). */
export const unionOf = (stays: readonly Period[]): readonly Period[] => {
  const joined: { from: PlainDate; to: PlainDate }[] = []
  for (const stay of [...stays].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = joined.at(-1)
    if (last && stay.from <= addDays(last.to, 1)) last.to = later(stay.to, last.to)
    else joined.push({ ...stay })
  }
  return joined
}

/** Days that count, of stays that neither overlap nor touch. */
export const residenceDays = (stays: readonly Period[], rule: ResidenceRule): number => {
  const lengths = stays.map(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000 + (rule.countsBothEnds ? 1 : 0))
  if (rule.counting === 'continuous') return Math.max(0, ...lengths)
  return lengths.reduce((total, length) => total + length, 0)
}
