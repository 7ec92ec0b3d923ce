import { holds, type Officer } from '../../core/people.ts'
import type { Task } from '../../core/tasks.ts'
import type { UnitTree } from '../../core/units.ts'
import type { Standing } from './states.ts'

/** The departments that a person speaks for: the own one and what is below it. The police stand above none of them, whatever the tree of units says. */
export const departmentsOf = (who: Officer, tree: UnitTree): readonly string[] =>
  tree.kindOf(who.unit) === 'department' ? tree.under(who.unit) : []

/** True for whoever answers for the work of others (负责人). */
const isLead = (who: Officer): boolean => who.roles.includes('approver') || who.roles.includes('reviewer')

/** How an officer stands to a task; empty: not at all. `called`: departments with a call to this task. */
export const standingsOf = (who: Officer, task: Task, tree: UnitTree, called: readonly string[] = []): readonly Standing[] => {
  if (!holds(who, 'officer')) return []
  const isHand = who.unit === task.unit
  const isAbove = tree.above(task.unit).some(({ id }) => id === who.unit)
  const isCalled = called.some((department) => departmentsOf(who, tree).includes(department))
  return [
    ...(isHand ? (['hand'] as const) : []),
    ...(isHand && task.claimedBy === who.id ? (['holder'] as const) : []),
    ...((isHand || isAbove) && isLead(who) ? (['lead'] as const) : []),
    ...(isAbove ? (['above'] as const) : []),
    ...(isCalled ? (['department'] as const) : []),
  ]
}
