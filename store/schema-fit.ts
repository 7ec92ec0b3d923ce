import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Run } from './database.ts'

/** How the tables of a database stand to those of this version: one of its earlier states, or from a later version, or from elsewhere. */
export type SchemaFit = 'same' | 'earlier' | 'later' | 'other'

/** Hashes of the migrations of a folder, in their order. */
export const migrationsOf = (folder: string): readonly string[] => readMigrationFiles({ migrationsFolder: folder }).map(({ hash }) => hash)

/** Hashes of the migrations that a database has seen, in their order. */
export const migrationsIn = async (run: Run): Promise<readonly string[]> =>
  (await run('select hash from migrations order by created_at', [])).map(([hash]) => String(hash))

/** Holds what a database has seen against what this version brings. */
export const fitOf = (seen: readonly string[], ours: readonly string[]): SchemaFit => {
  const isShared = seen.slice(0, ours.length).every((hash, at) => hash === ours[at])
  if (!isShared || seen.length === 0) return 'other'
  return seen.length === ours.length ? 'same' : seen.length < ours.length ? 'earlier' : 'later'
}
