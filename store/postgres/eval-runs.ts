import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { EvalFigure, EvalOrder, EvalRun } from '../../core/eval-runs.ts'
import { bytes, moment } from './columns.ts'

// Runs of the eval suites that were started in the studio, with their reports (gzip). Nothing of a person.

export const evalRuns = pgTable(
  'eval_runs',
  {
    id: text('id').primaryKey(),
    order: jsonb('order').$type<EvalOrder>().notNull(),
    state: text('state').$type<EvalRun['state']>().notNull(),
    by: text('by').notNull(),
    byName: text('by_name').notNull(),
    at: moment('at').notNull(),
    heardAt: moment('heard_at').notNull(),
    endedAt: moment('ended_at'),
    done: integer('done').notNull(),
    total: integer('total').notNull(),
    fault: text('fault'),
    failures: integer('failures').notNull(),
    gate: jsonb('gate').$type<readonly string[]>().notNull(),
    figures: jsonb('figures').$type<readonly EvalFigure[]>().notNull(),
    report: bytes('report'),
  },
  (table) => [index('eval_runs_at').on(table.at)],
)
