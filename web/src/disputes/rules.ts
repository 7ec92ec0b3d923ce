import type { Reason } from './types.ts'

/** Rules of the decision, as people read them. A rule that is not here is shown under its own name. */
export const ruleNames: Readonly<Record<string, string>> = {
  strong: '强词，本身就说明有纠纷',
  weak_with_verb: '弱词，旁边有冲突或诉求的话',
  negated: '被否定了',
}

export const ruleName = (rule: string): string => ruleNames[rule] ?? rule

/** A hit that was looked at and does not count (排除的命中): no points, and no word for a class. */
export const isSetAside = ({ points, class: own }: Reason): boolean => points === 0 && own === undefined

export const signed = (points: number): string => (points > 0 ? `+${points}` : String(points))
