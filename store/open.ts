import type { Store } from '../core/ports.ts'
import type { Clock } from '../core/time.ts'
import { createCipher } from './cipher.ts'
import type { Driver, Prepare } from './database.ts'
import { storeFault } from './faults.ts'
import { preparedWith, storeOver } from './store.ts'

/** What the store is opened with. */
export interface StoreOptions {
  /** A file path, or empty for `var/fenshen.db` → SQLite; `postgres://…`; `pglite:`, `pglite:/dir` or `pglite:/dump.tar` → PGlite, for tests. */
  readonly url: string
  /** 32 bytes; personal columns are encrypted with keys derived from it. */
  readonly key: Uint8Array
  readonly clock: Clock
}

const defaultFile = 'var/fenshen.db'

/** Opens the database that the address names, brings its tables up to date, and checks that the key is the one it was written with. */
export const openStore = async ({ url, key, clock }: StoreOptions): Promise<Store> => {
  const cipher = createCipher(key)
  try {
    return storeOver(await openDriver(url, preparedWith(cipher)), cipher, clock)
  } catch (error) {
    throw storeFault(error)
  }
}

/** Only the driver that is used is loaded. */
const openDriver = async (url: string, prepare: Prepare): Promise<Driver> => {
  if (/^postgres(ql)?:\/\//.test(url)) return (await import('./postgres/driver.ts')).openPostgres(url, prepare)
  if (url.startsWith('pglite:')) return (await import('./postgres/pglite.ts')).openPglite(url.slice('pglite:'.length), prepare)
  return (await import('./sqlite/driver.ts')).openSqlite(url === '' ? defaultFile : url, prepare)
}
