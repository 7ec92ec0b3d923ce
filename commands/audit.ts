import type { AuditRow, AuditSeal } from '../core/audit.ts'
import { verifyLog } from '../domain/audit/verify.ts'
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

/** Tampering is visible offline: every seal, every row. */
export const auditVerify: Command = {
  usage: 'audit verify [--json]',
  example: 'node main.ts audit verify',
  run: ({ values }) =>
    withStore(values, async ({ store, keyring }) => {
      const seals = await all<AuditSeal>((last) => store.audit.seals({ afterId: last?.id ?? 0, limit: 500 }))
      const rows = await all<AuditRow>((last) => store.audit.list({ afterSeq: last?.seq ?? 0, limit: 2_000 }))
      const found = verifyLog(seals, rows, keyring.audit.verify)
      if (values.json) say(JSON.stringify(found))
      else if (found.ok) say(`审计完好：${found.rows} 行，${found.seals} 个封印，${found.unsealed} 行等待封印`)
      else say(`审计被改动：${found.firstBad ? `第 ${found.firstBad.seq} 行，${found.firstBad.why}` : '封印不对'}`)
      return found.ok ? 0 : 1
    }),
}
