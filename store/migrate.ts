import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Run } from './database.ts'

/**
 * Brings the tables up to date inside the caller's transaction, which must keep other processes out. The same files and the
 * same bookkeeping table as drizzle's own migrator, which takes no lock and so breaks when two processes start at once.
 */
export const migrate = async (run: Run, folder: string): Promise<void> => {
  await run('create table if not exists migrations (created_at bigint primary key, hash text not null)', [])
  const [newest] = await run('select max(created_at) from migrations', [])
  const done = Number(newest?.[0] ?? 0)
  for (const migration of readMigrationFiles({ migrationsFolder: folder })) {
    if (migration.folderMillis <= done) continue
    for (const statement of migration.sql) await run(statement, [])
    // Both values are our own: a number and hex digits.
    await run(`insert into migrations (created_at, hash) values (${migration.folderMillis}, '${migration.hash}')`, [])
  }
}
