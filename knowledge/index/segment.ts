import { crc32 } from 'node:zlib'
import type { StoredSegment } from '../../core/knowledge-store.ts'
import { byteWriter, type Cursor, readVarint, sealed, unsealed } from './bytes.ts'
import type { Blocks } from './dictionary-writer.ts'
import { lengthOf } from './scoring.ts'

/** The clauses of a segment by ordinal: their keys rise with it. */
export interface SegmentClauses {
  readonly keys: readonly number[]
  readonly versions: readonly number[]
  /** Length codes. */
  readonly lengths: Uint8Array
}

/** What of a segment stays in memory (段): about 6 bytes for each clause and 40 for each block. */
export interface Segment {
  readonly id: number
  /** Of header and blocks as the store counts them. */
  readonly bytes: number
  readonly clauses: number
  /** In quarters, of the lengths as they are kept: the same however clauses are spread over segments. */
  readonly lengthSum: number
  /** Seeds the checksums of its blocks. */
  readonly tag: number
  /** Length codes; a 0 more where clauses are odd, so that they can be read in pairs. */
  readonly lengths: Uint8Array
  /** The versions whose clauses it holds, and for every clause the place of its version among them. */
  readonly versions: readonly number[]
  readonly versionAt: Uint32Array
  /** Runs of clause keys that follow by one: first ordinal and first key of each. */
  readonly runs: { readonly ordinals: Uint32Array; readonly keys: Float64Array }
  /** Dictionary blocks: number and first term of each. */
  readonly dictionary: { readonly blocks: Uint32Array; readonly terms: readonly string[] }
  /** How many blocks there are of both kinds. */
  readonly blocks: number
}

const formatVersion = 1

/** Calls back for each run of values in which every one follows the one before as `follows` says. */
const runsOf = (values: readonly number[], follows: (value: number, before: number) => boolean): { from: number; length: number }[] => {
  const runs: { from: number; length: number }[] = []
  for (const [at, value] of values.entries()) {
    const run = runs.at(-1)
    if (run && follows(value, values[at - 1] ?? 0)) run.length += 1
    else runs.push({ from: at, length: 1 })
  }
  return runs
}

/** Bytes of a segment as the store keeps them. */
export const encodeSegment = (
  { keys, versions, lengths }: SegmentClauses,
  { bodies, index }: Blocks,
): { header: Uint8Array; blocks: readonly Uint8Array[] } => {
  const writer = byteWriter(lengths.length + 20 * index.length + 1_024)
  writer.u8(formatVersion)
  writer.varint(keys.length)
  writer.raw(lengths, 0, lengths.length)
  const keyRuns = runsOf(keys, (key, before) => key === before + 1)
  writer.varint(keyRuns.length)
  let after = 0
  for (const { from, length } of keyRuns) {
    const first = keys[from] ?? 0
    writer.varint(first - after)
    writer.varint(length)
    after = first + length
  }
  const versionRuns = runsOf(versions, (version, before) => version === before)
  writer.varint(versionRuns.length)
  for (const { from, length } of versionRuns) {
    writer.varint(versions[from] ?? 0)
    writer.varint(length)
  }
  writer.varint(bodies.length)
  writer.varint(index.length)
  let block = 0
  for (const entry of index) {
    writer.varint(entry.block - block)
    block = entry.block
    writer.varint(entry.term.length)
    for (let at = 0; at < entry.term.length; at += 1) writer.u16(entry.term.charCodeAt(at))
  }
  const body = writer.take()
  const tag = crc32(body)
  return { header: sealed(body, 0), blocks: bodies.map((bytes) => sealed(bytes, tag)) }
}

const readRuns = (cursor: Cursor): Pick<Segment, 'runs'> => {
  const count = readVarint(cursor)
  const runs = { ordinals: new Uint32Array(count), keys: new Float64Array(count) }
  for (let at = 0, ordinal = 0, key = 0; at < count; at += 1) {
    key += readVarint(cursor)
    runs.ordinals[at] = ordinal
    runs.keys[at] = key
    const length = readVarint(cursor)
    ordinal += length
    key += length
  }
  return { runs }
}

