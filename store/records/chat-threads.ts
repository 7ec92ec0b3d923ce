import { eq, lt } from 'drizzle-orm'
import type { ChatThreads } from '../../core/chat-threads.ts'
import type { Ground } from './ground.ts'

/** Threads of clients that send their whole history each time. */
export const chatThreads = ({ db, tables }: Ground): ChatThreads => {
  const { chatThreads } = tables
  return {
    find: async (key) => {
      const [row] = await db.select().from(chatThreads).where(eq(chatThreads.key, key))
      return row && { conversation: row.conversation, n: row.n, at: row.at }
    },
    save: async (key, thread) => {
      await db
        .insert(chatThreads)
        .values({ key, ...thread })
        .onConflictDoUpdate({ target: chatThreads.key, set: thread })
    },
    removeBefore: async (at) => {
      const gone = await db.delete(chatThreads).where(lt(chatThreads.at, at)).returning({ key: chatThreads.key })
      return gone.length
    },
  }
}
