import type { IndexEntry } from './build.ts'
import { frequencyCode, frequencyOf, idf, lengthCode, lengthOf, quarters } from './scoring.ts'
import type { Hit, RankOptions, WeightedTerm } from './text-index.ts'

// What the tests hold the index against: the formula read from the page, clause by clause, without an index.

const [k1, b] = [1.2, 0.75]

/** BM25 by looking at every clause. Adds in the order of weights, as the index does, so that scores are equal to the last digit. */
export const bruteForce = (
  entries: readonly IndexEntry[],
  terms: readonly WeightedTerm[],
  { limit, isAllowed, prior }: RankOptions,
): Hit[] => {
  const weights = new Map<string, number>()
  for (const { term, weight } of terms) weights.set(term, (weights.get(term) ?? 0) + weight)
  const lengthAt = ({ length }: IndexEntry): number => lengthOf(lengthCode(Math.max(1, Math.round(length * quarters))))
  const meanLength = entries.reduce((sum, entry) => sum + lengthAt(entry), 0) / entries.length
  const worth = [...weights]
    .map(([term, weight]) => ({ term, weight: weight * idf(entries.length, entries.filter((entry) => entry.terms.has(term)).length) }))
    .sort((a, z) => z.weight - a.weight || (a.term < z.term ? -1 : 1))
  return entries
    .map((entry): Hit => {
      const norm = quarters * k1 * (1 - b + (b * lengthAt(entry)) / meanLength)
      let score = 0
      for (const { term, weight } of worth) {
        const held = entry.terms.get(term)
        const frequency = held === undefined ? 0 : frequencyOf(frequencyCode(held))
        score += weight * ((frequency * (k1 + 1)) / (frequency + norm))
      }
      return { clause: entry.clause, version: entry.version, score: isAllowed(entry.version) ? score * (prior?.(entry.version) ?? 1) : 0 }
    })
    .filter(({ score }) => score > 0)
    .sort((a, z) => z.score - a.score || a.clause - z.clause)
    .slice(0, limit)
}

/** The same numbers every time. */
export const numbersFrom = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Clauses whose words are as uneven as those of law: `w1` is in most of them, `w400` in few. Twenty to a version, keys with gaps. */
export const lawLike = (count: number, seed: number): IndexEntry[] => {
  const next = numbersFrom(seed)
  return Array.from({ length: count }, (_, at) => {
    const terms = new Map<string, number>()
    const words = 3 + next(60)
    for (let word = 0; word < words; word += 1) {
      const term = `w${Math.floor(600 ** (next(10_000) / 10_000))}`
      terms.set(term, (terms.get(term) ?? 0) + (next(4) ? 1 : 0.5))
    }
    return { clause: 3 * at + next(3), version: 1 + Math.floor(at / 20), terms, length: words }
  })
}
