import type { Officer } from './people.ts'
import type { Table } from './table.ts'
import type { PlainDate } from './time.ts'

/** One number of a report; undefined where it is hidden (小数隐去), or where there is nothing to tell. */
export interface FigureCell {
  readonly value: number | undefined
  readonly isHidden: boolean
}

/** What is told of each week and each unit. */
export const figureKeys = [
  ...(['received', 'done', 'automatic', 'median', 'p90', 'overdue', 'upheld', 'corrected', 'recheckOverdue'] as const),
  ...(['revoked', 'spotChecked', 'spotWrong'] as const),
] as const
export type FigureKey = (typeof figureKeys)[number]

/** A line of the report: a week, a unit, or all of it. */
export interface FigureLine {
  /** Monday of a week, id of a unit, `all`. */
  readonly key: string
  readonly name: string
  readonly cells: Readonly<Record<FigureKey, FigureCell>>
}

/** How certificates went (证明办理统计): weeks and units, nothing of a person, nothing of what a record holds. */
export interface CertificateReport {
  readonly unit: { readonly id: string; readonly name: string }
  readonly from: PlainDate
  /** Not included. */
  readonly to: PlainDate
  readonly madeAt: Date
  readonly isDemo: boolean
  readonly all: FigureLine
  readonly weeks: readonly FigureLine[]
  readonly units: readonly FigureLine[]
  /** How each number is counted (口径). */
  readonly measures: readonly {
    readonly key: FigureKey
    readonly title: string
    readonly unit: 'count' | 'share' | 'seconds'
    readonly definition: string
  }[]
  readonly notes: readonly string[]
}

export interface CertificateReportAsk {
  readonly unit: string
  /** Any day of the last week. */
  readonly of: PlainDate
  readonly weeks: number
}

/** Writes reports of certificates. Each is audited before it leaves; a unit that is not below the reader's own is not there. */
export interface CertificateReportDesk {
  write(by: Officer, ask: CertificateReportAsk, form: 'view' | 'json' | 'csv'): Promise<CertificateReport>
  tableOf(report: CertificateReport): Table
}
