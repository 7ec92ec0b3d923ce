import fc from 'fast-check'
import { expect, it } from 'vitest'
import { signed, unsigned } from '../../../core/wasm.ts'
import { openDotRows } from './dot-rows.ts'

const question = 0
const out = 4_096
const rows = 8_192

const computed = (kernel: ReturnType<typeof openDotRows>, stride: number, count: number): number[] => {
  kernel.dotRows(rows, count, stride, question, out)
  return [...new Int32Array(kernel.memory.buffer, out, count)]
}

it('gives the same dot products as plain arithmetic, for any numbers that it takes', () => {
  const kernel = openDotRows()
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }).chain((steps) => fc.tuple(fc.constant(steps * 16), fc.integer({ min: 1, max: 5 }))),
      fc.integer(),
      ([stride, groups], seed) => {
        const count = groups * 4
        const number = (at: number): number => ((Math.imul(at + 1, 2_654_435_761) ^ Math.imul(seed, 40_503 + at)) << 24) >> 24
        const q = Int8Array.from({ length: 2 * stride }, (_, at) => Math.max(-127, number(at)))
        new Int8Array(kernel.memory.buffer, question, q.length).set(q)
        const bytes = Uint8Array.from({ length: count * stride }, (_, at) => number(at + 7_919))
        new Uint8Array(kernel.memory.buffer, rows, bytes.length).set(bytes)
        const numberOf = (row: number, at: number): number => {
          const byte = bytes[row * stride + Math.floor(at / 32) * 16 + (at % 16)] ?? 0
          return at % 32 < 16 ? byte & 15 : byte >> 4
        }
        const plain = Array.from({ length: count }, (_, row) => q.reduce((sum, value, at) => sum + value * numberOf(row, at), 0))
        expect(computed(kernel, stride, count)).toEqual(plain)
      },
    ),
  )
})

it('holds the largest sums, and computes nothing when asked for no rows', () => {
  const kernel = openDotRows()
  for (const value of [127, -127]) {
    new Int8Array(kernel.memory.buffer, question, 2_048).fill(value)
    new Uint8Array(kernel.memory.buffer, rows, 4 * 1_024).fill(255)
    expect(computed(kernel, 1_024, 4)).toEqual(Array(4).fill(value * 15 * 2_048))
  }
  new Int32Array(kernel.memory.buffer, out, 4).fill(7)
  kernel.dotRows(rows, 0, 1_024, question, out)
  expect([...new Int32Array(kernel.memory.buffer, out, 4)]).toEqual([7, 7, 7, 7])
})

it('writes numbers of the format as the specification has them', () => {
  expect(unsigned(624_485)).toEqual([0xe5, 0x8e, 0x26])
  expect(signed(-123_456)).toEqual([0xc0, 0xbb, 0x78])
  expect([signed(63), signed(64), signed(-64), signed(-65)]).toEqual([[63], [0xc0, 0x00], [0x40], [0xbf, 0x7f]])
})
