import Database from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { sqliteDialect } from '../sqlite/dialect.ts'

const migrations = readMigrationFiles({ migrationsFolder: sqliteDialect.migrationsFolder })

/** How many states the tables have had, today's included. */
export const states = migrations.length

/** A SQLite file as a program of an earlier state left it, and what its owner wrote into it. Gives back the hashes of its migrations. */
export const writeOldState = (file: string, count: number, written: string): readonly string[] => {
  const seen = migrations.slice(0, count)
  const old = new Database(file)
  old.exec('create table migrations (created_at bigint primary key, hash text not null)')
  for (const { sql, folderMillis, hash } of seen) {
    for (const statement of sql) old.exec(statement)
    old.prepare('insert into migrations values (?, ?)').run(folderMillis, hash)
  }
  old.exec(written)
  old.close()
  return seen.map(({ hash }) => hash)
}
