import type { Driver } from './database.ts'

/** How far a copy has come, between 0 and 1. */
export type OnShare = (share: number) => void

/** What copying and putting back is, for one kind of database. */
export interface Copier {
  readonly kind: 'sqlite' | 'postgres'
  /** Migrations that the database has seen; undefined: there is nothing of ours. Changes nothing. */
  seen(): Promise<readonly string[] | undefined>
  /** Throws SettingError, naming what is missing, where a copy cannot be made on this machine. Changes nothing. */
  demandPrograms(): Promise<void>
  /** Copies all of it, as of one moment, while others write. The driver reads that same moment. */
  copy(file: string, onShare: OnShare): Promise<Driver>
  /** Reads a file that `copy` made, without changing it; undefined where only the database itself can. */
  look(file: string): Promise<Driver | undefined>
  /** True where anything stands that a restore would replace, whole or damaged. */
  isThere(): Promise<boolean>
  /** True while a process of ours has the database open. */
  isInUse(): Promise<boolean>
  /**
   * Puts a copied file back. `ready` gets the address of the restored database, to bring it up to date and look through it; what was there before is
   * in the way until then where that can be. Gives back where it went.
   */
  place(file: string, ready: (url: string) => Promise<void>): Promise<string | undefined>
}
