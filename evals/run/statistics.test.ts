import { describe, expect, it } from 'vitest'
import { bootstrap, mcnemar, mean, pairedDifference, passHatK, quantile, seeded, wilson } from './statistics.ts'

describe('an interval', () => {
  // Values of the published formula (Wilson 1927), checked by hand.
  it.each([
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [81, 263, 0.2553, 0.3662],
  ])('of a share, %i of %i, is %d to %d', (hits, count, low, high) => {
    const found = wilson(hits, count)
    expect(found[0]).toBeCloseTo(low, 3)
    expect(found[1]).toBeCloseTo(high, 3)
  })

  it('of nothing says nothing', () => expect(wilson(0, 0)).toEqual([0, 1]))

  it('of a mean holds the mean, is narrower for more values, and is the same each time', () => {
    const few = Array.from({ length: 20 }, (_, at) => at % 5)
    const many = Array.from({ length: 500 }, (_, at) => at % 5)
    const width = ([low, high]: readonly [number, number]): number => high - low
    expect(bootstrap(few, mean)).toEqual(bootstrap(few, mean))
    expect(width(bootstrap(many, mean))).toBeLessThan(width(bootstrap(few, mean)))
    expect(bootstrap(many, mean)[0]).toBeLessThan(2)
    expect(bootstrap(many, mean)[1]).toBeGreaterThan(2)
  })
})

describe('two runs', () => {
  it.each([
    [0, 0, 1],
    [5, 5, 1],
    [10, 0, 0.001953],
    [8, 2, 0.109375],
  ])('that differ %i and %i times are alike with p = %d', (first, second, p) => expect(mcnemar(first, second)).toBeCloseTo(p, 5))

  it('that differ by one everywhere are one apart', () => {
    expect(pairedDifference(Array.from({ length: 30 }, (_, at) => [at, at + 1] as const))).toEqual([1, 1])
  })
})

describe('k tries', () => {
  it.each([
    [8, 8, 8, 1],
    [7, 8, 8, 0],
    [6, 8, 4, 15 / 70],
    [0, 8, 1, 0],
  ])('%i of %i passed: %i in a row pass with %d', (passed, tries, k, likely) => expect(passHatK(passed, tries, k)).toBeCloseTo(likely, 9))

  it('are not told of more than there were', () => expect(() => passHatK(1, 2, 3)).toThrow(RangeError))
})

describe('chance', () => {
  it('is the same for the same seed and another for another', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, seeded(seed))
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
  })
  it('quantiles lie between values', () => expect([quantile([1, 2, 3, 4], 0.5), quantile([5], 0.95)]).toEqual([2.5, 5]))
})
