import { openAsBlob } from 'node:fs'
import { type Extensions, PGlite, type PGliteOptions } from '@electric-sql/pglite'
import type { Driver, Prepare, Run } from '../database.ts'
import { createLine } from '../line.ts'
import { bracketed } from '../transaction.ts'
import { postgresDialect } from './dialect.ts'

/**
 * PGlite: PostgreSQL inside the process, for tests. One connection, so everybody waits in line. `place` is a folder; empty: in memory; a `.tar`
 * that `dumpDataDir` wrote: in memory too, begun with what is in it, which spares the seconds that making a new cluster takes.
 */
export const openPglite = async (place: string, prepare: Prepare, extensions: Extensions = {}): Promise<Driver> => {
  const database = await PGlite.create({ extensions, ...(await beginning(place)) })
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

const beginning = async (place: string): Promise<PGliteOptions> => {
  if (place === '') return {}
  return place.endsWith('.tar') ? { loadDataDir: await openAsBlob(place) } : { dataDir: place }
}
