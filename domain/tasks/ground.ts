import type { OpenDisputes } from '../../core/disputes.ts'
import type { Officer } from '../../core/people.ts'
import type { Records, Store } from '../../core/ports.ts'
import type { Named } from '../../core/task-desk.ts'
import type { Clock } from '../../core/time.ts'
import { type UnitTree, unitKind, unitTree } from '../../core/units.ts'
import type { Deadlines } from './deadlines.ts'
import type { Rules } from './progress.ts'
import type { Advice, Worklist } from './worklist.ts'

/** What the loop needs of a store: the whole of it, or the records of a transaction that is open already. */
export type TaskStore = Pick<Store, 'people' | 'incidents' | 'tasks' | 'sequences' | 'audit' | 'keyed' | 'transaction'>

/** The records of an open transaction as a store: what is done with it is part of that transaction. */
export const storeWithin = (records: Records): TaskStore => ({
  people: records.people,
  incidents: records.incidents,
  tasks: records.tasks,
  sequences: records.sequences,
  audit: records.audit,
  keyed: (value) => records.keyed(value),
  transaction: (work) => work(records),
})

/** What the loop stands on; `open-tasks.ts` gives it. */
export interface TaskGround {
  readonly store: TaskStore
  readonly clock: Clock
  readonly disputes: OpenDisputes
  readonly deadlines: Deadlines
  readonly worklist: Worklist
  readonly advice: Advice
}

/** A unit that was moved shows after so long. */
const treeKeptMs = 10_000

/** Gives the units as they stand; inside an open transaction, whose records are then given, it asks by no other way. */
export type TreeOf = (within?: Pick<Records, 'people'>) => Promise<UnitTree>

/** The units as they stand, asked for again every few seconds. */
export const treeKeeper = ({ store, clock }: Pick<TaskGround, 'store' | 'clock'>): TreeOf => {
  let kept: { readonly at: number; readonly tree: Promise<UnitTree> } | undefined
  return (within = store) => {
    const now = clock().getTime()
    if (!kept || Math.abs(now - kept.at) > treeKeptMs) {
      const tree = within.people.listUnits().then(unitTree)
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
