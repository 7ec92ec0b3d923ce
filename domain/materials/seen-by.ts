import type { Application } from '../../core/certificates.ts'
import { NotFoundError } from '../../core/errors.ts'
import { holds, type Who } from '../../core/people.ts'
import type { Store } from '../../core/ports.ts'
import { unitTree } from '../../core/units.ts'

/**
 * An application as far as somebody may know that it is there: the applicant's own, or of the officer's unit or one below it. Anything
 * else is not found, whether it is there or not.
 */
export const applicationSeenBy =
  (store: Store) =>
  async (who: Who, number: string): Promise<Application> => {
    const found = await store.applications.find(number)
    const isMine =
      who.kind === 'citizen'
        ? found?.person === who.id
        : found !== undefined && holds(who, 'officer') && (await answersFor(store, who.unit, found.unit))
    if (!found || !isMine) throw new NotFoundError({ what: 'application' })
    return found
  }

/** True for the unit itself and everything above it. */
export const answersFor = async (store: Store, officers: string, unit: string): Promise<boolean> =>
  officers === unit ||
  unitTree(await store.people.listUnits())
    .above(unit)
    .some(({ id }) => id === officers)
