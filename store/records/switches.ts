import { asc } from 'drizzle-orm'
import type { SwitchStore } from '../../core/switches.ts'
import type { Ground } from './ground.ts'
import { once } from './prepared.ts'

/** Switches: a few rows, read every second. */
export const switches = ({ db, tables }: Ground): SwitchStore => {
  const { switches } = tables
  const all = once(() => db.select().from(switches).orderBy(asc(switches.kind), asc(switches.name)).prepare('all_switches'))
  return {
    list: () => all().execute(),
    set: async (one) => {
      await db
        .insert(switches)
        .values({ ...one })
        .onConflictDoUpdate({ target: [switches.kind, switches.name], set: { ...one } })
    },
  }
}
