import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuditRow, AuditSeal } from '../core/audit.ts'
import type { Store } from '../core/ports.ts'
import { type AuditVerdict, verifyLog } from '../domain/audit/verify.ts'
import type { Trusted } from '../domain/papers/verify-file.ts'
import type { Keyring } from '../keyring.ts'

/** Whom a checker trusts, read from the keys of a demo's folder as an outsider would be handed them. */
export const trustedIn = (folder: string): Trusted => {
  // Files that institution-seal.ts wrote.
  const read = (name: string): Record<string, string> =>
    JSON.parse(readFileSync(join(folder, 'keys', name), 'utf8')) as Record<string, string>
  return {
    caCertificates: [read('certificate-seal.json').caCertificate ?? ''],
    payloadKeys: [read('certificate-summary.json').publicKey ?? ''],
  }
}

const all = async <T>(page: (last: T | undefined) => Promise<readonly T[]>): Promise<T[]> => {
  const found: T[] = []
  for (;;) {
    const next = await page(found.at(-1))
    if (next.length === 0) return found
    found.push(...next)
  }
}

/** The whole audit against its seals. */
export const auditVerdict = async ({ store, keyring }: { store: Store; keyring: Keyring }): Promise<AuditVerdict> =>
  verifyLog(
    await all<AuditSeal>((last) => store.audit.seals({ afterId: last?.id ?? 0, limit: 500 })),
    await all<AuditRow>((last) => store.audit.list({ afterSeq: last?.seq ?? 0, limit: 2_000 })),
    keyring.audit.verify,
  )
