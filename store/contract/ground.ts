import type { Store } from '../../core/ports.ts'
import type { Run } from '../database.ts'

/** An open store for the suite, on a database of its own. */
export interface Ground {
  readonly store: Store
  /** Sends a statement past the store, as somebody at the database's own prompt would. */
  readonly raw: Run
  /** Where the database is, for other processes; undefined where it lives in this one alone. */
  readonly url: string | undefined
  /** The address of another, empty database. */
  emptyUrl(): Promise<string>
  close(): Promise<void>
}
