import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/pg-proxy'
import type { Dialect } from '../database.ts'
import * as schema from './schema.ts'

/** PostgreSQL, or PGlite, for the repositories. */
export const postgresDialect: Dialect = {
  kind: 'postgres',
  tables: schema,
  migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)),
  builder: (run) => drizzle(async (text, params) => ({ rows: [...(await run(text, params.map(storable)))] })),
}

/** PostgreSQL keeps no NUL in text; a hostile id must be "not found", not an error. */
const storable = (param: unknown): unknown => (typeof param === 'string' && param.includes('\0') ? param.replaceAll('\0', '\uFFFD') : param)
