import type { Cipher } from '../cipher.ts'
import type { Db, Dialect, Run, Tables } from '../database.ts'

/** What every repository stands on: the same outside a transaction and in one. */
export interface Ground {
  readonly kind: Dialect['kind']
  readonly db: Db
  readonly tables: Tables
  readonly cipher: Cipher
  readonly run: Run
  /** True inside a caller's transaction, which only the caller can take back. */
  readonly isInside: boolean
  /** Several statements, all or nothing: a transaction of its own, or the one we are in. */
  atomically<T>(work: (ground: Ground) => Promise<T>): Promise<T>
}

/** Absent and null are the same to the database; our types say `undefined`. */
export const orUndefined = <T>(value: T | null): T | undefined => value ?? undefined
