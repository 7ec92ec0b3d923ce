import { z } from 'zod'
import { addDays, isPlainDate, type PlainDate } from '../../core/time.ts'

/** One year of days off and make-up working days (放假调休安排), as the State Council publishes it: `data/calendar/<year>.yaml`. */
export interface CalendarYear {
  readonly year: number
  readonly source: { readonly title: string; readonly number: string; readonly published: PlainDate }
  readonly holidays: readonly { readonly name: string; readonly from: PlainDate; readonly to: PlainDate }[]
  readonly makeUpDays: readonly PlainDate[]
}

const plainDate = z.string().refine(isPlainDate, 'not a day that exists, as YYYY-MM-DD')
const shape = z.strictObject({
  year: z.int().min(2000).max(2999),
  source: z.strictObject({ title: z.string().min(1), number: z.string().min(1), published: plainDate }),
  holidays: z.array(z.strictObject({ name: z.string().min(1), from: plainDate, to: plainDate })).min(1),
  makeUpDays: z.array(plainDate),
})

/**
 * Reads a parsed calendar file, or says everything that is wrong with it: a typing slip here would move every deadline of a year.
 * The caller knows the file and wraps the sentences in its own error.
 */
export const readCalendarYear = (raw: unknown): { year: CalendarYear } | { problems: readonly string[] } => {
  const parsed = shape.safeParse(raw)
  if (!parsed.success) return { problems: parsed.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`) }
  const problems = [...slips(parsed.data)]
  return problems.length > 0 ? { problems } : { year: parsed.data }
}

/** Every day from the first to the last, both included. */
export function* daysOf(span: { readonly from: PlainDate; readonly to: PlainDate }): Generator<PlainDate> {
  for (let day = span.from; day <= span.to; day = addDays(day, 1)) yield day
}

/** True on Saturday and Sunday. */
export const isWeekend = (date: PlainDate): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())

function* slips(year: CalendarYear): Generator<string> {
  const inYear = (date: PlainDate) => date.startsWith(`${year.year}-`)
  const off = new Set<PlainDate>()
  for (const holiday of year.holidays) {
    if (holiday.from > holiday.to) yield `${holiday.name}: from is after to`
    if (!inYear(holiday.from) || !inYear(holiday.to)) {
      yield `${holiday.name}: not in ${year.year}`
      continue
    }
    for (const day of daysOf(holiday)) {
      if (off.has(day)) yield `${holiday.name}: ${day} is off already`
      off.add(day)
    }
  }
  for (const day of year.makeUpDays) {
    if (!inYear(day)) yield `make-up day ${day}: not in ${year.year}`
    if (!isWeekend(day)) yield `make-up day ${day}: is no Saturday or Sunday`
    if (off.has(day)) yield `make-up day ${day}: is off too`
  }
}
