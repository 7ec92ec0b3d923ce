import { codeCount, nameOfEntry } from '../context/codes.ts'
import { type Reading, type Trap, traps } from '../context/reading.ts'
import type { Entry } from '../lexicon/entry.ts'
import { type Fold, passedOver } from '../matcher/fold.ts'

/** Rows of the table of weights; a power of two. Two features may share one, as hashing has it. */
export const rowBits = 15
const rowShift = 32 - rowBits

/** The row of a pair of characters (字对). */
export const rowOfPair = (first: number, second: number): number =>
  Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b) >>> rowShift

/** The row of a named feature, by its letters: it stays the same when the lexicon grows. */
export const rowOfName = (kind: string, name: string): number => hashOf(kind, name) >>> rowShift

/** The same before it is cut to a row; tells words apart. */
export const hashOf = (kind: string, name: string): number => {
  let hash = 0x811c9dc5
  for (const text of [kind, name]) for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f) >>> 0
}

const digit = 0x30
const letter = 0x78
/** Characters as pairs see them: folded, every digit one and every letter one, for an amount or a masked name says only that there is one. */
export const unitsFor = (fold: Fold): Uint16Array => {
  const units = Uint16Array.from(fold)
  for (let unit = 0; unit < units.length; unit++) {
    const folded = units[unit] as number
    if (folded >= 0x30 && folded <= 0x39) units[unit] = digit
    else if (folded >= 0x61 && folded <= 0x7a) units[unit] = letter
  }
  return units
}

/** Reads no more than this many characters: what a text is about, it says early. */
export const readAtMost = 300

/** Rows of the hits of every entry: by its own word, by what it is there for, and by the trap that set it aside. */
export interface HitRows {
  readonly word: Int32Array
  readonly group: Int32Array
  readonly trap: Int32Array
  readonly scene: ReadonlyMap<Trap, number>
}

export const hitRowsOf = (entries: readonly Entry[]): HitRows => ({
  word: Int32Array.from(entries, (entry) => rowOfName(nameOfEntry(entry), entry.word)),
  group: Int32Array.from(entries, (entry) => rowOfName('group', `${nameOfEntry(entry)} ${entry.classes[0] ?? ''}`)),
  trap: Int32Array.from(traps, (trap) => rowOfName('trap', trap)),
  scene: new Map(traps.map((trap) => [trap, rowOfName('scene', trap)])),
})

/** Rows of one text, counted as often as they stand in it; gives how many. `into` must hold `mostRows`. */
export const rowsOf = (reading: Reading, scene: Trap, given: { units: Uint16Array; rows: HitRows; into: Int32Array }): number => {
  const { text, hits, aside } = reading
  const { units, rows, into } = given
  const end = Math.min(text.length, readAtMost)
  let count = 0
  let last = 0
  for (let at = 0; at < end; at++) {
    const unit = units[text.charCodeAt(at)] as number
    if (unit === passedOver || (unit === last && (unit === digit || unit === letter))) continue
    if (last !== 0) into[count++] = rowOfPair(last, unit)
    last = unit
  }
  const { word, group, trap } = rows
  for (let at = 0; at < hits.count && (hits.end[at] as number) <= end && count < mostRows - 2; at++) {
    const set = aside[at] as number
    if (set !== 0) into[count++] = trap[set] as number
    else {
      const entry = hits.entry[at] as number
      into[count++] = word[entry] as number
      into[count++] = group[entry] as number
    }
  }
  if (scene !== '') into[count++] = rows.scene.get(scene) ?? 0
  return count
}

export const mostRows = readAtMost + 2 * 1_024 + codeCount

/** Hashes of the terms of a lexicon, in order. */
export const termHashes = (entries: readonly Entry[]): Uint32Array =>
  Uint32Array.from(new Set(entries.filter(({ kind }) => kind === 'term').map(({ word }) => hashOf('term', word)))).sort()
