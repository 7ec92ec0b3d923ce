import type { TriedCase } from '../../core/agent-studio.ts'

/** A page as it serves. */
export interface ServingPage {
  readonly id: string
  readonly audience: string
  readonly page: string
  readonly cases: string
  /** What its page gives as examples. */
  readonly examples: readonly string[]
}

/** What is tried: one page, among those that serve. */
export interface TrialOrder {
  readonly agent: string
  readonly audience: string
  readonly page: string
  readonly cases: string
  readonly serving: readonly ServingPage[]
  /** The page of this agent that it is tried beside; undefined: none. */
  readonly beside: { readonly page: string; readonly cases: string } | undefined
  /** Settings of a model; none: the offline one. */
  readonly settings: Readonly<Record<string, string>>
}

/** What came of it. */
export interface TrialResult {
  readonly cases: readonly TriedCase[]
  readonly taken: readonly { readonly says: string; readonly from: string; readonly got: string }[]
  readonly routed: number
  /** What nobody can sign for. */
  readonly harms: readonly string[]
}
