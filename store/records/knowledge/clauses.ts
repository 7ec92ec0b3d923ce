import { and, asc, eq, getTableColumns, or, sql } from 'drizzle-orm'
import type { KnowledgeStore, StoredClause } from '../../../core/knowledge-store.ts'
import type { Tables } from '../../database.ts'
import { type Ground, orUndefined } from '../ground.ts'
import { isListed, isListedText, listOf, manyInserter } from '../lists.ts'
import { plain, plainOrNull } from '../plain-text.ts'
import { atomicallyWith, gap, gaps, once } from '../prepared.ts'
import { keyDrawer, revision } from './revision.ts'

type Version = Parameters<KnowledgeStore['addVersion']>[0]
type NewClause = Parameters<KnowledgeStore['addVersion']>[1][number]

const versionColumns = ['key', 'document', 'label', 'promulgated', 'effective', 'repealed', 'review', 'origin', 'source'] as const
const moreVersionColumns = ['sourceHash', 'state', 'firstClause', 'clauses', 'ingestedAt', 'ingestedBy'] as const

const statementsOn = (ground: Ground) => {
  const { documentVersions, clauses } = ground.tables
  return {
    draw: keyDrawer(ground),
    insertVersion: once(() =>
      ground.db
        .insert(documentVersions)
        .values(gaps(documentVersions, ...versionColumns, ...moreVersionColumns))
        .prepare('insert_version'),
    ),
    insertClauses: manyInserter(ground, clauses, ['key', 'version', 'ordinal', 'anchor', 'article', 'path', 'text', 'externalId']),
  }
}

const versionRow = ({ promulgated, effective, repealed, review, ...rest }: Version) => ({
  ...rest,
  label: plain(rest.label),
  origin: plain(rest.origin),
  source: plain(rest.source),
  promulgated: promulgated ?? null,
  effective: effective ?? null,
  repealed: repealed ?? null,
  review: review ? { ...review, by: plain(review.by) } : null,
})

/** In the order of the columns. */
const clauseRow = ({ anchor, article, path, text, externalId }: NewClause, at: { key: number; version: number; ordinal: number }) => [
  ...[at.key, at.version, at.ordinal],
  ...[plain(anchor), plain(article), plain(path), plain(text), plainOrNull(externalId)],
]

const clauseOf = (row: Tables['clauses']['$inferSelect']): StoredClause => ({ ...row, externalId: orUndefined(row.externalId) })

/** On SQLite the text is read as bytes: the driver decodes long Chinese texts slowly (200 clauses: 2.0 ms, and so 1.1; 2026-11). */
const columnsOf = ({ kind, tables: { clauses } }: Ground) => ({
  ...getTableColumns(clauses),
  text:
    kind === 'sqlite'
      ? sql<string>`cast(${clauses.text} as blob)`.mapWith((bytes: Buffer) => bytes.toString('utf8'))
      : sql<string>`${clauses.text}`,
})

/** Clauses, which come with their version and never change. */
export const clauses = (ground: Ground): Pick<KnowledgeStore, 'addVersion' | 'clauses' | 'clausesNow' | 'clausesOf' | 'findClause'> => {
  const { db, tables } = ground
  const { clauses } = tables
  const atomically = atomicallyWith(ground, statementsOn)
  const columns = columnsOf(ground)
  const { revision: lastRevision } = revision(ground)
  const byKeys = once(() =>
    db
      .select(columns)
      .from(clauses)
      .where(isListed(ground, clauses.key, 'keys'))
      .prepare('find_clauses'),
  )
  const now = once(() =>
    db
      .select({ ...columns, revision: sql<number>`(select ${tables.knowledgeState.revision} from ${tables.knowledgeState})` })
      .from(clauses)
      .where(
        or(
          isListed(ground, clauses.key, 'keys'),
          and(isListed(ground, clauses.version, 'versions'), isListedText(ground, clauses.anchor, 'anchors')),
        ),
      )
      .prepare('clauses_now'),
  )
  const ofVersion = once(() =>
    db
      .select(columns)
      .from(clauses)
      .where(eq(clauses.version, gap('version')))
      .orderBy(asc(clauses.ordinal))
      .prepare('clauses_of_version'),
  )
  const byAnchor = once(() =>
    db
      .select(columns)
      .from(clauses)
      .where(and(eq(clauses.version, gap('version')), or(eq(clauses.anchor, gap('anchor')), eq(clauses.externalId, gap('anchor')))))
      .prepare('find_clause'),
  )
  return {
    addVersion: (version, added) =>
      atomically(async ({ draw, insertVersion, insertClauses }) => {
        const first = await draw({ versions: 1, clauses: added.length })
        const key = first.version
        await insertVersion().execute({ ...versionRow(version), key, firstClause: first.clause, clauses: added.length })
        await insertClauses(added.map((clause, ordinal) => clauseRow(clause, { key: first.clause + ordinal, version: key, ordinal })))
        return { key, firstClause: first.clause }
      }),
    clauses: async (keys) => {
      if (keys.length === 0) return []
      const rows = await byKeys().execute({ keys: listOf(ground, keys) })
      const found = new Map(rows.map((row) => [row.key, clauseOf(row)]))
      return keys.flatMap((key) => found.get(key) ?? [])
    },
    clausesNow: async (keys, places) => {
      const [versions, anchors] = [[...new Set(places.map(({ version }) => version))], [...new Set(places.map(({ anchor }) => anchor))]]
      const rows = await now().execute({
        keys: listOf(ground, keys),
        versions: listOf(ground, versions),
        anchors: listOf(ground, anchors),
      })
      const wanted = new Set(keys)
      const isWanted = ({ key, version, anchor }: (typeof rows)[number]): boolean =>
        wanted.has(key) || places.some((place) => place.version === version && place.anchor === anchor)
      return {
        revision: rows[0]?.revision ?? (await lastRevision()),
        clauses: rows.filter(isWanted).map(({ revision: _, ...row }) => clauseOf(row)),
      }
    },
    clausesOf: async (version) => (await ofVersion().execute({ version })).map(clauseOf),
    findClause: async (version, anchor) => {
      const rows = await byAnchor().execute({ version, anchor })
      // One clause's anchor may be another's external id: the anchor is in the address, so it wins.
      const row = rows.find((found) => found.anchor === anchor) ?? rows[0]
      return row && clauseOf(row)
    },
  }
}
