import { SettingError } from '../core/errors.ts'
import type { Store } from '../core/ports.ts'
import type { Clock } from '../core/time.ts'
import { createCipher } from './cipher.ts'
import type { Copier } from './copier.ts'
import type { Driver } from './database.ts'
import { migrationsOf } from './schema-fit.ts'
import { storeOver } from './store.ts'

/** The copier of the database at an address; a plain path is SQLite's. Only the driver that is used is loaded. */
export const copierOf = async (url: string): Promise<Copier> => {
  if (/^postgres(ql)?:\/\//.test(url)) return (await import('./postgres/copier.ts')).postgresCopier(url)
  if (url.startsWith('pglite:')) throw new SettingError({ setting: 'DATABASE_URL', why: 'PGlite is for tests and has no backup' })
  return (await import('./sqlite/copier.ts')).sqliteCopier(url)
}

/** Migrations that this version brings. */
export const shippedMigrations = async (kind: Copier['kind']): Promise<readonly string[]> =>
  migrationsOf(
    kind === 'sqlite'
      ? (await import('./sqlite/dialect.ts')).sqliteDialect.migrationsFolder
      : (await import('./postgres/dialect.ts')).postgresDialect.migrationsFolder,
  )

/** Reads a copied database; whoever writes through it is refused. */
export const storeToRead = (driver: Driver, key: Uint8Array, clock: Clock): Store => storeOver(driver, createCipher(key), clock)

/** A value that only this data key makes, and that says nothing about it. */
export const keyCheckOf = (key: Uint8Array): string => createCipher(key).keyed('key check')
