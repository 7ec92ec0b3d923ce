import { type Column, getTableColumns, type Table } from 'drizzle-orm'
import type { Ground } from './ground.ts'
import { manyInserter } from './lists.ts'

/** Inserts many rows of our types with few statements: `manyInserter`, with each value as the driver wants it. */
export const rowsInserter = <T extends Table>(ground: Ground, table: T, suffix = '') => {
  const columns: Readonly<Record<string, Column>> = getTableColumns(table)
  // Object.keys forgets which strings they are.
  const names = Object.keys(columns) as (keyof T['_']['columns'] & string)[]
  const insert = manyInserter(ground, table, names, suffix)
  return (rows: readonly T['$inferSelect'][]): Promise<void> =>
    insert(
      rows.map((row) =>
        names.map((name) => {
          const value: unknown = row[name]
          return value === null ? null : columns[name]?.mapToDriverValue(value)
        }),
      ),
    )
}

/** `on conflict` of an upsert: every column but the key takes the new value. */
export const replacing = (table: Table, key: string): string => {
  const names = Object.values(getTableColumns(table) as Readonly<Record<string, Column>>).map(({ name }) => name)
  const set = names.filter((name) => name !== key).map((name) => `"${name}" = excluded."${name}"`)
  return `on conflict ("${key}") do update set ${set.join(', ')}`
}
