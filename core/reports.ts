import type { Officer } from './people.ts'
import type { PlainDate } from './time.ts'

/** How long a report looks (报告周期): 周报, 月报, 季报. */
export const periodKinds = ['week', 'month', 'quarter'] as const
export type PeriodKind = (typeof periodKinds)[number]

/** Days from `from` up to, not including, `to`. */
export interface Period {
  readonly kind: PeriodKind
  readonly from: PlainDate
  readonly to: PlainDate
  /** `2026年第48周（11月23日至11月29日）`. */
  readonly label: string
}

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

/** What a report is asked for: the period of a kind that a day is in, of a unit with all that is below it. */
export interface ReportAsk {
  readonly period: PeriodKind
  /** Any day of it. */
  readonly of: PlainDate
  readonly unit: string
}

export const reportForms = ['docx', 'pdf', 'json'] as const
export type ReportForm = (typeof reportForms)[number]

/** A report to carry away. */
export interface ReportFile {
  /** `矛盾纠纷周报-159900-2026-11-23.docx`. */
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** Who asks: an officer of a unit, or whoever runs the service, at its command line. */
export type ReportReader = Officer | 'operator'

/** Writes reports (报告). Each is audited before it leaves; a unit that is not below the reader's own is not there. */
export interface ReportDesk {
  write(by: ReportReader, ask: ReportAsk): Promise<Report>
  print(by: ReportReader, ask: ReportAsk, form: ReportForm): Promise<ReportFile>
}
