import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'

const batch = 500

/**
 * Deletes notices that are older than `days` (到期删除), read or not; what still waits to be sent stays until it was. How many went is in the
 * audit of the same transaction. Gives back how many.
 */
export const expireNotices = async (ground: { readonly store: Store; readonly clock: Clock }, days: number): Promise<number> => {
  const { store, clock } = ground
  const at = clock()
  return store.transaction(async (records) => {
    const removed = await records.notices.removeBefore(new Date(at.getTime() - days * 86_400_000), batch)
    if (removed > 0)
      await records.audit.append(
        { actor: 'system', actorKind: 'system', action: 'expire_notices', target: 'notices', isOk: true, detail: { removed, days } },
        at,
      )
    return removed
  })
}
