import { type Extensions, PGlite } from '@electric-sql/pglite'
import type { Driver, Prepare, Run } from '../database.ts'
import { createLine } from '../line.ts'
import { bracketed } from '../transaction.ts'
import { postgresDialect } from './dialect.ts'

/** PGlite: PostgreSQL inside the process, for tests. One connection, so everybody waits in line. `dir` empty: in memory. */
export const openPglite = async (dir: string, prepare: Prepare, extensions: Extensions = {}): Promise<Driver> => {
  const database = await PGlite.create(dir === '' ? { extensions } : { dataDir: dir, extensions })
  const line = createLine(60_000)
  let trips = 0
  const send: Run = async (text, params) => {
    trips += 1
    return (await database.query<unknown[]>(text, [...params], { rowMode: 'array' })).rows
  }
  const transaction = async <T>(work: (run: Run) => Promise<T>): Promise<T> => {
    const leave = await line.enter()
    try {
      return await bracketed(
        { run: send, begin: () => send('begin', []), commit: () => send('commit', []), rollback: () => send('rollback', []) },
        work,
      )
    } finally {
      leave()
    }
  }
  await transaction((run) => prepare(postgresDialect, run))
  return {
    dialect: postgresDialect,
    run: async (text, params) => {
      const leave = await line.enter()
      try {
        return await send(text, params)
      } finally {
        leave()
      }
    },
    transaction,
    roundTrips: () => trips,
    close: async () => {
      const leave = await line.enter()
      if (!database.closed) await database.close()
      leave()
    },
  }
}
