import type { ApplicationState } from '../../core/certificates.ts'
import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'

/** Nothing will be asked of these any more. A refusal may be objected to, so it waits as long as an issued one. */
export const endedStates: readonly ApplicationState[] = [
  'LAPSED',
  'NOT_ACCEPTED',
  'ISSUED',
  'REFUSED',
  'DELIVERED',
  'RECHECK_UPHELD',
  'CORRECTED',
  'REVOKED',
  'WITHDRAWN',
]

/** Few at a time: each row may hold ten megabytes that the database has to write over. */
const batch = 50

/**
 * Deletes files of ended applications that were handed in longer ago than `days` (到期删除). The row with its hash stays, and each deletion is in
 * the audit of its own transaction. Gives back how many.
 */
export const expireMaterials = async (ground: { readonly store: Store; readonly clock: Clock }, days: number): Promise<number> => {
  const { store, clock } = ground
  const at = clock()
  const due = await store.materials.due({ before: new Date(at.getTime() - days * 86_400_000), states: endedStates, limit: batch })
  for (const { id, application, kind, sha256 } of due)
    await store.transaction(async (records) => {
      if (!(await records.materials.remove(id, at))) return
      await records.audit.append(
        {
          actor: 'system',
          actorKind: 'system',
          action: 'expire_material',
          target: application,
          isOk: true,
          detail: { material: id, kind, sha256, days },
        },
        at,
      )
    })
  return due.length
}
