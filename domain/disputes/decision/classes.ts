import { disputeClasses } from '../../../core/disputes.ts'
import { codeCount, codeOf } from '../context/codes.ts'
import type { Reading, Trap } from '../context/reading.ts'
import { setAside, trapOf } from '../context/reading.ts'
import { liveOutput, noneOutput } from '../learned/model.ts'

const strong = codeOf('strong')
const weak = codeOf('weak')
/** What lets a weak word count: 冲突动词, 诉求动词, or a strong word. */
const isVerb = new Uint8Array(codeCount)
for (const role of ['conflict', 'demand', 'refusal', 'strong'] as const) isVerb[codeOf(role)] = 1
const noVerb = trapOf('no_verb')
const count = disputeClasses.length

/** A strong word that the learned part never met counts as this many, and for `perNew` more: what an analyst adds decides from that day on. */
const newWorth = 100
const perNew = 8

/** How much the words of each class say in a text, and what is made of it. Used again for the next text. */
export interface Weighing {
  readonly strong: Float64Array
  readonly weak: Float64Array
  /** Places of classes, the main one first; -1 where there is none. */
  readonly chosen: Int32Array
}
export const openWeighing = (): Weighing => ({
  strong: new Float64Array(count),
  weak: new Float64Array(count),
  chosen: new Int32Array(3),
})

/** Sets weak words aside that have no verb in their own or the next sentence (弱词), and adds up what is left. */
export const weighWords = (reading: Reading, weighing: Weighing): void => {
  const { hits, table, aside, codes } = reading
  weighing.strong.fill(0)
  weighing.weak.fill(0)
  markVerbs(reading)
  for (let at = 0; at < hits.count; at++) {
    if (aside[at] !== 0) continue
    const code = codes[at] as number
    if (code !== strong && code !== weak) continue
    const entry = hits.entry[at] as number
    const own = table.mainClass[entry] as number
    if (code === strong) weighing.strong[own] = (weighing.strong[own] as number) + (table.isNew[entry] === 1 ? newWorth : 1)
    else if (hasVerbNear(hits.sentence[at] as number)) weighing.weak[own] = (weighing.weak[own] as number) + 1
    else setAside(reading, at, noVerb)
  }
}

/** Sentences with a verb or a strong word; those far into a long text share places, which lets a weak word count there now and then. */
const verbAt = new Uint8Array(256)
const verbMask = 255
const markVerbs = ({ hits, codes, aside }: Reading): void => {
  verbAt.fill(0)
  for (let at = 0; at < hits.count; at++) {
    if (aside[at] !== 0) continue
    const code = codes[at] as number
    if (isVerb[code] === 1) verbAt[((hits.sentence[at] as number) + 1) & verbMask] = 1
  }
}
const hasVerbNear = (sentence: number): boolean =>
  (verbAt[sentence & verbMask] as number) + (verbAt[(sentence + 1) & verbMask] as number) + (verbAt[(sentence + 2) & verbMask] as number) >
  0

/** How much words add to what the learned part says, and what a scene takes. */
export interface ClassSettings {
  readonly strong: number
  readonly weak: number
  /** Added to "none" where the scene is one that lets a dispute through now and then. */
  readonly doubt: number
  /** A further class needs this share of the main one's likelihood. */
  readonly second: number
  readonly none: number
  /** How much a text that tells of something happening takes from "none". */
  readonly live: number
  /** What danger takes from "none". */
  readonly danger: number
  /** By how much more a class has to win that no word of the lexicon speaks for. */
  readonly bare: number
}
export const usualClasses: ClassSettings = { strong: 0.5, weak: 0.15, doubt: 1, second: 0.3, none: 0, live: 0.3, danger: 3, bare: 0.2 }

/** Scenes in which nothing is a dispute, whatever the words say. */
const closed: ReadonlySet<Trap> = new Set(['drill', 'training_text', 'prosecution', 'publicity', 'callback'])
const fiction = [false, true, false, false, false, false, true, false]

/** Chooses the classes (定类). `scores` are the learned ones, and are changed. */
export const chooseClasses = (
  weighing: Weighing,
  scores: Float64Array,
  { scene, isDanger, isThin, isCourt }: { scene: Trap; isDanger: boolean; isThin: boolean; isCourt: boolean },
  { strong: perStrong, weak: perWeak, doubt, second, none, live, danger, bare }: ClassSettings = usualClasses,
): void => {
  const { chosen } = weighing
  chosen.fill(-1)
  if (closed.has(scene) && !isDanger) return
  let best = -1
  // A judgment is long and names everything: that a word stands in it says no more than what was learned from judgments.
  const heard = isCourt ? 0 : 1
  for (let one = 0; one < count; one++) {
    const words =
      heard * Math.min(weighing.strong[one] as number, 3) * perStrong +
      Math.floor((weighing.strong[one] as number) / newWorth) * perNew +
      heard * Math.min(weighing.weak[one] as number, 3) * perWeak
    scores[one] = scene === 'fiction' && !fiction[one] ? Number.NEGATIVE_INFINITY : (scores[one] as number) + words
    if (best < 0 || (scores[one] as number) > (scores[best] as number)) best = one
  }
  const happens = Math.max(-2, Math.min(2, scores[liveOutput] as number))
  const nothing = (scores[noneOutput] as number) + none + (scene === '' ? 0 : doubt) - live * Math.max(0, happens) - (isDanger ? danger : 0)
  const isBare = (weighing.strong[best] as number) + (weighing.weak[best] as number) === 0
  if ((isBare && isThin) || (scores[best] as number) <= nothing + (isBare ? bare : 0)) return
  chosen[0] = best
  const least = (scores[best] as number) + Math.log(second)
  let taken = 1
  while (taken < 3) {
    let next = -1
    for (let one = 0; one < count; one++)
      if (
        one !== best &&
        one !== chosen[1] &&
        (scores[one] as number) >= least &&
        (weighing.strong[one] as number) + (weighing.weak[one] as number) > 0
      )
        if (next < 0 || (scores[one] as number) > (scores[next] as number)) next = one
    if (next < 0) return
    chosen[taken++] = next
  }
}
