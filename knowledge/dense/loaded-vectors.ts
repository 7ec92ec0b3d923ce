import { setImmediate } from 'node:timers/promises'
import type { KnowledgeStore, StoredVersion } from '../../core/knowledge-store.ts'
import { openPackedVectors, type PackedVectors } from './packed-vectors.ts'

/** Vectors read at a time: about a megabyte. */
const readAtOnce = 512

/** Vectors of live versions in memory, as far as they have been read. */
export interface LoadedVectors {
  readonly vectors: () => PackedVectors
  /** Reads what is not here yet of these versions. One reading at a time; whoever comes meanwhile waits for it. */
  load(live: readonly StoredVersion[]): Promise<void>
}

/** Keys of clauses that may be missing, as ranges: neighbours are read in one go. */
const gapsIn = (live: readonly StoredVersion[], vectors: PackedVectors): { from: number; to: number }[] => {
  const gaps: { from: number; to: number }[] = []
  for (const { key, firstClause, clauses } of [...live].sort((a, z) => a.firstClause - z.firstClause)) {
    if (vectors.countOf(key) >= clauses) continue
    const last = gaps.at(-1)
    if (last?.to === firstClause - 1) last.to = firstClause + clauses - 1
    else gaps.push({ from: firstClause, to: firstClause + clauses - 1 })
  }
  return gaps
}

/** Reads vectors of one model into memory, only those that are missing, only as many bytes as allowed. */
export const openLoadedVectors = (store: KnowledgeStore, model: string, mostBytes: number): LoadedVectors => {
  let vectors = openPackedVectors()
  let reading: Promise<void> | undefined

  const readGap = async ({ from, to }: { from: number; to: number }): Promise<void> => {
    for (let after = from - 1; after < to; ) {
      const page = await store.vectors(model, { afterClause: after, limit: Math.min(readAtOnce, to - after) })
      const last = page.at(-1)
      if (!last || vectors.bytes > mostBytes) return
      vectors.add(page.filter(({ clause }) => clause <= to))
      after = last.clause
      // SQLite answers at once: without a pause nobody else would have a turn until all is read.
      await setImmediate()
    }
  }
  const read = async (live: readonly StoredVersion[]): Promise<void> => {
    const alive = live.reduce((sum, { key }) => sum + vectors.countOf(key), 0)
    // More than half belongs to versions that were withdrawn.
    if (alive * 2 < vectors.count) vectors = openPackedVectors()
    for (const gap of gapsIn(live, vectors)) await readGap(gap)
  }
  return {
    vectors: () => vectors,
    load(live) {
      reading ??= read(live).finally(() => {
        reading = undefined
      })
      return reading
    },
  }
}
