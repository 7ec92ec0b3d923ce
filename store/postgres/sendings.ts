import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import type { Sending } from '../../core/sendings.ts'
import { moment, sealed } from './columns.ts'

/** Deeds that another system is to do. */
export const sendings = pgTable(
  'sendings',
  {
    id: text('id').primaryKey(),
    deedKey: text('deed_key').notNull().unique(),
    tool: text('tool').notNull(),
    person: text('person').notNull(),
    agent: text('agent'),
    conversation: text('conversation'),
    approval: text('approval'),
    at: moment('at').notNull(),
    state: text('state').$type<Sending['state']>().notNull(),
    movedAt: moment('moved_at').notNull(),
    attempts: integer('attempts').notNull(),
    isTold: boolean('is_told').notNull(),
    args: sealed('args'),
    output: sealed('output'),
  },
  (table) => [
    index('sendings_open').on(table.at).where(sql`state in ('waiting', 'under_way', 'unsure') or not is_told`),
    index('sendings_moved').on(table.movedAt),
  ],
)
