import { sql } from 'drizzle-orm'
import { index, pgTable, text } from 'drizzle-orm/pg-core'
import type { Proposal } from '../../core/approvals.ts'
import { moment, sealed } from './columns.ts'

/** Decisions that one person proposes and another makes. */
export const approvals = pgTable(
  'approvals',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    target: text('target').notNull(),
    unit: text('unit').notNull(),
    role: text('role').$type<Proposal['role']>().notNull(),
    level: text('level').$type<Proposal['level']>().notNull(),
    proposer: text('proposer').notNull(),
    proposedAt: moment('proposed_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    body: sealed('body').notNull(),
    hash: text('hash').notNull(),
    state: text('state').$type<Proposal['state']>().notNull(),
    decidedBy: text('decided_by'),
    decidedAt: moment('decided_at'),
    note: sealed('note'),
  },
  (table) => [
    index('approvals_open').on(table.state, table.unit, table.proposedAt),
    index('approvals_proposer').on(table.proposer, table.proposedAt).where(sql`state = 'open'`),
    index('approvals_target').on(table.target, table.proposedAt),
  ],
)
