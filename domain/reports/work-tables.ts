import type { ReportTable } from '../../core/reports.ts'
import { satisfactions, type TaskEvent, taskOutcomeNames, taskOutcomes } from '../../core/tasks.ts'
import { timed } from '../tasks/figures.ts'
import { compared, type Filling, hiddenIn, share, sum, tableOf } from './filling.ts'
import type { ReportPart, ReportRows, ReportWork } from './gather.ts'
import { hiddenCells } from './hide-small.ts'
import { smallest } from './report.ts'

const satisfactionTitles: Record<(typeof satisfactions)[number], string> = { satisfied: '满意', partly: '基本满意', unsatisfied: '不满意' }

/** Rows of some units; of all of them where none are named. */
type Units = readonly string[] | undefined

const of = <R extends { readonly unit: string }>(rows: readonly R[], units: Units): readonly R[] =>
  rows.filter(({ unit }) => units?.includes(unit) ?? true)
const counted = (rows: readonly { readonly count: number }[]): number => sum(rows.map(({ count }) => count))
const steps = (work: ReportWork, event: TaskEvent, units: Units): number =>
  counted(of(work.steps, units).filter((row) => row.event === event))

/** Share of the steps with a deadline that were done in time (按时率). */
const timeliness = (work: ReportWork, units: Units): number | undefined => {
  const due = of(work.steps, units).filter(({ event }) => timed.has(event))
  return share(counted(due) - sum(due.map(({ late }) => late)), counted(due))
}

/** The tables of what was done (办理): work by unit, how tasks ended, how content the parties are. */
export const workTables = ({ unit, now, earlier }: ReportRows, parts: readonly ReportPart[]): readonly ReportTable[] => {
  const isArea = unit.isSmallArea
  const groups: readonly Units[] = [...parts.map(({ units }) => units), undefined]
  const rows = [...parts.map(({ id, name }) => ({ key: id, name })), { key: 'all', name: '合计' }]

  /** Numbers of tasks are numbers of events, and hidden like these; the last row is the sum of the others. */
  const ofTasks = (key: string, title: string, query: string, values: readonly number[]): Filling => ({
    ...{ key, title, measure: 'count', query, values },
    hidden: [...hiddenIn(values.slice(0, -1)), isArea && (values.at(-1) ?? 0) > 0 && (values.at(-1) ?? 0) < smallest],
  })
  const ofWork = (key: string, title: string, event: TaskEvent): Filling => ({
    ...{ key, title, measure: 'count', query: 'Q6', values: groups.map((units) => steps(now, event, units)) },
  })
  const t6 = tableOf({ id: 'T6', title: '各单位办理情况', of: '单位', rows, plot: 'timely' }, [
    ofTasks(
      'dispatched',
      '派送',
      'Q6',
      groups.map((units) => steps(now, 'dispatch', units)),
    ),
    ofTasks(
      'closed',
      '办结',
      'Q8',
      groups.map((units) => counted(of(now.closed, units))),
    ),
    { key: 'timely', title: '按时率', measure: 'percent', query: 'Q6', values: groups.map((units) => timeliness(now, units)) },
    {
      key: 'timelyBefore',
      title: '上期按时率',
      measure: 'percent',
      query: 'Q7',
      values: groups.map((units) => timeliness(earlier, units)),
    },
    ofWork('returns', '退件', 'return'),
    ofWork('reopened', '重开', 'reopen'),
    ofWork('escalated', '提级', 'escalate'),
    {
      key: 'callsLate',
      title: '吹哨超时',
      measure: 'count',
      query: 'Q10',
      values: groups.map((units) => counted(of(now.lateCalls, units))),
    },
  ])

  const [endedNow, endedBefore] = [now, earlier].map(({ closed }) =>
    taskOutcomes.map((outcome) => counted(closed.filter((row) => row.outcome === outcome))),
  )
  const t7 = tableOf(
    { id: 'T7', title: '办结方式', of: '方式', rows: taskOutcomes.map((key) => ({ key, name: taskOutcomeNames[key] })), plot: 'now' },
    compared(endedNow ?? [], endedBefore ?? [], { queries: { now: 'Q8', before: 'Q9' }, isArea }),
  )

  const said = groups.map((units) => satisfactions.map((key) => counted(of(now.closed, units).filter((row) => row.satisfaction === key))))
  // The row of sums is shown, so every column's sum is known.
  const parted = hiddenCells(said.slice(0, -1), { rows: false, columns: true })
  const hidden = [...parted, (said.at(-1) ?? []).map((count) => isArea && count > 0 && count < smallest)]
  const t8 = tableOf({ id: 'T8', title: '当事人满意度（本期办结）', of: '单位', rows }, [
    ...satisfactions.map((key, column) => ({
      ...{ key, title: satisfactionTitles[key], measure: 'count' as const, query: 'Q8' },
      values: said.map((row) => row[column]),
      hidden: hidden.map((row) => row[column] ?? false),
    })),
    {
      // A rate over hidden counts would give them away.
      ...{ key: 'rate', title: '满意率', measure: 'percent', query: 'Q8', hidden: hidden.map((row) => row.includes(true)) },
      values: said.map(([satisfied = 0, partly = 0, unsatisfied = 0]) => share(satisfied + partly, satisfied + partly + unsatisfied)),
    },
  ])
  return [t6, t7, t8]
}
