import type { ApplicationState, HistoryEntry } from '../../core/certificates.ts'
import type { Calendar, CountedDay, Pause } from '../calendar/calendar.ts'
import { findEdge } from './states.ts'

/** Terms of the desk in working days (办理期限). */
export interface TermRule {
  readonly issueDays: number
  readonly recheckDays: number
  /** Days of a recheck in all, once extended. */
  readonly extendedRecheckDays: number
}

/** 公安部规定: three days to a result, fifteen to a recheck; an extended one ends at thirty in all, the strict of two readings (§1, 第十二条). */
export const defaultTermRule: TermRule = { issueDays: 3, recheckDays: 15, extendedRecheckDays: 30 }

/** A clock read off a history: when it began, where it stood still, when it stopped. */
export interface TermClock {
  readonly startedAt: Date
  readonly days: number
  readonly pauses: readonly Pause[]
  readonly stoppedAt: Date | undefined
}

/** The clock that ran last: of the result, or of the recheck. Undefined before acceptance. */
export const clockOf = (history: readonly HistoryEntry[], rule: TermRule = defaultTermRule): TermClock | undefined => {
  let clock: { startedAt: Date; days: number; pauses: { from: Date; to: Date | undefined }[]; stoppedAt: Date | undefined } | undefined
  let from: ApplicationState = 'DRAFT'
  for (const entry of history) {
    const effect = findEdge(from, entry.event)?.clock ?? 'none'
    const at = new Date(entry.at)
    if (effect === 'start') clock = { startedAt: at, days: rule.issueDays, pauses: [], stoppedAt: undefined }
    if (effect === 'start_recheck') clock = { startedAt: at, days: rule.recheckDays, pauses: [], stoppedAt: undefined }
    if (clock && effect === 'extend_recheck') clock.days = rule.extendedRecheckDays
    if (clock && effect === 'pause') clock.pauses.push({ from: at, to: undefined })
    const pause = clock?.pauses.at(-1)
    if (pause && (effect === 'resume' || effect === 'stop')) pause.to ??= at
    if (clock && effect === 'stop') clock.stoppedAt = at
    from = entry.to
  }
  return clock
}

/** Last working day of the clock that ran last (承诺办结日); undefined before acceptance, and while it stands still. */
export const dueOn = (history: readonly HistoryEntry[], calendar: Calendar, rule: TermRule = defaultTermRule): CountedDay | undefined => {
  const clock = clockOf(history, rule)
  return clock && calendar.workingDeadline({ acceptedAt: clock.startedAt, days: clock.days, pauses: clock.pauses })
}
