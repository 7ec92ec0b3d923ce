import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { PageApproval, PageDraft, PageOrigin, PageProposal, PageSignature } from '../../core/agent-studio.ts'
import { json, moment } from './columns.ts'

// Drafts and releases of agent pages on SQLite, in the shape of `../postgres/agent-releases.ts`.

export const agentReleases = sqliteTable(
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
    proposal: json('proposal').$type<PageProposal>(),
    signature: json('signature').$type<PageSignature>(),
  },
  (table) => [index('agent_releases_agent').on(table.agent, table.number)],
)

export const agentDrafts = sqliteTable('agent_drafts', {
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
  authors: json('authors').$type<readonly string[]>().notNull(),
  stopped: text('stopped'),
  proposal: json('proposal').$type<PageProposal>(),
  approval: json('approval').$type<PageApproval>(),
})
