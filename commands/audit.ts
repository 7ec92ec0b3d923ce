import type { AuditRow, AuditSeal } from '../core/audit.ts'
import type { Store } from '../core/ports.ts'
import { type AuditVerdict, type VerifySignature, verifyLog } from '../domain/audit/verify.ts'
import { type Command, say } from './command.ts'
import { withStore } from './ground.ts'

const all = async <T>(page: (last: T | undefined) => Promise<readonly T[]>): Promise<T[]> => {
  const found: T[] = []
  for (;;) {
    const next = await page(found.at(-1))
    if (next.length === 0) return found
    found.push(...next)
  }
}

/** Every seal and every row of a log, held against each other and the key. */
export const checkLog = async (
  { audit }: Pick<Store, 'audit'>,
  verify: VerifySignature,
): Promise<AuditVerdict & { newestSeal: string | null }> => {
  const seals = await all<AuditSeal>((last) => audit.seals({ afterId: last?.id ?? 0, limit: 500 }))
  const rows = await all<AuditRow>((last) => audit.list({ afterSeq: last?.seq ?? 0, limit: 2_000 }))
  return { ...verifyLog(seals, rows, verify), newestSeal: seals.at(-1)?.hash ?? null }
}

/** Tampering is visible offline: every seal, every row. */
export const auditVerify: Command = {
  usage: 'audit verify [--json]',
  example: 'node main.ts audit verify',
  run: ({ values }) =>
    withStore(values, async ({ store, keyring }) => {
      const { newestSeal, ...found } = await checkLog(store, keyring.audit.verify)
      if (values.json) say(JSON.stringify(found))
      else if (found.ok) say(`审计完好：${found.rows} 行，${found.seals} 个封印，${found.unsealed} 行等待封印`)
      else say(`审计被改动：${found.firstBad ? `第 ${found.firstBad.seq} 行，${found.firstBad.why}` : '封印不对'}`)
      return found.ok ? 0 : 1
    }),
}
