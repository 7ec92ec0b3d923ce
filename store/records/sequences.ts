import { sql } from 'drizzle-orm'
import type { Sequences } from '../../core/ports.ts'
import type { Ground } from './ground.ts'
import { gaps, once } from './prepared.ts'

/** Numbers for people: one statement, so two writers never draw the same; a rolled-back number is drawn again. */
export const sequences = ({ db, tables }: Ground): Sequences => {
  const { sequences } = tables
  const next = once(() =>
    db
      .insert(sequences)
      .values({ ...gaps(sequences, 'name', 'year'), value: 1 })
      .onConflictDoUpdate({ target: [sequences.name, sequences.year], set: { value: sql`${sequences.value} + 1` } })
      .returning({ value: sequences.value })
      .prepare('next_in_sequence'),
  )
  return {
    next: async (name, year) => {
      const [row] = await next().execute({ name, year })
      return row?.value ?? 1
    },
  }
}
