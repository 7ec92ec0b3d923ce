import { idf } from './index/scoring.ts'
import type { Evidence, GuideEvidence } from './judge/merits.ts'
import type { Judged } from './judge/order.ts'
import { guideLine, guideWeights, supportLine, supportWeights } from './judge/weights.ts'
import type { Plan } from './query/plan.ts'
import { wantedBy } from './query/wanted.ts'
import { foldText, isSingle, termsOf } from './terms/terms.ts'

/** What is looked at to tell whether anything supports an answer. */
export interface SupportGround {
  readonly plan: Plan
  /** Words of the best clauses with the names of their laws, best first. */
  readonly texts: readonly string[]
  /** The best clauses by their words, best first, with what speaks for each. */
  readonly judged: readonly Pick<Judged, 'merits' | 'worth'>[]
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

/** How much evidence is left, in a section of a guide, of a question for what no law tells (opening hours). */
const beyondShare = 0.4
/** And of one that wants a period, a sum or a place to go to, where none of the best clauses tells any. In shares of the score that the
 * question could reach: guides are few, so that little is rare in them. Set on the odd half of evals/knowledge/questions.yaml. */
const guide = { enough: 0.68, coverWorth: 0.5, untoldShare: 0.8, leastText: 0.15, leastDice: 0.2 } as const
/** How many of the best clauses may speak of what is asked. */
export const speakers = 3

const weighed = <Sign extends string>(weights: Readonly<Record<Sign, number>>, evidence: Readonly<Record<Sign, number>>): number =>
  // The keys of the weights are those of the evidence, by type.
  (Object.keys(weights) as Sign[]).reduce((sum, sign) => sum + weights[sign] * evidence[sign], 0)

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

/** The evidence for an answer from the law. */
export const evidenceOf = ({ plan, texts, judged, best, reach, holding, isHere }: SupportGround): Evidence => {
  const first = judged.slice(0, speakers).map(({ merits }) => merits)
  const most = judged[0]?.worth ?? 0
  const tells = wantedBy(plan.question)
  const pairs = pairsOf(plan.question)
  return {
    found: best / idf(reach, 1),
    text: Math.max(0, ...first.map(({ text }) => text)),
    dice: Math.max(0, ...first.map(({ dice }) => dice)),
    title: first[0]?.title ?? 0,
    sure:
      1 /
      Math.max(
        1,
        judged.reduce((sum, { worth }) => sum + Math.exp(worth - most), 0),
      ),
    told: tells ? (tells(texts[0] ?? '') ? 1 : 0) : 0.5,
    beyond: plan.isBeyond ? 1 : 0,
    elsewhere: plan.subjects.length > 0 && !plan.subjects.some(isHere) ? 1 : 0,
    strange: pairs.filter((pair) => holding(pair) === 0).length / Math.max(1, pairs.length),
    asked: Math.log(1 + plan.asked.length),
  }
}

/** The evidence that a section of a guide answers. */
export const guideEvidenceOf = (ground: SupportGround): GuideEvidence => {
  const { dice, sure, beyond, elsewhere, asked } = evidenceOf(ground)
  const ideal = idealOf(ground)
  return {
    ...{ dice, sure, beyond, elsewhere, asked },
    share: ideal === 0 ? 0 : ground.best / ideal,
    cover: coverOf(ground),
    first: ground.judged[0]?.merits.text ?? 0,
    length: Math.log(1 + ground.plan.question.length),
  }
}

/** Whether a section answers: it holds most of the question, in its own words, its heading and its ways of asking; or the learned signs say so. */
const guideSupports = (ground: SupportGround): boolean => {
  // 多久能拿到 is asked of everything: a section that speaks of nothing else in the question answers another one.
  const first = ground.judged.slice(0, speakers)
  const speaks = ({ merits }: (typeof first)[number]): boolean => merits.text >= guide.leastText || merits.dice >= guide.leastDice
  if (first.length > 0 && !first.some(speaks)) return false
  const evidence = guideEvidenceOf(ground)
  const tells = wantedBy(ground.plan.question)
  const isUntold = tells !== undefined && !ground.texts.slice(0, speakers).some(tells)
  const held = evidence.share * (isUntold ? guide.untoldShare : 1) * (ground.plan.isBeyond ? beyondShare : 1)
  return held + guide.coverWorth * evidence.cover >= guide.enough || weighed(guideWeights, evidence) >= guideLine
}

/** Whether what was found supports an answer. Rather silent than wrong: what it lets through is quoted as the law. */
export const isSupported = (ground: SupportGround): boolean => {
  const { plan, texts, isNamed, isHere } = ground
  if (texts.length === 0) return false
  if (isNamed) return true
  const cover = coverOf(ground)
  // A law that is here, but has no such article; or one that is not here at all.
  const isAstray = plan.references.some(({ anchor }) => anchor !== undefined) || unknownLaw(plan.question, isHere)
  if (isAstray) return false
  // 拘留, 户口: so little was said that it cannot weigh much.
  if (plan.asked.length <= 1 && plan.question.length <= 4) return cover === 1
  // An age that is asked about has to be spoken of: 我16岁能办吗 is not answered by how it is done.
  if (/\d\s*(?:周岁|岁)/.test(plan.question) && !texts.slice(0, speakers).some((text) => /周岁|\d岁/.test(text))) return false
  // A guide tells of laws that are not here: their numbers stand in it.
  if (ground.isGuide) return guideSupports(ground)
  return weighed(supportWeights, evidenceOf(ground)) >= supportLine
}

/** 《…》 around a name that no document has. */
const unknownLaw = (question: string, isHere: (law: string) => boolean): boolean => {
  const quoted = [...question.matchAll(/《([^《》]{2,60})》/g)].map(([, name]) => name ?? '')
  return quoted.length > 0 && !quoted.some(isHere)
}
