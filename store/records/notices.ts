import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lt, lte, notExists } from 'drizzle-orm'
import { firstIdAt, uuidv7 } from '../../core/ids.ts'
import type { MailCode, Notice, NoticeDelivery, Notices } from '../../core/notices.ts'
import { type Ground, orUndefined } from './ground.ts'

/** Notices, their way out, and how people want to be told. */
export const notices = (ground: Ground): Notices => {
  const { db, tables, cipher } = ground
  const { notices, noticeDeliveries, noticeSettings } = tables
  const noticeOf = ({ id, person, kind, target, at, readAt }: typeof notices.$inferSelect): Notice => ({
    ...{ id, person, kind, target, at },
    readAt: orUndefined(readAt),
  })
  return {
    add: async (notice, key) => {
      const rows = await db
        .insert(notices)
        .values({ ...notice, key, readAt: null, spreadAt: null })
        .onConflictDoNothing()
        .returning({ id: notices.id })
      return rows.length > 0
    },
    list: async (person, { limit, isUnread }) => {
      const mine = eq(notices.person, person)
      const rows = await db
        .select()
        .from(notices)
        .where(isUnread ? and(mine, isNull(notices.readAt)) : mine)
        .orderBy(desc(notices.at), desc(notices.id))
        .limit(limit)
      return rows.map(noticeOf)
    },
    countUnread: async (person) => {
      const [row] = await db
        .select({ n: count() })
        .from(notices)
        .where(and(eq(notices.person, person), isNull(notices.readAt)))
      return row?.n ?? 0
    },
    read: async (person, ids, at) => {
      const mine = and(eq(notices.person, person), isNull(notices.readAt))
      const rows = await db
        .update(notices)
        .set({ readAt: at })
        .where(ids ? and(mine, inArray(notices.id, [...ids])) : mine)
        .returning({ id: notices.id })
      return rows.length
    },
    unspread: async (limit) => {
      const rows = await db.select().from(notices).where(isNull(notices.spreadAt)).orderBy(asc(notices.at)).limit(limit)
      return rows.map(noticeOf)
    },
    spread: ({ id, person, kind, target }, channels, at) =>
      ground.atomically(async ({ db }) => {
        const mine = await db
          .update(notices)
          .set({ spreadAt: at })
          .where(and(eq(notices.id, id), isNull(notices.spreadAt)))
          .returning({ id: notices.id })
        if (mine.length === 0) return false
        const row = { notice: id, person, kind, target, status: 'waiting', attempts: 0, dueAt: at, endedAt: null } as const
        if (channels.length > 0)
          await db
            .insert(noticeDeliveries)
            .values(channels.map((channel) => ({ ...row, id: uuidv7(at), channel })))
            .onConflictDoNothing()
        return true
      }),
    claim: async ({ now, leaseMs, limit }) => {
      const isDue = and(eq(noticeDeliveries.status, 'waiting'), lte(noticeDeliveries.dueAt, now))
      const found = await db
        .select({ id: noticeDeliveries.id, attempts: noticeDeliveries.attempts })
        .from(noticeDeliveries)
        .where(isDue)
        .orderBy(asc(noticeDeliveries.dueAt))
        .limit(limit)
      const claimed: NoticeDelivery[] = []
      for (const { id, attempts } of found) {
        // Of two processes that saw the same row, the slower one finds it no longer due.
        const [row] = await db
          .update(noticeDeliveries)
          .set({ attempts: attempts + 1, dueAt: new Date(now.getTime() + leaseMs) })
          .where(and(eq(noticeDeliveries.id, id), eq(noticeDeliveries.attempts, attempts), isDue))
          .returning()
        if (row) {
          const { notice, person, kind, target, channel } = row
          claimed.push({ id, notice, person, kind, target, channel, attempts: row.attempts })
        }
      }
      return claimed
    },
    settle: async (id, end, at) => {
      const change = end.status === 'waiting' ? { dueAt: end.dueAt } : { status: end.status, endedAt: at }
      await db
        .update(noticeDeliveries)
        .set(change)
        .where(and(eq(noticeDeliveries.id, id), eq(noticeDeliveries.status, 'waiting')))
    },
    countWaiting: async () => {
      const of = async (status: 'waiting' | 'given_up'): Promise<number> => {
        const [row] = await db.select({ n: count() }).from(noticeDeliveries).where(eq(noticeDeliveries.status, status))
        return row?.n ?? 0
      }
      return { waiting: await of('waiting'), givenUp: await of('given_up') }
    },
    removeBefore: (before, limit) =>
      ground.atomically(async ({ db }) => {
        const waiting = db
          .select({ notice: noticeDeliveries.notice })
          .from(noticeDeliveries)
          .where(and(eq(noticeDeliveries.notice, notices.id), eq(noticeDeliveries.status, 'waiting')))
        const old = await db
          .select({ id: notices.id })
          .from(notices)
          .where(and(lt(notices.id, firstIdAt(before)), isNotNull(notices.spreadAt), notExists(waiting)))
          .orderBy(asc(notices.id))
          .limit(limit)
        const ids = old.map(({ id }) => id)
        if (ids.length === 0) return 0
        await db.delete(noticeDeliveries).where(inArray(noticeDeliveries.notice, ids))
        await db.delete(notices).where(inArray(notices.id, ids))
        return ids.length
      }),
    settings: async (person) => {
      const [row] = await db.select().from(noticeSettings).where(eq(noticeSettings.person, person))
      return {
        mail: row?.mail ? cipher.open('notice_settings.mail', person, row.mail).toString('utf8') : undefined,
        isSms: row?.isSms ?? true,
        isMailConfirmed: row?.isMailConfirmed ?? false,
      }
    },
    saveSettings: async (person, { mail, isSms, isMailConfirmed }) => {
      const sealed = mail === undefined ? null : cipher.seal('notice_settings.mail', person, mail)
      const row = { person, isSms, isMailConfirmed, mail: sealed }
      await db.insert(noticeSettings).values(row).onConflictDoUpdate({ target: noticeSettings.person, set: row })
    },
    mailCode: async (person) => {
      const [row] = await db.select({ code: noticeSettings.mailCode }).from(noticeSettings).where(eq(noticeSettings.person, person))
      if (!row?.code) return undefined
      // Written below in this shape.
      const { at, since, ...code } = JSON.parse(cipher.open('notice_settings.mail_code', person, row.code).toString('utf8')) as MailCode
      return { ...code, at: new Date(at), since: new Date(since) }
    },
    saveMailCode: async (person, code) => {
      const sealed = cipher.seal('notice_settings.mail_code', person, JSON.stringify(code))
      await db.update(noticeSettings).set({ mailCode: sealed }).where(eq(noticeSettings.person, person))
    },
  }
}
