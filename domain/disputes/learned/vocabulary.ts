import { passedOver } from '../matcher/fold.ts'
import { blindCharacters } from './blind.ts'

/** Slots of the table of pairs; a power of two, twice the pairs that are kept at most. */
export const slotBits = 15
export const pairSlots = 2 ** slotBits
const mostPairs = 14_000
/** A pair has to stand in so many texts that were taught: a name that was invented for a few says nothing. */
const fewestTexts = 6

const mask = pairSlots - 1
/** Of the hash, as a signed number. */
export const slotFactor = 0x9e3779b1 | 0
export const hashOfPair = (key: number, factor: number): number => Math.imul(key ^ (key >>> 15), factor) >>> (32 - slotBits)
const slotFor = (key: number): number => hashOfPair(key, slotFactor)

/** The pairs of characters that the learned part knows (字对表): slot → pair, 0 where it is free. A pair's slot is its row. */
export type Vocabulary = Int32Array

export const vocabularyOf = (pairs: Iterable<number>): Vocabulary => {
  const slots = new Int32Array(pairSlots)
  for (const key of pairs) {
    let at = slotFor(key)
    while (slots[at] !== 0) at = (at + 1) & mask
    slots[at] = key
  }
  return slots
}

/** The slot of a pair, or -1 for one that is not known: a name, or anything else that nobody taught. */
export const slotOf = (slots: Vocabulary, key: number): number => {
  for (let at = slotFor(key); slots[at] !== 0; at = (at + 1) & mask) if (slots[at] === key) return at
  return -1
}

/** Chooses the pairs to know from texts: those in most of them, none with a character that is never seen. */
export const choosePairs = (texts: Iterable<string>, units: Uint16Array): readonly number[] => {
  const blind = new Set([...blindCharacters].map((char) => units[char.charCodeAt(0)] as number))
  const holders = new Map<number, number>()
  for (const text of texts) {
    const own = new Set<number>()
    let last = 0
    for (let at = 0; at < text.length; at++) {
      const unit = units[text.charCodeAt(at)] as number
      if (unit === passedOver) continue
      if (last !== 0 && !blind.has(last) && !blind.has(unit)) own.add((last << 16) | unit)
      last = unit
    }
    for (const key of own) holders.set(key, (holders.get(key) ?? 0) + 1)
  }
  return [...holders]
    .filter(([, count]) => count >= fewestTexts)
    .sort(([a, inA], [b, inB]) => inB - inA || a - b)
    .slice(0, mostPairs)
    .map(([key]) => key)
}
