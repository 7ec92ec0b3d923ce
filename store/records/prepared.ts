import { getTableColumns, type SQL, sql, type Table } from 'drizzle-orm'
import type { Ground } from './ground.ts'

// Building a statement's text costs drizzle 50 to 150 µs, sending it again 5 (2026-11, audit row of 17 columns):
// what every turn and every application sends is built once.

/** Makes something when it is first asked for. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Makes something once for each form that it is asked for in: forms are plain data, and few. */
export const keyedOnce = <F extends object, T>(make: (form: F) => T): ((form: F) => T) => {
  const made = new Map<string, T>()
  return (form) => {
    const key = JSON.stringify(form)
    const known = made.get(key)
    if (known !== undefined) return known
    const fresh = make(form)
    made.set(key, fresh)
    return fresh
  }
}

/** A gap in a prepared statement for each column named, filled by the column's name in our types. Null stays null in any column. */
export const gaps = <T extends Table, K extends keyof T['_']['columns'] & string>(table: T, ...names: readonly K[]): Record<K, SQL> => {
  const columns = getTableColumns(table)
  const gap = (name: K): SQL => {
    const encoder = { mapToDriverValue: (value: unknown) => (value === null ? null : columns[name]?.mapToDriverValue(value)) }
    return sql`${sql.param(sql.placeholder(name), encoder)}`
  }
  // `fromEntries` forgets the names; they are exactly those given.
  return Object.fromEntries(names.map((name) => [name, gap(name)])) as Record<K, SQL>
}

/** A gap for a value of a condition: an id, a limit. */
export const gap = (name: string) => sql.placeholder(name)

/**
 * For methods of several statements: runs in the transaction we are in, or in one of its own, with what `make` prepared for that ground.
 */
export const atomicallyWith = <S>(
  ground: Ground,
  make: (ground: Ground) => S,
): (<T>(work: (statements: S) => Promise<T>) => Promise<T>) => {
  const own = once(() => make(ground))
  return (work) => ground.atomically((inside) => work(inside === ground ? own() : make(inside)))
}
