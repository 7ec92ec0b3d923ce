import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { FileRef, LexiconDraft, LexiconProposal, LexiconSignature } from '../../core/lexicon.ts'
import { moment } from './columns.ts'

// The lexicon of disputes: texts by their hash, working copies, published versions. Words of a trade, nothing of a person.

export const lexiconTexts = pgTable('lexicon_texts', { hash: text('hash').primaryKey(), text: text('text').notNull() })

export const lexiconVersions = pgTable('lexicon_versions', {
  number: integer('number').primaryKey(),
  base: integer('base').notNull(),
  files: jsonb('files').$type<readonly FileRef[]>().notNull(),
  shipped: jsonb('shipped').$type<readonly FileRef[]>().notNull(),
  draft: text('draft').notNull(),
  by: text('by').notNull(),
  byName: text('by_name').notNull(),
  at: moment('at').notNull(),
  proposal: jsonb('proposal').$type<LexiconProposal>().notNull(),
  signature: jsonb('signature').$type<LexiconSignature>(),
})

export const lexiconDrafts = pgTable('lexicon_drafts', {
  id: text('id').primaryKey(),
  title: text('title').notNull(),
  base: integer('base').notNull(),
  files: jsonb('files').$type<readonly FileRef[]>().notNull(),
  shipped: jsonb('shipped').$type<readonly FileRef[]>().notNull(),
  revision: integer('revision').notNull(),
  state: text('state').$type<LexiconDraft['state']>().notNull(),
  by: text('by').notNull(),
  byName: text('by_name').notNull(),
  at: moment('at').notNull(),
  changedAt: moment('changed_at').notNull(),
  changedByName: text('changed_by_name').notNull(),
  proposal: jsonb('proposal').$type<LexiconProposal>(),
  signature: jsonb('signature').$type<LexiconSignature>(),
})

export const lexiconEdits = pgTable(
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
