import type { TranscriptTurn } from '../../core/eval-runs.ts'
import type { ModelTally } from './tally.ts'

/** Whether more of a figure is better, or less. */
export type Wants = 'most' | 'least'

/** How a figure is made of what was measured one by one. */
export interface MetricDefinition {
  readonly id: string
  /** For people: what the figure says. */
  readonly title: string
  /** `share`: of items with a mark, how many are true. `mean`, `median`: of items with a value. */
  readonly kind: 'share' | 'mean' | 'median'
  readonly wants: Wants
  /** Held from the first day, whatever the baseline says. */
  readonly line?: number
  readonly unit?: string
  /** How many count is itself a result (citations that were given), so that fewer of them is no loss of measure. */
  readonly isCountFree?: boolean
  /** Told, not held: no baseline is kept of it. */
  readonly isToldOnly?: boolean
}

/** What was measured once: a case, a question, a visit, an attack. */
export interface Item {
  /** Stable: two runs are compared by it. */
  readonly id: string
  readonly title: string
  /** What it is counted under in the report: an agent, a kind, a wrapper. */
  readonly group: string
  /** Whether it holds each figure's wish. */
  readonly marks: Readonly<Record<string, boolean>>
  readonly values?: Readonly<Record<string, number>>
  /** Of a confusion matrix: what was right, and what came. */
  readonly pair?: readonly [wanted: string, got: string]
  readonly faults: readonly string[]
  /** Where the case stands. */
  readonly source?: string
  /** Why it is not met today; counted apart. */
  readonly gap?: string
  readonly transcript?: readonly TranscriptTurn[]
  /** A ready case that shows the same, where one was made. */
  readonly asCase?: string
  /** Whether each of k tries held every mark. */
  readonly tries?: readonly boolean[]
  /** Milliseconds by the clock, of each message: told apart, never compared. */
  readonly ms?: readonly number[]
  readonly usage?: { readonly promptTokens: number; readonly completionTokens: number; readonly requests: number }
}

/** A figure with its interval. */
export interface Figure extends MetricDefinition {
  readonly value: number
  /** 95 %: Wilson for shares, bootstrap for the others. */
  readonly low: number
  readonly high: number
  readonly count: number
  /** Of a share: how many were true. */
  readonly hits?: number
}

/** A suite that was run. */
export interface SuiteResult {
  readonly suite: string
  readonly title: string
  readonly about: string
  readonly figures: readonly Figure[]
  readonly items: readonly Item[]
  /** Why it could not run here: nothing is held against it, and it says so. */
  readonly skipped?: string
}

/** A run of some suites. */
export interface Run {
  readonly format: 'fenshen-evals-1'
  /** What could make two runs differ: the same here is the same figures offline. */
  readonly setting: { readonly model: string; readonly seed: number; readonly k: number; readonly isWhole: boolean }
  readonly suites: readonly SuiteResult[]
  /** What differs from run to run: never compared. */
  readonly measured: {
    readonly at: string
    readonly commit: string
    readonly seconds: number
    /** Of processor time, all processes together. */
    readonly cpuSeconds: number
    readonly turns: number
    readonly p50Ms: number
    readonly p95Ms: number
    readonly promptTokens: number
    readonly completionTokens: number
    /** What each model was called for, the offline one left out; runs of before this was counted have none. */
    readonly models?: readonly ModelTally[]
  }
}
