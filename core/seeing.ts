import type { Outcome } from './conversation.ts'
import type { ModelCall } from './models.ts'
import type { Effect } from './tool.ts'

/** A turn that is over, as it is counted (一轮的计量): ids and numbers, no word that anybody said. */
export interface TurnSeen {
  readonly turn: string
  readonly conversation: string
  readonly at: Date
  readonly agent: string | undefined
  readonly agentVersion: string | undefined
  readonly outcome: Outcome
  /** The model that wrote the reply, `offline`, `rules` or `reviewed`. */
  readonly model: string
  readonly door: string
  readonly ms: number
  /** Until the person could read something. */
  readonly firstTextMs: number | undefined
}

/** A tool that was asked for, at any door (工具调用的计量). */
export interface ToolSeen {
  readonly tool: string
  /** Undefined where there is no such tool. */
  readonly effect: Effect | undefined
  readonly result: 'done' | 'confirm' | 'waiting' | 'refused' | 'failed'
  /** Code of the error, where it was refused. */
  readonly code: string | undefined
  readonly at: Date
  readonly ms: number
  readonly conversation: string | undefined
}

/** Whoever counts and traces. Must not throw, and must not wait. */
export interface Seer {
  turn(seen: TurnSeen): void
  tool(seen: ToolSeen): void
  model(call: ModelCall): void
}
