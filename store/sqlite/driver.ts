import { StoreUnavailableError } from '../../core/errors.ts'
import type { Driver, Prepare, Run } from '../database.ts'
import { createLine } from '../line.ts'
import { bracketed } from '../transaction.ts'
import { abandon, type Connections, connect, disconnect, execute, fileIdentity, patiently } from './connection.ts'
import { sqliteDialect } from './dialect.ts'

const linePatienceMs = 30_000

/** What a piece of work came to, and whether there is anything to keep of it. */
interface Written<T> {
  readonly result: T
  readonly hasWritten: boolean
}

/**
 * SQLite in one file: one writer in line, a second connection for readers. What a write resolves to is on the disk; the next one in line
 * does not wait for that, so many share one flush.
 */
export const openSqlite = async (path: string, prepare: Prepare): Promise<Driver> => {
  const line = createLine(linePatienceMs)
  let open: Connections | undefined
  let isFirst = true
  let isClosed = false
  let trips = 0

  /**
   * The connections, if the file at the path is still the one they have open: SQLite itself would go on writing to a deleted file.
   * A `stat` costs 2 µs (2026-11), so it is asked every time.
   */
  const present = (): Connections | undefined => {
    if (isClosed) throw new StoreUnavailableError({ why: 'the store is closed' })
    const file = fileIdentity(path)
    if (file === undefined && !isFirst) throw new StoreUnavailableError({ why: 'the database file is gone' })
    return open && open.file === file && !open.flush.hasFailed ? open : undefined
  }

  const transact = async <T>(on: Connections, work: (run: Run) => Promise<T>): Promise<Written<T>> => {
    const { writer } = on
    let hasWritten = false
    const send: Run = async (text, params) => {
      trips += 1
      hasWritten ||= !writer.prepare(text).readonly
      return execute(writer, text, params)
    }
    const sendPatiently = (text: string) => {
      trips += 1
      return patiently(() => execute(writer, text, []))
    }
    const result = await bracketed(
      {
        run: send,
        begin: () => sendPatiently('begin immediate'),
        commit: async () => {
          if (fileIdentity(path) !== on.file) throw new StoreUnavailableError({ why: 'the database file was replaced' })
          await sendPatiently('commit')
        },
        rollback: async () => {
          // SQLite has already rolled back by itself when, say, the disk was full.
          if (writer.database.open && writer.database.inTransaction) await send('rollback', [])
        },
      },
      work,
    )
    return { result, hasWritten }
  }

  /** Another file stands at the path (the first, a restored backup, an empty one): begin anew with it. Only ever called in line. */
  const reconnect = async (): Promise<Connections> => {
    // After a failed flush it is the same file: SQLite folds the log into it as it closes.
    if (open && open.file === fileIdentity(path)) disconnect(open)
    else if (open) abandon(open, path)
    open = undefined
    const fresh = await connect(path)
    try {
      await transact(fresh, (run) => prepare(sqliteDialect, run))
      await fresh.flush.settled()
    } catch (error) {
      disconnect(fresh)
      throw error
    }
    open = fresh
    isFirst = false
    return fresh
  }

  const inLine = async <T>(work: (on: Connections) => Promise<T>): Promise<T> => {
    const leave = await line.enter()
    try {
      return await work(present() ?? (await reconnect()))
    } finally {
      leave()
    }
  }

  /** Its place in the line is free as soon as it is committed; it is over when it is on the disk. */
  const keep = async <T>(work: (on: Connections) => Promise<Written<T>>): Promise<T> => {
    const { result, kept } = await inLine(async (on) => {
      const { result, hasWritten } = await work(on)
      return { result, kept: hasWritten ? on.flush.settled() : undefined }
    })
    await kept?.catch(() => {
      throw new StoreUnavailableError({ why: 'the disk did not keep what was written' })
    })
    return result
  }

  await inLine(async () => {})
  return {
    dialect: sqliteDialect,
    run: async (text, params) => {
      const { reader } = present() ?? (await inLine(async (on) => on))
      trips += 1
      const rows = await patiently(() => (reader.prepare(text).readonly ? execute(reader, text, params) : undefined))
      return rows ?? keep(async (on) => ({ result: await patiently(() => execute(on.writer, text, params)), hasWritten: true }))
    },
    transaction: (work) => keep((on) => transact(on, work)),
    roundTrips: () => trips,
    close: async () => {
      if (isClosed) return
      const leave = await line.enter()
      isClosed = true
      if (open) disconnect(open)
      leave()
    },
  }
}
