import { asc, eq, getTableColumns, inArray } from 'drizzle-orm'
import { ConflictError } from '../../../core/errors.ts'
import type { KnowledgeStore } from '../../../core/knowledge-store.ts'
import type { Ground } from '../ground.ts'
import { manyInserter } from '../lists.ts'
import { atomicallyWith, gap, gaps, once } from '../prepared.ts'
import { keyDrawer } from './revision.ts'

type Segments = Pick<KnowledgeStore, 'segments' | 'segmentHeader' | 'segmentBlocks' | 'addSegment' | 'removeSegments'>

const statementsOn = (ground: Ground) => {
  const { indexSegments, indexBlocks } = ground.tables
  return {
    draw: keyDrawer(ground),
    insertSegment: once(() =>
      ground.db
        .insert(indexSegments)
        .values(gaps(indexSegments, 'id', 'level', 'clauses', 'bytes', 'header'))
        .prepare('insert_segment'),
    ),
    insertBlocks: manyInserter(ground, indexBlocks, ['segment', 'block', 'bytes']),
    remove: async (ids: readonly number[]) => {
      await ground.db.delete(indexBlocks).where(inArray(indexBlocks.segment, [...ids]))
      return ground.db
        .delete(indexSegments)
        .where(inArray(indexSegments.id, [...ids]))
        .returning({ id: indexSegments.id })
    },
  }
}

/** Blocks by pairs in one round trip; `n` counts the pairs. SQLite takes the pairs first because a cross join forbids any other order. */
const readBlocks = {
  sqlite: `select w.key, b.bytes from json_each(?) as w
    cross join index_blocks as b on b.segment = w.value ->> 0 and b.block = w.value ->> 1`,
  postgres: `select w.n::int - 1, b.bytes from unnest($1::int[], $2::int[]) with ordinality as w(segment, block, n)
    join index_blocks as b on b.segment = w.segment and b.block = w.block`,
}

type Pairs = Parameters<KnowledgeStore['segmentBlocks']>[0]

const pairParams = (kind: Ground['kind'], pairs: Pairs): unknown[] =>
  kind === 'sqlite'
    ? [JSON.stringify(pairs.map(({ segment, block }) => [segment, block]))]
    : [pairs.map(({ segment }) => segment), pairs.map(({ block }) => block)]

/** The index: segments, and their blocks as bytes. */
export const segments = (ground: Ground): Segments => {
  const { db, tables, kind } = ground
  const { indexSegments } = tables
  const { header, ...columns } = getTableColumns(indexSegments)
  const atomically = atomicallyWith(ground, statementsOn)
  const list = once(() => db.select(columns).from(indexSegments).orderBy(asc(indexSegments.id)).prepare('list_segments'))
  const findHeader = once(() =>
    db
      .select({ header })
      .from(indexSegments)
      .where(eq(indexSegments.id, gap('id')))
      .prepare('find_segment_header'),
  )
  return {
    segments: () => list().execute(),
    segmentHeader: async (id) => (await findHeader().execute({ id }))[0]?.header,
    segmentBlocks: async (wanted) => {
      const blocks: (Uint8Array | undefined)[] = wanted.map(() => undefined)
      if (wanted.length === 0) return blocks
      // The two columns of the statement.
      const rows = (await ground.run(readBlocks[kind], pairParams(kind, wanted))) as readonly (readonly [number, Uint8Array])[]
      for (const [at, bytes] of rows) blocks[at] = bytes
      return blocks
    },
    addSegment: ({ level, clauses, header, blocks }) =>
      atomically(async ({ draw, insertSegment, insertBlocks }) => {
        const { segment: id } = await draw({ segments: 1 })
        const bytes = blocks.reduce((sum, block) => sum + block.length, header.length)
        await insertSegment().execute({ id, level, clauses, bytes, header })
        await insertBlocks(blocks.map((block, at) => [id, at, block]))
        return id
      }),
    removeSegments: (ids) =>
      atomically(async ({ draw, remove }) => {
        if (ids.length === 0) return
        await draw()
        const removed = await remove(ids)
        if (removed.length !== new Set(ids).size) throw new ConflictError({ what: `index segments ${ids.join(', ')}` })
      }),
  }
}
