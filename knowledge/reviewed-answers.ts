import type { Audience, ReviewedAnswer, SearchOptions } from '../core/knowledge.ts'
import type { PlainDate } from '../core/time.ts'
import { withoutFrames } from './terms/frames.ts'
import { foldText, isSingle, termsOf } from './terms/terms.ts'

/** As alike as two ways of asking one thing have to be: of what both say, so much in common (Dice). A near miss must not win over the law. */
const alikeEnough = 0.8

const pairsOf = (question: string): ReadonlySet<string> => {
  const terms = [...termsOf(withoutFrames(question)).keys()]
  const pairs = terms.filter((term) => !isSingle(term))
  return new Set(pairs.length > 0 ? pairs : terms)
}

const alike = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  const shared = [...one].filter((term) => other.has(term)).length
  return one.size + other.size === 0 ? 0 : (2 * shared) / (one.size + other.size)
}

/** What a person wrote for this very question (审定答复), as long as it holds. It is of today's law, so it answers for today alone. */
export const reviewedFor = (
  answers: readonly ReviewedAnswer[],
  question: string,
  { audience, topics, asOf, today }: { audience: Audience; today: PlainDate } & Pick<SearchOptions, 'topics' | 'asOf'>,
): ReviewedAnswer | undefined => {
  if (asOf !== today) return undefined
  const asked = pairsOf(question)
  const open = answers.filter(
    (answer) =>
      answer.expires >= today &&
      (audience === 'internal' || answer.audience === 'public') &&
      (topics === undefined || answer.topics.length === 0 || answer.topics.some((topic) => topics.includes(topic))),
  )
  let best: { answer: ReviewedAnswer; score: number } | undefined
  for (const answer of open)
    for (const way of answer.questions) {
      const score = alike(asked, pairsOf(foldText(way)))
      if (score >= alikeEnough && score > (best?.score ?? 0)) best = { answer, score }
    }
  return best?.answer
}
