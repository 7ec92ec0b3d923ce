import type { Run } from './result.ts'

/** What the process of a run is asked for; `names` none: all suites. */
export type RunQuestion =
  | { readonly want: 'suites' }
  | {
      readonly want: 'run'
      readonly names: readonly string[]
      readonly options: {
        readonly seed: number
        readonly isWhole: boolean
        readonly corpora: string | undefined
        readonly agents: readonly string[] | undefined
        readonly size: number | undefined
        readonly agentsFolder: string
        readonly hasModel: boolean
        readonly hasJudge?: boolean
      }
      readonly settings: Readonly<Record<string, string>>
      readonly model: string
      readonly k: number
      readonly commit: string
    }

/** What it tells. */
export type RunTold =
  | { readonly kind: 'suites'; readonly suites: readonly { readonly name: string; readonly title: string; readonly about: string }[] }
  | { readonly kind: 'step'; readonly done: number; readonly total: number }
  | { readonly kind: 'end'; readonly run: Run }
  | { readonly kind: 'fault'; readonly why: string }
