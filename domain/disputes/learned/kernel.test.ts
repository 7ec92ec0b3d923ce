import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passedOver } from '../matcher/fold.ts'
import { mostOutputs, mostTimes, openPairKernel, stepsOf } from './kernel.ts'
import { placePairs } from './placing.ts'
import { pairSlots, slotOf, vocabularyOf } from './vocabulary.ts'

const [digit, letter] = [0x30, 0x78]
const alphabet = '甲乙丙丁戊己庚辛壬癸0x '
const units = Uint16Array.from({ length: 0x10000 }, (_, unit) => (unit === 0x20 ? passedOver : unit))
const code = (char: string): number => char.charCodeAt(0)
const pairOf = (first: string, second: string): number => (code(first) << 16) | code(second)
const every = [...'甲乙丙丁戊己庚辛壬癸0x'].flatMap((first) => [...'甲乙丙丁戊己庚辛壬癸0x'].map((second) => pairOf(first, second)))

/** The same in plain words: what follows what, looked up one by one. */
const rowsInWords = (text: string, vocabulary: Int32Array, most: number): number[] => {
  const rows: number[] = []
  let last = 0
  for (const char of text) {
    const unit = units[code(char)] as number
    if (unit === passedOver || (unit === last && (unit === digit || unit === letter))) continue
    const slot = slotOf(vocabulary, (last << 16) | unit)
    if (slot >= 0 && rows.length < most) rows.push(slot)
    last = unit
  }
  return rows
}

const open = (pairs: readonly number[], weights?: Int8Array, rarity?: Uint8Array) => {
  const vocabulary = vocabularyOf(pairs)
  const most = { rowCount: pairSlots, mostPairs: 40, mostRows: 64, room: 256 }
  return { vocabulary, kernel: openPairKernel({ units, vocabulary, weights, rarity, runs: [digit, letter], ...most }) }
}

describe('the kernel of the learned part', () => {
  it('finds the pairs that looking each up one by one would, and no more than are wanted', () => {
    fc.assert(
      fc.property(fc.subarray(every), fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 200 }), (pairs, text) => {
        const { vocabulary, kernel } = open(pairs)
        kernel.bytes.write(text, 0, 'utf16le')
        const count = kernel.pairs(text.length)
        expect([...kernel.rows.subarray(0, count)]).toEqual(rowsInWords(text, vocabulary, 40))
      }),
      { numRuns: 60 },
    )
  })

  it('adds up what adding number by number would, in either manner, at the ends of what a byte holds too', () => {
    const weights = Int8Array.from({ length: 2 * mostOutputs * pairSlots }, (_, at) => ((at * 37) % 255) - 127)
    const rarity = Uint8Array.from({ length: pairSlots }, (_, row) => (row * 7) % 160)
    const { kernel } = open(every, weights, rarity)
    // Few different ones, so that some come more often than is counted.
    const row = fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: pairSlots - 1 }))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 64 }), fc.constantFrom(0, 1), (rows, manner) => {
        kernel.rows.set(rows)
        const count = kernel.unite(rows.length)
        const distinct = [...new Set(rows)]
        expect([...kernel.rows.subarray(0, count)]).toEqual(distinct)
        const steps = distinct.map((one) => stepsOf[Math.min(mostTimes, rows.filter((other) => other === one).length)] as number)
        const squares = kernel.add(count, manner)
        expect(squares).toBe(distinct.reduce((sum, one, at) => sum + ((steps[at] as number) * (rarity[one] as number)) ** 2, 0))
        const sums = Array.from({ length: mostOutputs }, (_, output) =>
          distinct.reduce(
            (sum, one, at) => sum + (steps[at] as number) * (weights[(manner * pairSlots + one) * mostOutputs + output] as number),
            0,
          ),
        )
        expect([...kernel.sums]).toEqual(sums)
        expect(distinct.every((one) => kernel.times[one] === 0)).toBe(true)
      }),
    )
  })

  it('reads no further than its room', () => {
    const { kernel } = open(every)
    kernel.bytes.write('甲乙'.repeat(1_000), 0, 'utf16le')
    expect(kernel.pairs(2_000)).toBe(40)
  })

  it('has every pair at one of its two places, in a table as full as it gets', () => {
    const pairs = Array.from({ length: 14_000 }, (_, at) => Math.imul(at + 1, 0x9e3779b1))
    const vocabulary = vocabularyOf(pairs)
    const { keys, rowOf } = placePairs(vocabulary)
    for (const [place, key] of keys.entries()) if (key !== 0) expect(vocabulary[rowOf[place] as number]).toBe(key)
    expect(keys.filter((key) => key !== 0).length).toBe(14_000)
  })
})
