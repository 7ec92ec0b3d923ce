import { DrizzleQueryError } from 'drizzle-orm'
import { PlatformError, StoreUnavailableError } from '../core/errors.ts'

/** Result codes of SQLite (sqlite.org/rescode.html) that mean: not now, not here. Extended codes begin with these. */
const sqliteFaults = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|BUSY|LOCKED|PROTOCOL|PERM|NOMEM|NOLFS|INTERRUPT)(_|$)/

/**
 * SQLSTATE of PostgreSQL (documentation, appendix A): connection, resources, operator, system, corruption, read-only, deadlock,
 * and rights, name or password that were right when the process began.
 */
const postgresFaults = /^(08...|53...|57P..|57014|58...|XX...|25006|40001|40P01|55P03|28...|3D000)$/

/** Of the network, the disk and the file system. */
const systemFaults = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOSPC',
  'EROFS',
  'EACCES',
  'EIO',
  'EISDIR',
  'ENOTDIR',
  'EPERM',
  'EFBIG',
  'EDQUOT',
])

/** `pg` gives these no code (pg 8.23, pg-pool 3). */
const codelessFaults =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after|Client was closed|Query read timeout|The database connection is not open|PGlite is closed)/

const codeOf = (error: object): string => ('code' in error && typeof error.code === 'string' ? error.code : '')

/**
 * The one place that tells faults of the database from faults of ours: disk full, file or server gone, read-only, damaged become
 * `StoreUnavailableError`; everything else goes through, without the values that drivers and drizzle put into their errors.
 */
export const storeFault = (error: unknown): unknown => {
  if (error instanceof DrizzleQueryError) return storeFault(error.cause)
  if (!(error instanceof Error) || error instanceof PlatformError) return error
  if (error instanceof AggregateError && error.errors.length > 0) return storeFault(error.errors[0])
  const code = codeOf(error)
  if (sqliteFaults.test(code) || postgresFaults.test(code) || systemFaults.has(code)) return new StoreUnavailableError({ why: code })
  if (codelessFaults.test(error.message)) return new StoreUnavailableError({ why: error.message.slice(0, 60) })
  // PostgreSQL repeats the row's values in these.
  for (const field of ['detail', 'where', 'internalQuery', 'query', 'params']) Reflect.deleteProperty(error, field)
  return error
}

/** True for SQLite's "another connection is writing": worth waiting for. */
export const isBusy = (error: unknown): boolean => error instanceof Error && /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(codeOf(error))
