import { bigint, boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { SwitchKind } from '../../core/switches.ts'
import type { TallyKind } from '../../core/tallies.ts'
import type { UsageScope } from '../../core/usage.ts'
import { moment } from './columns.ts'

/** What was switched off or on by hand, the newest state of each. */
export const switches = pgTable(
  'switches',
  {
    kind: text('kind').$type<SwitchKind>().notNull(),
    name: text('name').notNull(),
    isOff: boolean('is_off').notNull(),
    reason: text('reason').notNull(),
    say: text('say').notNull(),
    by: text('by').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.name] })],
)

/** Sums of what models used, by day. */
export const modelUsage = pgTable(
  'model_usage',
  {
    day: text('day').notNull(),
    scope: text('scope').$type<UsageScope>().notNull(),
    key: text('key').notNull(),
    steps: integer('steps').notNull(),
    tokensIn: bigint('tokens_in', { mode: 'number' }).notNull(),
    tokensOut: bigint('tokens_out', { mode: 'number' }).notNull(),
    cached: bigint('cached', { mode: 'number' }).notNull(),
    ms: bigint('ms', { mode: 'number' }).notNull(),
    microYuan: bigint('micro_yuan', { mode: 'number' }).notNull(),
    touchedAt: moment('touched_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.scope, table.key] }), index('model_usage_touched').on(table.day, table.touchedAt)],
)

/** How often turns and calls of models ended so and took so long, by day. */
export const dayTallies = pgTable(
  'day_tallies',
  {
    day: text('day').notNull(),
    kind: text('kind').$type<TallyKind>().notNull(),
    agent: text('agent').notNull(),
    model: text('model').notNull(),
    ending: text('ending').notNull(),
    bucket: integer('bucket').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.kind, table.agent, table.model, table.ending, table.bucket] })],
)
