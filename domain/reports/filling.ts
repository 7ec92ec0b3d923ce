import type { Measure, Period, ReportCell, ReportColumn, ReportTable } from '../../core/reports.ts'
import type { DayCount } from './gather.ts'
import { hiddenCells } from './hide-small.ts'
import { dayNumber } from './periods.ts'
import { comparable } from './report.ts'

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
export const share = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole)

/** Incidents of some keys in a stretch of days. */
export const within = (counts: readonly DayCount[], keys: readonly string[], { from, to }: Pick<Period, 'from' | 'to'>): number => {
  const [first, end] = [dayNumber(from), dayNumber(to)]
  return sum(counts.filter(({ day, key }) => day >= first && day < end && keys.includes(key)).map(({ count }) => count))
}

/** A column as it is filled: a number for each row, and which of them are hidden. */
export interface Filling {
  readonly key: string
  readonly title: string
  readonly measure: Measure
  readonly query: string
  readonly values: readonly (number | undefined)[]
  readonly hidden?: readonly boolean[]
}

/** What a table is of, and its rows. */
export interface TableHead {
  readonly id: string
  readonly title: string
  readonly of: string
  readonly rows: readonly { readonly key: string; readonly name: string }[]
  readonly plot?: string
}

/** A table of columns. */
export const tableOf = ({ id, title, of, rows, plot }: TableHead, fillings: readonly Filling[]): ReportTable => ({
  ...{ id, title, of, plot },
  columns: fillings.map(({ key, title: heading, measure, query }): ReportColumn => ({ key, title: heading, measure, query })),
  rows: rows.map((row, at) => ({
    ...row,
    cells: fillings.map(({ key, values, hidden }): ReportCell => {
      const isHidden = hidden?.[at] ?? false
      return { ref: `${id}.${row.key}.${key}`, value: isHidden ? undefined : values[at], isHidden }
    }),
  })),
})

/** Which counts of one column with a known sum are hidden. */
export const hiddenIn = (counts: readonly number[]): readonly boolean[] =>
  hiddenCells(
    counts.map((count) => [count]),
    { rows: false, columns: true },
  ).map(([cell]) => cell ?? false)

/** Counts of this period and the one before with the change between them; where either is hidden, so is the change. */
export const compared = (
  now: readonly number[],
  before: readonly number[],
  { queries, isArea }: { readonly queries: { readonly now: string; readonly before: string }; readonly isArea: boolean },
): readonly Filling[] => {
  const [hiddenNow, hiddenBefore] = [now, before].map((counts) => (isArea ? hiddenIn(counts) : counts.map(() => false)))
  return [
    { key: 'now', title: '本期', measure: 'count', query: queries.now, values: now, hidden: hiddenNow ?? [] },
    { key: 'before', title: '上期', measure: 'count', query: queries.before, values: before, hidden: hiddenBefore ?? [] },
    {
      key: 'change',
      title: '增减',
      measure: 'change',
      query: `${queries.now}、${queries.before}`,
      values: now.map((count, at) => ((before[at] ?? 0) < comparable ? undefined : share(count - (before[at] ?? 0), before[at] ?? 0))),
      hidden: now.map((_, at) => (hiddenNow?.[at] ?? false) || (hiddenBefore?.[at] ?? false)),
    },
  ]
}
