import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openPackedVectors } from './packed-vectors.ts'

const unit = (values: readonly number[]): Float32Array => {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
/** A vector that is always the same for the same number. */
const vectorFor = (seed: number, dimensions: number): Float32Array =>
  unit(Array.from({ length: dimensions }, (_, at) => Math.sin(seed * 12.9898 + at * 78.233) + 0.001))
const every = { isAllowed: () => true }

it('finds the nearest as plain arithmetic does, up to the rounding to half bytes, for any dimension', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 70 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 9_999 }),
      (dimensions, count, seed) => {
        const vectors = openPackedVectors()
        const all = Array.from({ length: count }, (_, at) => ({
          clause: at + 1,
          version: at >> 4,
          vector: vectorFor(seed + at, dimensions),
        }))
        for (let from = 0; from < count; from += 37) vectors.add(all.slice(from, from + 37))
        const question = vectorFor(seed / 3, dimensions)
        const found = vectors.nearest(question, { limit: 10, ...every })
        expect(found).toHaveLength(Math.min(10, count))
        const exact = new Map(all.map(({ clause, vector }) => [clause, dot(vector, question)]))
        // A number is off by at most a fourteenth of the largest, which is less than twice the mean here: by Cauchy-Schwarz a score by 1/7.
        const slack = 1 / 7
        const tenth = [...exact.values()].sort((a, z) => z - a)[found.length - 1] ?? 0
        for (const { clause, score } of found) {
          expect(Math.abs(score - (exact.get(clause) ?? 9))).toBeLessThan(slack)
          expect(exact.get(clause)).toBeGreaterThan(tenth - 2 * slack)
        }
      },
    ),
    { numRuns: 60 },
  )
})

it('looks at allowed versions only, adds each clause once, and leaves out vectors of another dimension', () => {
  const vectors = openPackedVectors()
  const entry = (clause: number, version: number, ...values: number[]) => ({ clause, version, vector: unit(values) })
  expect(vectors.nearest(unit([1, 0]), { limit: 3, ...every })).toEqual([])
  vectors.add([entry(1, 1, 1, 0), entry(2, 1, 1, 1), entry(3, 2, 0.9, 0.1)])
  vectors.add([entry(1, 1, 0, 1), entry(4, 3, -1, 0), entry(5, 3, 1, 0, 0)])
  expect(vectors).toMatchObject({ count: 4, dimensions: 2 })
  expect([1, 2, 3, 9].map(vectors.countOf)).toEqual([2, 1, 1, 0])
  const keys = (isAllowed: (version: number) => boolean, limit = 9): number[] =>
    vectors.nearest(unit([1, 0]), { limit, isAllowed }).map(({ clause }) => clause)
  expect(keys(() => true)).toEqual([1, 3, 2, 4])
  expect(keys((version) => version !== 1)).toEqual([3, 4])
  expect(keys(() => true, 1)).toEqual([1])
  expect(keys(() => false)).toEqual([])
  expect(vectors.nearest(unit([1, 0, 0]), { limit: 3, ...every })).toEqual([])
})

it('takes memory in proportion: half a byte for each number, and little beside', () => {
  const vectors = openPackedVectors()
  for (let from = 0; from < 20_000; from += 500)
    vectors.add(Array.from({ length: 500 }, (_, at) => ({ clause: from + at + 1, version: 1, vector: vectorFor(from + at, 64) })))
  expect(vectors.bytes).toBeLessThan(20_000 * 32 * 1.4 + 400_000)
})
