/** Blocks that were read, checked and unsealed, bounded by their bytes. */
export interface BlockCache {
  get(segment: number, block: number): Uint8Array | undefined
  put(segment: number, block: number, bytes: Uint8Array): void
  /** Forgets every block of the segments that do not live any more. */
  keepOnly(segments: ReadonlySet<number>): void
  readonly bytes: number
}

/** What a block costs beside its bytes: the view, the entry, its place in the map. */
const overheadBytes = 200
const mostBlocks = 2 ** 24

/** Second chance: a block that was used since the hand last passed stays. As good as LRU here, and a hit costs one look-up and no reordering. */
export const blockCache = (limitBytes: number): BlockCache => {
  const kept = new Map<number, { readonly bytes: Uint8Array; isUsed: boolean }>()
  let held = 0
  const drop = (key: number, bytes: Uint8Array): void => {
    kept.delete(key)
    held -= bytes.length + overheadBytes
  }
  /** The map is in the order of the hand: what is passed over goes to its end. */
  const evict = (): void => {
    for (const [key, entry] of kept) {
      if (held <= limitBytes) return
      if (!entry.isUsed) {
        drop(key, entry.bytes)
        continue
      }
      entry.isUsed = false
      kept.delete(key)
      kept.set(key, entry)
    }
  }
  return {
    get(segment, block) {
      const entry = kept.get(segment * mostBlocks + block)
      if (!entry) return undefined
      entry.isUsed = true
      return entry.bytes
    },
    put(segment, block, bytes) {
      const key = segment * mostBlocks + block
      const old = kept.get(key)
      if (old) drop(key, old.bytes)
      kept.set(key, { bytes, isUsed: false })
      held += bytes.length + overheadBytes
      evict()
    },
    keepOnly(segments) {
      for (const [key, { bytes }] of kept) if (!segments.has(Math.floor(key / mostBlocks))) drop(key, bytes)
    },
    get bytes() {
      return held
    },
  }
}
