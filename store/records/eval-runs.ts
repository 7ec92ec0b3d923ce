import { and, desc, eq, getTableColumns, inArray, notInArray } from 'drizzle-orm'
import type { EvalRun, EvalRuns } from '../../core/eval-runs.ts'
import { type Ground, orUndefined } from './ground.ts'
import { plain } from './plain-text.ts'

const unended = ['running', 'cancelling'] as const

/** Runs of the eval suites, with their reports. */
export const evalRuns = ({ db, tables }: Ground): EvalRuns => {
  const { evalRuns: runs } = tables
  // A report is some hundred kilobytes: no list reads it.
  const { report: _, ...columns } = getTableColumns(runs)
  const runOf = ({ endedAt, fault, ...row }: Omit<typeof runs.$inferSelect, 'report'>): EvalRun => ({
    ...row,
    ...{ endedAt: orUndefined(endedAt), fault: orUndefined(fault) },
  })
  return {
    add: async ({ endedAt, fault, ...run }) => {
      await db.insert(runs).values({ ...run, endedAt: endedAt ?? null, fault: fault ?? null, report: null })
    },
    find: async (id) => {
      const [row] = await db.select(columns).from(runs).where(eq(runs.id, id))
      return row && runOf(row)
    },
    list: async (limit) => (await db.select(columns).from(runs).orderBy(desc(runs.at), desc(runs.id)).limit(limit)).map(runOf),
    hear: async (id, facts) => {
      const [row] = await db.update(runs).set(facts).where(eq(runs.id, id)).returning({ state: runs.state })
      return row?.state
    },
    cancel: async (id) => {
      const moved = await db
        .update(runs)
        .set({ state: 'cancelling' })
        .where(and(eq(runs.id, id), eq(runs.state, 'running')))
        .returning({ id: runs.id })
      return moved.length > 0
    },
    end: async (id, { report, fault, endedAt, ...facts }) => {
      const ended = await db
        .update(runs)
        .set({
          ...{ ...facts, endedAt: endedAt ?? null, fault: fault === undefined ? null : plain(fault) },
          report: report ? Buffer.from(report.buffer, report.byteOffset, report.byteLength) : null,
        })
        .where(and(eq(runs.id, id), inArray(runs.state, [...unended])))
        .returning({ id: runs.id })
      return ended.length > 0
    },
    report: async (id) => {
      const [row] = await db.select({ report: runs.report }).from(runs).where(eq(runs.id, id))
      return row?.report ?? undefined
    },
    trim: async (keep) => {
      const kept = db.select({ id: runs.id }).from(runs).orderBy(desc(runs.at), desc(runs.id)).limit(keep)
      await db.delete(runs).where(and(notInArray(runs.id, kept), notInArray(runs.state, [...unended])))
    },
  }
}
