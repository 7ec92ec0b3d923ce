/** Places of the table of everyday words, which is open: a word stands at its hash or at the next place that is free. */
export const wordBits = 18
const mask = 2 ** wordBits - 1

/** What kind of word one is (词性), as far as names are concerned. */
export const kinds = {
  other: 0,
  noun: 1,
  person: 2,
  place: 3,
  body: 4,
  verb: 5,
  deed: 6,
  quality: 7,
  adverb: 8,
  preposition: 9,
  conjunction: 10,
  pronoun: 11,
  number: 12,
  position: 13,
  time: 14,
  idiom: 15,
} as const
export type WordKind = (typeof kinds)[keyof typeof kinds]

/** How seldom a word is, in sixteen steps, and of what kind: one byte. */
export const wordByte = (seldom: number, kind: WordKind): number => (seldom << 4) | kind
export const kindOf = (byte: number): number => byte & 15

/** Costs are counted in quarters of a bit: the seldomer a word, the more it costs to read it. */
export const costOf: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, byte) => Math.round(4 * (5 + 1.3 * (byte >> 4))))
/** The step of a word that is read `often` times in a text of `all` words. */
export const seldomOf = (often: number, all: number): number =>
  Math.max(0, Math.min(15, Math.round((Math.log2(all / Math.max(1, often)) - 5) / 1.3)))

/** Two signs as a hash, and one more sign put to it. */
export const hashOfTwo = (a: number, b: number): number => Math.imul(Math.imul(a, 0x9e3779b1) + b, 0x85ebca6b)
export const hashWith = (hash: number, next: number): number => Math.imul(hash + next, 0xc2b2ae35)
const spread = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)

/** Bits of the filter of the first two signs of longer words. */
const beginningBits = 19

/** Looks words up by their hash: the byte of one, or 0 where there is none. One in some hundred others is taken for a word. */
export interface WordTable {
  find(hash: number): number
  /** Whether a word of three or four signs may begin with the two of this hash. */
  begins(two: number): boolean
}

export const beginningBytes = 2 ** beginningBits / 8
const beginningOf = (two: number): number => spread(two) >>> (32 - beginningBits)

/** A place holds eight bits of the hash, never 0, and the byte of the word, which is never 0 for a word of two signs or more. */
export const openWords = (places: Uint16Array, beginnings: Uint8Array): WordTable => ({
  find(hash) {
    const mixed = spread(hash)
    const sign = (mixed & 255) | 1
    for (let at = mixed >>> (32 - wordBits); ; at = (at + 1) & mask) {
      const place = places[at] as number
      if (place === 0) return 0
      if (place >>> 8 === sign) return place & 255
    }
  },
  begins(two) {
    const bit = beginningOf(two)
    return ((beginnings[bit >>> 3] as number) & (1 << (bit & 7))) !== 0
  },
})

/** The table of these words; those of another length than two to four signs are left out. */
export const tableOf = (
  words: Iterable<readonly [word: string, byte: number]>,
): { readonly words: Uint16Array; readonly beginnings: Uint8Array } => {
  const places = new Uint16Array(2 ** wordBits)
  const beginnings = new Uint8Array(beginningBytes)
  let used = 0
  for (const [word, byte] of words) {
    if (word.length < 2 || word.length > 4) continue
    const two = hashOfTwo(word.charCodeAt(0), word.charCodeAt(1))
    let hash = two
    for (let at = 2; at < word.length; at++) hash = hashWith(hash, word.charCodeAt(at))
    if (word.length > 2) {
      const bit = beginningOf(two)
      beginnings[bit >>> 3] = (beginnings[bit >>> 3] as number) | (1 << (bit & 7))
    }
    const mixed = spread(hash)
    const sign = (mixed & 255) | 1
    let at = mixed >>> (32 - wordBits)
    while (places[at] !== 0) at = (at + 1) & mask
    places[at] = (sign << 8) | byte
    used += 1
    if (used > 2 ** wordBits * 0.75) throw new RangeError('more words than the table holds')
  }
  return { words: places, beginnings }
}
