import { expect, it } from 'vitest'
import { blockCache } from './cache.ts'
import { mostClauses, nextMerge, tierOf } from './policy.ts'
import { frequencyCode, frequencyOf, idf, lengthCode, lengthOf } from './scoring.ts'

it('keeps lengths to 3 in a hundred, short ones exactly, and never turns the longer clause into the shorter', () => {
  let before = 0
  for (let length = 1; length < 400_000; length += 1 + Math.floor(length / 97)) {
    const kept = lengthOf(lengthCode(length))
    expect(Math.abs(kept - length) / length).toBeLessThan(0.0304)
    if (length < 32) expect(kept).toBe(length)
    expect(kept).toBeGreaterThanOrEqual(before)
    before = kept
  }
  expect(lengthCode(10_000_000)).toBe(255)
})

it('keeps frequencies up to 2 to the quarter, and none as nothing', () => {
  for (let n = 1; n <= 8; n += 1) expect(frequencyOf(frequencyCode(n / 4))).toBe(n)
  expect([0.01, 3.4, 1_000].map((frequency) => frequencyOf(frequencyCode(frequency)) / 4)).toEqual([0.25, 3, 24])
})

it('gives a word that is in every clause a little weight, a rare one much', () => {
  expect(idf(100, 100)).toBeGreaterThan(0)
  expect(idf(100, 1)).toBeGreaterThan(idf(100, 2))
})

const segments = (...clauses: number[]) =>
  clauses.map((count, at) => ({ id: at + 1, level: tierOf(count), clauses: count, bytes: count, gone: 0 }))

it('merges six segments of one size, smallest first, and never into one that is too large', () => {
  expect(nextMerge(segments(10, 10, 10, 10, 10))).toBeUndefined()
  expect(nextMerge(segments(60, 50, 40, 30, 20, 10, 5_000))?.map(({ clauses }) => clauses)).toEqual([10, 20, 30, 40, 50, 60])
  const large = segments(100_000, 100_000, 100_000, 100_000, 100_000, 20_000)
  expect(nextMerge(large)?.reduce((sum, { clauses }) => sum + clauses, 0)).toBeLessThanOrEqual(mostClauses)
  expect(nextMerge(segments(160_000, 160_000, 160_000, 160_000, 160_000, 160_000))).toBeUndefined()
})

it('writes a segment anew when three tenths of it are gone', () => {
  const [one] = segments(1_000)
  expect(one && nextMerge([{ ...one, gone: 299 }])).toBeUndefined()
  expect(one && nextMerge([{ ...one, gone: 300 }])).toHaveLength(1)
})

it('keeps the blocks that are used, within its bytes', () => {
  const cache = blockCache(10_000)
  const block = (): Uint8Array => new Uint8Array(800)
  cache.put(1, 0, block())
  for (let at = 1; at < 100; at += 1) {
    expect(cache.get(1, 0)).toBeDefined()
    cache.put(1, at, block())
    expect(cache.bytes).toBeLessThanOrEqual(10_000)
  }
  expect(cache.get(1, 1)).toBeUndefined()
  cache.keepOnly(new Set([2]))
  expect(cache.bytes).toBe(0)
})
