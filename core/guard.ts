import type { Card, Outcome } from './conversation.ts'
import type { Who } from './people.ts'

/** What a guard says when it takes the turn over. No model is asked then. */
export interface GuardVerdict {
  readonly outcome: Outcome
  readonly text: string
  readonly cards?: readonly Card[]
  readonly suggestions?: readonly string[]
}

/** What must hold around every turn (守则). `before` sees the message; `after` sees each sentence a model wrote and may replace or drop it. */
export interface Guard {
  readonly name: string
  before?(message: { text: string; who: Who; limitChars: number }): GuardVerdict | undefined
  after?(sentence: {
    text: string
    who: Who
    tools: readonly { name: string; ok: boolean }[]
    sources: readonly string[]
  }): string | undefined
}
