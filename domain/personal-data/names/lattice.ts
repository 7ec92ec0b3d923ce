import { part, type SignTable } from './signs.ts'
import { costOf, hashOfTwo, hashWith, type WordTable } from './words.ts'

/** Signs that are looked at before where a name may begin, and at most after it. */
export const reachBefore = 5
const widest = reachBefore + 14
const longestWord = 4
/** Dearer than every reading. */
const never = 1 << 20

/** How the signs around a place are read as words in the cheapest way (最短路径分词), from the left and from the right. */
export interface Lattice {
  /** Reads from a little before `at` to `reach` signs after it; the rest answers for places of this stretch only. */
  read(text: string, at: number, reach: number): void
  /** The cheapest reading of all before a place, of all after it, and of the whole stretch. */
  before(at: number): number
  after(at: number): number
  whole(): number
  /** The cheapest reading from `at` to a place. */
  upTo(end: number): number
  /** Whether a place belongs to what was read. */
  covers(at: number): boolean
  /** Where the word begins that ends at a place in the cheapest reading, and where the word ends that begins there. */
  wordBefore(at: number): number
  wordAfter(at: number): number
  /** The byte of the word between two places; 0 for none. */
  byteOf(start: number, end: number): number
}

export const openLattice = ({ read, parts, singles }: SignTable, words: WordTable): Lattice => {
  const signs = new Uint16Array(widest + 1)
  /** Bytes of the words of one to four signs from each place. */
  const found = new Uint8Array((widest + 1) * longestWord)
  const forth = new Int32Array(widest + 2)
  const back = new Int32Array(widest + 2)
  const cameFrom = new Uint8Array(widest + 2)
  const goesTo = new Uint8Array(widest + 2)
  const inner = new Int32Array(widest + 2)
  let low = 0
  let count = 0

  const isHan = (sign: number): boolean => ((parts[sign] as number) & part.han) !== 0

  /** Reads a word on from a place, where that is the cheapest way to its end. */
  const relax = (i: number, length: number, byte: number, from: number): void => {
    const price = costOf[byte] as number
    const end = i + length
    const cost = (forth[i] as number) + price
    if (cost < (forth[end] as number)) {
      forth[end] = cost
      cameFrom[end] = i
    }
    if (i < from) return
    const within = (inner[i] as number) + price
    if (within < (inner[end] as number)) inner[end] = within
  }

  return {
    read(text, at, reach) {
      // What is no Han sign ends every word: nothing beyond it changes the reading.
      low = at
      while (low > 0 && at - low < reachBefore && isHan(read[text.charCodeAt(low - 1)] as number)) low -= 1
      const most = Math.min(text.length, at + reach)
      let high = at
      while (high < most && isHan(read[text.charCodeAt(high)] as number)) high += 1
      count = high - low
      for (let i = 0; i < count; i++) signs[i] = read[text.charCodeAt(low + i)] as number
      const from = at - low
      forth.fill(never, 1, count + 1)
      inner.fill(never, from, count + 1)
      forth[0] = 0
      inner[from] = 0
      for (let i = 0; i < count; i++) {
        const base = i * longestWord
        const left = count - i
        const one = singles[signs[i] as number] as number
        found[base] = one
        found[base + 1] = 0
        found[base + 2] = 0
        found[base + 3] = 0
        relax(i, 1, one, from)
        if (left < 2) continue
        const two = hashOfTwo(signs[i] as number, signs[i + 1] as number)
        const second = words.find(two)
        if (second !== 0) {
          found[base + 1] = second
          relax(i, 2, second, from)
        }
        if (left < 3 || !words.begins(two)) continue
        const three = hashWith(two, signs[i + 2] as number)
        const third = words.find(three)
        if (third !== 0) {
          found[base + 2] = third
          relax(i, 3, third, from)
        }
        if (left < 4) continue
        const fourth = words.find(hashWith(three, signs[i + 3] as number))
        if (fourth !== 0) {
          found[base + 3] = fourth
          relax(i, 4, fourth, from)
        }
      }
      back[count] = 0
      for (let i = count - 1; i >= 0; i--) {
        back[i] = never
        for (let length = 1; length <= longestWord && i + length <= count; length++) {
          const byte = found[i * longestWord + length - 1] as number
          if (byte === 0) continue
          const cost = (back[i + length] as number) + (costOf[byte] as number)
          if (cost < (back[i] as number)) {
            back[i] = cost
            goesTo[i] = i + length
          }
        }
      }
    },
    before: (at) => forth[at - low] as number,
    after: (at) => back[at - low] as number,
    whole: () => back[0] as number,
    upTo: (end) => inner[end - low] as number,
    covers: (at) => at >= low && at <= low + count,
    wordBefore: (at) => low + (cameFrom[at - low] as number),
    wordAfter: (at) => low + (goesTo[at - low] as number),
    byteOf: (start, end) => (end - start > longestWord ? 0 : (found[(start - low) * longestWord + end - start - 1] as number)),
  }
}
