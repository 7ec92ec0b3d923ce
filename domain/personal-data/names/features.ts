import { type Written, written } from './candidates.ts'
import { openLattice } from './lattice.ts'
import type { RegionalPairs } from './regional-pairs.ts'
import { edge, pairOf, part, type SignTable, signTables } from './signs.ts'
import { costOf, kindOf, kinds, type WordTable } from './words.ts'

/** Rows of the table of weights. */
export const rowBits = 19
const shift = 32 - rowBits
const mostRows = 80

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
  /** Reads the words around a place; `of` answers for candidates that begin there. */
  at(text: string, start: number): void
  /** Rows of what stands around and inside the candidate; gives how many. */
  of(length: number, how: Written): number
  /** Whether the candidate that was looked at last is a word that is read every day. */
  isWord(): boolean
  /** Whether a word that is read every day begins it: 宋体字, 毛巾里. */
  beginsWithWord(): boolean
  /** Whether it begins with a surname of two signs that is no other word: 申屠, 令狐. */
  hasOwnSurname(): boolean
  /** Whether it tears a word in two that reads well without it. */
  tears(): boolean
}

/** Steps of a cost, which is counted in quarters of a bit. */
const steps = (cost: number, wide: number, most: number): number => Math.max(-most, Math.min(most, Math.round(cost / wide)))
/** A word that is so seldom or less is an everyday one: about once in half a million. */
const usualSteps = 11
/** How much dearer than without it a reading with a name is, and how much dearer one that begins or ends a word there, where it tears one. */
const [tornPrice, tornSteps] = [-80, 3]
/** What a name costs to begin with, and each sign of a name of the region. */
const [namePrice, pairPrice, strangePrice] = [24, 18, 36]

/**
 * What is looked at (特征): how the signs around read as words, with the name and without it; the words on either side and their kinds; the
 * signs of the name by their place; and single signs on either side.
 */
