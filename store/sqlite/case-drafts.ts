import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CaseDraft } from '../../core/case-drafts.ts'
import { moment, sealed } from './columns.ts'

/** Answers that somebody liked or did not, as cases that wait for a person. */
export const caseDrafts = sqliteTable(
  'case_drafts',
  {
    id: text('id').primaryKey(),
    at: moment('at').notNull(),
    agent: text('agent'),
    source: text('source').$type<CaseDraft['source']>().notNull(),
    opinion: text('opinion').$type<CaseDraft['opinion']>().notNull(),
    yaml: sealed('yaml').notNull(),
    note: sealed('note'),
    state: text('state').$type<CaseDraft['state']>().notNull(),
    decidedBy: text('decided_by'),
  },
  (table) => [index('case_drafts_state').on(table.state, table.at)],
)
