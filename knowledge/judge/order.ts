import type { StoredClause, StoredDocument } from '../../core/knowledge-store.ts'
import type { Asks } from '../asks.ts'
import { type Asked, openClauseJudge, worthOf } from './clause.ts'
import type { Merits } from './merits.ts'
import { clauseWeights } from './weights.ts'

/** A clause that was found, with its document. */
export interface Held {
  readonly clause: StoredClause
  readonly document: StoredDocument
  readonly score: number
}

/** The same with what speaks for it. */
export interface Judged extends Held {
  readonly merits: Merits
  /** What they come to (`worthOf`). */
  readonly worth: number
}

/** How many of the best are looked at again. */
export const judgedAtMost = 30

/**
 * Puts the best clauses in order by all that speaks for them, best first; those after them follow as they were. A score stays in the
 * measure of the search, so that scores of one question can be compared.
 */
export const judged = (
  held: readonly Held[],
  { asksFor, ...asked }: Asked & { readonly asksFor: Asks['asksFor'] | undefined },
): readonly Judged[] => {
  const judge = openClauseJudge(asked)
  const top = held[0]?.score ?? 0
  const best = held
    .slice(0, judgedAtMost)
    .map((one) => {
      const { clause, document, score } = one
      const asks = asksFor?.(document.title, clause.article, clause.text) ?? []
      // The heading of a section is the question that it answers.
      const ways = document.kind === 'guide' ? [clause.article, ...asks] : asks
      const merits = judge({ title: document.title, path: clause.path, text: clause.text, asks: ways, score, top })
      return { ...one, merits, worth: worthOf(merits) }
    })
    .sort((a, z) => z.worth - a.worth || z.score - a.score || a.clause.key - z.clause.key)
  const most = best[0]?.worth ?? 0
  const scored = best.map((one) => ({ ...one, score: Math.max(0, top * (1 + (one.worth - most) / clauseWeights.rel)) }))
  const least = scored.at(-1)?.score ?? 0
  const none: Merits = { rel: 0, cover: 0, text: 0, dice: 0, title: 0, order: 0 }
  return [...scored, ...held.slice(judgedAtMost).map((one) => ({ ...one, score: Math.min(one.score, least), merits: none, worth: 0 }))]
}
