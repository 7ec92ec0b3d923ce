import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import type { KnowledgeStore } from '../../../core/knowledge-store.ts'
import type { Ground } from '../ground.ts'
import { isListed, listOf, manyInserter } from '../lists.ts'
import { plain } from '../plain-text.ts'
import { atomicallyWith, gap, once } from '../prepared.ts'
import { nearestIn } from './nearest.ts'

/** float32, little endian, as every machine that Node runs on by default has it in memory. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer => Buffer.from(buffer, byteOffset, byteLength)

/** Copied, because four bytes in a row need not begin where a float may. */
const vectorOf = (bytes: Uint8Array): Float32Array => new Float32Array(new Uint8Array(bytes).buffer)

const statementsOn = (ground: Ground) => ({
  run: ground.run,
  save: manyInserter(
    ground,
    ground.tables.clauseVectors,
    ['model', 'clause', 'bytes'],
    'on conflict (model, clause) do update set bytes = excluded.bytes',
  ),
})

type Vectors = Pick<KnowledgeStore, 'saveVectors' | 'vectors' | 'vectorsOf' | 'clausesWithoutVector' | 'prepareNearest' | 'nearest'>

/** Vectors of clauses. */
export const vectors = (ground: Ground): Vectors => {
  const { db, tables } = ground
  const { clauses, clauseVectors, documentVersions } = tables
  const atomically = atomicallyWith(ground, statementsOn)
  const list = once(() =>
    db
      .select({ clause: clauseVectors.clause, version: clauses.version, bytes: clauseVectors.bytes })
      .from(clauseVectors)
      .innerJoin(clauses, eq(clauses.key, clauseVectors.clause))
      .where(and(eq(clauseVectors.model, gap('model')), gt(clauseVectors.clause, gap('afterClause'))))
      .orderBy(asc(clauseVectors.clause))
      .limit(gap('limit'))
      .prepare('list_vectors'),
  )
  const some = once(() =>
    db
      .select({ clause: clauseVectors.clause, bytes: clauseVectors.bytes })
      .from(clauseVectors)
      .where(and(eq(clauseVectors.model, gap('model')), isListed(ground, clauseVectors.clause, 'wanted')))
      .prepare('some_vectors'),
  )
  const vectorsOf: Vectors['vectorsOf'] = async (model, wanted) =>
    (await some().execute({ model, wanted: listOf(ground, wanted) })).map(({ clause, bytes }) => ({ clause, vector: vectorOf(bytes) }))
  const { nearest, prepareNearest, add } = nearestIn(ground, { of: vectorsOf })
  const missing = once(() =>
    db
      .select({ key: clauses.key })
      .from(clauses)
      .innerJoin(documentVersions, and(eq(documentVersions.key, clauses.version), eq(documentVersions.state, 'live')))
      .leftJoin(clauseVectors, and(eq(clauseVectors.model, gap('model')), eq(clauseVectors.clause, clauses.key)))
      .where(and(gt(clauses.key, gap('afterClause')), isNull(clauseVectors.clause)))
      .orderBy(asc(clauses.key))
      .limit(gap('limit'))
      .prepare('clauses_without_vector'),
  )
  return {
    saveVectors: (model, added) =>
      atomically(async ({ save, run }) => {
        // Each once and in order: two processes that save the same ones do not wait for each other in a circle.
        const vectors = [...new Map(added.map(({ clause, vector }) => [clause, vector]))].sort(([a], [b]) => a - b)
        await save(vectors.map(([clause, vector]) => [plain(model), clause, bytesOf(vector)]))
        await add(
          run,
          model,
          vectors.map(([clause, vector]) => ({ clause, vector })),
        )
      }),
    vectors: async (model, options) => {
      const rows = await list().execute({ model, ...options })
      return rows.map(({ clause, version, bytes }) => ({ clause, version, vector: vectorOf(bytes) }))
    },
    clausesWithoutVector: async (model, limit, afterClause = 0) =>
      (await missing().execute({ model, limit, afterClause })).map(({ key }) => key),
    vectorsOf,
    prepareNearest,
    nearest,
  }
}
