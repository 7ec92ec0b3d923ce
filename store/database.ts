import type { PgRemoteDatabase } from 'drizzle-orm/pg-proxy'
import type * as schema from './postgres/schema.ts'

/** The tables, typed as PostgreSQL's; both databases have the same shape. */
export type Tables = typeof schema

/** What a repository may use of drizzle: the four builders that both dialects share. */
export type Db = Pick<PgRemoteDatabase, 'select' | 'insert' | 'update' | 'delete'>

/** Sends one statement and gives its rows as arrays, in the order of the columns. */
export type Run = (text: string, params: readonly unknown[]) => Promise<readonly (readonly unknown[])[]>

/** What differs between the two kinds of database before one is open. */
export interface Dialect {
  readonly kind: 'sqlite' | 'postgres'
  readonly tables: Tables
  readonly migrationsFolder: string
  /** Drizzle over `run`. */
  builder(run: Run): Db
}

/** Runs in one transaction that keeps every other process out, before a newly opened database is used. */
export type Prepare = (dialect: Dialect, run: Run) => Promise<void>

/** One open database. */
export interface Driver {
  readonly dialect: Dialect
  /** One statement by itself; what it writes is kept when it resolves. */
  readonly run: Run
  /** All of `work` or nothing. `run` throws once the transaction has ended. */
  transaction<T>(work: (run: Run) => Promise<T>): Promise<T>
  /** Statements sent since the start, BEGIN and COMMIT included. */
  roundTrips(): number
  close(): Promise<void>
}
