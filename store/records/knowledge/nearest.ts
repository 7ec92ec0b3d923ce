import { createHash } from 'node:crypto'
import type { KnowledgeStore } from '../../../core/knowledge-store.ts'
import type { Run } from '../../database.ts'
import type { Ground } from '../ground.ts'

// pgvector: a table for each model, beside `clause_vectors`, which stays the one that is believed. It is made when vectors are there and
// the database has the extension, not by a migration: most databases have not, and an operator may install it later.

/** Filtered searches that go on until enough is found came with 0.8; halfvec with 0.7. */
const oldest = [0, 8] as const
/** HNSW takes a halfvec of so many numbers (pgvector 0.8, hnsw.h). */
const mostDimensions = 4_000
/**
 * Neighbours kept in view, while searching and while building. 55,404 × 512, pieces of clauses, of the ten nearest: 0.979 at 100 and 128,
 * 0.958 at 100 and 64, the default for building (2026-11-22). Also the most that one search gives, so never less than what is asked for.
 */
const efConstruction = 128
const efSearch = 100
/** Vectors that go into the index in one statement: about a second (15 s are allowed). */
const filledAtOnce = 250

type Vector = { readonly clause: number; readonly vector: Float32Array }
type Nearest = Pick<KnowledgeStore, 'nearest' | 'prepareNearest'> & {
  /** Inside the transaction that saves them: into the index too, where there is one. */
  add(run: Run, model: string, vectors: readonly Vector[]): Promise<void>
}

/** What the index reads and writes by. */
interface VectorsOf {
  of(model: string, clauses: readonly number[]): Promise<readonly Vector[]>
}

/** Names are hex digits and a number: no quoting. Vectors of another length, from a model that changed under its name, get another table. */
const tableOf = (model: string, dimensions: number): string =>
  `clause_nearest_${createHash('sha256').update(model).digest('hex').slice(0, 12)}_${dimensions}`

/** Six digits: a halfvec keeps three and a half. */
const textOf = (vector: Float32Array): string => `[${Array.from(vector, (value) => Number(value.toPrecision(6))).join(',')}]`

const insertInto = async (run: Run, table: string, vectors: readonly Vector[]): Promise<void> => {
  await run(
    `insert into ${table} (clause, version, vector)
       select c.key, c.version, w.vector::halfvec from unnest($1::int[], $2::text[]) as w(clause, vector) join clauses c on c.key = w.clause
       on conflict (clause) do update set vector = excluded.vector`,
    [vectors.map(({ clause }) => clause), vectors.map(({ vector }) => textOf(vector))],
  )
}

const exists = async (run: Run, table: string): Promise<boolean> => {
  const [row] = await run('select to_regclass($1) is not null', [table])
  return row?.[0] === true
}

/** Clauses that have a vector of this length, and are not in the index yet. */
const missingFrom = async (run: Run, table: string, given: { model: string; dimensions: number; limit: number }): Promise<number[]> => {
  const rows = await run(
    `select v.clause from clause_vectors v where v.model = $1 and length(v.bytes) = $2
       and not exists (select 1 from ${table} n where n.clause = v.clause) order by v.clause limit ${given.limit}`,
    [given.model, given.dimensions * 4],
  )
  return rows.map(([clause]) => Number(clause))
}

/** Refused is not a fault: somebody else may install extensions, or nobody does. */
const hasExtension = async (run: Run): Promise<boolean> => {
  const installed = async (): Promise<boolean> => {
    const [row] = await run("select extversion from pg_extension where extname = 'vector'", [])
    const [major = 0, minor = 0] = String(row?.[0] ?? '0')
      .split('.')
      .map(Number)
    return major > oldest[0] || minor >= oldest[1]
  }
  if (await installed()) return true
  try {
    await run('create extension if not exists vector', [])
    return await installed()
  } catch {
    return false
  }
}

/** Made with its index while it is empty: never a statement of minutes, never a lock that writers wait for. */
const makeTable = async (run: Run, table: string, dimensions: number): Promise<boolean> => {
  try {
    await run(
      `create table if not exists ${table} (clause int primary key, version int not null, vector halfvec(${dimensions}) not null)`,
      [],
    )
    await run(`create index if not exists ${table}_version on ${table} (version)`, [])
    await run(
      `create index if not exists ${table}_hnsw on ${table} using hnsw (vector halfvec_cosine_ops) with (ef_construction = ${efConstruction})`,
      [],
    )
  } catch {
    // Two processes that make it at once: one of them is told so, and finds it made.
  }
  return exists(run, `${table}_hnsw`)
}

