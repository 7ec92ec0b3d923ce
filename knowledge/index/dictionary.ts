import { type Cursor, readVarint, u16At, u32At } from './bytes.ts'
import { denseSpan } from './dense.ts'

// A segment is a sorted-string table in blocks. A dictionary block holds terms in order (as JavaScript compares strings: by UTF-16 unit),
// each with its postings. A list too long for that has the blocks that follow to itself, and its entry is the last one of its block:
//   entry   shared units · own units · the units, two bytes each · count * 4 + kind · bytes of the body · body
//   body    frontier (lists over 32) · here: chunks; apart: for each block that follows count, last ordinal u32; dense: nothing
//   behind the entries: offset u16 of every 16th entry (its term in full), and how many there are

/** Where the postings of a list are: in its entry, in blocks of their own, or in blocks of their own and dense. */
export const [here, apart, dense] = [0, 1, 2] as const

/** Longer lists carry their frontier; shorter ones are bounded by what any posting can be worth. */
export const frontierFrom = 32

/** A stretch of a list that lies in one block. Its bytes are missing until the block has been read. */
export interface Stretch {
  /** Block number in the segment; undefined for a stretch that lies in the dictionary block. */
  readonly block: number | undefined
  bytes: Uint8Array | undefined
  readonly at: number
  readonly count: number
  /** The ordinal before its first, and its last. */
  readonly before: number
  readonly last: number
}

/** Where a term occurs in one segment (倒排表). */
export interface TermList {
  readonly count: number
  /** Frequency and length code, one pair after the other; empty for a short list. */
  readonly frontier: Uint8Array
  /** Half a byte for each clause instead of chunks. */
  readonly isDense: boolean
  readonly stretches: readonly Stretch[]
}

const readApart = (cursor: Cursor, end: number, block: number): Stretch[] => {
  const stretches: Stretch[] = []
  for (let before = -1; cursor.at < end; cursor.at += 4) {
    const count = readVarint(cursor)
    const last = u32At(cursor.bytes, cursor.at)
    stretches.push({ block: block + 1 + stretches.length, bytes: undefined, at: 0, count, before, last })
    before = last
  }
  return stretches
}

const denseStretches = (clauses: number, block: number): Stretch[] =>
  Array.from({ length: Math.ceil(clauses / denseSpan) }, (_, at) => {
    const before = at * denseSpan - 1
    const last = Math.min(clauses, (at + 1) * denseSpan) - 1
    return { block: block + 1 + at, bytes: undefined, at: 0, count: last - before, before, last }
  })

/** The entry whose count begins at the cursor; the cursor ends behind it. */
const readEntry = (cursor: Cursor, { block, clauses }: Place): TermList => {
  const head = readVarint(cursor)
  const [count, kind] = [head >>> 2, head & 3]
  const end = readVarint(cursor) + cursor.at
  const { bytes } = cursor
  const pairs = count > frontierFrom ? (bytes[cursor.at++] ?? 0) : 0
  const frontier = bytes.subarray(cursor.at, cursor.at + 2 * pairs)
  cursor.at += 2 * pairs
  const stretches =
    kind === apart
      ? readApart(cursor, end, block)
      : kind === dense
        ? denseStretches(clauses, block)
        : [{ block: undefined, bytes, at: cursor.at, count, before: -1, last: clauses - 1 }]
  cursor.at = end
  return { count, frontier, isDense: kind === dense, stretches }
}

/** A dictionary block: its number, and how many clauses its segment has. */
export interface Place {
  readonly block: number
  readonly clauses: number
}

const skipEntry = (cursor: Cursor): void => {
  readVarint(cursor)
  const bytes = readVarint(cursor)
  cursor.at += bytes
}

/** Compares the units at a place with a term from its unit `from` on: how many are equal, and which side is greater. */
const compareUnits = (bytes: Uint8Array, at: number, units: number, term: string, from: number): { equal: number; order: number } => {
  const most = Math.min(units, term.length - from)
  for (let i = 0; i < most; i += 1) {
    const unit = ((bytes[at + 2 * i] ?? 0) << 8) | (bytes[at + 2 * i + 1] ?? 0)
    const wanted = term.charCodeAt(from + i)
    if (unit !== wanted) return { equal: i, order: unit - wanted }
  }
  return { equal: most, order: units - (term.length - from) }
}

/** The list of a term in the dictionary block that would hold it, or undefined. */
export const findTerm = (bytes: Uint8Array, place: Place, term: string): TermList | undefined => {
  const restarts = u16At(bytes, bytes.length - 2)
  const table = bytes.length - 2 - 2 * restarts
  const cursor: Cursor = { bytes, at: 0 }
  let [low, high] = [0, restarts - 1]
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    cursor.at = u16At(bytes, table + 2 * middle) + 1
    const units = readVarint(cursor)
    if (compareUnits(bytes, cursor.at, units, term, 0).order <= 0) low = middle
    else high = middle - 1
  }
  cursor.at = u16At(bytes, table + 2 * low)
  // Units of the last entry that equal the term's. An entry that shares more with it differs from the term in the same place, so it
  // comes before the term too; one that shares less comes after.
  let matched = 0
  while (cursor.at < table) {
    const shared = readVarint(cursor)
    const units = readVarint(cursor)
    if (shared < matched) return undefined
    const start = cursor.at
    cursor.at += 2 * units
    if (shared === matched) {
      const { equal, order } = compareUnits(bytes, start, units, term, matched)
      if (order === 0) return readEntry(cursor, place)
      if (order > 0) return undefined
      matched += equal
    }
    skipEntry(cursor)
  }
  return undefined
}

/** Every entry of a dictionary block in order, for a merge. */
export function* entriesOf(bytes: Uint8Array, place: Place): Generator<{ readonly term: string; readonly list: TermList }> {
  const table = bytes.length - 2 - 2 * u16At(bytes, bytes.length - 2)
  const cursor: Cursor = { bytes, at: 0 }
  for (let term = ''; cursor.at < table; ) {
    const shared = readVarint(cursor)
    const units = readVarint(cursor)
    let own = ''
    for (let i = 0; i < units; i += 1, cursor.at += 2)
      own += String.fromCharCode(((bytes[cursor.at] ?? 0) << 8) | (bytes[cursor.at + 1] ?? 0))
    term = term.slice(0, shared) + own
    yield { term, list: readEntry(cursor, place) }
  }
}
