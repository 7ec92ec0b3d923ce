import { index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from './columns.ts'

/** Where clients that keep their own history stand: keyed hashes of what was said, never a word of it. */
export const chatThreads = pgTable(
  'chat_threads',
  {
    key: text('key').primaryKey(),
    conversation: text('conversation').notNull(),
    n: integer('n').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [index('chat_threads_at').on(table.at)],
)
