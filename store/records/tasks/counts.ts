import { and, count, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Tasks } from '../../../core/task-store.ts'
import type { Ground } from '../ground.ts'

type Counts = Pick<Tasks, 'counts' | 'stepCounts' | 'closedCounts' | 'openCalls' | 'lateCallCounts'>

/** Counts over tasks and their steps: by unit, never by person. */
export const taskCounts = ({ db, tables }: Ground): Counts => {
  const { tasks, taskSteps, taskCalls } = tables
  return {
    counts: async (units, now) => {
      const rows = await db
        .select({
          state: tasks.state,
          tier: tasks.tier,
          count: count(),
          overdue: sql`sum(case when ${lt(tasks.dueAt, now)} then 1 else 0 end)`.mapWith(Number),
        })
        .from(tasks)
        // In so many words, so that the index of open tasks may be used: closed ones pile up for years.
        .where(and(inArray(tasks.unit, [...units]), sql`${tasks.state} <> 'closed'`))
        .groupBy(tasks.state, tasks.tier)
      return rows
    },
    stepCounts: async (units, { from, to }) => {
      const byMachine = sql<boolean>`${isNull(taskSteps.actor)}`
      const rows = await db
        .select({
          unit: taskSteps.unit,
          event: taskSteps.event,
          byMachine,
          count: count(),
          late: sql`sum(case when ${taskSteps.isLate} then 1 else 0 end)`.mapWith(Number),
        })
        .from(taskSteps)
        .where(and(inArray(taskSteps.unit, [...units]), gte(taskSteps.at, from), lt(taskSteps.at, to)))
        .groupBy(taskSteps.unit, taskSteps.event, byMachine)
      // SQLite answers 1 and 0.
      return rows.map((row) => ({ ...row, byMachine: Boolean(row.byMachine) }))
    },
    closedCounts: async (units, { from, to }) => {
      const rows = await db
        .select({ unit: tasks.unit, outcome: tasks.outcome, satisfaction: tasks.satisfaction, count: count() })
        .from(tasks)
        .where(and(inArray(tasks.unit, [...units]), gte(tasks.closedAt, from), lt(tasks.closedAt, to), eq(tasks.state, 'closed')))
        .groupBy(tasks.unit, tasks.outcome, tasks.satisfaction)
      return rows.map(({ outcome, satisfaction, ...row }) => ({ ...row, outcome: outcome ?? '', satisfaction: satisfaction ?? undefined }))
    },
    openCalls: async (units) => {
      const [row] = await db
        .select({ open: count(), late: sql`coalesce(sum(case when ${taskCalls.isLate} then 1 else 0 end), 0)`.mapWith(Number) })
        .from(taskCalls)
        .innerJoin(tasks, eq(tasks.id, taskCalls.task))
        .where(and(eq(taskCalls.state, 'open'), inArray(tasks.unit, [...units])))
      return { open: row?.open ?? 0, late: row?.late ?? 0 }
    },
    lateCallCounts: async (units, { from, to }) => {
      const rows = await db
        .select({ unit: tasks.unit, count: count() })
        .from(taskCalls)
        .innerJoin(tasks, eq(tasks.id, taskCalls.task))
        .where(and(inArray(tasks.unit, [...units]), eq(taskCalls.isLate, true), gte(taskCalls.calledAt, from), lt(taskCalls.calledAt, to)))
        .groupBy(tasks.unit)
      return rows
    },
  }
}
