import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fuse, fuseWithMeaning } from './fusion.ts'

const order = (...legs: Parameters<typeof fuse>[0]): number[] => fuse(legs).map(({ clause }) => clause)

it('adds 1 / (2 + rank) of each leg', () => {
  expect(
    fuse([
      { clauses: [7, 8], weight: 1 },
      { clauses: [8, 9], weight: 2 },
    ]),
  ).toEqual([
    { clause: 8, score: 1 / 4 + 2 / 3 },
    { clause: 9, score: 2 / 4 },
    { clause: 7, score: 1 / 3 },
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

it('believes the words more the more their first clause stands out, and the vectors where all score alike', () => {
  const near = [101, 102, 1]
  const first = (scores: (at: number) => number, count = 40): number | undefined =>
    fuseWithMeaning(
      Array.from({ length: count }, (_, at) => ({ clause: at + 1, score: scores(at) })),
      near,
    )[0]?.clause
  expect(first((at) => 30 / (1 + at))).toBe(1)
  expect(fuseWithMeaning([{ clause: 5, score: 1 }], near).map(({ clause }) => clause)).toEqual([5, 101, 102, 1])
  // Words that tell nothing apart have next to no say.
  const flat = Array.from({ length: 40 }, (_, at) => ({ clause: at + 1, score: 10 - at / 100 }))
  expect(
    fuseWithMeaning(flat, near)
      .slice(0, 3)
      .map(({ clause }) => clause),
  ).toEqual([101, 102, 1])
  const steep = flat.map(({ clause }, at) => ({ clause, score: 30 / (1 + at) }))
  expect(
    fuseWithMeaning(steep, near)
      .slice(0, 3)
      .map(({ clause }) => clause),
  ).toEqual([1, 2, 3])
})
