import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { PageApproval, PageDraft, PageOrigin, PageProposal, PageSignature } from '../../core/agent-studio.ts'
import { moment } from './columns.ts'

// Agent pages as they are changed and published: drafts, and releases that are never changed again. Nothing of a person.

export const agentReleases = pgTable(
  'agent_releases',
  {
    number: integer('number').primaryKey(),
    agent: text('agent').notNull(),
    version: text('version').notNull(),
    cases: text('cases').notNull(),
    origin: text('origin').$type<PageOrigin>().notNull(),
    fileVersion: text('file_version'),
    source: text('source'),
    by: text('by').notNull(),
    byName: text('by_name').notNull(),
    at: moment('at').notNull(),
    why: text('why').notNull(),
    proposal: jsonb('proposal').$type<PageProposal>(),
    signature: jsonb('signature').$type<PageSignature>(),
  },
  (table) => [index('agent_releases_agent').on(table.agent, table.number)],
)

export const agentDrafts = pgTable('agent_drafts', {
  id: text('id').primaryKey(),
  agent: text('agent').notNull(),
  title: text('title').notNull(),
  page: text('page').notNull(),
  cases: text('cases').notNull(),
  base: text('base'),
  restores: integer('restores'),
  revision: integer('revision').notNull(),
  state: text('state').$type<PageDraft['state']>().notNull(),
  by: text('by').notNull(),
  byName: text('by_name').notNull(),
  at: moment('at').notNull(),
  changedAt: moment('changed_at').notNull(),
  changedByName: text('changed_by_name').notNull(),
  authors: jsonb('authors').$type<readonly string[]>().notNull(),
  stopped: text('stopped'),
  proposal: jsonb('proposal').$type<PageProposal>(),
  approval: jsonb('approval').$type<PageApproval>(),
})
