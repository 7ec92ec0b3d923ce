import { IndexDamagedError } from '../../core/errors.ts'
import type { KnowledgeStore, StoredSegment } from '../../core/knowledge-store.ts'
import { unsealed } from './bytes.ts'
import type { BlockCache } from './cache.ts'
import type { ReadBlocks, Wanted } from './lists.ts'
import { decodeSegment, type Segment } from './segment.ts'

/** The segments that live at one moment, largest first, and their sums. */
export interface Live {
  readonly segments: readonly Segment[]
  readonly clauses: number
  /** In quarters. */
  readonly lengthSum: number
}

/** Stands where a block has yet to be read. */
const nothing = new Uint8Array()

type Source = Pick<KnowledgeStore, 'segments' | 'segmentHeader' | 'segmentBlocks'>

/** Reads the header of a segment that is in the list. */
export const readSegment = async (store: Source, listed: StoredSegment): Promise<Segment> => {
  const { id } = listed
  const header = await store.segmentHeader(id)
  if (!header) throw new IndexDamagedError({ segment: id, block: undefined, problem: 'its header is missing' })
  const segment = decodeSegment(listed, header)
  if ('problem' in segment) throw new IndexDamagedError({ segment: id, block: undefined, problem: segment.problem })
  return segment
}

/** The segments of the list. Those that are known are not read again; where a backup was restored, another may have the same id. */
export const readLive = async (store: Source, known: readonly Segment[]): Promise<Live> => {
  const byId = new Map(known.map((segment) => [segment.id, segment]))
  const list = await store.segments()
  const segments = await Promise.all(
    list.map((listed) => {
      const old = byId.get(listed.id)
      return old && old.clauses === listed.clauses && old.bytes === listed.bytes ? old : readSegment(store, listed)
    }),
  )
  segments.sort((a, b) => b.clauses - a.clauses || a.id - b.id)
  return {
    segments,
    clauses: segments.reduce((sum, { clauses }) => sum + clauses, 0),
    lengthSum: segments.reduce((sum, { lengthSum }) => sum + lengthSum, 0),
  }
}

/** Blocks straight from the store, checked. */
export const readFrom =
  (store: Source): ReadBlocks =>
  async (wanted) => {
    const found = wanted.length === 0 ? [] : await store.segmentBlocks(wanted.map(({ segment, block }) => ({ segment: segment.id, block })))
    return wanted.map(({ segment, block }, at) => {
      const sealed = found[at]
      if (!sealed) throw new IndexDamagedError({ segment: segment.id, block, problem: 'it is missing' })
      const bytes = unsealed(sealed, segment.tag)
      if (!bytes) throw new IndexDamagedError({ segment: segment.id, block, problem: 'its checksum does not fit' })
      return bytes
    })
  }

/** Blocks through the cache: each missing one is read once, all of them in one round trip. */
export const readThrough =
  (cache: BlockCache, read: ReadBlocks): ReadBlocks =>
  async (wanted) => {
    const found: Uint8Array[] = []
    const holes: number[] = []
    for (const [at, { segment, block }] of wanted.entries()) {
      const bytes = cache.get(segment.id, block)
      found.push(bytes ?? nothing)
      if (!bytes) holes.push(at)
    }
    if (holes.length === 0) return found
    const missing = new Map<string, Wanted>()
    const keyOf = ({ segment, block }: Wanted): string => `${segment.id}/${block}`
    for (const at of holes) {
      const one = wanted[at]
      if (one) missing.set(keyOf(one), one)
    }
    const blocks = await read([...missing.values()])
    const fresh = new Map([...missing.keys()].map((key, at) => [key, blocks[at] ?? nothing]))
    for (const [key, { segment, block }] of missing) cache.put(segment.id, block, fresh.get(key) ?? nothing)
    for (const at of holes) {
      const one = wanted[at]
      if (one) found[at] = fresh.get(keyOf(one)) ?? nothing
    }
    return found
  }
