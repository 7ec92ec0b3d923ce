import { ConflictError } from '../../core/errors.ts'
import type { Task, TaskActor } from '../../core/tasks.ts'
import type { UnitTree } from '../../core/units.ts'
import type { TaskGround } from './ground.ts'
import { type Doing, escalated, stepped } from './progress.ts'
import { chainOf, nextSuperior } from './superiors.ts'
import { writeProgress } from './write.ts'

const atOnce = 100
const machine: TaskActor = { kind: 'system' }

/** What one round of watching did. */
export interface Watched {
  readonly escalated: number
  readonly visits: number
  readonly lateCalls: number
  /** Went up, and nobody holds the role up there: the operator has to name somebody. */
  readonly unnamed: number
}

/** Somebody was faster, in this process or another: the next round looks again. */
const unlessConflict = async (work: () => Promise<boolean>): Promise<boolean> => {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof ConflictError) return false
    throw cause
  }
}

/**
 * Watches deadlines (督办): puts what is about to be late before a named superior, asks for a visit where nobody was reached, and tells
 * supervision of calls that were not answered. It closes nothing and lowers nothing. Safe in several processes at once.
 */
export const watchTasks = async (ground: TaskGround, treeOf: () => Promise<UnitTree>): Promise<Watched> => {
  const { store, clock, deadlines } = ground
  const tree = await treeOf()
  const now = clock()
  const doing: Doing = { id: undefined, standings: ['system'], at: now, isOwnWork: false }
  const done = { escalated: 0, visits: 0, lateCalls: 0, unnamed: 0 }

  const write = (task: Task, make: (fresh: Task) => Promise<Parameters<typeof writeProgress>[2]>, action: string): Promise<boolean> =>
    unlessConflict(() =>
      store.transaction(async (records) => {
        const progress = await make(task)
        await writeProgress(
          records,
          task,
          progress,
          { actor: machine, at: now, n: await records.tasks.nextStep(task.id) },
          { action, detail: {} },
        )
        return true
      }),
    )

  for (const task of await store.tasks.toEscalate(now, atOnce)) {
    const chain = chainOf(tree, task.unit)
    const superior = nextSuperior(chain, await store.people.officersOf(chain), task)
    const why = now < task.dueAt ? '快到时限' : '超过时限'
    if (!(await write(task, async () => escalated(task, doing, ground, { ...superior, why }), 'escalate_task'))) continue
    done.escalated += 1
    if (superior.id === undefined) done.unnamed += 1
  }
  for (const task of await store.tasks.toVisit(new Date(now.getTime() - deadlines.visit.afterMs), atOnce)) {
    const visit = async () =>
      stepped(task, 'visit_due', doing, ground, { set: { needsVisit: true }, content: { why: '还没有联系上当事人' } })
    if (await write(task, visit, 'ask_task_visit')) done.visits += 1
  }
  for (const call of await store.tasks.lateCalls(now, atOnce)) {
    const marked = await unlessConflict(() =>
      store.transaction(async (records) => {
        const task = await records.tasks.find(
          call.task,
          tree.all.map(({ id }) => id),
        )
        if (!(await records.tasks.markLate(call.id)) || !task || task.state === 'closed') return false
        const progress = stepped(task, 'call_late', doing, ground, { content: { call: call.id, department: call.department } })
        const n = await records.tasks.nextStep(task.id)
        await writeProgress(
          records,
          task,
          progress,
          { actor: machine, at: now, n },
          { action: 'note_late_call', detail: { call: call.id } },
        )
        return true
      }),
    )
    if (marked) done.lateCalls += 1
  }
  return done
}
