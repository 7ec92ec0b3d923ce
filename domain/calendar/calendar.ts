import { addDays, type PlainDate, shanghaiDate, shanghaiHour } from '../../core/time.ts'
import { type CalendarYear, daysOf, isWeekend } from './calendar-year.ts'

/** What a day is at the counter. */
export interface CalendarDay {
  readonly date: PlainDate
  readonly isWorkingDay: boolean
  /** True when the year's arrangement is not published yet: Monday to Friday is only a guess. */
  readonly isProvisional: boolean
  /** Name of the holiday (节日), or `调休上班`. */
  readonly name?: string
}

/** A day found by counting. */
export interface CountedDay {
  readonly date: PlainDate
  /** True when any day on the way was a guess. Count again when the year is published. */
  readonly isProvisional: boolean
}

/**
 * A stretch in which the clock stands still (停表); `to` is undefined while it lasts. Whole days count: the day it begins is still
 * ours, the day it ends is not (民法典 第二百零一条, a period starts on the day after), so a pause within one day wins nothing.
 */
export interface Pause {
  readonly from: Date
  readonly to: Date | undefined
}

export interface CountingRule {
  /** Shanghai hour from which a submission counts as made later (默认 18 时); undefined: the whole day is the same day. */
  readonly closesAtHour: number | undefined
  /** Later is the next day (次日), or the next working day (次一工作日). */
  readonly afterClosing: 'next_day' | 'next_working_day'
}

/** `certificate.md` §3: 「受理当日不算，次日起算；当天 18:00 后提交按次日受理」. */
export const defaultCountingRule: CountingRule = { closesAtHour: 18, afterClosing: 'next_day' }

/** A term in working days (工作日期限). */
export interface Term {
  readonly acceptedAt: Date
  readonly days: number
  readonly pauses?: readonly Pause[]
}

/** Working days of the published years (工作日历); of other years, Monday to Friday, marked as provisional. */
export interface Calendar {
  dayOf(date: PlainDate): CalendarDay
  isWorkingDay(date: PlainDate): boolean
  /** The n-th working day after the day of the instant, which itself never counts; n = 0 is the day of acceptance. */
  addWorkingDays(start: Date, n: number): CountedDay
  /** Last day of the term; undefined while a pause that began before it is open. */
  workingDeadline(term: Term): CountedDay | undefined
}

/** No term of ours comes near; a longer count is a mistake of the caller. */
const maxDays = 3660

/** Opens a calendar over the years given. Reads nothing and keeps no clock. */
export const openCalendar = (years: readonly CalendarYear[], rule: CountingRule = defaultCountingRule): Calendar => {
  const known = new Set(years.map(({ year }) => String(year)))
  const off = new Map(years.flatMap(({ holidays }) => holidays.flatMap((h) => [...daysOf(h)].map((day) => [day, h.name] as const))))
  const madeUp = new Set(years.flatMap(({ makeUpDays }) => makeUpDays))

  const dayOf = (date: PlainDate): CalendarDay => {
    const holiday = off.get(date)
    if (holiday !== undefined) return { date, isWorkingDay: false, isProvisional: false, name: holiday }
    if (madeUp.has(date)) return { date, isWorkingDay: true, isProvisional: false, name: '调休上班' }
    return { date, isWorkingDay: !isWeekend(date), isProvisional: !known.has(date.slice(0, 4)) }
  }

  /** The day on which a submission counts as accepted. */
  const acceptanceDay = (at: Date): CountedDay => {
    const day = dayOf(shanghaiDate(at))
    if (rule.closesAtHour === undefined || shanghaiHour(at) < rule.closesAtHour) return day
    let next = dayOf(addDays(day.date, 1))
    if (rule.afterClosing === 'next_day') return next
    let isProvisional = next.isProvisional
    while (!next.isWorkingDay) {
      next = dayOf(addDays(next.date, 1))
      isProvisional ||= next.isProvisional
    }
    return { date: next.date, isProvisional }
  }

  const workingDeadline = ({ acceptedAt, days, pauses = [] }: Term): CountedDay | undefined => {
    if (!Number.isInteger(days) || days < 0 || days > maxDays)
      throw new RangeError(`A term is 0 to ${maxDays} whole working days, not ${days}.`)
    const still = pauses.map(({ from, to }) => ({ after: shanghaiDate(from), until: to === undefined ? undefined : shanghaiDate(to) }))
    const start = acceptanceDay(acceptedAt)
    let { date, isProvisional } = start
    for (let counted = 0; counted < days; ) {
      const day = dayOf(addDays(date, 1))
      date = day.date
      isProvisional ||= day.isProvisional
      if (still.some(({ after, until }) => date > after && until === undefined)) return undefined
      const isStill = still.some(({ after, until }) => date > after && until !== undefined && date <= until)
      if (day.isWorkingDay && !isStill) counted++
    }
    return { date, isProvisional }
  }

  return {
    dayOf,
    isWorkingDay: (date) => dayOf(date).isWorkingDay,
    addWorkingDays: (start, n) => {
      const end = workingDeadline({ acceptedAt: start, days: n })
      if (!end) throw new RangeError('A count without pauses always ends.')
      return end
    },
    workingDeadline,
  }
}
