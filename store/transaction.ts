import { StoreUnavailableError } from '../core/errors.ts'
import type { Run } from './database.ts'
import { storeFault } from './faults.ts'

/** How a transaction begins and ends on one database. */
export interface Brackets {
  readonly run: Run
  begin(): Promise<unknown>
  commit(): Promise<unknown>
  rollback(): Promise<unknown>
}

const faultsOf = async <T>(step: Promise<T>): Promise<T> => {
  try {
    return await step
  } catch (error) {
    throw storeFault(error)
  }
}

/**
 * All of `work` or nothing, the same on every database: any throw rolls back, a statement that failed spoils the whole
 * (as PostgreSQL has it) even if `work` swallowed the error, and the handle is dead afterwards.
 */
export const bracketed = async <T>(brackets: Brackets, work: (run: Run) => Promise<T>): Promise<T> => {
  let isOpen = true
  let spoiled: { error: unknown } | undefined
  const run: Run = async (text, params) => {
    if (!isOpen) throw new StoreUnavailableError({ why: 'a transaction was used after its end' })
    try {
      return await brackets.run(text, params)
    } catch (error) {
      spoiled ??= { error: storeFault(error) }
      throw spoiled.error
    }
  }
  await faultsOf(brackets.begin())
  try {
    const result = await work(run)
    isOpen = false
    if (spoiled) throw spoiled.error
    await faultsOf(brackets.commit())
    return result
  } catch (error) {
    isOpen = false
    // What went wrong first is what the caller should hear; a connection that cannot roll back is thrown away.
    await brackets.rollback().catch(() => {})
    throw error
  }
}
