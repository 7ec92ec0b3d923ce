import { asc, eq, max } from 'drizzle-orm'
import type { Tasks } from '../../../core/task-store.ts'
import type { Ground } from '../ground.ts'
import { gap, once } from '../prepared.ts'
import { rowsInserter } from '../raw-rows.ts'
import { stepOf, stepRow } from './rows.ts'

/** The history of tasks. */
export const taskSteps = (ground: Ground): Pick<Tasks, 'addSteps' | 'steps' | 'nextStep'> => {
  const { db, tables, cipher } = ground
  const { taskSteps } = tables
  const insert = once(() => rowsInserter(ground, taskSteps))
  const newest = once(() =>
    db
      .select({ n: max(taskSteps.n) })
      .from(taskSteps)
      .where(eq(taskSteps.task, gap('task')))
      .prepare('newest_step'),
  )
  return {
    addSteps: (steps) => insert()(steps.map((step) => stepRow(step, cipher))),
    steps: async (task) =>
      (await db.select().from(taskSteps).where(eq(taskSteps.task, task)).orderBy(asc(taskSteps.n))).map((row) => stepOf(row, cipher)),
    nextStep: async (task) => {
      const [row] = await newest().execute({ task })
      return (row?.n ?? 0) + 1
    },
  }
}
