/** Numbers that look random and always come again for the same seed (可重现的随机数). Nothing secret may be made of them. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number
  /** 0 ≤ n < below. */
  below(below: number): number
  of<T>(list: readonly T[]): T
  /** True about this share of the time. */
  isOf(share: number): boolean
}

/** FNV-1a over UTF-16 units. */
const hash = (text: string, basis: number): number => {
  let value = basis >>> 0
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0
  return value
}

/** sfc32 (PractRand): passes its tests, four words of state, no multiplication. */
export const randomOf = (seed: string): Random => {
  let [a, b, c, d] = [hash(seed, 0x811c9dc5), hash(seed, 0x9747b28c), hash(seed, 0x5bd1e995), 1]
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 0x1_0000_0000
  }
  for (let round = 0; round < 12; round++) next()
  const below = (bound: number): number => Math.floor(next() * bound)
  return {
    next,
    below,
    of: (list) => {
      const one = list[below(list.length)]
      if (one === undefined) throw new RangeError('nothing to choose from')
      return one
    },
    isOf: (share) => next() < share,
  }
}

/** A choice by weight: the index of the part that `at` (0…1) falls into. */
export const byWeight = (weights: readonly number[]): ((at: number) => number) => {
  const ends: number[] = []
  let sum = 0
  for (const weight of weights) {
    sum += weight
    ends.push(sum)
  }
  return (at) => {
    const point = at * sum
    const found = ends.findIndex((end) => point < end)
    return found < 0 ? ends.length - 1 : found
  }
}
