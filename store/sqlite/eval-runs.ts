import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { EvalFigure, EvalOrder, EvalRun } from '../../core/eval-runs.ts'
import { bytes, json, moment } from './columns.ts'

// Runs of the eval suites on SQLite, in the shape of `../postgres/eval-runs.ts`.

export const evalRuns = sqliteTable(
  'eval_runs',
  {
    id: text('id').primaryKey(),
    order: json('order').$type<EvalOrder>().notNull(),
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
    gate: json('gate').$type<readonly string[]>().notNull(),
    figures: json('figures').$type<readonly EvalFigure[]>().notNull(),
    report: bytes('report'),
  },
  (table) => [index('eval_runs_at').on(table.at)],
)
