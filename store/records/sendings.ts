import { and, asc, eq, inArray, lt, notInArray, sql } from 'drizzle-orm'
import type { Sending, Sendings } from '../../core/sendings.ts'
import { type Ground, orUndefined } from './ground.ts'

/** The index of what is open stands on these very words. */
const isOpen = sql`(state in ('waiting', 'under_way', 'unsure') or not is_told)`

/** Deeds that another system is to do, and what came of them. */
export const sendings = ({ db, tables, cipher }: Ground): Sendings => {
  const { sendings } = tables
  const sendingOf = ({ args, output, agent, conversation, approval, ...row }: typeof sendings.$inferSelect): Sending => ({
    ...row,
    agent: orUndefined(agent),
    conversation: orUndefined(conversation),
    approval: orUndefined(approval),
    args: args ? cipher.openJson<unknown>('sendings.args', row.id, args) : undefined,
    output: output ? cipher.openJson<unknown>('sendings.output', row.id, output) : undefined,
  })
  const sealedJson = (place: 'sendings.args' | 'sendings.output', id: string, value: unknown) =>
    value === undefined ? null : cipher.sealJson(place, id, value)
  const one = async (where: ReturnType<typeof eq>): Promise<Sending | undefined> => {
    const [row] = await db.select().from(sendings).where(where)
    return row && sendingOf(row)
  }
  return {
    insert: async ({ args, output, agent, conversation, approval, ...row }) => {
      await db.insert(sendings).values({
        ...row,
        ...{ agent: agent ?? null, conversation: conversation ?? null, approval: approval ?? null },
        ...{ args: sealedJson('sendings.args', row.id, args), output: sealedJson('sendings.output', row.id, output) },
      })
    },
    find: (id) => one(eq(sendings.id, id)),
    findDeed: (deedKey) => one(eq(sendings.deedKey, deedKey)),
    take: async (id, { attempts, at }) => {
      const rows = await db
        .update(sendings)
        .set({ state: 'under_way', attempts: attempts + 1, movedAt: at })
        .where(and(eq(sendings.id, id), eq(sendings.attempts, attempts), inArray(sendings.state, ['waiting', 'under_way', 'unsure'])))
        .returning({ id: sendings.id })
      return rows.length > 0
    },
    move: async (id, { attempts, state, at, isTold, output, isOver }) => {
      const rows = await db
        .update(sendings)
        .set({
          ...{ state, movedAt: at, isTold },
          ...(output === undefined ? {} : { output: sealedJson('sendings.output', id, output) }),
          ...(isOver ? { args: null } : {}),
        })
        .where(and(eq(sendings.id, id), eq(sendings.attempts, attempts), notInArray(sendings.state, ['done', 'failed', 'not_sent'])))
        .returning({ id: sendings.id })
      return rows.length > 0
    },
    told: async (id) => {
      await db.update(sendings).set({ isTold: true }).where(eq(sendings.id, id))
    },
    unfinished: async (limit) => {
      const rows = await db
        .select()
        .from(sendings)
        .where(and(isOpen, sql`not (state = 'unsure' and is_told)`))
        .orderBy(asc(sendings.at), asc(sendings.id))
        .limit(limit)
      return rows.map(sendingOf)
    },
    unsure: async (limit) => {
      const rows = await db
        .select()
        .from(sendings)
        .where(and(isOpen, eq(sendings.state, 'unsure')))
        .orderBy(asc(sendings.at), asc(sendings.id))
        .limit(limit)
      return rows.map(sendingOf)
    },
    removeBefore: async (at) => {
      const gone = await db
        .delete(sendings)
        .where(and(lt(sendings.movedAt, at), eq(sendings.isTold, true), inArray(sendings.state, ['done', 'failed', 'not_sent'])))
        .returning({ id: sendings.id })
      return gone.length
    },
  }
}
