import { setImmediate } from 'node:timers/promises'
import { ConflictError, IndexDamagedError } from '../../core/errors.ts'
import type { KnowledgeStore } from '../../core/knowledge-store.ts'
import type { Store } from '../../core/ports.ts'
import { denseCode } from './dense.ts'
import { entriesOf, type TermList } from './dictionary.ts'
import { dictionaryWriter } from './dictionary-writer.ts'
import { fillLists, type ReadBlocks } from './lists.ts'
import { readFrom, readSegment } from './live.ts'
import { nextMerge, type Sized, tierOf } from './policy.ts'
import { chunkSize, type Postings, readChunk, roomForPostings } from './postings.ts'
import { encodeSegment, keyOf, type Segment, type SegmentClauses, versionOf } from './segment.ts'

type IsGone = (version: number) => boolean

/** Where an ordinal went that is left out. */
const nowhere = 0xffff_ffff

/** Clauses of several segments in the order of their keys, and for each segment where its ordinals went. */
const mergeClauses = (segments: readonly Segment[], isGone: IsGone): { clauses: SegmentClauses; moved: readonly Uint32Array[] } => {
  const kept = segments.flatMap((segment, at) => {
    const gone = segment.versions.map(isGone)
    return Array.from({ length: segment.clauses }, (_, ordinal) => ({ at, segment, ordinal, key: keyOf(segment, ordinal) })).filter(
      ({ ordinal }) => !gone[segment.versionAt[ordinal] ?? 0],
    )
  })
  kept.sort((a, b) => a.key - b.key)
  const moved = segments.map(({ clauses }) => new Uint32Array(clauses).fill(nowhere))
  for (const [ordinal, clause] of kept.entries()) {
    const map = moved[clause.at]
    if (map) map[clause.ordinal] = ordinal
  }
  return {
    clauses: {
      keys: kept.map(({ key }) => key),
      versions: kept.map(({ segment, ordinal }) => versionOf(segment, ordinal)),
      lengths: Uint8Array.from(kept, ({ segment, ordinal }) => segment.lengths[ordinal] ?? 0),
    },
    moved,
  }
}

interface Entry {
  readonly term: string
  readonly list: TermList
}

/** Dictionary blocks that a merge reads at once, of each segment. */
const blocksAtOnce = 64

/** The entries of a segment in order, some blocks at a time, with all their postings. */
async function* batchesOf(segment: Segment, read: ReadBlocks): AsyncGenerator<readonly Entry[]> {
  const { blocks } = segment.dictionary
  for (let from = 0; from < blocks.length; from += blocksAtOnce) {
    const wanted = [...blocks.subarray(from, from + blocksAtOnce)].map((block) => ({ segment, block }))
    const bodies = await read(wanted)
    const entries = bodies.flatMap((bytes, at) => [...entriesOf(bytes, { block: wanted[at]?.block ?? 0, clauses: segment.clauses })])
    await fillLists([segment], [entries.map(({ list }) => list)], read)
    yield entries
  }
}

/** One segment of a merge: the entry it stands at. */
interface Reader {
  readonly moved: Uint32Array
  readonly batches: AsyncGenerator<readonly Entry[]>
  batch: readonly Entry[]
  at: number
}

/** Moves to the next entry; at the end there is none. */
const advance = async (reader: Reader): Promise<void> => {
  reader.at += 1
  if (reader.at < reader.batch.length) return
  const { value, done } = await reader.batches.next()
  reader.batch = done ? [] : value
  reader.at = 0
  // A large merge takes seconds: others get their turn between two batches.
  await setImmediate()
}

/** Calls back for every posting of a list in order. */
const eachPosting = (
  { stretches, count: total, isDense }: TermList,
  chunk: Postings,
  take: (ordinal: number, code: number) => void,
): void => {
  for (const { bytes = new Uint8Array(), at, count, before, last } of stretches) {
    if (isDense) {
      for (let ordinal = before + 1; ordinal <= last; ordinal += 1) {
        const code = denseCode(bytes, ordinal)
        if (code > 0) take(ordinal, code)
      }
      continue
    }
    const cursor = { bytes, at }
    for (let left = count, previous = before; left > 0; left -= chunkSize) {
      const size = Math.min(left, chunkSize)
      previous = readChunk(cursor, size, previous, total > chunkSize, chunk)
      for (let i = 0; i < size; i += 1) take(chunk.ordinals[i] ?? 0, chunk.codes[i] ?? 0)
    }
  }
}

