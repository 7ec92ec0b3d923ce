import type { Ground, Grounds } from '../run/ground.ts'
import type { Item, MetricDefinition } from '../run/result.ts'
import type { ModelTally } from '../run/tally.ts'

/** What a run was asked for. */
export interface SuiteOptions {
  readonly seed: number
  /** False: the fast part, which a developer runs before each push. */
  readonly isWhole: boolean
  /** A folder of public sets (`laws/`, `stard/`, `routing/`, `attacks/`, `disputes/`); undefined: none here. */
  readonly corpora: string | undefined
  /** Only what belongs to these agents, where a suite is made of agents' cases. */
  readonly agents: readonly string[] | undefined
  /** How many generated visits; undefined: what the suite thinks right. */
  readonly size: number | undefined
  readonly agentsFolder: string
  /** Whether a model with an endpoint is measured. */
  readonly hasModel: boolean
  /** Whether models.yaml names a judge. */
  readonly hasJudge?: boolean
}

/** What a job works with. */
export interface Bench {
  readonly options: SuiteOptions
  /** Settings of the model that is measured; empty: the offline one. */
  readonly settings: Readonly<Record<string, string>>
  readonly grounds: Grounds
  /** What models were called for so far, the offline one left out. */
  tallies(): readonly ModelTally[]
  /** Uses a platform that no visit has changed; `isChanged` says whether it may be used again. */
  use<T>(work: (ground: Ground) => Promise<{ value: T; isChanged: boolean }>): Promise<T>
  /** Made once in this process, taken down at the end of the run. */
  shared<T extends AsyncDisposable>(key: string, make: () => Promise<T>): Promise<T>
}

/** A piece of a suite that can run anywhere, in any order. */
export interface Job {
  readonly id: string
  run(bench: Bench): Promise<readonly Item[]>
}

/** A suite (测评集): one file, listed by name. */
export interface Suite {
  readonly name: string
  /** For people. */
  readonly title: string
  readonly about: string
  readonly figures: readonly MetricDefinition[]
  /** The same list for the same options, in every process. A text instead: why there is nothing to measure here. */
  jobs(options: SuiteOptions): Promise<readonly Job[]> | readonly Job[] | string
  /** What is done with all items at the end, in one process: failures are made smaller. */
  finish?(items: readonly Item[], bench: Bench): Promise<readonly Item[]>
}
