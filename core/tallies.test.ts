import { expect, it } from 'vitest'
import { bucketOf, quantileOf } from './tallies.ts'

const tallied = (times: readonly number[]) => times.map((ms) => ({ bucket: bucketOf(ms), count: 1 }))
const exact = (times: readonly number[], share: number) =>
  [...times].sort((a, b) => a - b)[Math.max(1, Math.ceil(share * times.length)) - 1] ?? 0

it('tells the median and the slow tenth within a tenth of what they are', () => {
  for (const scale of [10, 130, 2_900, 41_000]) {
    const times = Array.from({ length: 101 }, (_, n) => scale * (1 + ((n * 37) % 101) / 25))
    for (const share of [0.5, 0.9]) {
      const told = quantileOf(tallied(times), share) ?? 0
      expect(Math.abs(told / exact(times, share) - 1), `${scale} ${share}`).toBeLessThanOrEqual(0.1)
    }
  }
})

it('has no time where nothing happened, and a last class for what never ends', () => {
  expect(quantileOf([], 0.5)).toBeNull()
  expect(quantileOf([{ bucket: 3, count: 0 }], 0.5)).toBeNull()
  expect([bucketOf(0), bucketOf(0.4), bucketOf(1)]).toEqual([0, 0, 0])
  expect(bucketOf(10 ** 9)).toBe(bucketOf(2 ** 20))
  expect(quantileOf([{ bucket: 0, count: 9 }], 0.9)).toBe(1)
})
