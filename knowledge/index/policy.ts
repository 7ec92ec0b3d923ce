import type { StoredSegment } from '../../core/knowledge-store.ts'

// Which segments are merged: tiers of sizes that differ by a factor, as in Lucene's tiered policy and LSM trees. Every clause is written
// again once for each tier it rises.

/** Segments of this many clauses or fewer are of the lowest tier. */
const smallest = 512
/** So many segments of one tier become one; where more have come at once, all of them do: each is written again once less. */
const fanOut = 6

/** The largest segment: bounds the time and memory of a merge (2026-11, clauses of law: about 30 µs and 300 bytes for each). */
export const mostClauses = 300_000

/** A segment is written anew without its gone clauses once they are this share of it. */
const goneShare = 0.3

/** A segment as the policy sees it. */
export interface Sized extends StoredSegment {
  /** Clauses of versions that are gone. */
  readonly gone: number
}

/** Level of a segment by its size: 0 up to 512 clauses, one more for each factor of six. */
export const tierOf = (clauses: number): number => Math.max(0, Math.ceil(Math.log(clauses / smallest) / Math.log(fanOut) - 1e-9))

/** The segments that should become one now, or undefined when all is well. */
export const nextMerge = (segments: readonly Sized[]): readonly Sized[] | undefined => {
  const tiers = Map.groupBy(segments, ({ clauses }) => tierOf(clauses))
  for (const tier of [...tiers.keys()].sort((a, b) => a - b)) {
    const group = (tiers.get(tier) ?? []).toSorted((a, b) => a.clauses - a.gone - (b.clauses - b.gone) || a.id - b.id)
    let sum = 0
    const chosen = group.filter(({ clauses, gone }) => {
      sum += clauses - gone
      return sum <= mostClauses
    })
    if (group.length >= fanOut && chosen.length > 1) return chosen
  }
  const stale = segments.find(({ clauses, gone }) => gone > 0 && gone >= goneShare * clauses)
  return stale && [stale]
}
