import { idf } from './index/scoring.ts'
import type { Plan } from './query/plan.ts'
import { wantedBy } from './query/wanted.ts'
import { foldText, isSingle, termsOf } from './terms/terms.ts'

/** What is looked at to tell whether anything supports an answer. */
export interface SupportGround {
  readonly plan: Plan
  /** Words of the best clauses with the names of their laws, best first. */
  readonly texts: readonly string[]
  /** Score of the best one. */
  readonly best: number
  /** How many clauses may be shown at all: the more there are, the better the best of them looks by chance. */
  readonly reach: number
  /** True where the best one is a section of a guide. */
  readonly isGuide: boolean
  /** True where a clause was found that the question names by law and number. */
  readonly isNamed: boolean
  /** How many clauses there are, and in how many a term occurs. */
  readonly clauses: number
  readonly holding: (term: string) => number
  /** True where a law of that folded title may be read here. */
  readonly isHere: (law: string) => boolean
}

/** Set on the odd half of evals/knowledge/questions.yaml (figures of both halves: docs/benchmarks.md). In terms as rare as they can be. */
const enough = 8
/** What it is worth that a clause speaks of all that is asked, in the same measure. */
const coverWorth = 4
/** How much evidence is left of a question for what no law tells (opening hours), and of one whose own law is not here. */
const beyondShare = 0.4
const elsewhereShare = 0.6
/** And of one that wants a period, a sum or a place to go to, where none of the best clauses tells any. */
const untoldShare = 0.5
/** The same of a section of a guide, in shares of the score that the question could reach. Guides are few, so that little is rare in them. */
const guide = { enough: 0.68, coverWorth: 0.5, untoldShare: 0.8 } as const
/** How many of the best clauses may speak of what is asked. */
export const speakers = 3

const pairsOf = (word: string): string[] => [...termsOf(foldText(word)).keys()].filter((term) => !isSingle(term))

/** Share (0 to 1) of what is asked, by how rare it is, that one of the best clauses speaks of in its own words or in those of the tables. */
const coverOf = ({ plan, texts, clauses, holding }: SupportGround): number => {
  const rarity = plan.asked.map(({ word }) => idf(clauses, Math.min(...pairsOf(word).map(holding), clauses)))
  const all = rarity.reduce((sum, weight) => sum + weight, 0)
  if (all === 0) return 0
  const shares = texts.slice(0, speakers).map((raw) => {
    const text = foldText(raw)
    const speaksOf = (word: string): boolean => text.includes(word) || pairsOf(word).every((pair) => text.includes(pair))
    return plan.asked.reduce((sum, { word, alike }, at) => sum + ([word, ...alike].some(speaksOf) ? (rarity[at] ?? 0) : 0), 0) / all
  })
  return Math.max(0, ...shares)
}

/** What a clause would score that held every pair of the question once: the measure of those that do not. */
const idealOf = ({ plan, clauses, holding }: SupportGround): number =>
  [...plan.terms].reduce((sum, [term, weight]) => sum + (isSingle(term) ? 0 : weight * idf(clauses, holding(term))), 0)

/** Whether a section answers: how much of the question it holds, in its own words, its heading and its ways of asking. */
const guideSupports = (ground: SupportGround, { cover, isUntold }: { cover: number; isUntold: boolean }): boolean => {
  const ideal = idealOf(ground)
  const share = ideal === 0 ? 0 : ground.best / ideal
  const held = share * (isUntold ? guide.untoldShare : 1) * (ground.plan.isBeyond ? beyondShare : 1)
  return held + guide.coverWorth * cover >= guide.enough
}

/** Whether what was found supports an answer. Rather silent than wrong: what it lets through is quoted as the law. */
export const isSupported = (ground: SupportGround): boolean => {
  const { plan, texts, best, reach, isNamed, isHere } = ground
  if (texts.length === 0) return false
  if (isNamed) return true
  const cover = coverOf(ground)
  // A law that is here, but has no such article; or one that is not here at all.
  const isAstray = plan.references.some(({ anchor }) => anchor !== undefined) || unknownLaw(plan.question, isHere)
  const isElsewhere = plan.subjects.length > 0 && !plan.subjects.some(isHere)
  if (isAstray) return false
  // 拘留, 户口: so little was said that it cannot weigh much.
  if (plan.asked.length <= 1 && plan.question.length <= 4) return cover === 1
  const tells = wantedBy(plan.question)
  const isUntold = tells !== undefined && !texts.slice(0, speakers).some(tells)
  // An age that is asked about has to be spoken of: 我16岁能办吗 is not answered by how it is done.
  if (/\d\s*(?:周岁|岁)/.test(plan.question) && !texts.slice(0, speakers).some((text) => /周岁|\d岁/.test(text))) return false
  // A guide tells of laws that are not here: their numbers stand in it.
  if (ground.isGuide) return guideSupports(ground, { cover, isUntold })
  const evidence =
    (isUntold ? untoldShare : 1) * (best / idf(reach, 1)) * (plan.isBeyond ? beyondShare : 1) * (isElsewhere ? elsewhereShare : 1)
  return evidence + coverWorth * cover >= enough
}

/** 《…》 around a name that no document has. */
const unknownLaw = (question: string, isHere: (law: string) => boolean): boolean => {
  const quoted = [...question.matchAll(/《([^《》]{2,60})》/g)].map(([, name]) => name ?? '')
  return quoted.length > 0 && !quoted.some(isHere)
}
