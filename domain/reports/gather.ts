import type { Period } from '../../core/reports.ts'
import type { Incidents, Tasks } from '../../core/task-store.ts'
import { addDays, mondayOf } from '../../core/time.ts'
import type { UnitTree } from '../../core/units.ts'
import { periodBefore, startOf } from './periods.ts'

/** What a report reads of the store. */
export interface ReportRecords {
  readonly incidents: Pick<Incidents, 'counts'>
  readonly tasks: Pick<Tasks, 'stepCounts' | 'closedCounts' | 'lateCallCounts'>
}

/** Incidents of one day and key, merged ones left out. */
export type DayCount = Awaited<ReturnType<Incidents['counts']>>[number]
export type StepCount = Awaited<ReturnType<Tasks['stepCounts']>>[number]
export type ClosedCount = Awaited<ReturnType<Tasks['closedCounts']>>[number]
export type LateCallCount = Awaited<ReturnType<Tasks['lateCallCounts']>>[number]

/** A part of the unit that a report is about: a unit right below it with all that is below that, or the unit's own. */
export interface ReportPart {
  readonly id: string
  readonly name: string
  readonly units: readonly string[]
  readonly byClass: readonly DayCount[]
  readonly byTier: readonly DayCount[]
}

/** What happened in one period. */
export interface ReportWork {
  readonly steps: readonly StepCount[]
  readonly closed: readonly ClosedCount[]
  readonly lateCalls: readonly LateCallCount[]
}

/** The rows of a report, as they came from the store. */
export interface ReportRows {
  readonly unit: { readonly id: string; readonly name: string; readonly isSmallArea: boolean }
  readonly period: Period
  readonly before: Period
  /** Mondays of the weeks that the course is drawn over, the last one the last of the period. */
  readonly weeks: readonly string[]
  readonly byClass: readonly DayCount[]
  readonly byTier: readonly DayCount[]
  readonly parts: readonly ReportPart[]
  readonly now: ReportWork
  readonly earlier: ReportWork
}

/** Weeks that the course (走势) is drawn over at least. */
const courseWeeks = 8

const weeksUpTo = ({ from, to }: Period): readonly string[] => {
  const last = mondayOf(addDays(to, -1))
  const weeks: string[] = []
  for (let monday = last; weeks.length < courseWeeks || monday >= from; monday = addDays(monday, -7)) weeks.unshift(monday)
  return weeks
}

/** Asks the store for everything that a report of a unit and period says. Departments are not the bureau's, and stand in no row. */
export const gatherReport = async (
  records: ReportRecords,
  tree: UnitTree,
  facts: { readonly unit: string; readonly period: Period },
): Promise<ReportRows> => {
  const { period } = facts
  const before = periodBefore(period)
  const weeks = weeksUpTo(period)
  const first = [weeks[0] ?? period.from, before.from].sort()[0] ?? before.from
  const units = tree.under(facts.unit).filter((id) => tree.kindOf(id) !== 'department')
  const weeksEnd = addDays(weeks.at(-1) ?? period.from, 7)
  const span = { from: startOf(first), to: startOf([weeksEnd, period.to].sort()[1] ?? period.to) }
  const count = (of: readonly string[], by: 'class' | 'tier') => records.incidents.counts({ units: of, by, ...span })
  const work = async (of: Period): Promise<ReportWork> => {
    const within = { from: startOf(of.from), to: startOf(of.to) }
    return {
      steps: await records.tasks.stepCounts(units, within),
      closed: await records.tasks.closedCounts(units, within),
      lateCalls: await records.tasks.lateCallCounts(units, within),
    }
  }
  const below = tree.all.filter(({ id, parent }) => parent === facts.unit && units.includes(id))
  const groups = [
    ...below.map(({ id, name }) => ({ id, name, units: tree.under(id).filter((one) => units.includes(one)) })),
    { id: facts.unit, name: below.length > 0 ? `${tree.nameOf(facts.unit)}（本级）` : tree.nameOf(facts.unit), units: [facts.unit] },
  ]
  const parts: ReportPart[] = []
  for (const group of groups) parts.push({ ...group, byClass: await count(group.units, 'class'), byTier: await count(group.units, 'tier') })
  const kind = tree.kindOf(facts.unit)
  return {
    unit: { id: facts.unit, name: tree.nameOf(facts.unit), isSmallArea: kind === 'station' || kind === 'community' },
    period,
    before,
    weeks,
    byClass: await count(units, 'class'),
    byTier: await count(units, 'tier'),
    parts,
    now: await work(period),
    earlier: await work(before),
  }
}
