import { StoreUnavailableError } from '../../core/errors.ts'
import type { Driver, Prepare, Run } from '../database.ts'
import { createLine } from '../line.ts'
import { bracketed } from '../transaction.ts'
import { abandon, type Connections, connect, disconnect, execute, fileIdentity, patiently } from './connection.ts'
import { sqliteDialect } from './dialect.ts'

const linePatienceMs = 30_000

/** SQLite in one file: one writer in line, a second connection for readers, everything committed is on the disk. */
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
    return open?.file === file ? open : undefined
  }

  const transact = <T>(on: Connections, work: (run: Run) => Promise<T>): Promise<T> => {
    const { writer } = on
    const send: Run = async (text, params) => {
      trips += 1
      return execute(writer, text, params)
    }
    const sendPatiently = (text: string) => {
      trips += 1
      return patiently(() => execute(writer, text, []))
    }
    return bracketed(
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
  }

  /** Another file stands at the path (the first, a restored backup, an empty one): begin anew with it. Only ever called in line. */
  const reconnect = async (): Promise<Connections> => {
    if (open) abandon(open, path)
    open = undefined
    const fresh = await connect(path)
    try {
      await transact(fresh, (run) => prepare(sqliteDialect, run))
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

  await inLine(async () => {})
  return {
    dialect: sqliteDialect,
    run: async (text, params) => {
      const { reader } = present() ?? (await inLine(async (on) => on))
      trips += 1
      const rows = await patiently(() => (reader.prepare(text).readonly ? execute(reader, text, params) : undefined))
      return rows ?? inLine((on) => patiently(() => execute(on.writer, text, params)))
    },
    transaction: (work) => inLine((on) => transact(on, work)),
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
