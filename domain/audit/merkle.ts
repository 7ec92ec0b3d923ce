import { createHash } from 'node:crypto'

// RFC 6962 §2.1: leaves and nodes are hashed under different prefixes, so that neither can pass for the other.
const hashed = (prefix: number, ...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256').update(Buffer.of(prefix))
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** Hash of a leaf over its text, hex. */
export const leafHash = (text: string): string => hashed(0, Buffer.from(text)).toString('hex')

/** Root over leaf hashes (hex), hex; of none it is the hash of nothing, as the RFC has it. */
export const merkleRoot = (leaves: readonly string[]): string => {
  if (leaves.length === 0) return createHash('sha256').digest('hex')
  let level: Buffer[] = leaves.map((leaf) => Buffer.from(leaf, 'hex'))
  // Pairing from the left and carrying an odd last one up gives the RFC's split at the largest power of two.
  while (level.length > 1) {
    const above: Buffer[] = []
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = level.slice(at, at + 2)
      if (left) above.push(right ? hashed(1, left, right) : left)
    }
    level = above
  }
  return level[0]?.toString('hex') ?? ''
}
