import { type DisputeClass, disputeClasses, type Finding, type IncidentFacts, type Mark, type Reason } from '../../../core/disputes.ts'
import { codeOf, tableOf } from '../context/codes.ts'
import { isCourtRecord } from '../context/court.ts'
import { readContext } from '../context/read.ts'
import { openReading, type Reading, type Trap, traps } from '../context/reading.ts'
import { hashOf, hitRowsOf, openPairs, rowCount, rowsOf, unitsFor } from '../learned/features.ts'
import { mannerOf } from '../learned/manner.ts'
import { dangerOutput, laneWeights, liveOutput, type Model, noneOutput, outputCount, outputs, scoreRows } from '../learned/model.ts'
import { slotOf, vocabularyOf } from '../learned/vocabulary.ts'
import type { Entry, Hits } from '../lexicon/entry.ts'
import type { Fold } from '../matcher/fold.ts'
import { type ClassSettings, chooseClasses, openWeighing, usualClasses, weighWords } from './classes.ts'
import { pointReasons, reasonAt } from './points.ts'
import { type Danger, dangerIn, heldWeapon } from './safety.ts'
import { isCallForHelp, openScenes } from './scenes.ts'
import { tierOf } from './tiers.ts'

/** What the hits of one text come to (研判). The same hits, text and facts always give the same finding. */
export type Decide = (hits: Hits, text: string, facts: IncidentFacts) => Finding

const code = {
  strong: codeOf('strong'),
  weak: codeOf('weak'),
  consultation: codeOf('cue consultation'),
  withdrawal: codeOf('cue withdrawal'),
  happening: codeOf('happening'),
  refusal: codeOf('refusal'),
  again: codeOf('cue again'),
  familyViolence: codeOf('family_violence'),
  selfHarm: codeOf('self_harm'),
  threat: codeOf('threat'),
  firstFactor: codeOf('weapon'),
} as const
const family = 0
/** What "none" weighs where words decide alone: less than one word that counts, more than nothing. */
const alone = 0.1
const consultationPoints = -20
/**
 * What sounds like danger without a word that any rule knows fills the points up to orange, so that a person looks: never to red, and nothing is
 * taken from it.
 */
const hintedPoints = 50
/** How sure the learned part has to be: of texts it never saw, 3 of 4 dangers are heard so, and 1 of 70 others (docs/benchmarks.md). */
const hintFrom = 0.4
/** With less of it known than this, the learned part alone names no class: “转了一下午” is none. */
const fewestRows = 8
const nothing: Finding = { classes: [], tier: 'white', points: 0, reasons: [], marks: [] }

/** Scenes that no danger breaks through: everything in them is played, or an example. */
const isPlayed = (scene: Trap): boolean => scene === 'drill' || scene === 'training_text' || scene === 'prosecution' || scene === 'fiction'
const markOf: Readonly<Partial<Record<Trap, Mark>>> = {
  drill: 'drill',
  callback: 'callback',
  hearsay: 'hearsay',
  law_question: 'consultation',
}

/** Words that were found and do not count, with the trap that took them: strong ones and factors, each place once. */
const asideReasons = (reading: Reading, scene: Trap): Reason[] => {
  const { hits, codes, aside } = reading
  const reasons: Reason[] = []
  let end = -1
  for (let at = 0; at < hits.count; at++) {
    const own = codes[at] as number
    if (own !== code.strong && own < code.firstFactor) continue
    const trap = aside[at] === 0 ? scene : (traps[aside[at] as number] as Trap)
    if (trap === '' || trap === 'no_verb' || (hits.start[at] as number) < end || own === code.happening) continue
    end = hits.end[at] as number
    reasons.push(reasonAt(reading, at, trap, 0))
  }
  return reasons
}

