import { eq, lt } from 'drizzle-orm'
import type { Session, Sessions } from '../../core/ports.ts'
import type { Ground } from './ground.ts'
import { gap, once } from './prepared.ts'

/** Sessions and half-open sign-ins. */
export const sessions = ({ db, tables, cipher }: Ground): Sessions => {
  const { sessions } = tables
  const find = once(() =>
    db
      .select()
      .from(sessions)
      .where(eq(sessions.secretHash, gap('secretHash')))
      .prepare('find_session'),
  )
  return {
    create: async ({ secretHash, kind, person, payload, expiresAt }) => {
      const sealed = cipher.sealJson('sessions.payload', secretHash, payload)
      await db.insert(sessions).values({ secretHash, kind, person, payload: sealed, expiresAt })
    },
    find: async (secretHash) => {
      const [row] = await find().execute({ secretHash })
      return row && { ...row, payload: cipher.openJson<Session['payload']>('sessions.payload', secretHash, row.payload) }
    },
    remove: async (secretHash) => {
      const gone = await db.delete(sessions).where(eq(sessions.secretHash, secretHash)).returning({ kind: sessions.kind })
      return gone.length > 0
    },
    removeExpired: async (before) => {
      const gone = await db.delete(sessions).where(lt(sessions.expiresAt, before)).returning({ kind: sessions.kind })
      return gone.length
    },
  }
}
