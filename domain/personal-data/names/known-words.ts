/** Bits of the filter. */
export const filterBits = 21
const shift = 32 - filterBits

/** Knows everyday words of two to four signs (常用词); one in some twenty-five others is taken for one, as a Bloom filter has it. */
export interface WordFilter {
  has2(a: number, b: number): boolean
  has3(a: number, b: number, c: number): boolean
  has4(a: number, b: number, c: number, d: number): boolean
  /** One of two signs that is read every day. */
  isCommon(a: number, b: number): boolean
  /** Two signs that a name of the region begins with. */
  beginsRegional(a: number, b: number): boolean
}

/** Stand behind two signs that are common, or begin a name of the region, as no third sign does. */
const [commonMark, regionalMark] = [2, 3]

const hash2 = (a: number, b: number): number => Math.imul(Math.imul(a, 0x9e3779b1) + b, 0x85ebca6b)
const hash3 = (a: number, b: number, c: number): number => Math.imul(Math.imul(Math.imul(a, 0x9e3779b1) + b, 0x85ebca6b) + c, 0xc2b2ae35)
const hash4 = (a: number, b: number, c: number, d: number): number => Math.imul(hash3(a, b, c) + d, 0x27d4eb2f)
const firstOf = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> shift
const secondOf = (hash: number): number => Math.imul(hash ^ (hash >>> 13), 0x297a2d39) >>> shift

export const openWords = (bits: Uint8Array): WordFilter => {
  const isSet = (at: number): boolean => ((bits[at >>> 3] as number) & (1 << (at & 7))) !== 0
  const has = (hash: number): boolean => isSet(firstOf(hash)) && isSet(secondOf(hash))
  return {
    has2: (a, b) => has(hash2(a, b)),
    has3: (a, b, c) => has(hash3(a, b, c)),
    has4: (a, b, c, d) => has(hash4(a, b, c, d)),
    isCommon: (a, b) => has(hash3(a, b, commonMark)),
    beginsRegional: (a, b) => has(hash3(a, b, regionalMark)),
  }
}

/** The filter of these words; those of another length than two to four signs are left out. */
export const filterOf = (words: readonly { readonly word: string; readonly isCommon: boolean }[], heads: readonly string[]): Uint8Array => {
  const bits = new Uint8Array(2 ** filterBits / 8)
  const set = (at: number) => {
    bits[at >>> 3] = (bits[at >>> 3] as number) | (1 << (at & 7))
  }
  const add = (hash: number) => {
    set(firstOf(hash))
    set(secondOf(hash))
  }
  for (const { word, isCommon } of words) {
    const [a = 0, b = 0, c = 0, d = 0] = Array.from({ length: word.length }, (_, at) => word.charCodeAt(at))
    if (word.length === 2) add(hash2(a, b))
    else if (word.length === 3) add(hash3(a, b, c))
    else if (word.length === 4) add(hash4(a, b, c, d))
    if (isCommon && word.length === 2) add(hash3(a, b, commonMark))
  }
  for (const head of heads) add(hash3(head.charCodeAt(0), head.charCodeAt(1), regionalMark))
  return bits
}
