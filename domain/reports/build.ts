import type { Report } from '../../core/reports.ts'
import { shanghaiText } from '../../core/time.ts'
import type { ReportRows } from './gather.ts'
import { incidentTables } from './incident-tables.ts'
import { periodNames, startOf } from './periods.ts'
import { queriesOf } from './queries.ts'
import { comparable, smallest } from './report.ts'
import { sentencesOf } from './sentences.ts'
import { workTables } from './work-tables.ts'

/** Writes the report (报告) of what was gathered. Pure: the same rows always give the same report. */
export const buildReport = (rows: ReportRows, facts: { readonly madeAt: Date; readonly isDemo: boolean }): Report => {
  const { unit, period, before, now, earlier } = rows
  const hasOwn = ({ steps, closed }: ReportRows['now']): boolean => [...steps, ...closed].some((row) => row.unit === unit.id)
  // A bureau's own line is left out where it took and did nothing itself.
  const parts = rows.parts.filter(
    ({ id, byTier }) => id !== unit.id || rows.parts.length === 1 || byTier.length > 0 || hasOwn(now) || hasOwn(earlier),
  )
  const tables = [...incidentTables(rows, parts), ...workTables(rows, parts)]
  return {
    title: `${unit.name}矛盾纠纷${periodNames[period.kind]}`,
    unit: { id: unit.id, name: unit.name },
    period,
    before,
    madeAt: facts.madeAt,
    isDemo: facts.isDemo,
    sentences: sentencesOf(tables, { before }),
    tables,
    queries: queriesOf(rows),
    notes: [
      ...(facts.madeAt < startOf(period.to) ? [`本期还没有结束，数据截至${shanghaiText(facts.madeAt)}。`] : []),
      '只统计事件和办理环节，不统计、不评价任何个人。',
      `“＊”表示某一辖区不足${smallest}件，或者为了使不足${smallest}件的数不能被推算而隐去；“—”表示没有可比的数，或者上期不足${comparable}件、不算增减。`,
      '满意率＝（满意＋基本满意）÷已评价件数，以办结时的评价为准；上门未遇不计。回访不满意的任务会重开，计入重开次数。',
      '每个数都有出处：表号、行、列对应数据文件（JSON）里的一格，Q号对应附录里的查询口径，照口径重查即得。',
    ],
  }
}
