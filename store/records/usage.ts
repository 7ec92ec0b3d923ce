import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import type { UsageStore } from '../../core/usage.ts'
import type { Ground } from './ground.ts'

/** Sums of what models used. Each process adds its own part, so a sum is never read before it is raised. */
export const usage = ({ db, tables }: Ground): UsageStore => {
  const { modelUsage } = tables
  const { day, scope, key, steps, tokensIn, tokensOut, cached, ms, microYuan, touchedAt } = modelUsage
  const columns = { day, scope, key, steps, tokensIn, tokensOut, cached, ms, microYuan }
  return {
    add: async (rows, at) => {
      if (rows.length === 0) return []
      // Two processes that add the same rows in another order would wait for each other.
      const nameOf = (row: (typeof rows)[number]): string => `${row.day} ${row.scope} ${row.key}`
      const ordered = [...rows].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
      return db
        .insert(modelUsage)
        .values(ordered.map((row) => ({ ...row, touchedAt: at })))
        .onConflictDoUpdate({
          target: [day, scope, key],
          set: {
            steps: sql`${steps} + excluded.steps`,
            tokensIn: sql`${tokensIn} + excluded.tokens_in`,
            tokensOut: sql`${tokensOut} + excluded.tokens_out`,
            cached: sql`${cached} + excluded.cached`,
            ms: sql`${ms} + excluded.ms`,
            microYuan: sql`${microYuan} + excluded.micro_yuan`,
            touchedAt: at,
          },
        })
        .returning(columns)
    },
    touched: (of, since) =>
      db
        .select(columns)
        .from(modelUsage)
        .where(and(eq(day, of), gte(touchedAt, since))),
    list: ({ from, scope: wanted, limit }) =>
      db
        .select(columns)
        .from(modelUsage)
        .where(and(gte(day, from), eq(scope, wanted)))
        .orderBy(desc(day), desc(sql`${tokensIn} + ${tokensOut}`), key)
        .limit(limit),
    forgetPersons: async (before) => {
      const gone = await db
        .delete(modelUsage)
        .where(and(lt(day, before), eq(scope, 'person')))
        .returning({ key })
      return gone.length
    },
  }
}
