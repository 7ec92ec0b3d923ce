import type { Officer } from '../../core/people.ts'
import type { UnitTree } from '../../core/units.ts'

/** The officer a task is put before (负责人): by name, never a queue. */
export interface Superior {
  readonly id: string | undefined
  /** How far up it is: 1 is one's own unit, 2 the one above. */
  readonly level: number
  /** Nobody is higher. */
  readonly isTop: boolean
}

/** Units in which the superiors of a task are looked for, its own first. */
export const chainOf = (tree: UnitTree, unit: string): readonly string[] => [unit, ...tree.above(unit).map(({ id }) => id)]

/** Whoever answers for a unit: its approver, else its reviewer; of several the first by id, so that it is always the same one. */
const headOf = (unit: string, officers: readonly Officer[], but: string | undefined): Officer | undefined => {
  const own = officers.filter((officer) => officer.unit === unit && officer.id !== but).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return own.find(({ roles }) => roles.includes('approver')) ?? own.find(({ roles }) => roles.includes('reviewer'))
}

/**
 * The next superior of a task that was put before `level` of them. A unit without a head is passed over; whoever holds the task is
 * not their own superior. Undefined id: nobody up there holds the role, which the operator has to mend.
 */
export const nextSuperior = (
  chain: readonly string[],
  officers: readonly Officer[],
  task: { readonly level: number; readonly claimedBy: string | undefined },
): Superior => {
  const heads = chain.flatMap((unit, index) => {
    const head = headOf(unit, officers, task.claimedBy)
    return head ? [{ id: head.id, level: index + 1 }] : []
  })
  const next = heads.find(({ level }) => level > task.level) ?? heads.at(-1)
  if (!next) return { id: undefined, level: task.level + 1, isTop: true }
  return { ...next, level: Math.max(next.level, task.level), isTop: next.id === heads.at(-1)?.id }
}
