import type { Officer } from './people.ts'
import type { Named } from './task-desk.ts'
import type { PlainDate } from './time.ts'

/** What an officer finds who looks after the fact (抽查结论). */
export const spotCheckResults = ['right', 'wrong'] as const
export type SpotCheckResult = (typeof spotCheckResults)[number]

/** How it ended, with words for the desk alone. */
export interface SpotCheckEnd {
  readonly result: SpotCheckResult
  readonly by: string
  readonly at: Date
  readonly note: string
}

/** A certificate that the machine issued by itself and that was picked for a second look (抽查). */
export interface SpotCheck {
  /** 受理号. */
  readonly application: string
  readonly certificate: string
  readonly unit: string
  readonly pickedAt: Date
  readonly end: SpotCheckEnd | undefined
}

export interface SpotChecks {
  /** Once for each application. */
  pick(check: Omit<SpotCheck, 'end'>): Promise<void>
  find(application: string): Promise<SpotCheck | undefined>
  /** Open ones the oldest first, ended ones too when asked; `after` is an application's number. */
  list(query: {
    readonly units: readonly string[]
    readonly isOpen: boolean
    readonly limit: number
    readonly after?: { readonly at: Date; readonly application: string } | undefined
  }): Promise<readonly SpotCheck[]>
  /** False when somebody ended it before: nothing was written. */
  end(application: string, end: SpotCheckEnd): Promise<boolean>
}

/** A spot check as the desk shows it. */
export interface SpotCheckView extends Omit<SpotCheck, 'unit' | 'end'> {
  readonly unit: Named
  readonly end: (Omit<SpotCheckEnd, 'by'> & { readonly by: Named }) | undefined
}

/** The list of second looks. Another unit's is not there. */
export interface SpotCheckDesk {
  list(
    who: Officer,
    query: { readonly isOpen: boolean; readonly limit: number; readonly after?: string | undefined },
  ): Promise<{ readonly checks: readonly SpotCheckView[]; readonly next: string | undefined }>
  end(who: Officer, application: string, found: { readonly result: SpotCheckResult; readonly note: string }): Promise<SpotCheckView>
}

/** Counts of a week, by the week in which they were picked. */
export interface SpotCheckCount {
  readonly week: PlainDate
  readonly ended: number
  readonly wrong: number
}
