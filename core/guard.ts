import type { Card, Citation, Outcome } from './conversation.ts'
import type { Passage } from './knowledge.ts'
import type { Who } from './people.ts'

/** What a guard says when it takes the turn over. No model is asked then. */
export interface GuardVerdict {
  readonly outcome: Outcome
  readonly text: string
  readonly cards?: readonly Card[]
  readonly suggestions?: readonly string[]
}

/** A clause that was found in this very turn: what a model may stand on when it speaks of law. */
export interface FoundClause extends Pick<Passage, 'document' | 'article' | 'path' | 'text' | 'effective' | 'until' | 'isOld'> {
  /** What a person is shown when a sentence stands on it. */
  readonly citation: Citation
}

/** A sentence on its way to a person, and all that it may stand on. */
export interface SaidSentence {
  readonly text: string
  readonly who: Who
  /** True for the offline model, which writes no sentence of its own about law: it quotes. */
  readonly isOffline: boolean
  /** What the person said in this turn. */
  readonly asked: string
  /** The agent's page, front matter and all. */
  readonly page: string
  readonly tools: readonly { name: string; ok: boolean }[]
  /** Everything that tools answered in this conversation, as a model reads it. */
  readonly sources: readonly string[]
  /** The part of `sources` that speaks of the person's own matters: answers of tools that do not search rules. */
  readonly answers: readonly string[]
  /** Clauses found in this turn, best first. */
  readonly passages: readonly FoundClause[]
  /** What code itself told the person in this turn. */
  readonly told: readonly string[]
}

/**
 * What a guard that asks for proof makes of a sentence. `none`: it claims nothing of law; `unproven` sentences are cut, their text is empty.
 * `clauses` are those of `passages` that it stands on.
 */
export interface Proof {
  readonly text: string
  readonly claim: 'none' | 'proven' | 'unproven'
  readonly clauses: readonly FoundClause[]
}

/** What becomes of a sentence: the text that is shown, a proof, or undefined, which drops it and gives the model up. */
export type Ruling = string | Proof | undefined

/** What must hold around every turn (守则). `before` sees the message; `after` sees each sentence a model wrote and may replace, cut or drop it. */
export interface Guard {
  readonly name: string
  before?(message: { text: string; who: Who; limitChars: number }): GuardVerdict | undefined
  after?(sentence: SaidSentence): Ruling
}
