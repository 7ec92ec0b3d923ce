import type { Period, PeriodKind } from '../../core/reports.ts'
import { addDays, dateText, mondayOf, type PlainDate } from '../../core/time.ts'

/** 周报 … as people call it. */
export const periodNames: Record<PeriodKind, string> = { week: '周报', month: '月报', quarter: '季报' }

const utc = (day: PlainDate): Date => new Date(`${day}T00:00:00Z`)
const firstOfMonth = (year: number, month: number): PlainDate => {
  const at = new Date(Date.UTC(year, month, 1))
  return at.toISOString().slice(0, 10)
}
const withoutYear = (day: PlainDate): string => dateText(day).replace(/^\d+年/, '')

/** Year and number of the week (ISO 8601: a week belongs to the year that its Thursday is in). */
const weekOf = (monday: PlainDate): { year: number; week: number } => {
  const thursday = addDays(monday, 3)
  const year = Number(thursday.slice(0, 4))
  const days = (utc(thursday).getTime() - Date.UTC(year, 0, 1)) / 86_400_000
  return { year, week: Math.floor(days / 7) + 1 }
}

/** `2026年第48周（11月23日至11月29日）` of a Monday. */
export const weekLabel = (monday: PlainDate): string => {
  const { year, week } = weekOf(monday)
  return `${year}年第${week}周（${withoutYear(monday)}至${withoutYear(addDays(monday, 6))}）`
}

/** The period of a kind that a day is in, Asia/Shanghai. */
export const periodOf = (kind: PeriodKind, of: PlainDate): Period => {
  const [year, month] = [Number(of.slice(0, 4)), Number(of.slice(5, 7)) - 1]
  if (kind === 'week') {
    const from = mondayOf(of)
    return { kind, from, to: addDays(from, 7), label: weekLabel(from) }
  }
  if (kind === 'month')
    return { kind, from: firstOfMonth(year, month), to: firstOfMonth(year, month + 1), label: `${year}年${month + 1}月` }
  const quarter = Math.floor(month / 3)
  return { kind, from: firstOfMonth(year, quarter * 3), to: firstOfMonth(year, quarter * 3 + 3), label: `${year}年第${quarter + 1}季度` }
}

/** The period of the same kind before it (上期). */
export const periodBefore = ({ kind, from }: Period): Period => periodOf(kind, addDays(from, -1))

/** The moment at which a day begins in Shanghai, which has no summer time. */
export const startOf = (day: PlainDate): Date => new Date(`${day}T00:00:00+08:00`)

/** Days since 1970-01-01 of a calendar day, as the store counts them. */
export const dayNumber = (day: PlainDate): number => utc(day).getTime() / 86_400_000
