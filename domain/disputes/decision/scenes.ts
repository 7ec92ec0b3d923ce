import { type CodeName, codeCount, codeOf } from '../context/codes.ts'
import { type Reading, setAside, trapOf } from '../context/reading.ts'
import type { Entry } from '../lexicon/entry.ts'
import type { SlotRole } from '../lexicon/roles.ts'
import { clauseEnd, type Fold, folded, passedOver, sentenceEnd } from '../matcher/fold.ts'
import type { Danger } from './safety.ts'

/**
 * A scene of danger (险情的一幕): what begins it, and what has to stand around that. In words nobody listed before one knows it by its parts: somebody,
 * and what has become of them.
 */
interface Scene {
  readonly on: CodeName
  /** One has to stand right behind what begins it, or */
  readonly after?: SlotRole
  /** one has to lie over it: a way of saying it that what begins it is part of. */
  readonly way?: SlotRole
  /** One has to stand close by, */
  readonly near?: SlotRole
  /** and one of each in the same stretch of the text. */
  readonly beside: readonly SlotRole[]
  /** Who does it is no person, or what it is done with a thing. */
  readonly by?: 'beasts' | 'things'
  readonly rule: string
  /** A long letter tells of it only where it speaks of now: whoever calls for help is short. */
  readonly isCall?: true
  /** What takes it back. */
  readonly unless: readonly SlotRole[]
}

const over: readonly SlotRole[] = ['resolved']
const calm: readonly SlotRole[] = ['resolved', 'everyday']
const rescue = { rule: 'safety_rescue', unless: calm, isCall: true } as const
const scenes: readonly Scene[] = [
  { on: 'assault', beside: [], rule: 'safety_assault', unless: calm },
  { on: 'held', beside: ['somebody'], rule: 'safety_hostage', unless: calm },
  { on: 'blaze', by: 'things', beside: [], rule: 'safety_fire', unless: calm },
  { on: 'ending', beside: [], rule: 'safety_self_harm', unless: calm },
  { on: 'violent', way: 'assault_way', beside: ['somebody'], rule: 'safety_assault', unless: calm },
  { on: 'captive', way: 'captive_way', beside: ['somebody'], rule: 'safety_hostage', unless: calm },
  { on: 'dragging', after: 'away', beside: ['somebody', 'taken'], rule: 'safety_hostage', unless: calm },
  { on: 'breaking', beside: ['hiding'], rule: 'safety_hostage', unless: over },
  { on: 'hot', by: 'things', way: 'fire_way', beside: [], rule: 'safety_fire', unless: calm },
  { on: 'hot', by: 'things', beside: ['carried', 'menace'], rule: 'safety_fire', unless: calm },
  { on: 'fire', by: 'things', beside: ['carried', 'menace'], rule: 'safety_fire', unless: calm },
  { on: 'despairing', way: 'self_harm_way', beside: [], rule: 'safety_self_harm', unless: calm },
  { on: 'perching', after: 'brink', beside: ['despair'], rule: 'safety_self_harm', unless: calm },
  { on: 'farewell', beside: ['edge'], rule: 'safety_self_harm', unless: calm },
  { on: 'dying', beside: ['somebody'], ...rescue },
  { on: 'vital', way: 'dying_way', beside: ['somebody'], ...rescue },
  { on: 'fallen', beside: ['somebody'], ...rescue },
  { on: 'falling', after: 'deep', beside: ['somebody'], ...rescue },
  { on: 'falling', way: 'fallen_way', beside: ['somebody'], ...rescue },
  { on: 'swept', way: 'fallen_way', beside: ['somebody'], ...rescue },
  { on: 'crushed', beside: ['somebody'], ...rescue },
  { on: 'caught', after: 'jaws', beside: ['somebody'], ...rescue },
  { on: 'pressed', way: 'crushed_way', beside: ['somebody'], ...rescue },
  { on: 'collapse', beside: ['somebody', 'inside'], ...rescue },
  { on: 'sinking', way: 'collapse_way', beside: ['somebody', 'inside'], ...rescue },
  { on: 'stuck', beside: ['somebody', 'peril'], ...rescue },
  { on: 'mauled', by: 'beasts', beside: ['beast', 'somebody'], ...rescue },
  { on: 'swallowed', beside: [], ...rescue },
  { on: 'swallowing', after: 'toxin', beside: [], ...rescue },
  { on: 'swallowing', way: 'swallowed_way', beside: [], ...rescue },
  { on: 'gone', near: 'frail', beside: ['since'], ...rescue, rule: 'safety_missing' },
  { on: 'doom', way: 'doom_way', beside: ['here'], rule: 'safety_assault', unless: over },
  { on: 'threat', beside: ['here'], rule: 'safety_assault', unless: over },
]
/** A danger that nobody need have quarrelled over (求助): it says nothing for a dispute. */
export const isCallForHelp = ({ rule }: Danger): boolean => rule === 'safety_rescue' || rule === 'safety_missing'

const begins = scenes.map(({ on }) => codeOf(on))

