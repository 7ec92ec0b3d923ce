import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { moment } from './columns.ts'

/** In the shape of `../postgres/chat-threads.ts`. */
export const chatThreads = sqliteTable(
  'chat_threads',
  {
    key: text('key').primaryKey(),
    conversation: text('conversation').notNull(),
    n: integer('n').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [index('chat_threads_at').on(table.at)],
)
