import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { StoreUnavailableError } from '../../core/errors.ts'
import type { Copier, OnShare } from '../copier.ts'
import type { Driver } from '../database.ts'
import { isBusy } from '../faults.ts'
import { migrationsIn } from '../schema-fit.ts'
import { connection, execute } from './connection.ts'
import { sqliteDialect } from './dialect.ts'

/** Pages at a time: often enough for a bar, seldom enough to be quick (4 kB each). */
const pagesAtOnce = 2_000

/** On the disk, not only in the memory of the system. */
const settle = (path: string): void => {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** A file that is only read. */
const toRead = (path: string): Driver => {
  const database = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 })
  const on = connection(database)
  return {
    dialect: sqliteDialect,
    run: async (text, params) => execute(on, text, params),
    transaction: async () => {
      throw new StoreUnavailableError({ why: 'a copy is only read' })
    },
    roundTrips: () => 0,
    close: async () => void database.close(),
  }
}

/** Writes the copy. An open reading transaction keeps it to one moment: without one, each write of another process would begin it anew. */
const copyPages = async (from: string, to: string, onShare: OnShare): Promise<void> => {
  const source = new Database(from, { readonly: true, fileMustExist: true, timeout: 5_000 })
  try {
    source.exec('begin')
    source.prepare('select count(*) from migrations').get()
    closeSync(openSync(to, 'wx', 0o600))
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        if (totalPages > 0) onShare(1 - remainingPages / totalPages)
        return pagesAtOnce
      },
    })
  } finally {
    source.close()
  }
  const copy = new Database(to)
  try {
    // One file that needs no log beside it.
    copy.pragma('journal_mode = DELETE')
    const found = copy.pragma('integrity_check', { simple: true })
    if (found !== 'ok') throw new StoreUnavailableError({ why: `the copy is damaged: ${String(found).slice(0, 200)}` })
  } finally {
    copy.close()
  }
  settle(to)
}

/** True while another process has the file open: only alone may one leave the mode that keeps a log. */
const isOpenElsewhere = (path: string): boolean => {
  if (!existsSync(path)) return false
  const database = new Database(path, { timeout: 50 })
  try {
    database.pragma('journal_mode = DELETE')
    return false
  } catch (error) {
    if (isBusy(error)) return true
    // Damaged, or no database: nobody serves from it.
    return false
  } finally {
    database.close()
  }
}

/** SQLite in one file. What a restore replaces is kept beside it under another name. */
export const sqliteCopier = (path: string): Copier => ({
  kind: 'sqlite',
  async seen() {
    if (!existsSync(path)) return undefined
    const driver = toRead(path)
    try {
      const [table] = await driver.run("select 1 from sqlite_master where name = 'migrations'", [])
      return table ? await migrationsIn(driver.run) : undefined
    } finally {
      await driver.close()
    }
  },
  demandPrograms: async () => undefined,
  async copy(file, onShare) {
    await copyPages(path, file, onShare)
    return toRead(file)
  },
  look: async (file) => toRead(file),
  isThere: async () => existsSync(path) || existsSync(`${path}-wal`),
  isInUse: async () => isOpenElsewhere(path),
  async place(file, ready) {
    const coming = `${path}.restoring`
    for (const end of ['', '-wal', '-shm']) rmSync(`${coming}${end}`, { force: true })
    copyFileSync(file, coming)
    chmodSync(coming, 0o600)
    try {
      await ready(coming)
      settle(coming)
      const aside = existsSync(path) ? `${path}.replaced-${new Date().toISOString().replaceAll(/[:.]/g, '')}` : undefined
      // The log that belongs to a file goes with it.
      for (const end of ['-wal', '']) if (aside && existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${aside}${end}`)
      rmSync(`${path}-shm`, { force: true })
      renameSync(coming, path)
      settle(dirname(path))
      return aside
    } finally {
      for (const end of ['', '-wal', '-shm']) rmSync(`${coming}${end}`, { force: true })
    }
  },
})
