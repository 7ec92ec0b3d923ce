import { bestOf } from '../index/best.ts'
import { openDotRows, rowsTogether, stepBytes, stepNumbers } from './wasm/dot-rows.ts'

/** Vectors in memory, half a byte a number: what may be near is found here, and the floats in the store say what is. */
export interface PackedVectors {
  readonly count: number
  /** Undefined while there are none. */
  readonly dimensions: number | undefined
  /** What they take in memory. */
  readonly bytes: number
  /** Adds vectors of length 1 and of one dimension; those of another are left out. */
  add(vectors: readonly { readonly clause: number; readonly version: number; readonly vector: Float32Array }[]): void
  /** How many of a version's clauses are here. */
  countOf(version: number): number
  /** Nearest by cosine, up to the rounding, best first. */
  nearest(
    vector: Float32Array,
    options: { limit: number; isAllowed: (version: number) => boolean },
  ): readonly { clause: number; score: number }[]
}

/** Rows whose products are computed before they are looked at: they stay in the processor's first cache. */
const rowsAtOnce = 4_096
const pageBytes = 65_536
/** Numbers are kept from 1 to 15, so 8 stands for 0. */
const zero = 8
const most = 7
/**
 * What lies so many times further out than numbers do on average is kept as if it lay there: the few that do would make the steps coarse
 * for all others. Over 55,404 × 512 the ten nearest are among the first 100 then (bench/dense.ts).
 */
const farOut = 3
/** No sum of products reaches 2³¹ with so many dimensions. */
const mostDimensions = 2 ** 16

/** Rows that follow one another and belong to one version: mostly a whole version. */
interface Run {
  readonly version: number
  readonly from: number
  to: number
}

/** Rows of allowed versions, neighbours together. */
const spansOf = (runs: readonly Run[], isAllowed: (version: number) => boolean): { from: number; to: number }[] => {
  const spans: { from: number; to: number }[] = []
  for (const { version, from, to } of runs) {
    if (!isAllowed(version)) continue
    const last = spans.at(-1)
    if (last?.to === from) last.to = to
    else spans.push({ from, to })
  }
  return spans
}

const largestOf = (vector: Float32Array): number => vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

const larger = <T extends Float32Array | Int32Array>(old: T, fresh: T): T => {
  fresh.set(old)
  return fresh
}

/** Memory: half a byte for each number, 8 for each vector, and an eighth of room to grow. Nothing is taken before the first vector. */
export const openPackedVectors = (): PackedVectors => {
  const kernel = openDotRows()
  /** A bit for each clause key. */
  let known = new Uint8Array(0)
  const runs: Run[] = []
  const counts = new Map<number, number>()
  let scales = new Float32Array(0)
  let clauses = new Int32Array(0)
  let count = 0
  let dimensions: number | undefined
  let stride = 0

  // The question's bytes, the products of one go, the rows.
  const outAt = (): number => stride * 2
  const rowsAt = (): number => outAt() + rowsAtOnce * 4

  const makeRoom = (rows: number): void => {
    // The kernel goes by four rows, also past the last.
    const needed = rowsAt() + (rows + rowsTogether) * stride
    const missing = Math.ceil((needed - kernel.memory.buffer.byteLength) / pageBytes)
    if (missing > 0) kernel.memory.grow(missing + (count > 0 ? needed >>> 19 : 0))
    if (rows <= clauses.length) return
    const room = rows + (count > 0 ? rows >>> 3 : 0)
    scales = larger(scales, new Float32Array(room))
    clauses = larger(clauses, new Int32Array(room))
  }

  const isKnown = (clause: number): boolean => ((known[clause >>> 3] ?? 0) & (1 << (clause & 7))) !== 0
  const noteUpTo = (clause: number): void => {
    if (clause >>> 3 < known.length) return
    const room = new Uint8Array((clause >>> 3) + 1_024)
    room.set(known)
    known = room
  }

  const addOne = (into: Uint8Array, { clause, version, vector }: { clause: number; version: number; vector: Float32Array }): void => {
    if (isKnown(clause)) return
    const scale = Math.min(largestOf(vector), farOut / Math.sqrt(vector.length)) / most || 1
    const from = rowsAt() + count * stride
    for (let at = 0; at < vector.length; at += 1) {
      const number = zero + Math.max(-most, Math.min(most, Math.round((vector[at] ?? 0) / scale)))
      const place = from + Math.floor(at / stepNumbers) * stepBytes + (at & 15)
      into[place] = (into[place] ?? 0) | (number << (at & 16 ? 4 : 0))
    }
    scales[count] = scale
    clauses[count] = clause
    known[clause >>> 3] = (known[clause >>> 3] ?? 0) | (1 << (clause & 7))
    counts.set(version, (counts.get(version) ?? 0) + 1)
    const last = runs.at(-1)
    if (last?.version === version) last.to = count + 1
    else runs.push({ version, from: count, to: count + 1 })
    count += 1
  }

  /** Writes the question where the kernel reads it; gives back what one unit is worth, and what `zero` adds to every product. */
  const writeQuestion = (vector: Float32Array): { worth: number; added: number } => {
    const worth = largestOf(vector) / 127 || 1
    const into = new Int8Array(kernel.memory.buffer, 0, outAt())
    for (let at = 0; at < vector.length; at += 1) into[at] = Math.round((vector[at] ?? 0) / worth)
    return { worth, added: zero * into.reduce((sum, value) => sum + value, 0) }
  }

  return {
    get count() {
      return count
    },
    get dimensions() {
      return dimensions
    },
    get bytes() {
      return kernel.memory.buffer.byteLength + scales.byteLength + clauses.byteLength
    },
    add(vectors) {
      const first = vectors[0]
      if (!first) return
      if (first.vector.length > mostDimensions) return
      dimensions ??= first.vector.length
      stride = Math.ceil(dimensions / stepNumbers) * stepBytes
      makeRoom(count + vectors.length)
      noteUpTo(vectors.reduce((most, { clause }) => Math.max(most, clause), 0))
      const into = new Uint8Array(kernel.memory.buffer)
      for (const one of vectors) if (one.vector.length === dimensions) addOne(into, one)
    },
    countOf: (version) => counts.get(version) ?? 0,
    nearest(vector, { limit, isAllowed }) {
      if (vector.length !== dimensions) return []
      const best = bestOf(limit)
      const { worth, added } = writeQuestion(vector)
      const products = new Int32Array(kernel.memory.buffer, outAt(), rowsAtOnce)
      // The lowest score that is still of interest; anything while there is room.
      let least = Number.NEGATIVE_INFINITY
      for (const { from, to } of spansOf(runs, isAllowed))
        for (let at = from; at < to; at += rowsAtOnce) {
          const rows = Math.min(rowsAtOnce, to - at)
          kernel.dotRows(rowsAt() + at * stride, Math.ceil(rows / rowsTogether) * rowsTogether, stride, 0, outAt())
          for (let row = 0; row < rows; row += 1) {
            const score = ((products[row] ?? 0) - added) * (scales[at + row] ?? 0)
            if (score < least) continue
            best.offer(score, clauses[at + row] ?? 0, 0)
            if (best.threshold !== 0) least = best.threshold
          }
        }
      return best.sorted().map(({ clause, score }) => ({ clause, score: score * worth }))
    },
  }
}
