import type { OpenDisputes } from '../../core/disputes.ts'
import type { Officer } from '../../core/people.ts'
import type { Store } from '../../core/ports.ts'
import type { Named } from '../../core/task-desk.ts'
import type { Clock } from '../../core/time.ts'
import { type UnitTree, unitKind, unitTree } from '../../core/units.ts'
import type { Deadlines } from './deadlines.ts'
import type { Rules } from './progress.ts'
import type { Advice, Worklist } from './worklist.ts'

/** What the loop stands on; `open-tasks.ts` gives it. */
export interface TaskGround {
  readonly store: Store
  readonly clock: Clock
  readonly disputes: OpenDisputes
  readonly deadlines: Deadlines
  readonly worklist: Worklist
  readonly advice: Advice
}

/** A unit that was moved shows after so long. */
const treeKeptMs = 10_000

/** The units as they stand, asked for again every few seconds. */
export const treeKeeper = ({ store, clock }: Pick<TaskGround, 'store' | 'clock'>): (() => Promise<UnitTree>) => {
  let kept: { readonly at: number; readonly tree: Promise<UnitTree> } | undefined
  return () => {
    const now = clock().getTime()
    if (!kept || Math.abs(now - kept.at) > treeKeptMs) {
      const tree = store.people.listUnits().then(unitTree)
      kept = { at: now, tree }
      // A failed look is not kept.
      tree.catch(() => {
        kept = undefined
      })
    }
    return kept.tree
  }
}

/** Departments that answer for the duties: of each duty the one nearest to the unit. */
export const addresseesIn =
  (tree: UnitTree): Rules['addressees'] =>
  (unit, duties) => {
    const near = [unit, ...tree.above(unit).map(({ id }) => id)]
    return duties.flatMap((duty): Named[] => {
      const found = tree.all.filter((one) => unitKind(one) === 'department' && one.duty === duty)
      const best = near.map((id) => found.find(({ parent }) => parent === id)).find((one) => one !== undefined)
      return best ? [{ id: best.id, name: best.name }] : []
    })
  }

/** The rules as they are for units that stand like this. */
export const rulesOf = ({ deadlines, worklist }: Pick<TaskGround, 'deadlines' | 'worklist'>, tree: UnitTree): Rules => ({
  deadlines,
  worklist,
  addressees: addresseesIn(tree),
})

/** The units whose rows an officer may see (所辖单位): the own one and everything below, departments left out. */
export const seenBy = (who: Officer, tree: UnitTree): readonly string[] =>
  tree.kindOf(who.unit) === 'department' ? [] : tree.under(who.unit).filter((id) => tree.kindOf(id) !== 'department')