/** Brings postings into the order of their ordinals: segments hold stretches of keys that mostly follow each other, but need not. */
const order = ({ ordinals, codes }: Postings, count: number): void => {
  let isOrdered = true
  for (let at = 1; at < count && isOrdered; at += 1) isOrdered = (ordinals[at - 1] ?? 0) < (ordinals[at] ?? 0)
  if (isOrdered) return
  const both = Float64Array.from({ length: count }, (_, at) => (ordinals[at] ?? 0) * 256 + (codes[at] ?? 0)).sort()
  for (const [at, value] of both.entries()) {
    ordinals[at] = Math.floor(value / 256)
    codes[at] = value % 256
  }
}

/** What a merge has made; no clauses where all were gone. */
interface Merged {
  readonly clauses: number
  readonly header: Uint8Array
  readonly blocks: readonly Uint8Array[]
}

/** One segment made of several, without the clauses of gone versions. */
const mergedSegment = async (segments: readonly Segment[], isGone: IsGone, read: ReadBlocks): Promise<Merged> => {
  const { clauses, moved } = mergeClauses(segments, isGone)
  const writer = dictionaryWriter(clauses.lengths)
  const room = roomForPostings(clauses.keys.length)
  const chunk = roomForPostings(chunkSize)
  const readers: Reader[] = segments.map((segment, at) => ({
    moved: moved[at] ?? new Uint32Array(),
    batches: batchesOf(segment, read),
    batch: [],
    at: -1,
  }))
  for (const reader of readers) await advance(reader)
  for (;;) {
    let term: string | undefined
    for (const { batch, at } of readers) {
      const own = batch[at]?.term
      if (own !== undefined && (term === undefined || own < term)) term = own
    }
    if (term === undefined) break
    let count = 0
    for (const reader of readers) {
      const entry = reader.batch[reader.at]
      if (entry?.term !== term) continue
      eachPosting(entry.list, chunk, (ordinal, code) => {
        const place = reader.moved[ordinal] ?? nowhere
        if (place === nowhere) return
        room.ordinals[count] = place
        room.codes[count] = code
        count += 1
      })
      if (reader.at + 1 < reader.batch.length) reader.at += 1
      else await advance(reader)
    }
    order(room, count)
    if (count > 0) writer.add(term, room, count)
  }
  return { clauses: clauses.keys.length, ...encodeSegment(clauses, writer.finish()) }
}

/** The segments as the policy sees them; headers are read only where somebody asks for gone clauses. */
const sizes = async (records: KnowledgeStore, isGone: IsGone | undefined): Promise<Sized[]> => {
  const sized: Sized[] = []
  for (const listed of await records.segments()) {
    let gone = 0
    if (isGone) {
      const { versions, versionAt } = await readSegment(records, listed)
      const isGoneAt = versions.map(isGone)
      if (isGoneAt.includes(true)) for (const at of versionAt) if (isGoneAt[at]) gone += 1
    }
    sized.push({ ...listed, gone })
  }
  return sized
}

/** True while all of them are there: no other merge was faster. */
const areThere = async (records: KnowledgeStore, chosen: readonly Sized[]): Promise<boolean> => {
  const ids = new Set((await records.segments()).map(({ id }) => id))
  return chosen.every(({ id }) => ids.has(id))
}

/** Puts one segment in the place of those that it was made of. False: one of them is gone, and all stays as it is. */
const swap = async (store: Store, old: readonly Sized[], { clauses, header, blocks }: Merged): Promise<boolean> => {
  try {
    await store.transaction(async ({ knowledge }) => {
      await knowledge.removeSegments(old.map(({ id }) => id))
      if (clauses > 0) await knowledge.addSegment({ level: tierOf(clauses), clauses, header, blocks })
    })
    return true
  } catch (error) {
    if (error instanceof ConflictError) return false
    throw error
  }
}

/**
 * Merges until the policy is content. Segments never change, so the new one is made beside them, outside of any transaction: others wait
 * only while it takes its place. Where somebody else merges too, the slower one gives up.
 */
export const mergeSegments = async (store: Store, isGone: IsGone | undefined): Promise<void> => {
  const { knowledge } = store
  for (;;) {
    const chosen = nextMerge(await sizes(knowledge, isGone))
    if (!chosen) return
    try {
      const parts: Segment[] = []
      for (const listed of chosen) parts.push(await readSegment(knowledge, listed))
      parts.sort((a, b) => keyOf(a, 0) - keyOf(b, 0))
      if (!(await swap(store, chosen, await mergedSegment(parts, isGone ?? (() => false), readFrom(knowledge))))) return
    } catch (error) {
      if (error instanceof IndexDamagedError && !(await areThere(knowledge, chosen))) return
      throw error
    }
  }
}
