import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getTableName, isTable } from 'drizzle-orm'
import pg from 'pg'
import { SettingError, StoreUnavailableError } from '../../core/errors.ts'
import type { Copier } from '../copier.ts'
import type { Driver, Run } from '../database.ts'
import { storeFault } from '../faults.ts'
import { migrationsIn } from '../schema-fit.ts'
import { postgresDialect } from './dialect.ts'

/** The programs of PostgreSQL that are called, and what is taken off the address for them: a password in it would stand in the list of processes. */
const withPrograms = async <T>(url: string, work: (address: string, folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-pg-'))
  try {
    const address = new URL(url)
    const password = decodeURIComponent(address.password)
    address.password = ''
    if (password) {
      const file = join(folder, 'pass')
      writeFileSync(file, `*:*:*:*:${password.replaceAll(/[\\:]/g, '\\$&')}\n`, { mode: 0o600 })
      address.searchParams.set('passfile', file)
    }
    return await work(address.href, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Starts a program and gives its end: what it said of a fault, if it failed. */
const start = (name: string, words: readonly string[], stdio: ['ignore' | 'pipe', 'ignore' | 'pipe']) => {
  const child = spawn(name, words, { stdio: [...stdio, 'pipe'] })
  let complaint = ''
  child.stderr?.on('data', (piece: Buffer) => {
    complaint = `${complaint}${piece.toString('utf8')}`.slice(0, 4_000)
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (cause: NodeJS.ErrnoException) => {
      const why = `cannot run ${name} (${cause.code}): install the client programs of PostgreSQL, of the server's version or later`
      reject(new SettingError({ setting: 'PATH', why }))
    })
    child.once('close', (code) => {
      if (code === 0) return resolve()
      const [line] = complaint.split('\n').filter((one) => /error|mismatch|fatal/i.test(one))
      reject(new StoreUnavailableError({ why: `${name}: ${(line ?? complaint.split('\n')[0] ?? `exit ${code}`).slice(0, 300)}` }))
    })
  })
  return { child, ended }
}

const connected = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'fenshen-copy' })
  // A connection that breaks fails its statement; without a listener the process would end.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    throw storeFault(error)
  }
}

const runOver =
  (client: pg.Client): Run =>
  async (text, params) =>
    (await client.query<unknown[]>({ text, values: [...params], rowMode: 'array' })).rows

const asked = async <T>(url: string, work: (run: Run) => Promise<T>): Promise<T> => {
  const client = await connected(url)
  try {
    return await work(runOver(client))
  } finally {
    await client.end()
  }
}

const ourTables = (): readonly string[] => [
  'migrations',
  ...Object.values(postgresDialect.tables).flatMap((table: unknown) => (isTable(table) ? [getTableName(table)] : [])),
]

/** Tables of ours that stand in the database. */
const tablesThere = async (run: Run): Promise<readonly string[]> => {
  const rows = await run('select table_name from information_schema.tables where table_schema = current_schema()', [])
  const ours = new Set(ourTables())
  return rows.map(([name]) => String(name)).filter((name) => ours.has(name))
}

/** PostgreSQL on a server, by its own `pg_dump`, `pg_restore` and `psql`. */
export const postgresCopier = (url: string): Copier => ({
  kind: 'postgres',
  seen: () => asked(url, async (run) => ((await tablesThere(run)).includes('migrations') ? migrationsIn(run) : undefined)),
  demandPrograms: () => start('pg_dump', ['--version'], ['ignore', 'ignore']).ended,
  async copy(file) {
    const client = await connected(url)
    const run = runOver(client)
    try {
      // The dump and whoever reads here see the same moment.
      await run('begin isolation level repeatable read read only', [])
      await run('set local idle_in_transaction_session_timeout = 0', [])
      const [row] = await run('select pg_export_snapshot()', [])
      await withPrograms(url, (address) => {
        const options = ['--format=custom', '--no-owner', '--no-privileges', '--no-comments', `--snapshot=${String(row?.[0])}`]
        return start('pg_dump', [...options, `--file=${file}`, `--dbname=${address}`], ['ignore', 'ignore']).ended
      })
    } catch (error) {
      await client.end()
      throw storeFault(error)
    }
    return {
      dialect: postgresDialect,
      run,
      transaction: async () => {
        throw new StoreUnavailableError({ why: 'a copy is only read' })
      },
      roundTrips: () => 0,
      close: () => client.end(),
    } satisfies Driver
  },
  async look(file) {
    await start('pg_restore', ['--list', file], ['ignore', 'ignore']).ended
    return undefined
  },
  isThere: async () => (await asked(url, tablesThere)).length > 0,
  isInUse: () =>
    asked(url, async (run) => {
      const text = "select count(*) from pg_stat_activity where application_name = 'fenshen' and datname = current_database()"
      return Number((await run(text, []))[0]?.[0]) > 0
    }),
  async place(file, ready) {
    const there = await asked(url, tablesThere)
    await withPrograms(url, async (address, folder) => {
      const before = join(folder, 'before.sql')
      // Names of our own tables. All in one transaction: what was there stays if the rest fails.
      writeFileSync(before, there.map((name) => `drop table if exists "${name}" cascade;\n`).join(''))
      const dump = start('pg_restore', ['--no-owner', '--no-privileges', '--clean', '--if-exists', '--file=-', file], ['ignore', 'pipe'])
      const words = ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--single-transaction', `--file=${before}`, '--file=-']
      const psql = start('psql', [...words, `--dbname=${address}`], ['pipe', 'ignore'])
      if (!psql.child.stdin || !dump.child.stdout) throw new StoreUnavailableError({ why: 'no pipe' })
      const { stdin } = psql.child
      stdin.on('error', () => {})
      // psql only sees the end of its input, and commits, where the whole dump was read.
      dump.child.stdout.pipe(stdin, { end: false })
      let first: { cause: unknown } | undefined
      const stop = (cause: unknown): void => {
        first ??= { cause }
        dump.child.kill()
        psql.child.kill()
      }
      await Promise.all([dump.ended.then(() => void stdin.end()).catch(stop), psql.ended.catch(stop)])
      if (first) throw first.cause
    })
    await ready(url)
    return undefined
  },
})
