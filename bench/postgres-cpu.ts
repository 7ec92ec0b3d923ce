import { readFileSync } from 'node:fs'
import pg from 'pg'

/** A tick of the kernel's clock, as /proc counts CPU time. */
const tickMs = 10

/** Milliseconds of CPU that each connection to this database has used so far, by its process; empty where the server is another machine's. */
export const postgresCpu = async (url: string): Promise<ReadonlyMap<number, number>> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'",
    )
    // Fields 14 and 15, counted after the name, which may hold spaces.
    return new Map(
      rows.map(({ pid }) => {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
        return [pid, (Number(fields[11]) + Number(fields[12])) * tickMs]
      }),
    )
  } catch {
    return new Map()
  } finally {
    await client.end()
  }
}

/** What was used from one look to the next. A connection that was closed between them is not counted. */
export const usedBetween = (before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number =>
  [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0)
