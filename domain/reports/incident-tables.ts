import { disputeClasses, tiers } from '../../core/disputes.ts'
import type { ReportTable } from '../../core/reports.ts'
import { addDays } from '../../core/time.ts'
import { compared, hiddenIn, share, sum, tableOf, within } from './filling.ts'
import type { ReportPart, ReportRows } from './gather.ts'
import { hiddenCells } from './hide-small.ts'
import { classNames, disputeTiers, tierNames } from './names.ts'
import { smallest } from './report.ts'

const urgentTiers = ['red', 'orange']

/** The tables of what came in (警情): by class, tier, unit, week, and unit by class. */
export const incidentTables = (rows: ReportRows, parts: readonly ReportPart[]): readonly ReportTable[] => {
  const { unit, period, before, weeks, byClass, byTier } = rows
  const isArea = unit.isSmallArea
  const [classNow, classBefore] = [period, before].map((span) => disputeClasses.map((key) => within(byClass, [key], span)))
  const classes = compared(classNow ?? [], classBefore ?? [], { queries: { now: 'Q1', before: 'Q2' }, isArea })
  const t1 = tableOf(
    { id: 'T1', title: '各类纠纷', of: '类别', rows: disputeClasses.map((key) => ({ key, name: classNames[key] })), plot: 'now' },
    [
      ...classes,
      {
        ...{ key: 'share', title: '占比', measure: 'percent', query: 'Q1', hidden: classes[0]?.hidden ?? [] },
        values: (classNow ?? []).map((count) => share(count, sum(classNow ?? []))),
      },
    ],
  )

  const [tierNow, tierBefore] = [period, before].map((span) => tiers.map((key) => within(byTier, [key], span)))
  const t2 = tableOf(
    { id: 'T2', title: '各档警情', of: '档位', rows: tiers.map((key) => ({ key, name: tierNames[key] })), plot: 'now' },
    compared(tierNow ?? [], tierBefore ?? [], { queries: { now: 'Q3', before: 'Q4' }, isArea }),
  )

  const unitRows = parts.map(({ id, name }) => ({ key: id, name }))
  const [unitNow, unitBefore] = [period, before].map((span) => parts.map((part) => within(part.byTier, disputeTiers, span)))
  const urgent = parts.map((part) => within(part.byTier, urgentTiers, period))
  const perUnit = compared(unitNow ?? [], unitBefore ?? [], { queries: { now: 'Q3', before: 'Q4' }, isArea: true })
  const t3 = tableOf({ id: 'T3', title: '各单位纠纷警情', of: '单位', rows: unitRows, plot: 'now' }, [
    ...perUnit,
    { key: 'urgent', title: '其中红橙', measure: 'count', query: 'Q3', values: urgent, hidden: hiddenIn(urgent) },
  ])

  const perWeek = (keys: readonly string[]): readonly number[] =>
    weeks.map((monday) => within(byTier, keys, { from: monday, to: addDays(monday, 7) }))
  const small = (counts: readonly number[]): readonly boolean[] => counts.map((count) => isArea && count > 0 && count < smallest)
  const [all, red] = [perWeek(disputeTiers), perWeek(urgentTiers)]
  const weekRows = weeks.map((monday) => ({ key: monday, name: `${Number(monday.slice(5, 7))}月${Number(monday.slice(8))}日起` }))
  const t4 = tableOf({ id: 'T4', title: '每周走势', of: '周', rows: weekRows, plot: 'all' }, [
    { key: 'all', title: '纠纷警情', measure: 'count', query: 'Q5', values: all, hidden: small(all) },
    { key: 'urgent', title: '其中红橙', measure: 'count', query: 'Q5', values: red, hidden: small(red) },
  ])

  // Sums of its rows stand in T3, those of its columns in T1; what T3 hides could be added up from an open row.
  const grid = parts.map((part) => disputeClasses.map((key) => within(part.byClass, [key], period)))
  const hidden = hiddenCells(grid, { rows: true, columns: true }, perUnit[0]?.hidden)
  const t5 = tableOf(
    { id: 'T5', title: '各单位各类纠纷（本期）', of: '单位', rows: unitRows },
    disputeClasses.map((key, column) => ({
      ...{ key, title: key, measure: 'count', query: 'Q1' },
      values: grid.map((row) => row[column]),
      hidden: hidden.map((row) => row[column] ?? false),
    })),
  )
  return [t1, t2, t3, t4, t5]
}
