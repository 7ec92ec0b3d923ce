import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { DeskActRow } from '../../core/desk-store.ts'
import type { SpotCheckResult } from '../../core/spot-checks.ts'
import { moment, sealed } from './columns.ts'

// What the officers' desk keeps beside the applications; each row names one by its 受理号.

export const deskClaims = pgTable(
  'desk_claims',
  {
    application: text('application').primaryKey(),
    officer: text('officer').notNull(),
    at: moment('at').notNull(),
    until: moment('until').notNull(),
  },
  (table) => [index('desk_claims_officer').on(table.officer, table.until), index('desk_claims_until').on(table.until, table.application)],
)

export const deskActs = pgTable(
  'desk_acts',
  {
    id: text('id').primaryKey(),
    application: text('application').notNull(),
    act: text('act').$type<DeskActRow['act']>().notNull(),
    at: moment('at').notNull(),
    by: text('by').notNull(),
    content: sealed('content').notNull(),
  },
  (table) => [index('desk_acts_application').on(table.application, table.id)],
)

export const deskEscalations = pgTable(
  'desk_escalations',
  {
    application: text('application').notNull(),
    stage: text('stage').notNull(),
    at: moment('at').notNull(),
    dueOn: text('due_on').notNull(),
    superior: text('superior'),
  },
  (table) => [primaryKey({ columns: [table.application, table.stage] }), index('desk_escalations_superior').on(table.superior, table.at)],
)

/** What the machine issued and was picked for a second look. */
export const spotChecks = pgTable(
  'spot_checks',
  {
    application: text('application').primaryKey(),
    certificate: text('certificate').notNull(),
    unit: text('unit').notNull(),
    pickedAt: moment('picked_at').notNull(),
    week: text('week').notNull(),
    result: text('result').$type<SpotCheckResult>(),
    by: text('by'),
    at: moment('at'),
    note: sealed('note'),
  },
  (table) => [
    index('spot_checks_open').on(table.unit, table.pickedAt, table.application).where(sql`result is null`),
    index('spot_checks_ended').on(table.unit, table.week, table.result).where(sql`result is not null`),
  ],
)
