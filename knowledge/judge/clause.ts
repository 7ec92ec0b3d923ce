import { idf } from '../index/scoring.ts'
import type { Plan } from '../query/plan.ts'
import { withoutFrames } from '../terms/frames.ts'
import { foldText, isSingle, termsOf } from '../terms/terms.ts'
import type { Merits } from './merits.ts'
import { clauseWeights } from './weights.ts'

/** What is known of a question before its clauses are looked at. */
export interface Asked {
  readonly plan: Plan
  /** How many clauses there are, and in how many a term occurs. */
  readonly clauses: number
  readonly holding: (term: string) => number
}

/** A clause that was found, as it is judged. */
export interface Candidate {
  readonly title: string
  readonly path: string
  readonly text: string
  /** Reviewed ways of asking for it (问法). */
  readonly asks: readonly string[]
  /** Score of the search, and that of the best clause. */
  readonly score: number
  readonly top: number
}

/** A single character says less than a pair. */
const singleWeight = 0.3
/** How rare a word of a way of asking counts that the question does not have. */
const strangeRarity = 4

const asksPenalty = /拘留|拘几|治安|派出所|罚款|罚多少|怎么罚|咋罚|处罚/
const tellsPenalty = /日以上|日以下拘留|罚款|警告/
/** What names of laws have in common. */
const nameWords = /^中华人民共和国|最高人民法院关于(?:审理|适用|办理)?|的解释|若干问题|适用法律|案件/g

const pairsOf = (folded: string): string[] => [...termsOf(folded).keys()].filter((term) => !isSingle(term))
const sumOf = (all: Iterable<number>): number => [...all].reduce((sum, one) => sum + one, 0)
const share = (part: number, all: number): number => (all > 0 ? part / all : 0)

/** Keeps what was made of texts that are met again and again: names of laws, ways of asking. */
const kept = (make: (text: string) => readonly string[]): ((text: string) => readonly string[]) => {
  const made = new Map<string, readonly string[]>()
  return (text) => {
    const known = made.get(text)
    if (known) return known
    const value = make(text)
    if (made.size >= 4_000) made.clear()
    made.set(text, value)
    return value
  }
}

const pairsOfTitle = kept((title) => pairsOf(foldText(title).replace(nameWords, ' ')).filter((pair) => !/[法条规办]$/.test(pair)))
const termsOfAsk = kept((ask) => [...termsOf(withoutFrames(foldText(ask))).keys()])

/** Makes a question ready to be held against many clauses. */
export const openClauseJudge = ({ plan, clauses, holding }: Asked): ((candidate: Candidate) => Merits) => {
  const weightOf = (term: string, rarity: number): number => (isSingle(term) ? singleWeight : 1) * rarity
  const own = new Map(
    [...termsOf(withoutFrames(plan.question)).keys()].map((term) => [term, weightOf(term, idf(clauses, holding(term)))] as const),
  )
  const ownSum = sumOf(own.values())
  const said = termsOf([plan.question, ...plan.added].join(' '))
  const asked = plan.asked.map(({ word, alike }) => ({
    ways: [word, ...alike].map((way) => ({ way, pairs: pairsOf(way) })),
    rarity: idf(clauses, Math.min(...pairsOf(foldText(word)).map(holding), clauses)),
  }))
  const askedSum = sumOf(asked.map(({ rarity }) => rarity))
  const wantsPenalty = asksPenalty.test(plan.question)

  const likeAsk = (ask: string): number => {
    let shared = 0
    let strange = 0
    for (const term of termsOfAsk(ask)) {
      const weight = own.get(term)
      if (weight === undefined) strange += weightOf(term, strangeRarity)
      else shared += weight
    }
    return share(2 * shared, ownSum + shared + strange)
  }

  return ({ title, path, text, asks, score, top }) => {
    const folded = foldText(`${title} ${path} ${text}`)
    // Looking for a few words is many times cheaper than cutting the clause into all of its own.
    const holds = (term: string): boolean => folded.includes(term)
    const speaksOf = ({ way, pairs }: { way: string; pairs: readonly string[] }): boolean => holds(way) || pairs.every(holds)
    const named = pairsOfTitle(title)
    return {
      rel: share(score, top),
      cover: share(sumOf(asked.map(({ ways, rarity }) => (ways.some(speaksOf) ? rarity : 0))), askedSum),
      text: share(sumOf([...own].map(([term, weight]) => (holds(term) ? weight : 0))), ownSum),
      dice: Math.max(0, ...asks.map(likeAsk)),
      title: share(named.filter((pair) => said.has(pair)).length, named.length),
      order: wantsPenalty ? (tellsPenalty.test(text) ? 1 : -1) : 0,
    }
  }
}

/** What all that speaks for a clause comes to: the logarithm of how much likelier it is the right one, up to a constant. */
export const worthOf = (merits: Merits): number =>
  // The keys of the weights are those of the merits, by type.
  (Object.keys(clauseWeights) as (keyof Merits)[]).reduce((sum, name) => sum + clauseWeights[name] * merits[name], 0)
