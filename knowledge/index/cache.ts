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

interface Entry {
  readonly segment: number
  readonly block: number
  readonly bytes: Uint8Array
  isUsed: boolean
}

/** Second chance: a block that was used since the hand last passed stays. As good as LRU here, and a hit costs two look-ups and no reordering. */
export const blockCache = (limitBytes: number): BlockCache => {
  /** By segment and block, both small numbers: keys that a map finds without making a number of each. */
  const places = new Map<number, (Entry | undefined)[]>()
  /** In the order of the hand: what is passed over goes to the end. */
  const order = new Set<Entry>()
  let held = 0
  const drop = (entry: Entry): void => {
    const blocks = places.get(entry.segment)
    if (blocks?.[entry.block] === entry) blocks[entry.block] = undefined
    order.delete(entry)
    held -= entry.bytes.length + overheadBytes
  }
  const evict = (): void => {
    for (const entry of order) {
      if (held <= limitBytes) return
      if (!entry.isUsed) {
        drop(entry)
        continue
      }
      entry.isUsed = false
      order.delete(entry)
      order.add(entry)
    }
  }
  return {
    get(segment, block) {
      const entry = places.get(segment)?.[block]
      if (!entry) return undefined
      entry.isUsed = true
      return entry.bytes
    },
    put(segment, block, bytes) {
      const blocks = places.get(segment) ?? []
      places.set(segment, blocks)
      const old = blocks[block]
      if (old) drop(old)
      const entry: Entry = { segment, block, bytes, isUsed: false }
      blocks[block] = entry
      order.add(entry)
      held += bytes.length + overheadBytes
      evict()
    },
    keepOnly(segments) {
      for (const entry of order) if (!segments.has(entry.segment)) drop(entry)
      for (const segment of places.keys()) if (!segments.has(segment)) places.delete(segment)
    },
    get bytes() {
      return held
    },
  }
}
