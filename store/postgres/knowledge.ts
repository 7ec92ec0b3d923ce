import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import type { Audience, DocumentKind } from '../../core/knowledge.ts'
import type { AskedQuestion, StoredVersion } from '../../core/knowledge-store.ts'
import { bytes, moment, sealed } from './columns.ts'

// Policy documents, their index, what was asked. Texts of the law are public and stand as they are.

/** One row: how often anything changed, and the last keys given out. Whoever changes it holds it until his transaction ends. */
export const knowledgeState = pgTable('knowledge_state', {
  id: integer('id').primaryKey(),
  revision: integer('revision').notNull(),
  versions: integer('versions').notNull(),
  clauses: integer('clauses').notNull(),
  segments: integer('segments').notNull(),
})

export const documents = pgTable('documents', {
  id: text('id').primaryKey(),
  identity: text('identity').notNull().unique('documents_identity'),
  title: text('title').notNull(),
  shortTitle: text('short_title').notNull(),
  kind: text('kind').$type<DocumentKind>().notNull(),
  topic: text('topic').notNull(),
  audience: text('audience').$type<Audience>().notNull(),
  issuer: text('issuer'),
  number: text('number'),
})

export const documentVersions = pgTable(
  'document_versions',
  {
    key: integer('key').primaryKey(),
    document: text('document')
      .notNull()
      .references(() => documents.id),
    label: text('label').notNull(),
    promulgated: text('promulgated'),
    effective: text('effective'),
    repealed: text('repealed'),
    review: jsonb('review').$type<NonNullable<StoredVersion['review']>>(),
    origin: text('origin').notNull(),
    source: text('source').notNull(),
    sourceHash: text('source_hash').notNull(),
    state: text('state').$type<StoredVersion['state']>().notNull(),
    firstClause: integer('first_clause').notNull(),
    clauses: integer('clauses').notNull(),
    ingestedAt: moment('ingested_at').notNull(),
    ingestedBy: text('ingested_by').notNull(),
  },
  (table) => [index('document_versions_document').on(table.document), index('document_versions_source').on(table.source)],
)

/** Without a foreign key, which would cost a look-up for each of 55,000: a version and its clauses are written by one method. */
export const clauses = pgTable(
  'clauses',
  {
    key: integer('key').primaryKey(),
    version: integer('version').notNull(),
    ordinal: integer('ordinal').notNull(),
    anchor: text('anchor').notNull(),
    article: text('article').notNull(),
    path: text('path').notNull(),
    text: text('text').notNull(),
    externalId: text('external_id'),
  },
  (table) => [
    unique('clauses_ordinal').on(table.version, table.ordinal),
    unique('clauses_anchor').on(table.version, table.anchor),
    index('clauses_external_id').on(table.version, table.externalId).where(sql`external_id is not null`),
  ],
)

export const indexSegments = pgTable('index_segments', {
  id: integer('id').primaryKey(),
  level: integer('level').notNull(),
  clauses: integer('clauses').notNull(),
  /** Of header and blocks. */
  bytes: bigint('bytes', { mode: 'number' }).notNull(),
  /** Last on purpose: the list of segments is read without it. */
  header: bytes('header').notNull(),
})

export const indexBlocks = pgTable(
  'index_blocks',
  { segment: integer('segment').notNull(), block: integer('block').notNull(), bytes: bytes('bytes').notNull() },
  (table) => [primaryKey({ columns: [table.segment, table.block] })],
)

/** float32, little endian. */
export const clauseVectors = pgTable(
  'clause_vectors',
  { model: text('model').notNull(), clause: integer('clause').notNull(), bytes: bytes('bytes').notNull() },
  (table) => [primaryKey({ columns: [table.model, table.clause] })],
)

/** Nobody's name stands here, and the words are encrypted all the same: people write down what they should not. */
export const questions = pgTable(
  'questions',
  {
    id: text('id').primaryKey(),
    at: moment('at').notNull(),
    agent: text('agent'),
    audience: text('audience').$type<Audience>().notNull(),
    isSupported: boolean('is_supported').notNull(),
    /** In the row and not in a table of its own: a question is noted with one row, in one round trip. */
    clauses: jsonb('clauses').$type<readonly string[]>().notNull(),
    reviewed: text('reviewed'),
    verdict: text('verdict').$type<NonNullable<AskedQuestion['verdict']>>(),
    verdictBy: text('verdict_by'),
    text: sealed('text').notNull(),
    note: sealed('note'),
  },
  (table) => [index('questions_at').on(table.at), index('questions_supported').on(table.isSupported, table.at)],
)

export const reviewedAnswers = pgTable('reviewed_answers', {
  id: text('id').primaryKey(),
  questions: jsonb('questions').$type<readonly string[]>().notNull(),
  text: text('text').notNull(),
  topics: jsonb('topics').$type<readonly string[]>().notNull(),
  audience: text('audience').$type<Audience>().notNull(),
  clauses: jsonb('clauses').$type<readonly string[]>().notNull(),
  reviewer: text('reviewer').notNull(),
  reviewedAt: text('reviewed_at').notNull(),
  expires: text('expires').notNull(),
})
