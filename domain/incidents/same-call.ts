import type { Finding } from '../../core/disputes.ts'
import type { Incident } from '../../core/incidents.ts'

/** Words of somebody who calls again about what was reported already (催促、补充). */
const again =
  /(?:刚才|刚刚|之前|前面|已经).{0,8}(?:报|打).{0,4}(?:警|110|电话)|(?:民警|警察|你们).{0,6}(?:还没|怎么还|啥时候|什么时候).{0,2}(?:来|到)|催一?下/

/** From this share of common letter pairs on, two texts tell of the same (测得：同一起警情的两次来电多在 0.6 以上). */
const alike = 0.55

const pairsOf = (text: string): ReadonlySet<string> => {
  const letters = [...text.normalize('NFKC').replace(/[\s\p{P}]/gu, '')]
  return new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`))
}

/** Jaccard share of letter pairs, 0–1. */
export const likeness = (a: string, b: string): number => {
  const [one, two] = [pairsOf(a), pairsOf(b)]
  if (one.size === 0 || two.size === 0) return a === b ? 1 : 0
  let common = 0
  for (const pair of one) if (two.has(pair)) common += 1
  return common / (one.size + two.size - common)
}

/** An incident that is already in a chain of the same place. */
export type Known = Pick<Incident, 'id' | 'at' | 'body' | 'event' | 'mergedInto' | 'classes'>

/** How long after a call another one counts as the same. */
export interface SameCallRule {
  readonly sameMs: number
  readonly followUpMs: number
  readonly ms: number
}

/**
 * The incident that this one is a second call about (同一起警情), among those of the same place: the same cause within minutes, like words or
 * a word of "I called before" within hours, a call-back within the time of a chain. Never by who called.
 */
export const sameCall = (
  call: { readonly at: Date; readonly text: string; readonly finding: Pick<Finding, 'classes' | 'marks' | 'tier'> },
  known: readonly Known[],
  rule: SameCallRule,
): Known | undefined => {
  const { finding, text } = call
  const apart = (one: Known): number => Math.abs(call.at.getTime() - one.at.getTime())
  const nearest = known.toSorted((a, b) => apart(a) - apart(b))
  const isSameCause = (one: Known): boolean => finding.classes[0] !== undefined && one.classes[0] === finding.classes[0]
  return (
    nearest.find((one) => apart(one) <= rule.sameMs && isSameCause(one)) ??
    nearest.find(
      (one) =>
        apart(one) <= rule.followUpMs &&
        (finding.marks.includes('withdrawn') || again.test(text) || (one.body !== undefined && likeness(text, one.body.text) >= alike)),
    ) ??
    nearest.find((one) => apart(one) <= rule.ms && finding.marks.includes('callback'))
  )
}
