import { gte, sql } from 'drizzle-orm'
import type { Sequences } from '../../core/ports.ts'
import type { Ground } from './ground.ts'
import { gap, gaps, once } from './prepared.ts'

/** The row of a year that says where its sequences begin. No sequence has this name. */
const leftOut = '*'

/** Numbers for people: one statement, so two writers never draw the same; a rolled-back number is drawn again. */
export const sequences = (ground: Ground): Sequences => {
  const { db, tables } = ground
  const { sequences } = tables
  const floor = sql`select floor.value from sequences as floor where floor.name = ${leftOut} and floor.year = ${gap('year')}`
  const next = once(() =>
    db
      .insert(sequences)
      .values({ ...gaps(sequences, 'name', 'year'), value: sql`coalesce((${floor}), 0) + 1` })
      .onConflictDoUpdate({ target: [sequences.name, sequences.year], set: { value: sql`${sequences.value} + 1` } })
      .returning({ value: sequences.value })
      .prepare('next_in_sequence'),
  )
  return {
    next: async (name, year) => {
      const [row] = await next().execute({ name, year })
      return row?.value ?? 1
    },
    skip: (by, year) =>
      ground.atomically(async ({ db }) => {
        await db.insert(sequences).values({ name: leftOut, year, value: 0 }).onConflictDoNothing()
        await db
          .update(sequences)
          .set({ value: sql`${sequences.value} + ${by}` })
          .where(gte(sequences.year, year))
      }),
  }
}