const readVersions = (cursor: Cursor, clauses: number): Pick<Segment, 'versions' | 'versionAt'> => {
  const slots = new Map<number, number>()
  const versionAt = new Uint32Array(clauses)
  const count = readVarint(cursor)
  for (let run = 0, ordinal = 0; run < count; run += 1) {
    const version = readVarint(cursor)
    const slot = slots.get(version) ?? slots.size
    slots.set(version, slot)
    const stop = ordinal + readVarint(cursor)
    versionAt.fill(slot, ordinal, stop)
    ordinal = stop
  }
  return { versions: [...slots.keys()], versionAt }
}

const readDictionary = (cursor: Cursor): Pick<Segment, 'blocks' | 'dictionary'> => {
  const blocks = readVarint(cursor)
  const count = readVarint(cursor)
  const numbers = new Uint32Array(count)
  const terms: string[] = []
  for (let at = 0, block = 0; at < count; at += 1) {
    block += readVarint(cursor)
    numbers[at] = block
    const units = readVarint(cursor)
    let term = ''
    for (let i = 0; i < units; i += 1, cursor.at += 2)
      term += String.fromCharCode((cursor.bytes[cursor.at] ?? 0) | ((cursor.bytes[cursor.at + 1] ?? 0) << 8))
    terms.push(term)
  }
  return { blocks, dictionary: { blocks: numbers, terms } }
}

/** Reads a header, or says what is wrong with it. */
export const decodeSegment = (listed: StoredSegment, header: Uint8Array): Segment | { readonly problem: string } => {
  const bytes = unsealed(header, 0)
  if (!bytes) return { problem: 'the checksum of its header does not fit' }
  if (bytes[0] !== formatVersion) return { problem: `its format is ${bytes[0]}, and this program reads ${formatVersion}` }
  const cursor: Cursor = { bytes, at: 1 }
  const clauses = readVarint(cursor)
  const lengths = new Uint8Array(clauses + (clauses & 1))
  lengths.set(bytes.subarray(cursor.at, cursor.at + clauses))
  cursor.at += clauses
  if (clauses !== listed.clauses) return { problem: `it holds ${clauses} clauses, and should hold ${listed.clauses}` }
  const lengthSum = lengths.reduce((sum, code) => sum + lengthOf(code), 0)
  const runs = readRuns(cursor)
  const versions = readVersions(cursor, clauses)
  return {
    id: listed.id,
    bytes: listed.bytes,
    clauses,
    lengthSum,
    tag: crc32(bytes),
    lengths,
    ...runs,
    ...versions,
    ...readDictionary(cursor),
  }
}

/** The last place in a rising list whose value is not above; -1 where all are. */
const lastAtMost = <T extends number | string>(values: { readonly length: number; readonly [at: number]: T }, wanted: T): number => {
  let [low, high] = [-1, values.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const value = values[middle]
    if (value !== undefined && value <= wanted) low = middle
    else high = middle - 1
  }
  return low
}

/** The key of a clause by its ordinal. */
export const keyOf = ({ runs }: Segment, ordinal: number): number => {
  const run = lastAtMost(runs.ordinals, ordinal)
  return (runs.keys[run] ?? 0) + ordinal - (runs.ordinals[run] ?? 0)
}

/** The version of a clause by its ordinal. */
export const versionOf = ({ versions, versionAt }: Segment, ordinal: number): number => versions[versionAt[ordinal] ?? 0] ?? 0

/** The dictionary block in which a term would stand, or undefined where it comes before all of them. */
export const blockOf = ({ dictionary }: Segment, term: string): number | undefined => dictionary.blocks[lastAtMost(dictionary.terms, term)]
