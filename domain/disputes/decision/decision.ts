import { type DisputeClass, disputeClasses, type Finding, type IncidentFacts, type Reason, type Tier } from '../../../core/disputes.ts'
import type { Entry, Hits } from '../lexicon/entry.ts'

/** What the hits of one text come to (研判). The same hits, text and facts always give the same finding. */
export type Decide = (hits: Hits, text: string, facts: IncidentFacts) => Finding

const basePoints = 10
const tierOf = (points: number): Tier =>
  points >= 80 ? 'red' : points >= 50 ? 'orange' : points >= 25 ? 'yellow' : points >= 10 ? 'blue' : 'white'

/** Opens the decision over the entries that hits speak of. */
export const openDecision = (entries: readonly Entry[]): Decide => {
  const entryOf = (index: number): Entry => entries[index] as Entry // Hits hold places in this very list.

  /** The nearest entry of this kind and role in the same clause that ends at most `window` before the hit. */
  const isNegated = (hits: Hits, at: number): boolean => {
    for (let other = at - 1; other >= 0 && hits.clause[other] === hits.clause[at]; other--) {
      const cue = entryOf(hits.entry[other] as number)
      const distance = (hits.start[at] as number) - (hits.end[other] as number)
      if (cue.role === 'affirmed' && distance >= -4 && distance <= 6) return false
      if (cue.role === 'negation' && distance >= 0 && distance <= cue.window) return true
    }
    return false
  }
  const hasVerb = (hits: Hits, at: number): boolean => {
    for (let other = 0; other < hits.count; other++)
      if (Math.abs((hits.sentence[other] as number) - (hits.sentence[at] as number)) <= 1)
        if (entryOf(hits.entry[other] as number).kind === 'verb' && !isNegated(hits, other)) return true
    return false
  }

  return (hits, text) => {
    const weights = new Map<DisputeClass, number>()
    const reasons: Reason[] = []
    const factors = new Set<string>()
    const told = (at: number) => ({ word: text.slice(hits.start[at], hits.end[at]), at: hits.start[at] as number })
    for (let at = 0; at < hits.count; at++) {
      const entry = entryOf(hits.entry[at] as number)
      if (entry.kind !== 'term' && entry.kind !== 'factor') continue
      if (isNegated(hits, at)) {
        reasons.push({ ...told(at), rule: 'negated', points: 0 })
      } else if (entry.kind === 'factor') {
        if (!factors.has(entry.role)) reasons.push({ ...told(at), rule: entry.role, points: entry.points })
        factors.add(entry.role)
      } else if (!entry.isWeak || hasVerb(hits, at)) {
        const own = entry.classes[0] as DisputeClass // Terms have one at least.
        weights.set(own, (weights.get(own) ?? 0) + (entry.isWeak ? 1 : 3))
        const isFirst = weights.size === 1 && weights.get(own) === (entry.isWeak ? 1 : 3)
        reasons.push({ ...told(at), rule: entry.isWeak ? 'weak_with_verb' : 'strong', points: isFirst ? basePoints : 0, class: own })
      }
    }
    const classes = [...weights]
      .sort((a, b) => b[1] - a[1] || disputeClasses.indexOf(a[0]) - disputeClasses.indexOf(b[0]))
      .slice(0, 3)
      .map(([one]) => one)
    const points = Math.max(
      0,
      reasons.reduce((sum, reason) => sum + reason.points, 0),
    )
    return { classes, tier: tierOf(points), points, reasons, marks: [] }
  }
}
