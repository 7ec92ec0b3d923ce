import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fuse } from './fusion.ts'

const order = (...legs: Parameters<typeof fuse>[0]): number[] => fuse(legs).map(({ clause }) => clause)

it('adds 1 / (60 + rank) of each leg', () => {
  expect(
    fuse([
      { clauses: [7, 8], weight: 1 },
      { clauses: [8, 9], weight: 2 },
    ]),
  ).toEqual([
    { clause: 8, score: 1 / 62 + 2 / 61 },
    { clause: 9, score: 2 / 62 },
    { clause: 7, score: 1 / 61 },
  ])
})

it('keeps the order of the only leg, and of the first one where both say the same much', () => {
  expect(order({ clauses: [5, 3, 9], weight: 1 })).toEqual([5, 3, 9])
  expect(order({ clauses: [5, 3, 9], weight: 1 }, { clauses: [], weight: 1 })).toEqual([5, 3, 9])
  expect(order({ clauses: [1, 2], weight: 1 }, { clauses: [3, 4], weight: 1 })).toEqual([1, 3, 2, 4])
  expect(order({ clauses: [5, 3], weight: 1 }, { clauses: [9, 5], weight: 0 })).toEqual([5, 3, 9])
})

it('holds every clause of both legs once, and puts first what both put first', () => {
  const leg = fc.uniqueArray(fc.integer({ min: 2, max: 50 }), { maxLength: 20 })
  fc.assert(
    fc.property(leg, leg, (one, two) => {
      const fused = order({ clauses: [1, ...one], weight: 1 }, { clauses: [1, ...two], weight: 0.5 })
      expect(fused[0]).toBe(1)
      expect(fused.toSorted((a, z) => a - z)).toEqual([...new Set([1, ...one, ...two])].sort((a, z) => a - z))
    }),
  )
})
