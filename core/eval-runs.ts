import type { Officer } from './people.ts'

/** What a run was asked for. */
export interface EvalOrder {
  /** Names of suites; none: all. */
  readonly suites: readonly string[]
  /** False: the fast part. */
  readonly isWhole: boolean
  readonly seed: number
  /** How often each item. */
  readonly k: number
  /** `offline`, or the name of the model that is configured. */
  readonly model: string
}

/** A figure of a run in brief, for lists and plots over time. */
export interface EvalFigure {
  readonly suite: string
  readonly id: string
  readonly value: number
  readonly count: number
}

/** A run of the eval suites (测评), started in the studio. The report holds nothing personal: personal values were replaced before. */
export interface EvalRun {
  readonly id: string
  readonly order: EvalOrder
  readonly state: 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled'
  readonly by: string
  readonly byName: string
  readonly at: Date
  /** Told every few seconds by the process that runs it; an old one says that the process is gone. */
  readonly heardAt: Date
  readonly endedAt: Date | undefined
  readonly done: number
  readonly total: number
  /** Why it came to no end. */
  readonly fault: string | undefined
  readonly failures: number
  readonly gate: readonly string[]
  readonly figures: readonly EvalFigure[]
}

/** Runs and their reports (gzip of JSON). */
export interface EvalRuns {
  add(run: EvalRun): Promise<void>
  find(id: string): Promise<EvalRun | undefined>
  /** Newest first. */
  list(limit: number): Promise<readonly EvalRun[]>
  /** Says that the process is alive, and how far it is. Gives back the state: somebody may have cancelled. */
  hear(id: string, facts: { readonly heardAt: Date; readonly done: number; readonly total: number }): Promise<EvalRun['state'] | undefined>
  /** From `running` alone. */
  cancel(id: string): Promise<boolean>
  /** Once: false when it had ended before. */
  end(
    id: string,
    facts: Pick<EvalRun, 'endedAt' | 'fault' | 'failures' | 'gate' | 'figures'> & {
      readonly state: 'done' | 'failed' | 'cancelled'
      readonly report: Uint8Array | undefined
    },
  ): Promise<boolean>
  report(id: string): Promise<Uint8Array | undefined>
  /** Keeps the newest so many. */
  trim(keep: number): Promise<void>
}

/** A suite as it can be chosen. */
export interface EvalSuiteView {
  readonly name: string
  readonly title: string
  readonly about: string
}

/** A figure with its interval, as a page shows it. */
export interface EvalFigureView {
  readonly id: string
  readonly title: string
  readonly kind: 'share' | 'mean' | 'median'
  readonly wants: 'most' | 'least'
  readonly value: number
  readonly low: number
  readonly high: number
  readonly count: number
  readonly hits: number | null
  readonly line: number | null
  readonly unit: string | null
}

/** One message of a transcript, personal values replaced. */
export interface TranscriptTurn {
  readonly says: string
  readonly reply: string
  readonly outcome: string
  readonly agent: string | null
  readonly tools: readonly string[]
  readonly cards: readonly string[]
  readonly cites: readonly string[]
  /** What is wrong here. */
  readonly faults: readonly string[]
}

/** What was measured once and did not hold, or is known not to: with its transcript, personal values replaced. */
export interface EvalItemView {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly faults: readonly string[]
  readonly source: string | null
  readonly gap: string | null
  readonly asCase: string | null
  readonly transcript: readonly TranscriptTurn[]
}

/** A report as a page shows it: the same as the HTML file says. */
export interface EvalReportView {
  readonly measured: {
    readonly commit: string
    readonly seconds: number
    readonly cpuSeconds: number
    readonly turns: number
    readonly p50Ms: number
    readonly p95Ms: number
    readonly promptTokens: number
    readonly completionTokens: number
  }
  readonly suites: readonly {
    readonly suite: string
    readonly title: string
    readonly about: string
    readonly skipped: string | null
    readonly figures: readonly EvalFigureView[]
    readonly items: number
    readonly failed: readonly EvalItemView[]
    readonly gaps: readonly EvalItemView[]
    readonly groups: readonly { readonly name: string; readonly held: number; readonly all: number }[]
  }[]
}

/** One figure of two runs, over the items that both have. */
export interface EvalComparedView {
  readonly suite: string
  readonly id: string
  readonly title: string
  readonly kind: 'share' | 'mean' | 'median'
  readonly count: number
  readonly first: number
  readonly second: number
  readonly isSignificant: boolean
  readonly p: number | null
  readonly difference: readonly [number, number] | null
  readonly lost: readonly string[]
  readonly gained: readonly string[]
}

/** Where analysts run suites and read what they came to (测评台). */
export interface EvalDesk {
  suites(): Promise<readonly EvalSuiteView[]>
  /** The models that may be measured here. */
  models(): readonly string[]
  /** Throws ConflictError while another runs in this process. */
  start(order: EvalOrder, by: Officer): Promise<EvalRun>
  list(): Promise<readonly EvalRun[]>
  find(id: string): Promise<EvalRun>
  report(id: string): Promise<EvalReportView>
  /** The report as one page without a server. */
  html(id: string): Promise<string>
  compare(first: string, second: string): Promise<readonly EvalComparedView[]>
  cancel(id: string, by: Officer): Promise<EvalRun>
}
