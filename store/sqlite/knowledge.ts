import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { Audience, DocumentKind } from '../../core/knowledge.ts'
import type { AskedQuestion, StoredVersion } from '../../core/knowledge-store.ts'
import { boolean, bytes, json, moment, sealed } from './columns.ts'

// Policy documents and their index on SQLite, in the shape of `../postgres/knowledge.ts`, which has the comments.

export const knowledgeState = sqliteTable('knowledge_state', {
  id: integer('id').primaryKey(),
  revision: integer('revision').notNull(),
  versions: integer('versions').notNull(),
  clauses: integer('clauses').notNull(),
  segments: integer('segments').notNull(),
})

export const documents = sqliteTable('documents', {
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

export const documentVersions = sqliteTable(
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
    review: json('review').$type<NonNullable<StoredVersion['review']>>(),
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

export const clauses = sqliteTable(
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

export const indexSegments = sqliteTable('index_segments', {
  id: integer('id').primaryKey(),
  level: integer('level').notNull(),
  clauses: integer('clauses').notNull(),
  bytes: integer('bytes').notNull(),
  header: bytes('header').notNull(),
})

export const indexBlocks = sqliteTable(
  'index_blocks',
  { segment: integer('segment').notNull(), block: integer('block').notNull(), bytes: bytes('bytes').notNull() },
  (table) => [primaryKey({ columns: [table.segment, table.block] })],
)

export const clauseVectors = sqliteTable(
  'clause_vectors',
  { model: text('model').notNull(), clause: integer('clause').notNull(), bytes: bytes('bytes').notNull() },
  (table) => [primaryKey({ columns: [table.model, table.clause] })],
)

export const questions = sqliteTable(
  'questions',
  {
    id: text('id').primaryKey(),
    at: moment('at').notNull(),
    agent: text('agent'),
    audience: text('audience').$type<Audience>().notNull(),
    isSupported: boolean('is_supported').notNull(),
    clauses: json('clauses').$type<readonly string[]>().notNull(),
    reviewed: text('reviewed'),
    verdict: text('verdict').$type<NonNullable<AskedQuestion['verdict']>>(),
    verdictBy: text('verdict_by'),
    text: sealed('text').notNull(),
    note: sealed('note'),
  },
  (table) => [index('questions_at').on(table.at), index('questions_supported').on(table.isSupported, table.at)],
)

export const reviewedAnswers = sqliteTable('reviewed_answers', {
  id: text('id').primaryKey(),
  questions: json('questions').$type<readonly string[]>().notNull(),
  text: text('text').notNull(),
  topics: json('topics').$type<readonly string[]>().notNull(),
  audience: text('audience').$type<Audience>().notNull(),
  clauses: json('clauses').$type<readonly string[]>().notNull(),
  reviewer: text('reviewer').notNull(),
  reviewedAt: text('reviewed_at').notNull(),
  expires: text('expires').notNull(),
})
