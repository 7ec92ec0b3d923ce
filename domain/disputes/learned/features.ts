import { beginnings, codeOf, nameOfEntry } from '../context/codes.ts'
import { type Reading, type Trap, trapOf, traps } from '../context/reading.ts'
import type { Entry } from '../lexicon/entry.ts'
import type { Fold } from '../matcher/fold.ts'
import { openPairKernel, type PairKernel } from './kernel.ts'
import { pairSlots, type Vocabulary } from './vocabulary.ts'

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
  /** Two an entry: its word's and its group's. */
  readonly own: Int32Array
  readonly trap: Int32Array
  readonly scene: ReadonlyMap<Trap, number>
}

export const hitRowsOf = (entries: readonly Entry[]): HitRows => ({
  own: Int32Array.from(
    entries.flatMap((entry) => [
      rowOfName(nameOfEntry(entry), entry.word),
      rowOfName('group', `${nameOfEntry(entry)} ${entry.classes[0] ?? ''}`),
    ]),
  ),
  trap: Int32Array.from(traps, (trap) => rowOfName('trap', trap)),
  scene: new Map(traps.map((trap) => [trap, rowOfName('scene', trap)])),
})

const protectedCode = codeOf('cue protected')
const protectedTrap = trapOf('protected')
/** Any character that is passed over. */
const unread = 0x20
/** Takes the characters that nothing may read out of the kernel's text: ethnicity, religion, language, origin. */
const hideProtected = ({ hits, codes, count }: Reading, text: Uint16Array): void => {
  if (count[protectedCode] === 0) return
  for (let at = 0; at < hits.count; at++) if (codes[at] === protectedCode) text.fill(unread, hits.start[at], hits.end[at])
}

/** Rows of one text, counted as often as they stand in it, into the kernel's; gives how many. */
export const rowsOf = (reading: Reading, scene: Trap, { kernel, rows }: { kernel: PairKernel; rows: HitRows }): number => {
  const { text, hits, aside, codes } = reading
  kernel.bytes.write(text, 0, 'utf16le')
  hideProtected(reading, kernel.text)
  let count = kernel.pairs(text.length)
  const into = kernel.rows
  const { own, trap } = rows
  for (let at = 0; at < hits.count && count < mostRows - 3; at++) {
    const set = aside[at] as number
    const code = codes[at] as number
    if (set === protectedTrap || code === protectedCode || beginnings[code] === 1) continue
    if (set !== 0) into[count++] = trap[set] as number
    else {
      const pair = 2 * (hits.entry[at] as number)
      into[count++] = own[pair] as number
      into[count++] = own[pair + 1] as number
    }
  }
  if (scene !== '') into[count++] = rows.scene.get(scene) ?? 0
  return count
}

const mostRows = mostPairsRead + 2 * 1_024
/** Characters that pairs are looked for in. */
const mostRead = 8_192

/** The kernel over the pairs that are known; with weights it adds them up too. */
export const openPairs = (
  units: Uint16Array,
  vocabulary: Vocabulary,
  learned: { weights?: Int8Array; rarity?: Uint8Array } = {},
): PairKernel =>
  openPairKernel({ units, vocabulary, rowCount, ...learned, runs: [digit, letter], mostPairs: mostPairsRead, mostRows, room: mostRead })

/** Hashes of the terms of a lexicon, in order. */
export const termHashes = (entries: readonly Entry[]): Uint32Array =>
  Uint32Array.from(new Set(entries.filter(({ kind }) => kind === 'term').map(({ word }) => hashOf('term', word)))).sort()
