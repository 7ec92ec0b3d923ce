import { addToAll, addToCandidates, type Rooms, type WeightedList } from './accumulate.ts'
import type { Best, Highest } from './best.ts'
import { boundsFrom, fillRest, type Rest } from './bounds.ts'
import { chooseCandidates, guessShare, type Priors, raiseThreshold, slack, thinCandidates } from './candidates.ts'
import { keyOf, type Segment, versionOf } from './segment.ts'

/** What all segments of one search have in common. */
export interface Ranking {
  /** Of `partTable`. */
  readonly parts: Float64Array
  readonly best: Best
  /** Holds as many as `best`. */
  readonly highest: Highest
  readonly rooms: Rooms
  readonly rest: Rest
}

// When to look whether few clauses have a chance, by measurement (2026-11, 55,404 clauses of law, questions of 20 to 40 characters, 100
// best). These change how long a search takes, never what it finds. For each clause a look takes 4 ns, a dense list 2, and 6 for a candidate.

/** A list that this share of the clauses is in is worth a look, if there are a few more of them to come. */
const longShare = 1 / 8
const fewLong = 3
/** What is to come is beyond hope while it is this much over the last threshold. */
const hopeless = 2
/** Going on with the candidates alone pays up to this share of the clauses; it is guessed from some of them. */
const candidateShare = 0.3
const samples = 512
/** Candidates are thinned when what is to come has shrunk to this share, and there are this many times more than are wanted. */
const shrunk = 0.7
const fewTimes = 4

/** Offers every clause with its final score. */
const offerAll = (segment: Segment, { byVersion, most }: Priors, best: Best, scores: Float64Array): void => {
  const { clauses, versionAt } = segment
  let least = best.threshold / (most * slack)
  for (let ordinal = 0; ordinal < clauses; ordinal += 1) {
    const bare = scores[ordinal] ?? 0
    if (bare <= least) continue
    const score = bare * (byVersion[versionAt[ordinal] ?? 0] ?? 0)
    if (score <= 0 || score < best.threshold) continue
    best.offer(score, keyOf(segment, ordinal), versionOf(segment, ordinal))
    least = best.threshold / (most * slack)
  }
}

const offerCandidates = (segment: Segment, { byVersion }: Priors, best: Best, { candidates }: Rooms, held: number): void => {
  for (let at = 0; at < held; at += 1) {
    const ordinal = candidates.ordinals[at] ?? 0
    const score = (candidates.scores[at] ?? 0) * (byVersion[segment.versionAt[ordinal] ?? 0] ?? 0)
    if (score >= best.threshold) best.offer(score, keyOf(segment, ordinal), versionOf(segment, ordinal))
  }
}

const clear = ({ scores, candidates, places }: Rooms, clauses: number, held: number): void => {
  scores.fill(0, 0, clauses)
  for (let at = 0; at < held; at += 1) places[candidates.ordinals[at] ?? 0] = 0
}

/** How far the ranking of a segment has come. */
interface State {
  /** No clause whose final score is lower can be among the best. */
  threshold: number
  /** How many candidates there are; undefined while every clause has a chance. */
  held: number | undefined
  /** What was to come when the candidates were last chosen or thinned. */
  bound: number
}

/** Looks whether few enough have a chance with the lists from `at` on, and then goes on with these candidates. */
const look = (
  segment: Segment,
  lists: readonly WeightedList[],
  at: number,
  bound: number,
  priors: Priors,
  ranking: Ranking,
  state: State,
): void => {
  const { parts, best, highest, rooms, rest } = ranking
  if (state.held !== undefined) {
    if (state.held <= fewTimes * best.limit || bound >= shrunk * state.bound) return
    fillRest(lists, at, parts, rest)
    Object.assign(state, thinCandidates(segment, priors, rooms, highest, { held: state.held, rest, threshold: state.threshold }), { bound })
    return
  }
  if (state.threshold > 0 && bound * priors.most > hopeless * state.threshold) return
  fillRest(lists, at, parts, rest)
  const haveFewAChance = (): boolean =>
    rest.most * priors.most * slack < state.threshold &&
    guessShare(segment, priors, rooms, rest, state.threshold, samples) <= candidateShare
  if (!haveFewAChance()) {
    state.threshold = raiseThreshold(segment, priors, rooms.scores, highest, state.threshold)
    if (!haveFewAChance()) return
  }
  state.held = chooseCandidates(segment, priors, rooms, rest, state.threshold)
  state.bound = bound
}

/**
 * Offers a segment's clauses to the best. Goes term by term, those that weigh most first (`lists` has the same order in every segment, so
 * that a score is the same sum everywhere). Once the lists to come cannot lift a new clause over the threshold, and few have a chance,
 * the rest is only looked up for these few (MaxScore: Turtle & Flood 1995), so the result is exact.
 */
export const rankSegment = (segment: Segment, lists: readonly WeightedList[], priors: Priors, ranking: Ranking): void => {
  const { parts, best, rooms } = ranking
  const { clauses, lengths } = segment
  if (priors.most <= 0) return
  const scale = { lengths, parts }
  const bounds = boundsFrom(lists, parts)
  const state: State = { threshold: best.threshold, held: undefined, bound: 0 }
  const isLong = ({ list }: WeightedList): boolean => list.count >= longShare * clauses
  let longLeft = lists.filter(isLong).length
  for (const [at, weighted] of lists.entries()) {
    const isWorthIt = state.held !== undefined || (at > 0 && longLeft >= fewLong && isLong(weighted))
    if (isWorthIt) look(segment, lists, at, bounds[at] ?? 0, priors, ranking, state)
    if (isLong(weighted)) longLeft -= 1
    if (state.held === undefined) addToAll(weighted, scale, rooms)
    else addToCandidates(weighted, scale, rooms, state.held)
  }
  if (state.held === undefined) offerAll(segment, priors, best, rooms.scores)
  else offerCandidates(segment, priors, best, rooms, state.held)
  clear(rooms, clauses, state.held ?? 0)
}
