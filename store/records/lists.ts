import { type Column, getTableColumns, getTableName, type SQL, sql, type Table } from 'drizzle-orm'
import type { Ground } from './ground.ts'
import { gap } from './prepared.ts'

// Lists of changing length. A statement for each length would be built, and prepared by the database, again and again.

/** True for the integers of a list that fills the gap `name`: give it as `listOf(ground, …)`. */
export const isListed = ({ kind }: Ground, column: Column, name: string): SQL =>
  kind === 'sqlite' ? sql`${column} in (select value from json_each(${gap(name)}))` : sql`${column} = any(${gap(name)}::int[])`

/** The same for texts. */
export const isListedText = ({ kind }: Ground, column: Column | SQL, name: string): SQL =>
  kind === 'sqlite' ? sql`${column} in (select value from json_each(${gap(name)}))` : sql`${column} = any(${gap(name)}::text[])`

/** A list as one parameter. */
export const listOf = ({ kind }: Ground, items: readonly (number | string)[]): unknown =>
  kind === 'sqlite' ? JSON.stringify(items) : [...items]

/**
 * PostgreSQL: each statement is a round trip, so many rows, but no message of more than some MB.
 * SQLite: a statement costs next to nothing, and a prepared one is worth keeping.
 */
const rowsAtOnce = { postgres: 500, sqlite: 64 }

/** How many rows the next statement takes: on SQLite a power of two, so that seven prepared statements do for any number. */
const take = (left: number, kind: Ground['kind']): number =>
  kind === 'postgres' ? Math.min(left, rowsAtOnce.postgres) : Math.min(2 ** Math.floor(Math.log2(left)), rowsAtOnce.sqlite)

const insertText = (table: Table, names: readonly string[], rows: number, { kind, suffix }: { kind: Ground['kind']; suffix: string }) => {
  const columns = getTableColumns(table)
  const list = names.map((name) => `"${columns[name]?.name}"`).join(', ')
  const row = (at: number) => `(${names.map((_, index) => (kind === 'sqlite' ? '?' : `$${at * names.length + index + 1}`)).join(', ')})`
  return `insert into "${getTableName(table)}" (${list}) values ${Array.from({ length: rows }, (_, at) => row(at)).join(', ')} ${suffix}`
}

/**
 * Inserts many rows with few statements, inside the caller's transaction. Values go to the driver as they are: numbers, text, null
 * and bytes. `suffix` may say what happens to rows that are there.
 */
export const manyInserter = <T extends Table>(
  ground: Ground,
  table: T,
  names: readonly (keyof T['_']['columns'] & string)[],
  suffix = '',
) => {
  const texts = new Map<number, string>()
  const textFor = (rows: number): string => {
    const text = texts.get(rows) ?? insertText(table, names, rows, { kind: ground.kind, suffix })
    // On PostgreSQL any number of rows has its own text, of up to 20 kB: only the full one comes again and again.
    if (ground.kind === 'sqlite' || rows === rowsAtOnce.postgres) texts.set(rows, text)
    return text
  }
  return async (rows: readonly (readonly unknown[])[]): Promise<void> => {
    for (let from = 0; from < rows.length; ) {
      const count = take(rows.length - from, ground.kind)
      await ground.run(textFor(count), rows.slice(from, from + count).flat())
      from += count
    }
  }
}
