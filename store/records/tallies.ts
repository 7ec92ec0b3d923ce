import { gte, lt, sql } from 'drizzle-orm'
import type { DayTally, TallyStore } from '../../core/tallies.ts'
import type { Ground } from './ground.ts'

/** Counts of turns and calls by day. Each process adds its own part, so a count is never read before it is raised. */
export const tallies = ({ db, tables }: Ground): TallyStore => {
  const { dayTallies } = tables
  const { day, kind, agent, model, ending, bucket, count } = dayTallies
  // PostgreSQL sums integers to text for the driver; the numbers are far below what a double holds.
  const sum = sql<number>`sum(${count})`.mapWith(Number)
  return {
    add: async (rows) => {
      if (rows.length === 0) return
      // Two processes that add the same rows in another order would wait for each other.
      const nameOf = (row: DayTally): string => [row.day, row.kind, row.agent, row.model, row.ending, row.bucket].join(' ')
      const ordered = [...rows].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
      await db
        .insert(dayTallies)
        .values(ordered)
        .onConflictDoUpdate({
          target: [day, kind, agent, model, ending, bucket],
          set: { count: sql`${count} + excluded.count` },
        })
    },
    sums: (from) =>
      db
        .select({ kind, agent, model, ending, bucket, count: sum })
        .from(dayTallies)
        .where(gte(day, from))
        .groupBy(kind, agent, model, ending, bucket),
    turnDays: (from) =>
      db
        .select({ day, ending, bucket, count: sum })
        .from(dayTallies)
        .where(sql`${day} >= ${from} and ${kind} = 'turn'`)
        .groupBy(day, ending, bucket),
    forget: async (before) => (await db.delete(dayTallies).where(lt(day, before)).returning({ day })).length,
  }
}
