import type { Rooms } from './accumulate.ts'
import { type Highest, offerHighest, restart } from './best.ts'
import { lengthClassShift, type Rest } from './bounds.ts'
import type { Segment } from './segment.ts'

// Which clauses may still be among the best while a segment is ranked.

/** What the clauses of one segment are multiplied by: by place of their version, and the most of it. */
export interface Priors {
  readonly byVersion: Float64Array
  readonly most: number
}

/** Bounds are sums in another order than scores, and may be off in the last digits. */
export const slack = 1 + 1e-9

/**
 * What final scores must reach, going by the scores so far: those only grow, so the last of the best now is not above the last of the
 * best at the end.
 */
export const raiseThreshold = (segment: Segment, priors: Priors, scores: Float64Array, highest: Highest, threshold: number): number => {
  const { clauses, versionAt } = segment
  const { byVersion, most } = priors
  restart(highest, threshold)
  let least = threshold / (most * slack)
  for (let ordinal = 0; ordinal < clauses; ordinal += 1) {
    const score = scores[ordinal] ?? 0
    if (score <= least) continue
    offerHighest(highest, score * (byVersion[versionAt[ordinal] ?? 0] ?? 0))
    least = highest.lowest / (most * slack)
  }
  return highest.lowest
}

/** The least score so far, for each class of lengths, with which a clause of the heaviest version reaches the threshold. */
const leastFor = (rest: Rest, most: number, threshold: number): Float64Array =>
  rest.byLength.map((bound) => Math.max(Number.MIN_VALUE, threshold / (most * slack) - bound))

/** About what share of the clauses `chooseCandidates` would take, from some of them. */
export const guessShare = (segment: Segment, priors: Priors, { scores }: Rooms, rest: Rest, threshold: number, samples: number): number => {
  const { clauses, lengths } = segment
  const least = leastFor(rest, priors.most, threshold)
  const step = Math.max(1, Math.floor(clauses / samples))
  let [seen, taken] = [0, 0]
  for (let ordinal = 0; ordinal < clauses; ordinal += step) {
    seen += 1
    if ((scores[ordinal] ?? 0) >= (least[(lengths[ordinal] ?? 0) >>> lengthClassShift] ?? 0)) taken += 1
  }
  return taken / seen
}

/** Takes the clauses that can reach the threshold with what is to come. Gives back how many. */
export const chooseCandidates = (segment: Segment, priors: Priors, rooms: Rooms, rest: Rest, threshold: number): number => {
  const { clauses, versionAt, lengths } = segment
  const { byVersion, most } = priors
  const { scores, candidates, places } = rooms
  const least = leastFor(rest, most, threshold)
  const leastOfAll = Math.min(...least)
  let held = 0
  for (let ordinal = 0; ordinal < clauses; ordinal += 1) {
    const score = scores[ordinal] ?? 0
    if (score < leastOfAll) continue
    const length = lengths[ordinal] ?? 0
    const kind = length >>> lengthClassShift
    if (score < (least[kind] ?? 0)) continue
    const prior = byVersion[versionAt[ordinal] ?? 0] ?? 0
    if (prior !== most && (prior === 0 || (score + (rest.byLength[kind] ?? 0)) * prior * slack < threshold)) continue
    candidates.ordinals[held] = ordinal
    candidates.scores[held] = score
    candidates.lengths[held] = length
    held += 1
    places[ordinal] = held
  }
  return held
}

/** Raises the threshold by the scores of the candidates, then strikes those that cannot reach it any more. */
export const thinCandidates = (
  { versionAt }: Segment,
  { byVersion, most }: Priors,
  { candidates, places }: Rooms,
  highest: Highest,
  { held, rest, threshold }: { held: number; rest: Rest; threshold: number },
): { held: number; threshold: number } => {
  const { ordinals, scores, lengths } = candidates
  restart(highest, threshold)
  let enough = threshold / (most * slack)
  for (let at = 0; at < held; at += 1) {
    const score = scores[at] ?? 0
    if (score <= enough) continue
    offerHighest(highest, score * (byVersion[versionAt[ordinals[at] ?? 0] ?? 0] ?? 0))
    enough = highest.lowest / (most * slack)
  }
  const raised = highest.lowest
  const least = leastFor(rest, most, raised)
  let kept = 0
  for (let at = 0; at < held; at += 1) {
    const ordinal = ordinals[at] ?? 0
    const length = lengths[at] ?? 0
    const score = scores[at] ?? 0
    const kind = length >>> lengthClassShift
    const prior = byVersion[versionAt[ordinal] ?? 0] ?? 0
    if (score < (least[kind] ?? 0) || (prior !== most && (score + (rest.byLength[kind] ?? 0)) * prior * slack < raised)) {
      places[ordinal] = 0
      continue
    }
    ordinals[kept] = ordinal
    scores[kept] = score
    lengths[kept] = length
    kept += 1
    places[ordinal] = kept
  }
  return { held: kept, threshold: raised }
}
