import { holds, type Officer } from '../core/people.ts'
import type { Store } from '../core/ports.ts'
import { UsageError } from './command.ts'

/** Who answers for what a command does in the studio: a named analyst or administrator, as at the door of the API. */
export const studioPerson = async (store: Store, by: unknown): Promise<Officer> => {
  if (typeof by !== 'string') throw new UsageError('--by ID names the analyst or administrator who answers for it')
  const who = await store.people.find(by)
  if (who?.kind !== 'officer' || !(holds(who, 'analyst') || holds(who, 'admin')))
    throw new UsageError(`"${by}" is no analyst or administrator of this store`)
  return who
}
