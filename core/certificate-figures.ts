import type { SpotCheckCount } from './spot-checks.ts'
import type { PlainDate } from './time.ts'

/** Weeks from one Monday up to, not including, another; of these units. */
export interface FiguresOf {
  readonly units: readonly string[]
  readonly from: PlainDate
  readonly to: PlainDate
}

/** Documents given (办结) and how long they took. Seconds from the first word to the document, nearest rank. */
export interface DocumentFigures {
  /** Monday; undefined: the whole time. */
  readonly week: PlainDate | undefined
  readonly count: number
  readonly automatic: number
  readonly medianSeconds: number
  readonly p90Seconds: number
}

/** Counts over applications for certificates: by unit and week, never by person, never by what a record holds. */
export interface CertificateFigures {
  received(of: FiguresOf): Promise<readonly { readonly week: PlainDate; readonly count: number }[]>
  /** Each week by itself, and the whole time. */
  documents(of: FiguresOf): Promise<readonly DocumentFigures[]>
  /** Due days that passed before `today` with the document missing on them (逾期), by the week of the due day. */
  overdue(of: FiguresOf, today: PlainDate): Promise<readonly { readonly week: PlainDate; readonly count: number }[]>
  /** The same of answers to objections (复查): days that passed before `today` without the answer on them. */
  recheckOverdue(of: FiguresOf, today: PlainDate): Promise<readonly { readonly week: PlainDate; readonly count: number }[]>
  /** Second looks (抽查) by the week in which the certificate was issued. */
  spotChecks(of: FiguresOf): Promise<readonly SpotCheckCount[]>
  rechecks(of: FiguresOf): Promise<readonly { readonly week: PlainDate; readonly end: 'upheld' | 'corrected'; readonly count: number }[]>
  revoked(of: FiguresOf): Promise<readonly { readonly week: PlainDate; readonly count: number }[]>
}
