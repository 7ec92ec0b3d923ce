import type { AuditRow, AuditSeal } from '../../core/audit.ts'
import { merkleRoot } from './merkle.ts'
import { leafOf, noSeal, rowHash, sealHash } from './seal.ts'

/** What is wrong with a row, or with the seal over it. */
export type AuditFault = 'changed' | 'deleted' | 'inserted' | 'reordered' | 'changed_seal' | 'missing_seal'

/** What a check of the log found (审计校验). */
export interface AuditVerdict {
  readonly ok: boolean
  readonly rows: number
  readonly seals: number
  /** Rows at the end that no seal covers yet. */
  readonly unsealed: number
  /** The first bad row; for a bad seal, the first row it covers. */
  readonly firstBad?: { readonly seq: number; readonly why: AuditFault }
}

/** Checks a signature over the 32 bytes of a seal's hash, such as `(bytes, signature) => crypto.verify(null, bytes, publicKey, signature)`. */
export type VerifySignature = (bytes: Uint8Array, signature: Uint8Array) => boolean

const isOwnHash = (seal: AuditSeal): boolean =>
  seal.seqs.length === seal.leaves.length &&
  seal.seqs.length > 0 &&
  merkleRoot(seal.leaves) === seal.root &&
  sealHash({ ...seal, count: seal.leaves.length }) === seal.hash

/** Holds every row against the seals, oldest first, and names the first that does not fit. Rows of an unsealed end are only held against themselves. */
export const verifyLog = (seals: readonly AuditSeal[], rows: readonly AuditRow[], verifySignature: VerifySignature): AuditVerdict => {
  const firstBad = findFirstBad(seals, rows, verifySignature)
  const sealed = seals.reduce((sum, { seqs }) => sum + seqs.length, 0)
  const counts = { rows: rows.length, seals: seals.length, unsealed: Math.max(0, rows.length - sealed) }
  return firstBad ? { ok: false, ...counts, firstBad } : { ok: true, ...counts }
}

const findFirstBad = (
  seals: readonly AuditSeal[],
  rows: readonly AuditRow[],
  verifySignature: VerifySignature,
): AuditVerdict['firstBad'] => {
  const stored = new Set(rows.map(({ seq }) => seq))
  const covered = new Set(seals.flatMap(({ seqs }) => seqs))
  let next = 0
  let previous = noSeal
  for (const [index, seal] of seals.entries()) {
    const first = seal.seqs[0] ?? rows[next]?.seq ?? 0
    if (seal.id !== index + 1) return { seq: rows[next]?.seq ?? first, why: seal.id > index + 1 ? 'missing_seal' : 'changed_seal' }
    const isSigned = verifySignature(Buffer.from(seal.hash, 'hex'), Buffer.from(seal.signature, 'base64url'))
    if (seal.previous !== previous || !isOwnHash(seal) || !isSigned) return { seq: first, why: 'changed_seal' }
    for (const [at, seq] of seal.seqs.entries()) {
      const row = rows[next]
      if (row && row.seq < seq) return { seq: row.seq, why: covered.has(row.seq) ? 'reordered' : 'inserted' }
      if (row?.seq !== seq) return { seq, why: stored.has(seq) ? 'reordered' : 'deleted' }
      const why = faultOf(row, seal, seal.leaves[at])
      if (why) return { seq, why }
      next += 1
    }
    previous = seal.hash
  }
  return faultInTail(rows.slice(next), rows[next - 1]?.seq ?? 0)
}

/** A row against its place in its seal. */
const faultOf = (row: AuditRow, seal: AuditSeal, leaf: string | undefined): AuditFault | undefined => {
  if (rowHash(row) !== row.hash) return 'changed'
  if (leafOf(row) === leaf) return row.seal === seal.id ? undefined : 'changed'
  const isFromElsewhere = seal.seqs.some((seq, at) => leafOf({ seq, hash: row.hash }) === seal.leaves[at])
  return isFromElsewhere ? 'reordered' : 'changed'
}

const faultInTail = (tail: readonly AuditRow[], lastSealed: number): AuditVerdict['firstBad'] => {
  let before = lastSealed
  for (const row of tail) {
    if (row.seq === before) return { seq: row.seq, why: 'inserted' }
    if (row.seq < before) return { seq: row.seq, why: 'reordered' }
    if (row.seal !== null) return { seq: row.seq, why: 'missing_seal' }
    if (rowHash(row) !== row.hash) return { seq: row.seq, why: 'changed' }
    before = row.seq
  }
  return undefined
}
