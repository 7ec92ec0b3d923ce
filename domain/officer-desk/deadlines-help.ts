import type { DeadlineAsked, DeadlineCounted } from '../../core/officer-desk.ts'
import { addDays, isPlainDate, type PlainDate } from '../../core/time.ts'
import type { Calendar } from '../calendar/calendar.ts'
import type { TermRule } from '../certificates/terms.ts'

/** A day that somebody writes: `2026-11-23`, `2026年11月23日`, `11月23日`, 今天, 昨天, 明天. Undefined when there is none, or no such day. */
export const dayIn = (text: string, today: PlainDate): PlainDate | undefined => {
  const words = { 前天: -2, 昨天: -1, 今天: 0, 今日: 0, 明天: 1 } as const
  for (const [word, days] of Object.entries(words)) if (text.includes(word)) return addDays(today, days)
  const match = /(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*(?:日|号)?/.exec(text.normalize('NFKC'))
  if (!match) return undefined
  const [, year = today.slice(0, 4), month = '', day = ''] = match
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isPlainDate(date) ? date : undefined
}

/** Counts a term from its day of acceptance (期限计算): the next working day is the first, an evening counts as the next day. */
export const countDeadline = (
  { calendar, terms }: { readonly calendar: Calendar; readonly terms: TermRule },
  { term, acceptedOn, isEvening }: DeadlineAsked,
): DeadlineCounted => {
  const days = { issue: terms.issueDays, recheck: terms.recheckDays, recheck_extended: terms.extendedRecheckDays }[term]
  const at = new Date(`${acceptedOn}T${isEvening ? '19' : '12'}:00:00+08:00`)
  const { date, isProvisional } = calendar.addWorkingDays(at, days)
  return { term, acceptedOn, days, dueOn: date, isProvisional }
}
