import type { PlainDate } from '../../core/time.ts'
import type { Period } from './periods.ts'

/** What a number was asked of the store with (查询口径): enough to ask again and get the same. */
export interface ReportQuery {
  /** `Q1`. */
  readonly id: string
  readonly title: string
  /** What is counted and what is not, for people. */
  readonly definition: string
  /** The question to the store, `incidents.counts by class`. */
  readonly source: string
  readonly from: PlainDate
  /** Not included. */
  readonly to: PlainDate
  /** The unit with everything below it. */
  readonly unit: string
  /** Everything that the question counted, in its own measure. */
  readonly counted: number
}

/** One number of a table. */
export interface ReportCell {
  /** `T1.D2.now`: table, row, column. */
  readonly ref: string
  /** Undefined where it is hidden, or where there is nothing to compare with. */
  readonly value: number | undefined
  /** Too small to be shown of an area (小数隐去), or hidden so that another cannot be worked out. */
  readonly isHidden: boolean
}

export type Measure = 'count' | 'percent' | 'change'

export interface ReportColumn {
  readonly key: string
  readonly title: string
  readonly measure: Measure
  /** Where its numbers come from. */
  readonly query: string
}

export interface ReportRow {
  readonly key: string
  readonly name: string
  readonly cells: readonly ReportCell[]
}

export interface ReportTable {
  /** `T1`. */
  readonly id: string
  readonly title: string
  /** Heading of the first column: 类别, 单位, 周. */
  readonly of: string
  readonly columns: readonly ReportColumn[]
  readonly rows: readonly ReportRow[]
  /** The column that is drawn as bars beside the table. */
  readonly plot: string | undefined
}

/** A sentence of the text, and the numbers that it says. */
export interface ReportSentence {
  readonly text: string
  readonly refs: readonly string[]
}

/** A weekly, monthly or quarterly report (周报、月报、季报): only counts of events and of work, never of a person. */
export interface Report {
  readonly title: string
  readonly unit: { readonly id: string; readonly name: string }
  readonly period: Period
  readonly before: Period
  readonly madeAt: Date
  readonly isDemo: boolean
  readonly sentences: readonly ReportSentence[]
  readonly tables: readonly ReportTable[]
  readonly queries: readonly ReportQuery[]
  readonly notes: readonly string[]
}

/** Small counts of an area that are hidden: below this, and above nothing. */
export const smallest = 3

/** A cell as people read it. */
export const cellText = ({ value, isHidden }: ReportCell, measure: Measure): string => {
  if (isHidden) return '＊'
  if (value === undefined) return '—'
  if (measure === 'percent') return `${(value * 100).toFixed(1)}%`
  if (measure === 'change') return `${value > 0 ? '+' : ''}${(value * 100).toFixed(1)}%`
  return String(value)
}