/** Characters around its beginning that belong to a scene, and behind it; before it, in which it may be feared, denied, or of a thing. */
const [reach, nearReach, afterReach, wayReach, closeReach, thingReach] = [60, 26, 12, 20, 10, 5]
const clauseOf = (text: string): string => /^[^，,。！？!?；;：:\n]*/u.exec(text)?.[0] ?? ''
const clauseBefore = (text: string): string => /[^，,。！？!?；;：:\n]*$/u.exec(text)?.[0] ?? ''

/** A word, or several written together, as an expression. Brackets and what parts them are not folded: a text's own are passed over. */
const spelled = (word: string, fold: Fold): string =>
  word.replace(/[^()|…]+/gu, (part) => folded(part, fold).replace(/[.*+?^${}[\]\\]/g, '\\$&')).replaceAll('…', '[^。！？\\n]{0,6}?')
const never = /(?!)/g
/** Somebody said that it is not so. */
const denied = /(?:没有?|未|并?无|不是|不会|别)$/
/** And a thing, or somebody with it. */
const beside = /[和跟与及同带抱、]/u
const protectedCode = codeOf('cue protected')
const [negated, lookalike] = [trapOf('negated'), trapOf('lookalike')]
/** With one of these in hand somebody may be at play. */
const hands = (['holding', 'striking'] as const).map(codeOf)
const fires = (['burning', 'fire'] as const).map(codeOf)
/** A life that somebody would end: feared in a call for help too, so that only a proposal sets it aside (护栏加高，怕有人想不开). */
const losses = (['self_harm', 'perched', 'high_place'] as const).map(codeOf)
const arms = (['weapon', 'club'] as const).map(codeOf)
/** Beside these nobody is at play. */
const harms = (['injury', 'threat', 'choking', 'child_beaten', 'hostage', 'self_harm'] as const).map(codeOf)
const kinds = { fire: 1, loss: 2, arm: 3 } as const
const kindOf = new Uint8Array(codeCount)
for (const code of fires) kindOf[code] = kinds.fire
for (const code of losses) kindOf[code] = kinds.loss
for (const code of arms) kindOf[code] = kinds.arm
const beginning = new Uint8Array(codeCount)
for (const code of begins) beginning[code] = 1
const counted = (count: Int32Array, codes: readonly number[]): number => {
  let sum = 0
  for (let at = 0; at < codes.length; at++) sum += count[codes[at] as number] as number
  return sum
}

/** Folded, every character where it stands; as it was given where something in it is passed over. */
const inPlace = (text: string, fold: Fold): string => {
  let isPlain = true
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    const own = fold[unit] as number
    if (own === passedOver) return text
    isPlain &&= own === unit || own === clauseEnd || own === sentenceEnd
  }
  return isPlain ? text : folded(text, fold)
}

/** Folded, without what nothing may read (民族、宗教、语言、籍贯). */
const readable = ({ text, hits, codes, count }: Reading, fold: Fold): string => {
  let plain = inPlace(text, fold)
  if (count[protectedCode] === 0) return plain
  for (let hit = 0; hit < hits.count; hit++) {
    const [start, end] = [hits.start[hit] as number, hits.end[hit] as number]
    if (codes[hit] === protectedCode) plain = plain.slice(0, start) + ' '.repeat(end - start) + plain.slice(end)
  }
  return plain
}

/** Clauses, which a longer name does not change. */
const longestCall = 12
/** Beginnings that are looked around in one text: whoever is in danger says so once. */
const mostLooked = 500
const isLong = ({ hits, codes }: Reading): boolean => {
  let last = hits.count - 1
  while (last >= 0 && codes[last] === protectedCode) last--
  return last >= 0 && (hits.clause[last] as number) >= longestCall
}
const now = (['happening', 'cue ongoing', 'cue again'] as const).map(codeOf)

type Span = readonly [start: number, end: number]

export interface Scenes {
  /** Sets aside fires that somebody only fears (担心起火), and what people hold at play (拿长凳搭桥). */
  clear(reading: Reading): void
  /** The first scene of danger that a text tells of, or undefined. */
  find(reading: Reading): Danger | undefined
}

