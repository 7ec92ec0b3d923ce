import { type DisputeClass, disputeClasses, disputeClassNames, type Tier, tierNames, tiers } from '../../core/disputes.ts'
import { BadInputError } from '../../core/errors.ts'
import type { Officer } from '../../core/people.ts'
import type { TaskSummary, Trends, WorkScore } from '../../core/task-desk.ts'
import { evaluations, type Satisfaction, type TaskOutcome, type TaskState, taskOutcomes, taskStates } from '../../core/tasks.ts'
import { addDays, type PlainDate, shanghaiDate } from '../../core/time.ts'
import type { UnitTree } from '../../core/units.ts'
import { seenBy, type TaskGround } from './ground.ts'
import { unitsFor } from './scope.ts'

const dayMs = 86_400_000
/** A period for figures: three years of days are enough to compare with last year's. */
const maxDays = 1_100

const startOf = (date: PlainDate): Date => new Date(`${date}T00:00:00+08:00`)
const dayNumber = (date: PlainDate): number => Date.parse(`${date}T00:00:00Z`) / dayMs
const dateOf = (day: number): PlainDate => new Date(day * dayMs).toISOString().slice(0, 10)

/** First day of the period that a day lies in; weeks begin on Monday. */
const periodOf = (day: number, step: Trends['step']): PlainDate => {
  if (step === 'day') return dateOf(day)
  // 1970-01-01 was a Thursday.
  if (step === 'week') return dateOf(day - ((day + 3) % 7))
  return `${dateOf(day).slice(0, 7)}-01`
}

const demandPeriod = (from: PlainDate, to: PlainDate): void => {
  const days = dayNumber(to) - dayNumber(from) + 1
  if (!(days >= 1 && days <= maxDays)) throw new BadInputError({ what: 'period', hint: `开始日期不能晚于结束日期，最多 ${maxDays} 天。` })
}

/** How many incidents there were, by class, unit or tier over time. Merged ones count once. */
export const trendsFor = async (
  ground: TaskGround,
  tree: UnitTree,
  who: Officer,
  query: { by: Trends['by']; step: Trends['step']; from: PlainDate; to: PlainDate; unit?: string | undefined },
): Promise<Trends> => {
  const { by, step, from, to } = query
  demandPeriod(from, to)
  const units = unitsFor(who, tree, query.unit)
  const counted = await ground.store.incidents.counts({ units, by, from: startOf(from), to: startOf(addDays(to, 1)) })
  const periods = [...new Set(Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_, n) => periodOf(dayNumber(from) + n, step)))]
  const at = new Map(periods.map((period, index) => [period, index]))
  const keys = by === 'class' ? [...disputeClasses, 'none'] : by === 'tier' ? [...tiers] : units
  const nameOf = (key: string): string =>
    by === 'class'
      ? key === 'none'
        ? '非纠纷'
        : disputeClassNames[key as DisputeClass]
      : by === 'tier'
        ? tierNames[key as Tier]
        : tree.nameOf(key)
  const counts = new Map(keys.map((key) => [key, periods.map(() => 0)]))
  for (const { day, key, count } of counted) {
    const row = counts.get(key)
    const index = at.get(periodOf(day, step))
    if (row && index !== undefined) row[index] = (row[index] ?? 0) + count
  }
  const rows = keys.map((key) => {
    const row = counts.get(key) ?? []
    return { key, name: nameOf(key), counts: row, total: row.reduce((sum, count) => sum + count, 0) }
  })
  return { by, step, from, to, periods, rows: by === 'unit' ? rows.filter(({ total }) => total > 0) : rows }
}

const zeroes = <K extends string>(keys: readonly K[]): Record<K, number> =>
  // `fromEntries` forgets the keys; they are exactly those given.
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>

/** Steps that have a deadline: what timeliness is the share of. */
export const timed: ReadonlySet<string> = new Set(['receive', 'triage', 'handle', 'feedback', 'close'])

/** How the work of each unit went: counted over steps and tasks, never over persons. */
export const workFor = async (
  ground: TaskGround,
  tree: UnitTree,
  who: Officer,
  query: { from: PlainDate; to: PlainDate; unit?: string | undefined },
): Promise<readonly WorkScore[]> => {
  demandPeriod(query.from, query.to)
  const units = unitsFor(who, tree, query.unit)
  const period = { from: startOf(query.from), to: startOf(addDays(query.to, 1)) }
  const { tasks } = ground.store
  const [steps, closed, lateCalls] = await Promise.all([
    tasks.stepCounts(units, period),
    tasks.closedCounts(units, period),
    tasks.lateCallCounts(units, period),
  ])
  return units.map((unit): WorkScore => {
    const own = steps.filter((row) => row.unit === unit)
    const of = (event: string): number => own.filter((row) => row.event === event).reduce((sum, { count }) => sum + count, 0)
    const due = own.filter(({ event }) => timed.has(event))
    const done = due.reduce((sum, { count }) => sum + count, 0)
    const late = due.reduce((sum, row) => sum + row.late, 0)
    const ended = closed.filter((row) => row.unit === unit)
    const satisfaction = zeroes(evaluations)
    const outcomes = zeroes(taskOutcomes)
    for (const row of ended) {
      // The columns hold nothing but these words.
      if (row.satisfaction !== undefined) satisfaction[row.satisfaction as Satisfaction] += row.count
      outcomes[row.outcome as TaskOutcome] += row.count
    }
    return {
      unit: { id: unit, name: tree.nameOf(unit) },
      dispatched: of('dispatch'),
      closed: ended.reduce((sum, { count }) => sum + count, 0),
      timeliness: done === 0 ? undefined : (done - late) / done,
      steps: done,
      lateSteps: late,
      returns: of('return'),
      reopened: of('reopen'),
      escalated: of('escalate'),
      callsLate: lateCalls.find((row) => row.unit === unit)?.count ?? 0,
      satisfaction,
      outcomes,
    }
  })
}

/** Today's counts of the units below one. */
export const summaryFor = async (ground: TaskGround, tree: UnitTree, who: Officer, unit: string | undefined): Promise<TaskSummary> => {
  const units = unit === undefined ? seenBy(who, tree) : unitsFor(who, tree, unit)
  const now = ground.clock()
  const since = startOf(shanghaiDate(now))
  const { tasks, incidents } = ground.store
  const [counts, steps, came, calls] = await Promise.all([
    tasks.counts(units, now),
    tasks.stepCounts(units, { from: since, to: new Date(now.getTime() + 1) }),
    incidents.countSince(units, since),
    tasks.openCalls(units),
  ])
  const open = zeroes(tiers)
  const overdue = zeroes(tiers)
  const states: Record<TaskState, number> = zeroes(taskStates)
  for (const row of counts) {
    states[row.state] += row.count
    open[row.tier] += row.count
    overdue[row.tier] += row.overdue
  }
  const of = (event: string): number => steps.filter((row) => row.event === event).reduce((sum, { count }) => sum + count, 0)
  states.closed = of('close')
  const id = unit ?? who.unit
  return {
    at: now,
    unit: { id, name: tree.nameOf(id) },
    open,
    overdue,
    states,
    today: {
      ...came,
      dispatched: of('dispatch'),
      closed: of('close'),
      reopened: of('reopen'),
      escalated: of('escalate'),
    },
    callsWaiting: calls.open,
    callsLate: calls.late,
  }
}
