import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Driver, Prepare, Run } from '../database.ts'
import { storeFault } from '../faults.ts'
import { bracketed } from '../transaction.ts'
import { postgresDialect } from './dialect.ts'

/** Any number that no other program takes: keeps two processes from migrating at once. */
const migrationLock = 0x66656e73
/** Long enough for every statement of ours, short enough to notice a server that hangs. */
const statementTimeoutMs = 15_000
/** Statements with more parameters than this are lists of changing length, and not worth a server-side plan. */
const namedUpTo = 30

const names = new Map<string, string>()
/** Prepared once for each connection, under a name that is the same for the same text. */
const nameOf = (text: string): string => {
  const known = names.get(text)
  if (known) return known
  const name = `f${createHash('sha256').update(text).digest('hex').slice(0, 30)}`
  names.set(text, name)
  return name
}

const query = (text: string, params: readonly unknown[]) => ({
  text,
  values: [...params],
  rowMode: 'array' as const,
  ...(params.length > 0 && params.length <= namedUpTo ? { name: nameOf(text) } : {}),
})

/** PostgreSQL by its address: a pool of connections, each transaction on one of them. */
export const openPostgres = async (url: string, prepare: Prepare): Promise<Driver> => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'fenshen',
    keepAlive: true,
  })
  // A connection that breaks, idle or in use, leaves the pool; its statement fails, the next opens another. Without a listener the
  // process would end.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  let trips = 0
  const transaction = async <T>(work: (run: Run) => Promise<T>): Promise<T> => {
    const client = await connect(pool)
    let isBroken = false
    const send: Run = async (text, params) => {
      trips += 1
      return (await client.query<unknown[]>(query(text, params))).rows
    }
    try {
      return await bracketed(
        {
          run: send,
          begin: () => send('begin', []),
          commit: () => send('commit', []),
          rollback: async () => {
            isBroken = true
            await send('rollback', [])
            isBroken = false
          },
        },
        work,
      )
    } finally {
      client.release(isBroken)
    }
  }
  try {
    await transaction(async (run) => {
      await run('set local statement_timeout = 0', [])
      await run(`select pg_advisory_xact_lock(${migrationLock})`, [])
      await prepare(postgresDialect, run)
    })
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    dialect: postgresDialect,
    run: async (text, params) => {
      trips += 1
      return (await pool.query<unknown[]>(query(text, params))).rows
    },
    transaction,
    roundTrips: () => trips,
    close: async () => {
      if (!pool.ended) await pool.end()
    },
  }
}

const connect = async (pool: pg.Pool): Promise<pg.PoolClient> => {
  try {
    return await pool.connect()
  } catch (error) {
    throw storeFault(error)
  }
}
