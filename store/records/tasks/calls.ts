import { and, asc, desc, eq, inArray, lt } from 'drizzle-orm'
import type { Tasks } from '../../../core/task-store.ts'
import type { Ground } from '../ground.ts'
import { callOf, callRow } from './rows.ts'

/** Calls to departments. */
export const taskCalls = ({
  db,
  tables,
  cipher,
}: Ground): Pick<Tasks, 'insertCall' | 'answerCall' | 'findCall' | 'callsOf' | 'callsTo' | 'lateCalls' | 'markLate'> => {
  const { taskCalls } = tables
  return {
    insertCall: async (call) => {
      await db.insert(taskCalls).values(callRow(call, cipher))
    },
    answerCall: async (id, { at, by, attended, answer }) => {
      const answered = await db
        .update(taskCalls)
        .set({ state: 'answered', answeredAt: at, answeredBy: by, attended, answer: cipher.seal('task_calls.answer', id, answer) })
        .where(and(eq(taskCalls.id, id), eq(taskCalls.state, 'open')))
        .returning({ id: taskCalls.id })
      return answered.length > 0
    },
    findCall: async (id) => {
      const [row] = await db.select().from(taskCalls).where(eq(taskCalls.id, id))
      return row && callOf(row, cipher)
    },
    callsOf: async (task) =>
      (await db.select().from(taskCalls).where(eq(taskCalls.task, task)).orderBy(asc(taskCalls.calledAt), asc(taskCalls.id))).map((row) =>
        callOf(row, cipher),
      ),
    callsTo: async (departments, { open, limit }) => {
      const rows = await db
        .select()
        .from(taskCalls)
        .where(and(inArray(taskCalls.department, [...departments]), open ? eq(taskCalls.state, 'open') : undefined))
        // `open` after `answered` in the alphabet.
        .orderBy(desc(taskCalls.state), asc(taskCalls.dueAt), asc(taskCalls.id))
        .limit(limit)
      return rows.map((row) => callOf(row, cipher))
    },
    lateCalls: async (now, limit) => {
      const rows = await db
        .select()
        .from(taskCalls)
        .where(and(eq(taskCalls.state, 'open'), lt(taskCalls.dueAt, now), eq(taskCalls.isLate, false)))
        .orderBy(asc(taskCalls.dueAt), asc(taskCalls.id))
        .limit(limit)
      return rows.map((row) => callOf(row, cipher))
    },
    markLate: async (call) => {
      const marked = await db
        .update(taskCalls)
        .set({ isLate: true })
        .where(and(eq(taskCalls.id, call), eq(taskCalls.state, 'open'), eq(taskCalls.isLate, false)))
        .returning({ id: taskCalls.id })
      return marked.length > 0
    },
  }
}
