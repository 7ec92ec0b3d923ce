import { disputeClasses, tiers } from '../../core/disputes.ts'
import type { Period, ReportQuery } from '../../core/reports.ts'
import { addDays } from '../../core/time.ts'
import { sum, within } from './filling.ts'
import type { ReportRows } from './gather.ts'
import { disputeTiers } from './names.ts'

type Span = Pick<Period, 'from' | 'to'>

/** The questions that a report puts to the store (查询口径), each with all that it counted. */
export const queriesOf = ({ unit, period, before, weeks, byClass, byTier, now, earlier }: ReportRows): readonly ReportQuery[] => {
  const course = { from: weeks[0] ?? period.from, to: addDays(weeks.at(-1) ?? period.from, 7) }
  const query = (id: string, title: string, { from, to }: Span, source: string, counted: number, definition: string): ReportQuery => ({
    ...{ id, title, definition, source, from, to, counted },
    unit: `${unit.name}及所辖单位`,
  })
  const counted = (rows: readonly { readonly count: number }[]): number => sum(rows.map(({ count }) => count))
  return [
    query(
      ...(['Q1', '警情类别（本期）', period, 'incidents.counts by=class', within(byClass, disputeClasses, period)] as const),
      '按主类计的警情件数；同一件事的催报、续报并入首报，只计一件；非纠纷不计。',
    ),
    query(
      ...(['Q2', '警情类别（上期）', before, 'incidents.counts by=class', within(byClass, disputeClasses, before)] as const),
      '口径同Q1，时间为上期。',
    ),
    query(
      ...(['Q3', '警情档位（本期）', period, 'incidents.counts by=tier', within(byTier, tiers, period)] as const),
      '按受理时档位计的警情件数；白档为咨询、求助等非纠纷。有危险而不属于八类的警情计入档位，不计入类别。',
    ),
    query(
      ...(['Q4', '警情档位（上期）', before, 'incidents.counts by=tier', within(byTier, tiers, before)] as const),
      '口径同Q3，时间为上期。',
    ),
    query(
      ...(['Q5', '每周走势', course, 'incidents.counts by=tier', within(byTier, disputeTiers, course)] as const),
      '每周（周一至周日）红、橙、黄、蓝四档警情件数；跨期的周按整周计。',
    ),
    query(
      ...(['Q6', '办理环节（本期）', period, 'tasks.stepCounts', counted(now.steps)] as const),
      '任务办理轨迹中的步骤次数，按步骤发生的单位计。按时率＝按时完成的步骤÷有时限的步骤（签收、研判、办理、反馈、办结）。',
    ),
    query(...(['Q7', '办理环节（上期）', before, 'tasks.stepCounts', counted(earlier.steps)] as const), '口径同Q6，时间为上期。'),
    query(
      ...(['Q8', '办结（本期）', period, 'tasks.closedCounts', counted(now.closed)] as const),
      '本期办结、制表时仍为办结的任务件数，按办结方式和当事人满意度计。',
    ),
    query(...(['Q9', '办结（上期）', before, 'tasks.closedCounts', counted(earlier.closed)] as const), '口径同Q8，时间为上期。'),
    query(
      ...(['Q10', '吹哨超时（本期）', period, 'tasks.lateCallCounts', counted(now.lateCalls)] as const),
      '本期发出、部门未在时限内答复的吹哨次数。',
    ),
  ]
}
