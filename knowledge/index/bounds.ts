import type { WeightedList } from './accumulate.ts'
import { frequencyCodes } from './scoring.ts'

/** The most that a posting of the list adds to a score. */
const boundOf = ({ list, weight }: WeightedList, parts: Float64Array): number => {
  const { frontier } = list
  if (frontier.length === 0) return weight * (parts[(frequencyCodes - 1) << 8] ?? 0)
  let best = 0
  for (let at = 0; at < frontier.length; at += 2) best = Math.max(best, parts[((frontier[at] ?? 0) << 8) | (frontier[at + 1] ?? 0)] ?? 0)
  return weight * best
}

/** For each list the most that it and those after it add together; one more at the end, 0. */
export const boundsFrom = (lists: readonly WeightedList[], parts: Float64Array): Float64Array => {
  const bounds = new Float64Array(lists.length + 1)
  for (let at = lists.length - 1; at >= 0; at -= 1) {
    const weighted = lists[at]
    if (weighted) bounds[at] = (bounds[at + 1] ?? 0) + boundOf(weighted, parts)
  }
  return bounds
}

/** Length codes that are bounded together. */
export const lengthClassShift = 3
const lengthClasses = 256 >>> lengthClassShift

/** What is to come: for a clause of each class of lengths, and the most of it. */
export interface Rest {
  readonly byLength: Float64Array
  most: number
}

export const restRoom = (): Rest => ({ byLength: new Float64Array(lengthClasses), most: 0 })

/**
 * The same for clauses of each length, which is less by a third or so: no clause is the shortest of one list and has the highest frequency
 * of another. Fills `rest` for the lists from `from` on.
 */
export const fillRest = (lists: readonly WeightedList[], from: number, parts: Float64Array, rest: Rest): void => {
  const { byLength } = rest
  byLength.fill(0)
  for (let at = from; at < lists.length; at += 1) {
    const weighted = lists[at]
    if (!weighted) continue
    const { frontier } = weighted.list
    // Pairs are kept longest clause first: from the end on, each next code is that of a longer clause and a higher frequency.
    let pair = frontier.length - 2
    let code = frontier.length === 0 ? frequencyCodes - 1 : 0
    for (let kind = 0; kind < lengthClasses; kind += 1) {
      const shortest = kind << lengthClassShift
      const longest = shortest | ((1 << lengthClassShift) - 1)
      for (; pair >= 0 && (frontier[pair + 1] ?? 0) <= longest; pair -= 2) code = frontier[pair] ?? 0
      byLength[kind] = (byLength[kind] ?? 0) + weighted.weight * (parts[(code << 8) | shortest] ?? 0)
    }
  }
  rest.most = 0
  for (let kind = 0; kind < lengthClasses; kind += 1) rest.most = Math.max(rest.most, byLength[kind] ?? 0)
}
