import type { Store } from './core/ports.ts'
import type { Clock } from './core/time.ts'
import { sealOf } from './domain/audit/seal.ts'
import type { Keyring } from './keyring.ts'

/** Signs rows of the audit in batches; of two processes the slower one tries again at the next turn. */
export const sealer = (store: Store, keyring: Keyring, clock: Clock) => async (): Promise<number> => {
  let sealed = 0
  for (;;) {
    const rows = await store.audit.unsealed(1_000)
    if (rows.length === 0) return sealed
    const seal = sealOf(rows, await store.audit.lastSeal(), { at: clock(), sign: keyring.audit.sign })
    if (!(await store.audit.addSeal(seal))) return sealed
    sealed += rows.length
  }
}
