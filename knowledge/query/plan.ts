import type { StoredDocument } from '../../core/knowledge-store.ts'
import { withoutFrames } from '../terms/frames.ts'
import { isSingle, termsOf } from '../terms/terms.ts'
import type { CutWords } from '../terms/words.ts'
import { articlesIn, type NamedArticle } from './articles.ts'
import { figuresOf } from './figures.ts'
import type { LawNames } from './laws.ts'
import type { Lexicon } from './lexicon.ts'

/** A law that a question names, with the article if it names one. */
export interface Reference {
  readonly documents: readonly StoredDocument['id'][]
  /** `a88`; undefined where only the law is named. */
  readonly anchor: string | undefined
}

/** How a question is searched for. */
export interface Plan {
  /** The folded question. */
  readonly question: string
  /** What is looked for, by weight; before anything is known of how common it is. */
  readonly terms: ReadonlyMap<string, number>
  /** Words of the question's own content, each with the words of the law that say the same: an answer has to speak of them. */
  readonly asked: readonly { readonly word: string; readonly alike: readonly string[] }[]
  /** Words of the law that were added, for quotes. */
  readonly added: readonly string[]
  readonly references: readonly Reference[]
  /** True where it asks for something that no law text tells (答不了的问题). */
  readonly isBeyond: boolean
  /** Laws that govern what it is about, by folded title; whether they are here is another matter. */
  readonly subjects: readonly string[]
}

/** How much each kind of term weighs. Round numbers; bench/stard.ts shows that neighbours do no better on questions held out. */
export interface Weights {
  /** A single character beside pairs. */
  readonly single: number
  /** A pair that is also a word of the dictionary: added to its 1. */
  readonly word: number
  /** What stands in a way of asking only. */
  readonly frame: number
  /** Words of the law that the tables add. */
  readonly added: number
}

export const usualWeights: Weights = { single: 1, word: 0.5, frame: 0.5, added: 0.5 }

/** What a question is understood with. */
export interface Understanding {
  readonly lexicon: Lexicon
  readonly names: LawNames
  /** Undefined: pairs that are words weigh no more than others. */
  readonly cut: CutWords | undefined
  readonly weights?: Weights
}

const blanked = (text: string, spans: readonly { readonly start: number; readonly end: number }[]): string =>
  spans.reduceRight((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text)

/** 孔明灯法第三条: an article of a law that is not here. */
const strangersIn = (question: string, articles: readonly NamedArticle[], laws: readonly { end: number }[]): Reference[] =>
  articles
    .filter(({ start }) => !laws.some(({ end }) => end <= start))
    .filter(({ start }) => /(?<![本该此这])(?:法|法典|条例|规定|办法|解释|细则|规则)》?\s*$/.test(question.slice(0, start)))
    .map(({ anchor }) => ({ documents: [], anchor }))

/** Turns a folded question into what is looked for. */
export const planOf = (question: string, { lexicon, names, cut, weights = usualWeights }: Understanding): Plan => {
  const laws = names.matchesIn(question)
  const articles = articlesIn(
    question,
    laws.map(({ end }) => end),
  )
  const references = [
    ...laws.map((law, at): Reference => {
      const until = laws[at + 1]?.start ?? question.length
      return { documents: law.value, anchor: articles.find(({ start }) => start >= law.end && start < until)?.anchor }
    }),
    ...strangersIn(question, articles, laws),
  ]
  // 刑诉法第286条 is looked up; its 二百八十六 says nothing of what stands there.
  const said = blanked(question, articles)
  const content = withoutFrames(said)
  const sayings = [...lexicon.everyday.matchesIn(said), ...lexicon.english.matchesIn(said)]
  const added = [...new Set([...sayings.flatMap(({ value }) => value), ...figuresOf(said)])]
  const terms = weighted({ said, content, added }, cut, weights)
  const words = [...new Set(cut?.(content) ?? content.split(/\s+/))].filter((word) => /^[\p{Script=Han}a-z]{2,}$/u.test(word))
  return {
    question,
    terms,
    asked: words.map((word) => ({
      word,
      alike: sayings.flatMap(({ start, end, value }) => {
        const at = said.indexOf(word)
        return start < at + word.length && end > at ? value : []
      }),
    })),
    added,
    references,
    isBeyond: lexicon.isBeyond(said),
    subjects: [...new Set(lexicon.subjects.matchesIn(said).map(({ value }) => value))],
  }
}

const weighted = (
  { said, content, added }: { said: string; content: string; added: readonly string[] },
  cut: CutWords | undefined,
  weights: Weights,
): ReadonlyMap<string, number> => {
  const core = termsOf(content)
  const words = new Set(cut?.(said) ?? [])
  const terms = new Map<string, number>()
  const heavier = (term: string, weight: number): void => void terms.set(term, Math.max(terms.get(term) ?? 0, weight))
  for (const term of termsOf(said).keys()) {
    const weight = isSingle(term) ? weights.single : 1 + (words.has(term) ? weights.word : 0)
    heavier(term, weight * (core.has(term) ? 1 : weights.frame))
  }
  // Of two or three characters, what was said has to weigh more than all that may be meant.
  const addedWeight = content.replace(/\s/g, '').length <= 3 ? weights.added / 2 : weights.added
  // Pairs only: a single character out of an added word would find anything.
  if (addedWeight > 0) for (const word of added) for (const term of termsOf(word).keys()) if (!isSingle(term)) heavier(term, addedWeight)
  return terms
}
