import type { CertificateFigures, FiguresOf } from '../../core/certificate-figures.ts'
import type { ApplicationState } from '../../core/certificates.ts'
import { mondayOf, type PlainDate } from '../../core/time.ts'
import type { Ground } from './ground.ts'
import { listOf } from './lists.ts'

/** States in which the clock of the first term runs and no document was given yet; a verification that was approved stops it (核实). */
const ticking: readonly ApplicationState[] = ['ACCEPTED', 'QUERYING', 'CLEAR', 'HUMAN_REVIEW', 'VERIFY_PENDING', 'REFUSAL_2ND']

const asWeek = (value: unknown): string => String(value)

/** Counts for the reports of certificates, each by an index of its own. */
export const certificateFigures = (ground: Ground): CertificateFigures => {
  const { kind, run } = ground
  const gap = (at: number): string => (kind === 'sqlite' ? '?' : `$${at}`)
  const inUnits = kind === 'sqlite' ? 'unit in (select value from json_each(?))' : 'unit = any($1::text[])'
  const between = (column: string): string => `${inUnits} and ${column} >= ${gap(2)} and ${column} < ${gap(3)}`
  const given = ({ units, from, to }: FiguresOf): readonly unknown[] => [listOf(ground, units), from, to]
  /** The percentile by nearest rank: the row that stands at that place. */
  const ranked = (rank: string, size: string, part: number): string =>
    `max(case when ${rank} = (${size} * ${part} + 99) / 100 then document_seconds end)`
  const countsBy = async (column: string, of: FiguresOf) => {
    const rows = await run(`select ${column}, count(*) from applications where ${between(column)} group by 1 order by 1`, given(of))
    return rows.map(([week, count]) => ({ week: asWeek(week), count: Number(count) }))
  }
  /** Days compare as text; they are few. */
  const lateOn = (column: string, isLate: string, of: FiguresOf, today: PlainDate) =>
    run(
      `select ${column}, count(*) from applications
        where ${between(column)} and ${column} < ${gap(4)} and accepted_at is not null and ${isLate}
        group by 1 order by 1`,
      [...given(of), today],
    )
  const byWeek = (...found: readonly (readonly (readonly unknown[])[])[]) => {
    const weeks = new Map<string, number>()
    for (const [day, count] of found.flat()) {
      const week = mondayOf(String(day))
      weeks.set(week, (weeks.get(week) ?? 0) + Number(count))
    }
    return [...weeks].map(([week, count]) => ({ week, count })).sort((a, b) => (a.week < b.week ? -1 : 1))
  }
  return {
    received: (of) => countsBy('received_week', of),
    revoked: (of) => countsBy('revoked_week', of),
    documents: async (of) => {
      const automatic = 'sum(case when is_automatic then 1 else 0 end)'
      const rows = await run(
        `with d as (select document_week, document_seconds, is_automatic,
            row_number() over (partition by document_week order by document_seconds) as week_rank,
            count(*) over (partition by document_week) as week_size,
            row_number() over (order by document_seconds) as rank, count(*) over () as size
          from applications where ${between('document_week')})
        select document_week, count(*), ${automatic}, ${ranked('week_rank', 'week_size', 50)}, ${ranked('week_rank', 'week_size', 90)}
          from d group by document_week
        union all
        select null, count(*), ${automatic}, ${ranked('rank', 'size', 50)}, ${ranked('rank', 'size', 90)} from d`,
        given(of),
      )
      return rows
        .map(([week, count, byMachine, medianSeconds, p90Seconds]) => ({
          week: week === null ? undefined : asWeek(week),
          count: Number(count),
          automatic: Number(byMachine),
          medianSeconds: Number(medianSeconds),
          p90Seconds: Number(p90Seconds),
        }))
        .filter(({ count }) => count > 0)
    },
    overdue: async (of, today) => {
      const states = ticking.map((state) => `'${state}'`).join(', ')
      return byWeek(
        // Once it was objected to, the day of the first document is the one that was kept.
        await lateOn(
          'due_on',
          `issue_due_on is null and (document_on > due_on or (document_on is null and state in (${states})))`,
          of,
          today,
        ),
        await lateOn('issue_due_on', 'document_on > issue_due_on', of, today),
      )
    },
    recheckOverdue: async (of, today) =>
      byWeek(
        await lateOn(
          'due_on',
          "issue_due_on is not null and (recheck_on > due_on or (recheck_on is null and state in ('RECHECK_ACCEPTED', 'RECHECK_EXTENDED')))",
          of,
          today,
        ),
      ),
    spotChecks: async (of) => {
      const rows = await run(
        `select week, count(*), sum(case when result = 'wrong' then 1 else 0 end) from spot_checks
          where ${between('week')} and result is not null group by 1 order by 1`,
        given(of),
      )
      return rows.map(([week, ended, wrong]) => ({ week: asWeek(week), ended: Number(ended), wrong: Number(wrong) }))
    },
    rechecks: async (of) => {
      const rows = await run(
        `select recheck_week, recheck_end, count(*) from applications where ${between('recheck_week')} group by 1, 2 order by 1, 2`,
        given(of),
      )
      // The column holds nothing but these words.
      return rows.map(([week, end, count]) => ({ week: asWeek(week), end: end as 'upheld' | 'corrected', count: Number(count) }))
    },
  }
}
