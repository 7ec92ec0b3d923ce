import { desc, inArray } from 'drizzle-orm'
import type { Handoffs } from '../../core/ports.ts'
import { type Ground, orUndefined } from './ground.ts'

/** Matters handed to officers. */
export const handoffs = ({ db, tables, cipher }: Ground): Handoffs => {
  const { handoffs } = tables
  return {
    insert: async ({ summary, conversation, agent, ...rest }) => {
      const sealed = cipher.seal('handoffs.summary', rest.id, summary)
      await db.insert(handoffs).values({ ...rest, conversation: conversation ?? null, agent: agent ?? null, summary: sealed })
    },
    list: async (units, limit) => {
      const rows = await db
        .select()
        .from(handoffs)
        .where(inArray(handoffs.unit, [...units]))
        .orderBy(desc(handoffs.at), desc(handoffs.id))
        .limit(limit)
      return rows.map(({ summary, conversation, agent, ...rest }) => ({
        ...rest,
        conversation: orUndefined(conversation),
        agent: orUndefined(agent),
        summary: cipher.open('handoffs.summary', rest.id, summary).toString('utf8'),
      }))
    },
  }
}
