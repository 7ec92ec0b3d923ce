import type { Application } from '../../core/certificates.ts'
import type { ClockView } from '../../core/officer-desk.ts'
import { addDays, dateText, type PlainDate, shanghaiDate } from '../../core/time.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { clockOf, dueOn, type TermRule } from '../certificates/terms.ts'

/** Noon of a day: counted from there, no closing hour moves it. */
export const noonOf = (day: PlainDate): Date => new Date(`${day}T12:00:00+08:00`)

/** Working days from one day to another, the first not counted; below zero backwards. */
export const workingDaysBetween = (calendar: Calendar, from: PlainDate, to: PlainDate): number => {
  const [first, last, sign] = from <= to ? [from, to, 1] : [to, from, -1]
  let days = 0
  for (let day = addDays(first, 1); day <= last; day = addDays(day, 1)) if (calendar.isWorkingDay(day)) days++
  return days === 0 ? 0 : sign * days
}

const isRecheck = ({ history }: Application, startedAt: Date): boolean =>
  history.some(({ event, at }) => event === 'object' && new Date(at).getTime() === startedAt.getTime())

/** The clock of a case as it stands; undefined before acceptance. */
export const clockView = (application: Application, facts: { calendar: Calendar; now: Date; terms: TermRule }): ClockView | undefined => {
  const { calendar, now, terms } = facts
  const clock = clockOf(application.history, terms)
  if (!clock) return undefined
  const due = dueOn(application.history, calendar, terms)
  const today = shanghaiDate(now)
  const isPaused = clock.stoppedAt === undefined && clock.pauses.some(({ to }) => to === undefined)
  const isRunning = clock.stoppedAt === undefined && !isPaused
  return {
    kind: isRecheck(application, clock.startedAt) ? 'recheck' : 'issue',
    startedAt: clock.startedAt,
    days: clock.days,
    dueOn: due?.date,
    isProvisional: due?.isProvisional ?? false,
    isPaused,
    pauses: clock.pauses,
    stoppedAt: clock.stoppedAt,
    isOverdue: due !== undefined && (clock.stoppedAt ? shanghaiDate(clock.stoppedAt) : today) > due.date,
    daysLeft: isRunning && due ? workingDaysBetween(calendar, today, due.date) : undefined,
  }
}

/** So far ahead the published holidays must be known; a recheck may run for thirty working days. */
const aheadDays = 60

/** Said to officers while the holiday table ends before what is counted now (放假安排还没有录入). */
export const calendarNotice = (calendar: Calendar, today: PlainDate): string | undefined => {
  for (let n = 0; n <= aheadDays; n++) {
    const day = addDays(today, n)
    if (calendar.dayOf(day).isProvisional)
      return `${dateText(day)}起的放假和调休安排还没有录入，这以后的期限先按周一至周五估算。国务院公布以后由系统管理员录入，期限会自动重新计算。`
  }
  return undefined
}
