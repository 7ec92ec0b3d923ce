import type { WordFilter } from './known-words.ts'
import { edge, pairOf, part, type SignTable } from './signs.ts'

/** Rows of the table of weights. */
export const rowBits = 17
const shift = 32 - rowBits

/** How a candidate is written: a surname and a given name, or signs of a name of the region. */
export const written = { han: 0, compound: 1, regional: 2 } as const
export type Written = (typeof written)[keyof typeof written]

/** Most signs of a name of the region that are looked at. */
export const longestRegional = 8
const mostRows = 64

const row1 = (kind: number, a: number): number => {
  const hash = Math.imul((kind << 16) ^ a, 0x9e3779b1)
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> shift
}
const row2 = (kind: number, a: number, b: number): number => {
  const hash = Math.imul(Math.imul((kind << 16) ^ a, 0x9e3779b1) + b, 0x85ebca6b)
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> shift
}
const row3 = (kind: number, a: number, b: number, c: number): number => {
  const hash = Math.imul(Math.imul(Math.imul((kind << 16) ^ a, 0x9e3779b1) + b, 0x85ebca6b) + c, 0xc2b2ae35)
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> shift
}

/** Reads what speaks for and against a candidate, as rows of the table of weights. */
export interface Features {
  readonly rows: Int32Array
  /** Rows of what stands around and inside the candidate from `start`; gives how many. */
  of(text: string, start: number, length: number, how: Written): number
}

/**
 * What is looked at (特征): the signs of the name by their place, how they go together, three signs before and after, and whether an
 * everyday word stands in it or reaches over its ends.
 */
export const openFeatures = ({ read, parts }: SignTable, words: WordFilter): Features => {
  const rows = new Int32Array(mostRows)
  return {
    rows,
    of(text, start, length, how) {
      const end = start + length
      const signAt = (at: number): number => (at < 0 || at >= text.length ? edge : (read[text.charCodeAt(at)] as number))
      const [l1, l2, l3] = [signAt(start - 1), signAt(start - 2), signAt(start - 3)]
      const [r1, r2, r3] = [signAt(end), signAt(end + 1), signAt(end + 2)]
      const first = signAt(start)
      const last = signAt(end - 1)
      const second = signAt(start + 1)
      const shape = how * 16 + length
      let count = 0
      rows[count++] = row1(1, shape)
      rows[count++] = row1(2, l1)
      rows[count++] = row2(3, l2, l1)
      rows[count++] = row3(4, l3, l2, l1)
      rows[count++] = row1(5, r1)
      rows[count++] = row2(6, r1, r2)
      rows[count++] = row3(7, r1, r2, r3)
      rows[count++] = row2(8, l1, r1)
      rows[count++] = row2(9, l1, first)
      rows[count++] = row2(10, last, r1)
      rows[count++] = row3(11, l2, l1, first)
      rows[count++] = row3(12, last, r1, r2)
      rows[count++] = row3(13, shape, l1, r1)
      const leftIsHan = ((parts[l1] as number) & part.han) !== 0
      const rightIsHan = ((parts[r1] as number) & part.han) !== 0
      let mask = shape
      let bit = 256
      const wordly = (has: boolean, kind: number): void => {
        if (has) {
          mask |= bit
          rows[count++] = row2(14, kind, how)
        }
        bit <<= 1
      }
      wordly(leftIsHan && words.has2(l1, first), 1)
      wordly(leftIsHan && words.has3(l1, first, second), 2)
      wordly(leftIsHan && words.has3(l2, l1, first), 3)
      wordly(rightIsHan && words.has2(last, r1), 4)
      wordly(rightIsHan && words.has3(last, r1, r2), 5)
      wordly(words.has2(first, second), 6)
      wordly(leftIsHan && words.has2(l2, l1), 9)
      wordly(rightIsHan && words.has2(r1, r2), 10)
      wordly(words.isCommon(first, second), 13)
      wordly(leftIsHan && words.isCommon(l1, first), 14)
      wordly(rightIsHan && words.isCommon(last, r1), 15)
      if (length > 2) {
        wordly(words.has3(first, second, signAt(start + 2)), 7)
        wordly(words.has2(signAt(end - 2), last), 8)
        wordly(rightIsHan && words.has3(signAt(end - 2), last, r1), 11)
        wordly(words.isCommon(signAt(end - 2), last), 16)
        wordly(length === 4 && words.has4(first, second, signAt(start + 2), last), 17)
        wordly(length === 3 && rightIsHan && words.has4(first, second, last, r1), 18)
      } else wordly(rightIsHan && words.has3(first, last, r1), 12)
      rows[count++] = row2(15, mask & 0xffff, mask >>> 16)
      rows[count++] = row2(16, mask & 0xffff, (leftIsHan ? 1 : 0) + (rightIsHan ? 2 : 0))
      if (how === written.regional) {
        rows[count++] = row2(17, first, second)
        rows[count++] = row2(18, signAt(end - 2), last)
        for (let at = start; at < end; at++) rows[count++] = row1(19, signAt(at))
        for (let at = start; at < end - 1; at++) rows[count++] = row2(20, signAt(at), signAt(at + 1))
        if (length > 2) rows[count++] = row3(21, first, second, signAt(start + 2))
        if (length > 3) rows[count++] = row3(22, signAt(end - 3), signAt(end - 2), last)
        return count
      }
      const given = start + (how === written.compound ? 2 : 1)
      const family = how === written.compound ? pairOf(first, second) % 65_521 : first
      const one = signAt(given)
      rows[count++] = row1(23, family)
      rows[count++] = row2(24, family, one)
      rows[count++] = row2(25, family, end - given)
      if (end - given === 1) {
        rows[count++] = row1(26, one)
        return count
      }
      rows[count++] = row1(27, one)
      rows[count++] = row1(28, last)
      rows[count++] = row2(29, one, last)
      rows[count++] = row3(30, family, one, last)
      return count
    },
  }
}
