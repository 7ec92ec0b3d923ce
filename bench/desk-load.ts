import type { Writable } from 'node:stream'
import SqliteDatabase from 'better-sqlite3'
import { type Column, getTableColumns, getTableName, type Table } from 'drizzle-orm'
import pg from 'pg'

// Fills a table with very many rows: COPY on PostgreSQL, one prepared statement in large transactions on SQLite. Rows are of the store's
// own tables, each value as its column would write it.

type Row = Readonly<Record<string, unknown>>

const columnsOf = (table: Table): readonly (readonly [key: string, column: Column])[] => Object.entries(getTableColumns(table))
const driverValue = (column: Column, value: unknown): unknown =>
  value === null || value === undefined ? null : column.mapToDriverValue(value)

/** One line of COPY's text format. */
const copyLine = (table: Table) => {
  const columns = columnsOf(table)
  const cell = (value: unknown): string => {
    if (value === null) return '\\N'
    if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value).toString('hex')}`
    if (value instanceof Date) return value.toISOString()
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  }
  return (row: Row): string => `${columns.map(([key, column]) => cell(driverValue(column, row[key]))).join('\t')}\n`
}

/** What pg's connection gives a query that sends data of its own (COPY FROM STDIN). */
interface CopyConnection {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  readonly stream: Writable
}

const chunkBytes = 1 << 20

/** COPY FROM STDIN as a query of `pg`: it has the messages, and no stream for them. */
const copyInto = (client: pg.Client, text: string, lines: Iterable<string>): Promise<void> =>
  new Promise((resolve, reject) => {
    const send = async (connection: CopyConnection): Promise<void> => {
      let parts: string[] = []
      let size = 0
      const flush = async (): Promise<void> => {
        connection.sendCopyFromChunk(Buffer.from(parts.join('')))
        parts = []
        size = 0
        if (connection.stream.writableLength > 8 * chunkBytes) await new Promise((done) => connection.stream.once('drain', done))
      }
      for (const line of lines) {
        parts.push(line)
        size += line.length
        if (size > chunkBytes) await flush()
      }
      await flush()
      connection.endCopyFrom()
    }
    const query = {
      submit: (connection: CopyConnection) => connection.query(text),
      handleCopyInResponse: (connection: CopyConnection) => void send(connection).catch(reject),
      handleCommandComplete: () => {},
      handleReadyForQuery: () => resolve(),
      handleError: reject,
      handleRowDescription: () => {},
      handleDataRow: () => {},
      handlePortalSuspended: () => {},
      handleEmptyQuery: () => {},
    }
    // A submittable is what pg runs instead of a text; its types know only its own.
    client.query(query as unknown as pg.Submittable)
  })

/** Brings rows into a table of PostgreSQL by COPY. */
export const copyRows = async (url: string, table: Table, rows: Iterable<Row>): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const line = copyLine(table)
  const names = columnsOf(table).map(([, { name }]) => `"${name}"`)
  function* lines() {
    for (const row of rows) yield line(row)
  }
  await copyInto(client, `copy "${getTableName(table)}" (${names.join(', ')}) from stdin`, lines())
  // What autovacuum would have done by the time so many have come in.
  await client.query(`vacuum analyze "${getTableName(table)}"`)
  await client.end()
}

const rowsATransaction = 20_000

/** The same on SQLite. Nobody else may be writing. */
export const insertRows = (file: string, table: Table, rows: Iterable<Row>): void => {
  const db = new SqliteDatabase(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = OFF')
  const columns = columnsOf(table)
  const names = columns.map(([, { name }]) => `"${name}"`)
  const insert = db.prepare(`insert into "${getTableName(table)}" (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`)
  let n = 0
  db.exec('begin')
  for (const row of rows) {
    insert.run(columns.map(([key, column]) => driverValue(column, row[key])))
    n += 1
    if (n % rowsATransaction === 0) db.exec('commit; begin')
  }
  db.exec('commit')
  db.exec('analyze')
  db.pragma('synchronous = FULL')
  db.close()
}
