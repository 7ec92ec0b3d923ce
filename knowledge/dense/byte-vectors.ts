import { bestOf } from '../index/best.ts'
import { openDotRows, rowsTogether, stepBytes } from './wasm/dot-rows.ts'

/** Vectors in memory, one byte a number: what is near is found here, and its order is set right by the floats in the store. */
export interface ByteVectors {
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
/** No sum of products may reach 2³¹; by Cauchy-Schwarz it is at most the product of both lengths. */
const largestSum = 2 ** 30

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

/** Memory: one byte for each number, 8 for each vector, and an eighth of room to grow. Nothing is taken before the first vector. */
export const openByteVectors = (): ByteVectors => {
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

  // The question's 16-bit numbers, the products of one go, the rows.
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

  const addOne = (into: Int8Array, { clause, version, vector }: { clause: number; version: number; vector: Float32Array }): void => {
    if (isKnown(clause)) return
    const scale = largestOf(vector) / 127 || 1
    const from = rowsAt() + count * stride
    for (let at = 0; at < vector.length; at += 1) into[from + at] = Math.round((vector[at] ?? 0) / scale)
    scales[count] = scale
    clauses[count] = clause
    known[clause >>> 3] = (known[clause >>> 3] ?? 0) | (1 << (clause & 7))
    counts.set(version, (counts.get(version) ?? 0) + 1)
    const last = runs.at(-1)
    if (last?.version === version) last.to = count + 1
    else runs.push({ version, from: count, to: count + 1 })
    count += 1
  }

  /** Writes the question where the kernel reads it, as fine as 16 bits and the sums allow; gives back what one unit is worth. */
  const writeQuestion = (vector: Float32Array): number => {
    const fineness = Math.min(32_767 / largestOf(vector), largestSum / (127 * Math.sqrt(stride)))
    const into = new Int16Array(kernel.memory.buffer, 0, stride)
    for (let at = 0; at < vector.length; at += 1) into[at] = Math.round((vector[at] ?? 0) * fineness)
    return 1 / fineness
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
      dimensions ??= first.vector.length
      stride = Math.ceil(dimensions / stepBytes) * stepBytes
      makeRoom(count + vectors.length)
      noteUpTo(vectors.reduce((most, { clause }) => Math.max(most, clause), 0))
      const into = new Int8Array(kernel.memory.buffer)
      for (const one of vectors) if (one.vector.length === dimensions) addOne(into, one)
    },
    countOf: (version) => counts.get(version) ?? 0,
    nearest(vector, { limit, isAllowed }) {
      if (vector.length !== dimensions) return []
      const best = bestOf(limit)
      const worth = writeQuestion(vector)
      const products = new Int32Array(kernel.memory.buffer, outAt(), rowsAtOnce)
      // The lowest score that is still of interest; anything while there is room.
      let least = Number.NEGATIVE_INFINITY
      for (const { from, to } of spansOf(runs, isAllowed))
        for (let at = from; at < to; at += rowsAtOnce) {
          const rows = Math.min(rowsAtOnce, to - at)
          kernel.dotRows(rowsAt() + at * stride, Math.ceil(rows / rowsTogether) * rowsTogether, stride, 0, outAt())
          for (let row = 0; row < rows; row += 1) {
            const score = (products[row] ?? 0) * (scales[at + row] ?? 0)
            if (score < least) continue
            best.offer(score, clauses[at + row] ?? 0, 0)
            if (best.threshold !== 0) least = best.threshold
          }
        }
      return best.sorted().map(({ clause, score }) => ({ clause, score: score * worth }))
    },
  }
}