export const openFeatures = (table: SignTable, words: WordTable, follows: RegionalPairs): Features => {
  const { read, parts, cost } = table
  const lattice = openLattice(table, words)
  const rows = new Int32Array(mostRows)
  let [text, start, own, head, torn] = ['', 0, 0, 0, false]
  let [isCompound, surnameByte] = [false, 0]
  const signAt = (at: number): number => (at < 0 || at >= text.length ? edge : (read[text.charCodeAt(at)] as number))
  const isHan = (sign: number): boolean => ((parts[sign] as number) & part.han) !== 0

  /** A word as one number, for a row; a sign that is no Han sign stands for itself. */
  const idOf = (from: number, to: number): number => {
    let id = to - from
    for (let at = from; at < to; at++) id = Math.imul(id, 0x01000193) ^ signAt(at)
    return id
  }
  /** The kind of a word, or what else stands there. */
  const kindAt = (from: number, to: number): number => {
    const sign = signAt(from)
    if (from < 0 || to > text.length || sign === edge) return 16
    if (isHan(sign)) return lattice.covers(from) && lattice.covers(to) ? kindOf(lattice.byteOf(from, to)) : 25
    return sign === 0x30
      ? 17
      : sign === 0x61
        ? 18
        : sign === 0x20
          ? 19
          : sign === 0xff0c || sign === 0x2c
            ? 20
            : sign === 0x3001
              ? 21
              : sign === 0x3a
                ? 22
                : sign === 0x201c || sign === 0x201d
                  ? 23
                  : 24
  }

  return {
    rows,
    at(all, place) {
      text = all
      start = place
      lattice.read(all, place, ((parts[all.charCodeAt(place)] as number) & part.opens) === 0 ? 9 : 13)
    },
    of(length, how) {
      const end = start + length
      // One by one: a list of them would be made anew for each candidate.
      const l1 = signAt(start - 1)
      const l2 = signAt(start - 2)
      const l3 = signAt(start - 3)
      const r1 = signAt(end)
      const r2 = signAt(end + 1)
      const r3 = signAt(end + 2)
      const first = signAt(start)
      const second = signAt(start + 1)
      const last = signAt(end - 1)
      const shape = how * 16 + length
      // What the name costs.
      let price = namePrice
      let family = 0
      const given = start + (how === written.compound ? 2 : 1)
      const one = signAt(given)
      if (how === written.regional)
        for (let at = start + 1; at < end; at++) price += follows(signAt(at - 1), signAt(at)) ? pairPrice : strangePrice
      else {
        const ofFamily = how === written.compound ? 40 : cost(signTables.surname, first)
        family = how === written.compound ? pairOf(first, second) % 65_521 : first
        price += ofFamily + (end - given === 1 ? cost(signTables.alone, one) : cost(signTables.first, one) + cost(signTables.second, last))
      }
      const whole = lattice.whole()
      const cutLeft = steps(lattice.before(start) + lattice.after(start) - whole, 12, 4)
      const cutRight = steps(lattice.before(end) + lattice.after(end) - whole, 12, 4)
      const margin = steps(whole - lattice.before(start) - price - lattice.after(end), 8, 12)
      torn = whole - lattice.before(start) - price - lattice.after(end) < tornPrice && (cutLeft >= tornSteps || cutRight >= tornSteps)
      const inside = steps(lattice.upTo(end) - price, 8, 12)
      own = lattice.byteOf(start, end)

      const lFrom = start === 0 ? -1 : isHan(l1) ? lattice.wordBefore(start) : start - 1
      const rTo = end >= text.length ? end + 1 : isHan(r1) && lattice.covers(end + 1) ? lattice.wordAfter(end) : end + 1
      const left = lFrom < 0 ? edge : idOf(lFrom, start)
      const right = rTo > text.length ? edge : idOf(end, rTo)
      const leftKind = kindAt(lFrom, start)
      const rightKind = kindAt(end, rTo)
      const sign0 = lFrom <= 0 ? edge : signAt(lFrom - 1)
      const left2From = lFrom <= 0 ? -1 : isHan(sign0) && lattice.covers(lFrom - 1) ? lattice.wordBefore(lFrom) : lFrom - 1
      const left2Kind = kindAt(left2From, Math.max(lFrom, 0))
      const left2 = left2From < 0 ? edge : idOf(left2From, lFrom)
      const right2To =
        rTo >= text.length ? text.length + 1 : isHan(signAt(rTo)) && lattice.covers(rTo + 1) ? lattice.wordAfter(rTo) : rTo + 1
      const right2Kind = rTo > text.length ? 16 : kindAt(rTo, right2To)
      const right2 = rTo >= text.length || right2To > text.length ? edge : idOf(rTo, right2To)

      let count = 0
      rows[count++] = row1(1, shape)
      rows[count++] = row2(2, shape, margin)
      rows[count++] = row3(3, shape, cutLeft, cutRight)
      rows[count++] = row3(4, how * 32 + margin, cutLeft, cutRight)
      rows[count++] = row2(5, shape, inside)
      rows[count++] = row1(6, left)
      rows[count++] = row1(7, right)
      rows[count++] = row2(8, left, right)
      rows[count++] = row2(9, left2, left)
      rows[count++] = row2(10, right, right2)
      rows[count++] = row2(11, leftKind * 32 + rightKind, how)
      rows[count++] = row3(12, leftKind * 32 + rightKind, shape, steps(margin, 3, 4))
      rows[count++] = row3(13, left2Kind, leftKind, rightKind)
      rows[count++] = row3(14, leftKind, rightKind, right2Kind)
      rows[count++] = row2(15, left, rightKind)
      rows[count++] = row2(16, leftKind, right)
      rows[count++] = row2(17, left, steps(margin, 4, 3))
      rows[count++] = row2(18, right, steps(margin, 4, 3))
      rows[count++] = row1(19, l1)
      rows[count++] = row2(20, l2, l1)
      rows[count++] = row1(21, r1)
      rows[count++] = row2(22, r1, r2)
      rows[count++] = row2(23, l1, r1)
      rows[count++] = row2(24, l1, first)
      rows[count++] = row2(25, last, r1)
      rows[count++] = row3(26, l3, l2, l1)
      rows[count++] = row3(27, r1, r2, r3)
      rows[count++] = row1(28, idOf(start, end))
      if (own !== 0) {
        rows[count++] = row2(29, kindOf(own), how)
        rows[count++] = row3(30, kindOf(own), steps(costOf[own] as number, 16, 8), how)
        rows[count++] = row3(31, kindOf(own), leftKind, rightKind)
      }
      isCompound = how === written.compound
      surnameByte = isCompound ? lattice.byteOf(start, start + 2) : 0
      head = length > 2 && how === written.han ? lattice.byteOf(start, start + 2) : 0
      const tail = length > 2 ? lattice.byteOf(end - 2, end) : 0
      if (head !== 0) rows[count++] = row3(32, kindOf(head), steps(costOf[head] as number, 16, 8), shape)
      if (tail !== 0) rows[count++] = row3(33, kindOf(tail), steps(costOf[tail] as number, 16, 8), shape)
      if (how === written.regional) {
        rows[count++] = row2(34, first, second)
        rows[count++] = row2(35, signAt(end - 2), last)
        for (let at = start; at < end; at++) rows[count++] = row1(36, signAt(at))
        for (let at = start; at < end - 1; at++) rows[count++] = row2(37, signAt(at), signAt(at + 1))
        return count
      }
      rows[count++] = row1(40, family)
      rows[count++] = row2(41, family, one)
      rows[count++] = row2(42, family, end - given)
      rows[count++] = row2(43, family, steps(margin, 4, 3))
      if (end - given === 1) {
        rows[count++] = row1(44, one)
        return count
      }
      rows[count++] = row1(45, one)
      rows[count++] = row1(46, last)
      rows[count++] = row2(47, one, last)
      return count
    },
    tears: () => torn,
    beginsWithWord: () => head !== 0 && head >> 4 <= usualSteps,
    hasOwnSurname: () => isCompound && (surnameByte === 0 || kindOf(surnameByte) === kinds.person),
    isWord: () => own !== 0 && own >> 4 <= usualSteps,
  }
}