/** Opens the scenes over the slots of a lexicon. */
export const openScenes = (entries: readonly Entry[], fold: Fold): Scenes => {
  const slots = new Map<SlotRole, RegExp>()
  const slot = (role: SlotRole): RegExp => {
    const known = slots.get(role)
    if (known) return known
    const words = entries.flatMap((entry) => (entry.kind === 'slot' && entry.role === role ? [entry.word, ...entry.variants] : []))
    const made = words.length === 0 ? never : new RegExp(words.map((word) => spelled(word, fold)).join('|'), 'gu')
    slots.set(role, made)
    return made
  }
  const isIn = (role: SlotRole, text: string): boolean => {
    const expression = slot(role)
    expression.lastIndex = 0
    return expression.test(text)
  }
  /** Where a way of saying it lies over what begins at `start`. */
  const spanOf = (role: SlotRole, text: string, [start, end]: Span): Span | undefined => {
    // Only the words around it: a page of such beginnings is read in proportion to its length.
    const from = Math.max(0, start - wayReach)
    const around = text.slice(from, end + wayReach)
    const expression = slot(role)
    expression.lastIndex = 0
    for (let found = expression.exec(around); found && from + found.index < end; found = expression.exec(around)) {
      const last = from + found.index + found[0].length
      if (last > start) return [from + found.index, last]
    }
    return undefined
  }
  /** Where the last of a slot begins in a text, or -1. */
  const lastOf = (role: SlotRole, text: string): number => {
    const expression = slot(role)
    expression.lastIndex = 0
    let last = -1
    for (let found = expression.exec(text); found; found = expression.exec(text)) last = found.index
    return last
  }
  /** Whether a thing stands next to it, and nobody nearer or beside that: 孩子的鞋 is one, 孩子和狗 is not. */
  const isOfThing = (before: string, byBeasts: boolean): boolean => {
    const thing = lastOf('object', before)
    if (thing <= lastOf('somebody', before) || beside.test(before.slice(0, thing))) return false
    return !byBeasts || thing > lastOf('beast', before)
  }
  const isIdle = (text: string, [start, end]: Span, by: Scene['by']): boolean => {
    const before = clauseBefore(text.slice(Math.max(0, start - closeReach), start))
    if (isIn('feared', before) || denied.test(before)) return true
    if (by === 'things') return false
    if (isOfThing(before.slice(-thingReach), by === 'beasts')) return true
    // 踩踏青贮: what the beasts did it to.
    return by === 'beasts' && isOfThing(clauseOf(text.slice(end, end + 3)), true)
  }
  /** From what begins it to the end of what has to stand behind it. */
  const spanUntil = (role: SlotRole, text: string, [start, end]: Span): Span | undefined => {
    const expression = slot(role)
    expression.lastIndex = 0
    const found = expression.exec(clauseOf(text.slice(end, end + afterReach)))
    return found ? [start, end + found.index + found[0].length] : undefined
  }
  /** Where a scene is told around what begins it, or undefined. */
  const tells = ({ after, way, near, beside: others, by, unless }: Scene, text: string, hit: Span): Span | undefined => {
    const span = after ? spanUntil(after, text, hit) : way ? spanOf(way, text, hit) : hit
    if (!span || isIdle(text, [span[0], hit[1]], by)) return undefined
    if (near && !isIn(near, text.slice(Math.max(0, span[0] - nearReach), span[1] + nearReach))) return undefined
    const around = text.slice(Math.max(0, span[0] - reach), span[1] + reach)
    const isTold = others.every((role) => isIn(role, around)) && (!unless.some((role) => isIn(role, around)) || isIn('still', around))
    return isTold ? span : undefined
  }

  const clear = (reading: Reading): void => {
    const { hits, count, codes } = reading
    const mayFear = counted(count, fires) + counted(count, losses) > 0
    const mayPlay = counted(count, arms) > 0 && counted(count, hands) > 0 && counted(count, harms) === 0
    if (!mayFear && !mayPlay) return
    const text = readable(reading, fold)
    const isPlay = mayPlay && isIn('play', text)
    for (let hit = 0; hit < hits.count; hit++) {
      const kind = kindOf[codes[hit] as number] as number
      if (kind === 0 || reading.aside[hit] !== 0) continue
      const start = hits.start[hit] as number
      const isFeared = kind !== kinds.arm && isIn('worried', clauseBefore(text.slice(Math.max(0, start - closeReach), start)))
      if (isFeared && (kind === kinds.fire || isIn('aftermath', text))) setAside(reading, hit, lookalike)
      if (isPlay && kind === kinds.arm) setAside(reading, hit, lookalike)
    }
  }
  /** Codes of the text that begin a scene. */
  const seen = new Uint8Array(codeCount)
  const find = (reading: Reading): Danger | undefined => {
    const { hits, aside, codes, count } = reading
    seen.fill(0)
    let begun = 0
    for (let hit = 0; hit < hits.count; hit++) {
      const code = codes[hit] as number
      // 没有呼吸 is no denial: a way of saying it lies over the word that begins it.
      if (beginning[code] === 0 || (aside[hit] !== 0 && aside[hit] !== negated)) continue
      begun += seen[code] === 0 ? 1 : 0
      seen[code] = 1
    }
    if (begun === 0) return undefined
    const text = readable(reading, fold)
    const isLetter = isLong(reading) && counted(count, now) === 0
    let looked = 0
    for (const [at, one] of scenes.entries()) {
      const code = begins[at] as number
      if (seen[code] === 0 || (isLetter && one.isCall)) continue
      for (let hit = 0; hit < hits.count; hit++) {
        if (codes[hit] !== code || (aside[hit] !== 0 && !(one.way && aside[hit] === negated))) continue
        if (++looked > mostLooked) return undefined
        const span = tells(one, text, [hits.start[hit] as number, hits.end[hit] as number])
        // What is asked for afterwards stands anywhere, mostly at the end.
        if (span) return isIn('aftermath', text) ? undefined : { rule: one.rule, at: hit, span }
      }
    }
    return undefined
  }
  return { clear, find }
}
