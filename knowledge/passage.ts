import type { Passage } from '../core/knowledge.ts'
import type { StoredClause } from '../core/knowledge-store.ts'
import type { PlainDate } from '../core/time.ts'
import type { Plan } from './query/plan.ts'
import { quotesOf } from './quote.ts'
import { forceOn } from './shelf.ts'
import { hrefOf, isReplacedOn, type Standing } from './standing.ts'

/** A clause as it is shown for a question: with its law, how it stands on the day, and the words of it that speak to the question. */
export const passageOf = (given: {
  readonly clause: StoredClause
  readonly score: number
  readonly standing: Standing
  readonly plan: Plan
  readonly asOf: PlainDate
  readonly today: PlainDate
}): Passage => {
  const { clause, score, standing, plan, asOf, today } = given
  const { document } = standing.shelved
  const { version, from, until } = standing.span
  return {
    id: clause.externalId ?? `${document.id}@${version.label}#${clause.anchor}`,
    document: document.title,
    documentId: document.id,
    kind: document.kind,
    topic: document.topic,
    audience: document.audience,
    version: version.label,
    path: clause.path,
    article: clause.article,
    text: clause.text,
    quotes: quotesOf(clause.text, plan.question, plan.added),
    effective: from,
    until,
    force: forceOn(standing.span, asOf),
    isOld: isReplacedOn(standing, today),
    href: hrefOf(standing, clause.anchor, today),
    score,
  }
}
