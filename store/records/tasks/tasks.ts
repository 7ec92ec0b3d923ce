import { and, asc, eq, getTableColumns, gt, inArray, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm'
import type { Tasks } from '../../../core/task-store.ts'
import type { Ground } from '../ground.ts'
import { isListedText, listOf } from '../lists.ts'
import { gap, gaps, once } from '../prepared.ts'
import { rowsInserter } from '../raw-rows.ts'
import { taskAttachments } from './attachments.ts'
import { taskCalls } from './calls.ts'
import { taskCounts } from './counts.ts'
import { rankOf, type TaskRow, taskOf, taskRow } from './rows.ts'
import { taskSteps } from './steps.ts'

type Own = Omit<
  Tasks,
  | keyof ReturnType<typeof taskSteps>
  | keyof ReturnType<typeof taskCalls>
  | keyof ReturnType<typeof taskAttachments>
  | keyof ReturnType<typeof taskCounts>
>

/** Tasks, their history, calls, files and counts. */
export const tasks = (ground: Ground): Tasks => ({
  ...taskRows(ground),
  ...taskSteps(ground),
  ...taskCalls(ground),
  ...taskAttachments(ground),
  ...taskCounts(ground),
})

const taskRows = (ground: Ground): Own => {
  const { db, tables, cipher } = ground
  const { tasks, taskSteps, taskCalls, taskAttachments } = tables
  const insert = once(() => rowsInserter(ground, tasks))
  const find = once(() =>
    db
      .select()
      .from(tasks)
      .where(and(eq(tasks.id, gap('id')), isListedText(ground, tasks.unit, 'units')))
      .prepare('find_task'),
  )
  const findByNumber = once(() =>
    db
      .select()
      .from(tasks)
      .where(and(eq(tasks.number, gap('number')), isListedText(ground, tasks.unit, 'units')))
      .prepare('find_task_by_number'),
  )
  const save = once(() => {
    const { id: _, ...columns } = getTableColumns(tasks)
    // Object.keys forgets which strings they are.
    const names = Object.keys(columns) as Exclude<keyof TaskRow, 'id'>[]
    return db
      .update(tasks)
      .set(gaps(tasks, ...names))
      .where(and(eq(tasks.id, gap('id')), eq(tasks.revision, gap('seen'))))
      .returning({ id: tasks.id })
      .prepare('save_task')
  })
  return {
    insert: (added) => insert()(added.map((task) => taskRow(task, cipher))),
    find: async (id, units) => {
      const wanted = { units: listOf(ground, units) }
      const [row] = id.startsWith('RW') ? await findByNumber().execute({ ...wanted, number: id }) : await find().execute({ ...wanted, id })
      return row && taskOf(row, cipher)
    },
    ofEvents: async (events) => {
      if (events.length === 0) return []
      const rows = await db
        .select()
        .from(tasks)
        .where(inArray(tasks.event, [...events]))
      return rows.map((row) => taskOf(row, cipher))
    },
    list: async ({ units, class: main, tier, states, overdueAt, claimedBy, escalatedTo, limit, after }) => {
      const isAfter = after && {
        rank: rankOf(after.tier),
        dueAt: after.dueAt,
        id: after.id,
      }
      const rows = await db
        .select()
        .from(tasks)
        .where(
          and(
            inArray(tasks.unit, [...units]),
            main && eq(tasks.mainClass, main),
            tier && eq(tasks.tier, tier),
            states && inArray(tasks.state, [...states]),
            // Said in so many words, the index of open tasks may be used.
            states && !states.includes('closed') ? sql`${tasks.state} <> 'closed'` : undefined,
            overdueAt && and(lt(tasks.dueAt, overdueAt), ne(tasks.state, 'closed')),
            claimedBy === undefined ? undefined : eq(tasks.claimedBy, claimedBy),
            escalatedTo === undefined ? undefined : eq(tasks.escalatedTo, escalatedTo),
            isAfter &&
              or(
                gt(tasks.rank, isAfter.rank),
                and(
                  eq(tasks.rank, isAfter.rank),
                  or(gt(tasks.dueAt, isAfter.dueAt), and(eq(tasks.dueAt, isAfter.dueAt), gt(tasks.id, isAfter.id))),
                ),
              ),
          ),
        )
        .orderBy(asc(tasks.rank), asc(tasks.dueAt), asc(tasks.id))
        .limit(limit)
      return rows.map((row) => taskOf(row, cipher))
    },
    save: async (task, seen) => (await save().execute({ ...taskRow(task, cipher), seen })).length > 0,
    toEscalate: async (now, limit) => {
      const rows = await db
        .select()
        .from(tasks)
        .where(and(isNotNull(tasks.escalateAt), lte(tasks.escalateAt, now)))
        .orderBy(asc(tasks.escalateAt), asc(tasks.id))
        .limit(limit)
      return rows.map((row) => taskOf(row, cipher))
    },
    toVisit: async (before, limit) => {
      const rows = await db
        .select()
        .from(tasks)
        .where(
          and(
            // In so many words, not as parameters, so that the index of these few may be used.
            sql`${tasks.state} in ('fed_back', 'supervised')`,
            lte(tasks.fedBackAt, before),
            eq(tasks.needsVisit, false),
            // A satisfaction is written whenever somebody was reached.
            isNull(tasks.satisfaction),
          ),
        )
        .orderBy(asc(tasks.fedBackAt), asc(tasks.id))
        .limit(limit)
      return rows.map((row) => taskOf(row, cipher))
    },
    deidentify: async (before, limit) => {
      const old = await db
        .select({ id: tasks.id })
        .from(tasks)
        .where(and(lt(tasks.lastIncidentAt, before), isNotNull(tasks.brief), eq(tasks.state, 'closed')))
        .orderBy(asc(tasks.lastIncidentAt))
        .limit(limit)
      const ids = old.map(({ id }) => id)
      if (ids.length === 0) return 0
      await db.update(tasks).set({ brief: null }).where(inArray(tasks.id, ids))
      await db.update(taskSteps).set({ content: null }).where(inArray(taskSteps.task, ids))
      await db.update(taskCalls).set({ question: null, answer: null }).where(inArray(taskCalls.task, ids))
      await db.delete(taskAttachments).where(inArray(taskAttachments.task, ids))
      return ids.length
    },
  }
}
