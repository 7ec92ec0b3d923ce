import { readFileSync } from 'node:fs'
import pg from 'pg'

/** A tick of the kernel's clock, as /proc counts CPU time. */
const tickMs = 10

/** Milliseconds of CPU that the connections to this database have used so far; undefined where the server is another machine's. */
export const postgresCpu = async (url: string): Promise<number | undefined> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'",
    )
    // Fields 14 and 15, counted after the name, which may hold spaces.
    const ticks = rows.map(({ pid }) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return Number(fields[11]) + Number(fields[12])
    })
    return ticks.reduce((sum, one) => sum + one, 0) * tickMs
  } catch {
    return undefined
  } finally {
    await client.end()
  }
}