/**
 * One statement: the settings hold until it ends. The search stands after the settings because it is joined to them sideways.
 * In no particular order within the index's own order, so they are sorted once more. The sum keeps a plan that is made for any list of
 * versions from reading all of theirs one by one (3 ms → 90 ms).
 */
const nearestText = (table: string, limit: number, isFiltered: boolean): string =>
  `with settings as materialized (
     select set_config('hnsw.ef_search', '${Math.min(1_000, Math.max(efSearch, limit))}', true) as ef,
            set_config('hnsw.iterative_scan', 'relaxed_order', true) as scan)
   select n.clause, n.distance from settings cross join lateral (
     select clause, vector <=> $1::halfvec as distance from ${table}
     where settings.ef is not null and settings.scan is not null ${isFiltered ? 'and version + 0 = any($2::int[])' : ''}
     order by vector <=> $1::halfvec limit ${limit}) as n
   order by n.distance, n.clause`

/** So few clauses are compared one by one (2 ms): the index would be searched for long before it meets so many of them. */
const fewClauses = 5_000
/** More versions than this are not few clauses. */
const fewVersions = 64

/** Past the index, clause by clause: the sum keeps PostgreSQL from using it. */
const exactText = (table: string, limit: number): string =>
  `select clause, vector <=> $1::halfvec as distance from ${table} where version = any($2::int[])
   order by (vector <=> $1::halfvec) + 0, clause limit ${limit}`

const areFew = async (run: Run, table: string, versions: readonly number[]): Promise<boolean> => {
  const [row] = await run(`select count(*) from (select from ${table} where version = any($1::int[]) limit ${fewClauses + 1}) as few`, [
    [...versions],
  ])
  return Number(row?.[0]) <= fewClauses
}

/** No index in the database: SQLite, and PostgreSQL in a transaction. `sqlite-vec` reads every vector for each question (docs/decisions). */
const without: Nearest = { nearest: async () => undefined, prepareNearest: async () => false, add: async () => {} }

/** The index of vectors in the database. */
export const nearestIn = ({ kind, run }: Ground, vectors: VectorsOf): Nearest => {
  if (kind === 'sqlite') return without
  /** Tables that are known to be complete: from then on every process that saves vectors fills them too. */
  const complete = new Set<string>()
  /** Asked for once in a process: each time it is refused stands in the server's log. */
  let isRefused = false
  const isComplete = async (table: string, model: string, dimensions: number): Promise<boolean> => {
    if (complete.has(table)) return true
    if (!(await exists(run, `${table}_hnsw`)) || (await missingFrom(run, table, { model, dimensions, limit: 1 })).length > 0) return false
    complete.add(table)
    return true
  }
  return {
    async prepareNearest(model) {
      const [row] = await run('select length(bytes) / 4 from clause_vectors where model = $1 order by clause desc limit 1', [model])
      const dimensions = Number(row?.[0] ?? 0)
      if (dimensions < 1 || dimensions > mostDimensions || isRefused) return false
      isRefused = !(await hasExtension(run))
      if (isRefused) return false
      const table = tableOf(model, dimensions)
      if (!(await makeTable(run, table, dimensions))) return false
      for (;;) {
        const missing = await missingFrom(run, table, { model, dimensions, limit: filledAtOnce })
        if (missing.length === 0) break
        await insertInto(run, table, await vectors.of(model, missing))
      }
      complete.add(table)
      return true
    },
    async nearest(model, vector, { limit, versions }) {
      const table = tableOf(model, vector.length)
      if (!(await isComplete(table, model, vector.length))) return undefined
      const params = versions === undefined ? [textOf(vector)] : [textOf(vector), [...versions]]
      const isFew = versions !== undefined && versions.length <= fewVersions && (await areFew(run, table, versions))
      const found = isFew ? [] : await run(nearestText(table, limit, versions !== undefined), params)
      const rows = versions !== undefined && found.length < limit ? await run(exactText(table, limit), params) : found
      return rows.map(([clause, distance]) => ({ clause: Number(clause), score: 1 - Number(distance) }))
    },
    async add(inside, model, added) {
      for (const [dimensions, same] of Map.groupBy(added, ({ vector }) => vector.length)) {
        const table = tableOf(model, dimensions)
        if (!(await exists(inside, table))) continue
        for (let at = 0; at < same.length; at += filledAtOnce) await insertInto(inside, table, same.slice(at, at + filledAtOnce))
      }
    },
  }
}