/** Opens the decision over the entries that hits speak of. Without a model, words alone decide. */
export const openDecision = (
  entries: readonly Entry[],
  { fold, model, settings = usualClasses }: { fold: Fold; model?: Model | undefined; settings?: ClassSettings },
): Decide => {
  const table = tableOf(entries, disputeClasses)
  const reading = openReading(table)
  const weighing = openWeighing()
  const rows = hitRowsOf(entries)
  const known = new Set(model?.terms)
  for (const [at, { kind, word }] of entries.entries())
    if (model && kind === 'term' && !known.has(hashOf('term', word))) table.isNew[at] = 1
  const units = unitsFor(fold)
  const vocabulary = vocabularyOf(model?.pairs ?? [])
  const learned = model && { kernel: openPairs(units, vocabulary, { weights: laneWeights(model), rarity: model.rarity }), rows }
  const scores = new Float64Array(outputCount)
  const scenes = openScenes(entries, fold)

  /** The hit that best speaks for a class: strong before weak, longer before shorter. */
  const bestHit = (place: number): number => {
    const { hits, aside } = reading
    let best = -1
    let worth = 0
    for (let at = 0; at < hits.count; at++) {
      const entry = hits.entry[at] as number
      if (aside[at] !== 0 || ((table.classBits[entry] as number) & (1 << place)) === 0) continue
      const own = (table.code[entry] === code.strong ? 100 : 0) + (hits.end[at] as number) - (hits.start[at] as number)
      if (own > worth) [best, worth] = [at, own]
    }
    return best
  }
  /** The pair of characters that the learned part goes by most, where no word of the lexicon speaks for a class. */
  const bestPair = (place: number): Reason => {
    const { text } = reading
    const table = mannerOf(reading) * rowCount
    let [best, worth] = [0, 0]
    for (let at = 0; model && at + 1 < text.length; at++) {
      const slot = slotOf(vocabulary, ((units[text.charCodeAt(at)] as number) << 16) | (units[text.charCodeAt(at + 1)] as number))
      const own = slot < 0 ? 0 : (model.weights[(table + slot) * outputCount + place] as number)
      if (own > worth) [best, worth] = [at, own]
    }
    return { word: text.slice(best, best + 2), at: best, rule: 'learned', points: 0 }
  }
  const classReason = (place: number): Reason => {
    const at = bestHit(place)
    const own = disputeClasses[place] as DisputeClass
    if (at < 0) return { ...bestPair(place), class: own }
    const rule = reading.codes[at] === code.strong ? 'strong' : 'weak_with_verb'
    return { ...reasonAt(reading, at, rule, 0), class: own }
  }

  const hintReason = (points: number): Reason => ({
    ...bestPair(dangerOutput),
    rule: 'learned_danger',
    points: Math.max(0, hintedPoints - points),
  })
  /** Nothing but the sound of danger: no class, and a person who looks. */
  const hinted = (): Finding => ({
    classes: [],
    tier: tierOf(hintedPoints),
    points: hintedPoints,
    reasons: [hintReason(0), ...asideReasons(reading, '')],
    marks: ['danger_hint'],
  })

  /** Somebody is threatened (杀我全家, 弄死他; not 杀人, 炸), or speaks of ending their life: where that stands, or -1. */
  const threatened = (isMeantNow: boolean): number => {
    const { hits, aside, codes, text } = reading
    for (let at = 0; at < hits.count; at++) {
      const own = codes[at]
      const isMeant =
        own === code.selfHarm || (isMeantNow && own === code.threat && /[我你他她]/.test(text.slice(hits.start[at], hits.end[at])))
      if (aside[at] === 0 && isMeant) return at
    }
    return -1
  }
  /** A life is threatened, and nothing says over what: no class, the points of these words alone, and a person looks. */
  const unexplained = (at: number): Finding => {
    const entry = reading.hits.entry[at] as number
    const points = table.points[entry] as number
    const isSelf = table.code[entry] === code.selfHarm
    const reasons = [reasonAt(reading, at, isSelf ? 'self_harm' : 'threat', points), ...asideReasons(reading, '')]
    return { classes: [], tier: tierOf(points), points, reasons, marks: [isSelf ? 'rescue' : 'danger_hint'] }
  }

  const alarm = (
    danger: Danger,
    classes: readonly number[],
    asked: { facts: IncidentFacts; held: number; isWithdrawn: boolean },
  ): Finding => {
    const hit = reasonAt(reading, danger.at, danger.rule, 0)
    const own = danger.span ? { ...hit, word: reading.text.slice(...danger.span), at: danger.span[0] } : hit
    const [main, ...others] = classes.map(classReason)
    const reasons = pointReasons({ ...asked, reading, base: danger.at, baseReason: main ?? own, classes })
    return {
      classes: classes.map((place) => disputeClasses[place] as DisputeClass),
      tier: 'red',
      points: sum(reasons),
      // Without a class the danger itself is what the points begin with.
      reasons: [...(main ? [own] : []), ...reasons, ...others],
      marks: marksFor(reasons, asked.isWithdrawn, classes),
    }
  }
  const sum = (reasons: readonly Reason[]): number =>
    Math.max(
      0,
      reasons.reduce((total, { points }) => total + points, 0),
    )
  const marksFor = (reasons: readonly Reason[], isWithdrawn: boolean, classes: readonly number[]): Mark[] => {
    const has = (rule: string): boolean => reasons.some((reason) => reason.rule === rule)
    const marks: Mark[] = []
    if (isWithdrawn) marks.push('withdrawn')
    if (has('self_harm')) marks.push('rescue')
    if (has('family_violence')) marks.push('family_violence')
    if (has('crowd')) marks.push('group')
    if (classes.length > 2) marks.push('several_classes')
    return marks
  }

  return (hits, text, facts) => {
    const scene = readContext(reading, hits, text)
    const { count } = reading
    const known = learned ? rowsOf(reading, scene, learned) : 0
    if (learned && model) scoreRows(model, { kernel: learned.kernel, manner: mannerOf(reading), scores }, known)
    else scores.fill(0).fill(alone, noneOutput, noneOutput + 1)
    weighWords(reading, weighing)
    scenes.clear(reading)
    const held = heldWeapon(reading)
    const danger = isPlayed(scene)
      ? undefined
      : (dangerIn(reading, held) ??
        ((scene === '' || scene === 'hypothetical') && !isCourtRecord(reading) ? scenes.find(reading) : undefined))
    chooseClasses(
      weighing,
      scores,
      { scene, isDanger: danger !== undefined && !isCallForHelp(danger), isThin: known < fewestRows, isCourt: isCourtRecord(reading) },
      settings,
    )
    const classes = Array.from(weighing.chosen).filter((place) => place >= 0)
    const isWithdrawn = (count[code.withdrawal] as number) > 0
    if (danger) return alarm(danger, classes, { facts, held, isWithdrawn })
    const isHinted = learned !== undefined && scene === '' && known >= fewestRows && (scores[dangerOutput] as number) > hintFrom
    if (classes.length === 0 && !isHinted) {
      const threat = (scene === '' || scene === 'hypothetical') && !isWithdrawn ? threatened(scene === '') : -1
      if (threat >= 0) return unexplained(threat)
      const mark = markOf[scene]
      const set = asideReasons(reading, scene)
      return set.length === 0 && mark === undefined ? nothing : { ...nothing, reasons: set, marks: mark === undefined ? [] : [mark] }
    }
    if (classes.length === 0) return hinted()
    const [main, ...others] = classes.map(classReason) as [Reason, ...Reason[]]
    const reasons = pointReasons({ reading, base: -1, baseReason: main, classes, facts, held, isWithdrawn })
    const marks = marksFor(reasons, isWithdrawn, classes)
    const isFamilyViolence = classes.includes(family) && (count[code.familyViolence] as number) > 0
    const isAsked = (count[code.consultation] as number) > 0 && (count[code.again] as number) === 0
    if (isAsked && (scores[liveOutput] as number) < 0) {
      reasons.push(reasonAt(reading, reading.first[code.consultation] as number, 'consultation', consultationPoints))
      marks.push('consultation')
    }
    if (isWithdrawn && !isFamilyViolence)
      reasons.push(reasonAt(reading, reading.first[code.withdrawal] as number, 'withdrawn', -Math.ceil(sum(reasons) / 2)))
    if (isHinted) {
      reasons.push(hintReason(sum(reasons)))
      marks.push('danger_hint')
    }
    const points = sum(reasons)
    return {
      classes: classes.map((place) => disputeClasses[place] as DisputeClass),
      // What was taken back is a person's to close (降档必须人工): points are halved, and it stays on the board.
      tier: isWithdrawn && points < 10 ? 'blue' : tierOf(points),
      points,
      reasons: [...reasons, ...others, ...asideReasons(reading, '')],
      marks,
    }
  }
}

/** Names of the learned outputs, for those who show scores. */
export { outputs as learnedOutputs }
