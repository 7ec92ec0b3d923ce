import type { AuditRow, AuditSeal } from '../../core/audit.ts'
import { canonicalJson, sha256 } from '../../core/ids.ts'
import { leafHash, merkleRoot } from './merkle.ts'

/** What stands before the first seal. */
export const noSeal = '0'.repeat(64)

/** Hash of everything a row says: all but its number, its seal, and the hash itself. The store computes the same when it writes. */
export const rowHash = ({ seq: _seq, seal: _seal, hash: _hash, ...content }: AuditRow): string => sha256(canonicalJson(content))

/** Leaf of a row: number and hash together, so that two rows cannot change places. */
export const leafOf = (row: { readonly seq: number; readonly hash: string }): string => leafHash(`${row.seq}:${row.hash}`)

/** What the signature covers. */
export const sealHash = (seal: { id: number; at: Date; root: string; previous: string; count: number }): string =>
  sha256(canonicalJson({ id: seal.id, at: seal.at, root: seal.root, previous: seal.previous, count: seal.count }))

/**
 * Seals rows (审计封印) that no seal covers yet, in ascending order, behind the seal before.
 * `sign` is Ed25519 over the 32 bytes of the seal's hash, such as `(bytes) => crypto.sign(null, bytes, privateKey)`.
 */
export const sealOf = (
  rows: readonly AuditRow[],
  previous: AuditSeal | undefined,
  { at, sign }: { at: Date; sign: (bytes: Uint8Array) => Uint8Array },
): AuditSeal => {
  const id = (previous?.id ?? 0) + 1
  const leaves = rows.map(leafOf)
  const root = merkleRoot(leaves)
  const before = previous?.hash ?? noSeal
  const hash = sealHash({ id, at, root, previous: before, count: leaves.length })
  const signature = Buffer.from(sign(Buffer.from(hash, 'hex'))).toString('base64url')
  return { id, at, seqs: rows.map(({ seq }) => seq), leaves, root, previous: before, hash, signature }
}
