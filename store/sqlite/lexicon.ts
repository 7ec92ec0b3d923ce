import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FileRef, LexiconDraft, LexiconProposal, LexiconSignature } from '../../core/lexicon.ts'
import { json, moment } from './columns.ts'

// The lexicon of disputes on SQLite, in the shape of `../postgres/lexicon.ts`.

export const lexiconTexts = sqliteTable('lexicon_texts', { hash: text('hash').primaryKey(), text: text('text').notNull() })

export const lexiconVersions = sqliteTable('lexicon_versions', {
  number: integer('number').primaryKey(),
  base: integer('base').notNull(),
  files: json('files').$type<readonly FileRef[]>().notNull(),
  shipped: json('shipped').$type<readonly FileRef[]>().notNull(),
  draft: text('draft').notNull(),
  by: text('by').notNull(),
  byName: text('by_name').notNull(),
  at: moment('at').notNull(),
  proposal: json('proposal').$type<LexiconProposal>().notNull(),
  signature: json('signature').$type<LexiconSignature>(),
})

export const lexiconDrafts = sqliteTable('lexicon_drafts', {
  id: text('id').primaryKey(),
  title: text('title').notNull(),
  base: integer('base').notNull(),
  files: json('files').$type<readonly FileRef[]>().notNull(),
  shipped: json('shipped').$type<readonly FileRef[]>().notNull(),
  revision: integer('revision').notNull(),
  state: text('state').$type<LexiconDraft['state']>().notNull(),
  by: text('by').notNull(),
  byName: text('by_name').notNull(),
  at: moment('at').notNull(),
  changedAt: moment('changed_at').notNull(),
  changedByName: text('changed_by_name').notNull(),
  proposal: json('proposal').$type<LexiconProposal>(),
  signature: json('signature').$type<LexiconSignature>(),
})

export const lexiconEdits = sqliteTable(
  'lexicon_edits',
  {
    id: text('id').primaryKey(),
    draft: text('draft').notNull(),
    file: text('file').notNull(),
    before: text('before').notNull(),
    after: text('after').notNull(),
    by: text('by').notNull(),
    byName: text('by_name').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [index('lexicon_edits_draft').on(table.draft, table.id)],
)
