import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { isBusy } from '../faults.ts'
import { type Flush, openFlush } from './flush.ts'

/** One open connection with its prepared statements. */
export interface Connection {
  readonly database: Database.Database
  prepare(text: string): Database.Statement
}

/** The two connections on one file: readers never see an open transaction of the writer. */
export interface Connections {
  readonly writer: Connection
  readonly reader: Connection
  /** Of the write-ahead log: what is committed is kept when this has settled. */
  readonly flush: Flush
  /** Device and inode of the file they have open, and of its write-ahead log. */
  readonly file: string | undefined
  readonly log: string | undefined
}

/** SQLite blocks the event loop while it waits for another process, so it waits this long (ms) and we wait the rest outside. */
const busyTimeoutMs = 5
/** About 30 seconds of tries. */
const tries = 700

/** Tries again while another process writes, without blocking this one. */
export const patiently = async <T>(work: () => T): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || attempt === tries) throw error
      await sleep(Math.min(attempt, 40) + Math.random() * 5)
    }
  }
}

/** Device and inode of a file; undefined when it is not there. */
export const fileIdentity = (path: string): string | undefined => {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}`
}

/** Statements of one open connection, each prepared once. */
export const connection = (database: Database.Database): Connection => {
  const statements = new Map<string, Database.Statement>()
  return {
    database,
    prepare: (text) => {
      const known = statements.get(text)
      if (known) return known
      const statement = database.prepare(text)
      if (statement.reader) statement.raw(true)
      // The texts are few; only lists of changing length make new ones.
      if (statements.size > 300) statements.clear()
      statements.set(text, statement)
      return statement
    },
  }
}

/**
 * Opens (and creates, readable by its owner alone) the file. `synchronous=NORMAL` and `flush` instead of FULL, where each commit would hold
 * the event loop until the disk has it: 3 ms here, 100 on a busy disk (2026-11).
 */
export const connect = async (path: string): Promise<Connections> => {
  mkdirSync(dirname(path), { recursive: true })
  closeSync(openSync(path, 'a', 0o600))
  takeLogBack(path)
  const writer = new Database(path, { timeout: busyTimeoutMs })
  try {
    await patiently(() => writer.pragma('journal_mode = WAL'))
    writer.pragma('synchronous = NORMAL')
    writer.pragma('foreign_keys = ON')
    const reader = await patiently(() => new Database(path, { timeout: busyTimeoutMs, readonly: true }))
    // Reading opens the log.
    await patiently(() => reader.pragma('user_version'))
    const log = `${path}-wal`
    const flush = await openFlush(log)
    return { writer: connection(writer), reader: connection(reader), flush, file: fileIdentity(path), log: fileIdentity(log) }
  } catch (error) {
    writer.close()
    throw error
  }
}

/** Where the write-ahead log of a file waits while another file stands at its path. */
const asideOf = (path: string, file: string): string => `${path}-wal-of-${file.replace(':', '-')}`

/** The file at the path is back from where it was moved to: what was written last stands in its log. */
const takeLogBack = (path: string): void => {
  const file = fileIdentity(path)
  const aside = file && asideOf(path, file)
  if (aside && existsSync(aside) && !existsSync(`${path}-wal`)) renameSync(aside, `${path}-wal`)
}

/**
 * Closes connections whose file is no longer the one at the path. SQLite leaves a moved file's write-ahead log where it is, and would
 * read it into the new file: if it is still ours, it is put aside, and taken back when the file returns.
 */
export const abandon = (connections: Connections, path: string): void => {
  const log = fileIdentity(`${path}-wal`)
  disconnect(connections)
  if (log === undefined || log !== connections.log || connections.file === undefined) return
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, asideOf(path, connections.file))
  rmSync(`${path}-shm`, { force: true })
}

/** Closes both; the last one out folds the write-ahead log into the file (unless the file was moved away). */
export const disconnect = ({ reader, writer, flush }: Connections): void => {
  // Waits for a flush that is under way.
  flush.close().catch(() => undefined)
  reader.database.close()
  writer.database.close()
}

/** Runs one statement; rows as arrays, none for a statement that returns none. */
export const execute = (on: Connection, text: string, params: readonly unknown[]): readonly (readonly unknown[])[] => {
  const statement = on.prepare(text)
  // `raw(true)` was set when it was prepared, which the typings cannot see.
  if (statement.reader) return statement.all(...params) as unknown[][]
  statement.run(...params)
  return []
}
