import type { Cursor } from './bytes.ts'
import { denseCode, denseShift } from './dense.ts'
import type { Stretch, TermList } from './dictionary.ts'
import { chunkSize, lastOfChunk, type Postings, readChunk, roomForPostings, skipChunk } from './postings.ts'

// The inner loops of a search. No allocation for a posting, no look-up but in typed arrays.

/** Rooms that every search uses again; a segment is ranked without a pause, so nobody meets another there. */
export interface Rooms {
  /** Score so far by ordinal; zeros between two segments. */
  readonly scores: Float64Array
  /** Clauses that may still be found, side by side: ordinals, rising; scores so far; length codes. */
  readonly candidates: { readonly ordinals: Int32Array; readonly scores: Float64Array; readonly lengths: Uint8Array }
  /** By ordinal: one more than its place among the candidates, 0 for all others. */
  readonly places: Int32Array
  readonly chunk: Postings
}

/** Rooms for segments of up to this many clauses. */
export const roomsFor = (clauses: number): Rooms => ({
  scores: new Float64Array(clauses + 1),
  candidates: { ordinals: new Int32Array(clauses), scores: new Float64Array(clauses), lengths: new Uint8Array(clauses) },
  places: new Int32Array(clauses),
  chunk: roomForPostings(chunkSize),
})

/** One term's list in a segment, and what a posting of it is worth: `weight` times its part of BM25. */
export interface WeightedList {
  readonly list: TermList
  readonly weight: number
}

/** What a part of BM25 is looked up by: the lengths of a segment's clauses, and the table of parts. */
export interface Scale {
  readonly lengths: Uint8Array
  readonly parts: Float64Array
}

const bytesOf = ({ bytes }: Stretch): Uint8Array => {
  if (!bytes) throw new RangeError('a block of postings is used before it was read')
  return bytes
}

/** Two clauses at a time. A part is 0 where the code is, so no clause needs a question; lengths and scores have room for an even number. */
const addDenseToAll = (bytes: Uint8Array, before: number, weight: number, { lengths, parts }: Scale, scores: Float64Array): void => {
  for (let at = 0, ordinal = before + 1; at < bytes.length; at += 1, ordinal += 2) {
    const pair = bytes[at] ?? 0
    scores[ordinal] = (scores[ordinal] ?? 0) + weight * (parts[((pair & 15) << 8) | (lengths[ordinal] ?? 0)] ?? 0)
    scores[ordinal + 1] = (scores[ordinal + 1] ?? 0) + weight * (parts[((pair >>> 4) << 8) | (lengths[ordinal + 1] ?? 0)] ?? 0)
  }
}

/** Adds what a list is worth to the scores of all its clauses. */
export const addToAll = ({ list, weight }: WeightedList, scale: Scale, { scores, chunk }: Rooms): void => {
  const { ordinals, codes } = chunk
  const { lengths, parts } = scale
  const hasSkips = list.count > chunkSize
  for (const stretch of list.stretches) {
    const bytes = bytesOf(stretch)
    if (list.isDense) {
      addDenseToAll(bytes, stretch.before, weight, scale, scores)
      continue
    }
    const cursor: Cursor = { bytes, at: stretch.at }
    let before = stretch.before
    for (let left = stretch.count; left > 0; left -= chunkSize) {
      const count = Math.min(left, chunkSize)
      before = readChunk(cursor, count, before, hasSkips, chunk)
      for (let i = 0; i < count; i += 1) {
        const ordinal = ordinals[i] ?? 0
        scores[ordinal] = (scores[ordinal] ?? 0) + weight * (parts[((codes[i] ?? 0) << 8) | (lengths[ordinal] ?? 0)] ?? 0)
      }
    }
  }
}

const addDenseToCandidates = ({ list, weight }: WeightedList, parts: Float64Array, { candidates }: Rooms, held: number): void => {
  const { ordinals, scores, lengths } = candidates
  for (let at = 0; at < held; ) {
    const stretch = list.stretches[(ordinals[at] ?? 0) >>> denseShift]
    if (!stretch) return
    const bytes = bytesOf(stretch)
    for (; at < held; at += 1) {
      const ordinal = ordinals[at] ?? 0
      if (ordinal > stretch.last) break
      scores[at] = (scores[at] ?? 0) + weight * (parts[(denseCode(bytes, ordinal) << 8) | (lengths[at] ?? 0)] ?? 0)
    }
  }
}

/** Adds it to the first `held` candidates only: a chunk in which there is none is passed over. */
export const addToCandidates = (weighted: WeightedList, { parts }: Scale, rooms: Rooms, held: number): void => {
  const { list, weight } = weighted
  if (list.isDense) {
    addDenseToCandidates(weighted, parts, rooms, held)
    return
  }
  const { chunk, candidates, places } = rooms
  const { scores, lengths } = candidates
  const { ordinals, codes } = chunk
  const hasSkips = list.count > chunkSize
  let next = 0
  for (const stretch of list.stretches) {
    const cursor: Cursor = { bytes: bytesOf(stretch), at: stretch.at }
    let before = stretch.before
    for (let left = stretch.count; left > 0; left -= chunkSize) {
      while (next < held && (candidates.ordinals[next] ?? 0) <= before) next += 1
      if (next === held) return
      const wanted = candidates.ordinals[next] ?? 0
      if (wanted > stretch.last) break
      const count = Math.min(left, chunkSize)
      if (hasSkips && wanted > lastOfChunk(cursor)) {
        before = lastOfChunk(cursor)
        skipChunk(cursor, count)
        continue
      }
      before = readChunk(cursor, count, before, hasSkips, chunk)
      for (let i = 0; i < count; i += 1) {
        const place = places[ordinals[i] ?? 0] ?? 0
        if (place === 0) continue
        const at = place - 1
        scores[at] = (scores[at] ?? 0) + weight * (parts[((codes[i] ?? 0) << 8) | (lengths[at] ?? 0)] ?? 0)
      }
    }
  }
}
