import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/sqlite-proxy'
import type { Db, Dialect, Tables } from '../database.ts'
import * as schema from './schema.ts'

/** SQLite for the repositories: the one place where its tables and builders are taken for PostgreSQL's. */
export const sqliteDialect: Dialect = {
  kind: 'sqlite',
  // Only drizzle's types differ: the columns are the same (schema.test.ts), values are mapped by the columns themselves.
  tables: schema as unknown as Tables,
  migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)),
  // Both builders share every method and result the repositories use: contract.ts runs all of them on both.
  builder: (run) => drizzle(async (text, params) => ({ rows: [...(await run(text, params))] })) as unknown as Db,
}
