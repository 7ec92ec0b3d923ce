import { codeOf, nameOfEntry } from '../context/codes.ts'
import { type Reading, type Trap, trapOf, traps } from '../context/reading.ts'
import type { Entry } from '../lexicon/entry.ts'
import { type Fold, passedOver } from '../matcher/fold.ts'
import { pairSlots, slotOf, type Vocabulary } from './vocabulary.ts'

/** Rows of the table of weights: one for each slot of the pairs, then those of named features, which may share one, as hashing has it. */
const nameBits = 14
export const rowCount = pairSlots + 2 ** nameBits

/** The row of a named feature, by its letters: it stays the same when the lexicon grows. */
export const rowOfName = (kind: string, name: string): number => pairSlots + (hashOf(kind, name) >>> (32 - nameBits))

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

/** Takes no more pairs of a text than this: what it is about, it says early. Counted in pairs that are known, so that a longer name takes no room. */
const mostPairsRead = 300

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

const protectedCode = codeOf('cue protected')
const protectedTrap = trapOf('protected')
let shade = new Uint8Array(1_024)
/** Shades the characters that nothing may read: ethnicity, religion, language, origin. False where there are none. */
const hideProtected = ({ text, hits, table, count }: Reading): boolean => {
  if (count[protectedCode] === 0) return false
  if (shade.length < text.length) shade = new Uint8Array(2 * text.length)
  else shade.fill(0, 0, text.length)
  for (let at = 0; at < hits.count; at++)
    if (table.code[hits.entry[at] as number] === protectedCode) shade.fill(1, hits.start[at], hits.end[at])
  return true
}

/** What rows are found with, the same for every text. `into` holds `mostRows`. */
export interface RowsGround {
  readonly units: Uint16Array
  readonly vocabulary: Vocabulary
  readonly rows: HitRows
  readonly into: Int32Array
}

/** Rows of one text, counted as often as they stand in it; gives how many. */
export const rowsOf = (reading: Reading, scene: Trap, given: RowsGround): number => {
  const { text, hits, aside, table } = reading
  const { units, vocabulary, rows, into } = given
  const hidden = hideProtected(reading)
  let count = 0
  let last = 0
  for (let at = 0; at < text.length && count < mostPairsRead; at++) {
    const unit = units[text.charCodeAt(at)] as number
    if (hidden && shade[at] === 1) continue
    if (unit === passedOver || (unit === last && (unit === digit || unit === letter))) continue
    const slot = slotOf(vocabulary, (last << 16) | unit)
    if (slot >= 0) into[count++] = slot
    last = unit
  }
  const { word, group, trap } = rows
  for (let at = 0; at < hits.count && count < mostRows - 3; at++) {
    const set = aside[at] as number
    if (set === protectedTrap || table.code[hits.entry[at] as number] === protectedCode) continue
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

export const mostRows = mostPairsRead + 2 * 1_024

/** Hashes of the terms of a lexicon, in order. */
export const termHashes = (entries: readonly Entry[]): Uint32Array =>
  Uint32Array.from(new Set(entries.filter(({ kind }) => kind === 'term').map(({ word }) => hashOf('term', word)))).sort()
