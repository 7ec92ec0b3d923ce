import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import { endedStates } from '../materials/retention.ts'

/** Few at a time: each is a write of its own, with its entry of the audit. */
const batch = 50

/**
 * Deletes the files of papers of ended applications that were issued longer ago than `days` (文书到期删除). Certificates and revocations stay. The
 * row stays too, with hash, code and status: a check still answers, and each deletion is in the audit of its own transaction.
 */
export const expirePapers = async ({ store, clock }: { readonly store: Store; readonly clock: Clock }, days: number): Promise<number> => {
  const at = clock()
  const due = await store.papers.due({ before: new Date(at.getTime() - days * 86_400_000), states: endedStates, limit: batch })
  for (const { number, kind, application, sha256 } of due)
    await store.transaction(async (records) => {
      if (!(await records.papers.remove(number, at))) return
      await records.audit.append(
        {
          ...{ actor: 'system', actorKind: 'system', action: 'expire_paper', target: number, isOk: true },
          detail: { kind, application: application ?? null, sha256, days },
        },
        at,
      )
    })
  return due.length
}
