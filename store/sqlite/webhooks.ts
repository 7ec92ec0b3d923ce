import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { DeadEvent, Webhook, WebhookEvent } from '../../core/webhooks.ts'
import { json, moment, sealed } from './columns.ts'

/** Addresses that are told of events, and what could not be told. */
export const webhooks = sqliteTable('webhooks', {
  id: text('id').primaryKey(),
  title: text('title').notNull(),
  url: text('url').notNull(),
  events: json('events').$type<readonly WebhookEvent[]>().notNull(),
  madeBy: text('made_by').notNull(),
  madeAt: moment('made_at').notNull(),
  state: text('state').$type<Webhook['state']>().notNull(),
  cursor: integer('cursor').notNull(),
  attempts: integer('attempts').notNull(),
  nextAt: moment('next_at').notNull(),
  lastOkAt: moment('last_ok_at'),
  lastFault: text('last_fault'),
  secrets: sealed('secrets').notNull(),
})

export const webhookDead = sqliteTable(
  'webhook_dead',
  {
    id: text('id').primaryKey(),
    webhook: text('webhook').notNull(),
    seq: integer('seq').notNull(),
    at: moment('at').notNull(),
    fault: text('fault').notNull(),
    state: text('state').$type<DeadEvent['state']>().notNull(),
  },
  (table) => [index('webhook_dead_webhook').on(table.webhook, table.state, table.at)],
)
