import type { Seer } from '../core/seeing.ts'
import { bucketOf, type DayTally, noAgent, noFault, type TallyStore } from '../core/tallies.ts'
import { type Clock, shanghaiDate } from '../core/time.ts'

/** How often tallies are written, ms: what a process that is killed forgets. */
export const talliesEveryMs = 1_000
/** Days that are kept: a year to compare with. They hold nothing of a person. */
const keptDays = 400
/** Rows of one statement, well below the parameters that a database takes. */
const rowsAtOnce = 500

/** Counts turns and calls of models in memory, and adds them to the store once a second: a turn waits for no statement. */
export const createTallies = ({ store, clock }: { readonly store: TallyStore; readonly clock: Clock }) => {
  let pending = new Map<string, DayTally>()
  let forgotten = ''

  const add = (one: DayTally): void => {
    const name = [one.day, one.kind, one.agent, one.model, one.ending, one.bucket].join(' ')
    pending.set(name, { ...one, count: one.count + (pending.get(name)?.count ?? 0) })
  }
  const count = (facts: Omit<DayTally, 'day' | 'bucket' | 'count'> & { readonly ms: number }): void => {
    const { ms, ...one } = facts
    add({ ...one, day: shanghaiDate(clock()), bucket: bucketOf(ms), count: 1 })
  }
  const seer: Seer = {
    turn: ({ agent, model, outcome, ms }) => count({ kind: 'turn', agent: agent ?? noAgent, model, ending: outcome, ms }),
    tool: () => undefined,
    model: ({ agent, model, fault, ms }) => count({ kind: 'call', agent: agent ?? noAgent, model, ending: fault ?? noFault, ms }),
  }
  const write = async (): Promise<void> => {
    const rows = [...pending.values()]
    pending = new Map()
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      try {
        await store.add(rows.slice(from, from + rowsAtOnce))
      } catch (cause) {
        // What could not be written waits for the next time.
        for (const row of rows.slice(from)) add(row)
        throw cause
      }
    }
  }
  return {
    seer,
    /** Writes what was counted here; once a day lets go of what is too old. */
    async tick(): Promise<void> {
      await write()
      const today = shanghaiDate(clock())
      if (forgotten === today) return
      await store.forget(shanghaiDate(new Date(clock().getTime() - keptDays * 86_400_000)))
      forgotten = today
    },
    /** The last of it, before the store closes. */
    write,
  }
}
