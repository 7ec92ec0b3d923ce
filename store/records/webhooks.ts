import { and, desc, eq } from 'drizzle-orm'
import type { Webhook, WebhookSecrets, Webhooks } from '../../core/webhooks.ts'
import { type Ground, orUndefined } from './ground.ts'

/** Addresses that are told of events. */
export const webhooks = ({ db, tables, cipher }: Ground): Webhooks => {
  const { webhooks, webhookDead } = tables
  const webhookOf = ({ secrets: _, lastOkAt, lastFault, ...row }: typeof webhooks.$inferSelect): Webhook => ({
    ...row,
    lastOkAt: orUndefined(lastOkAt),
    lastFault: orUndefined(lastFault),
  })
  const sealedOf = (id: string, secrets: WebhookSecrets): Buffer =>
    cipher.sealJson('webhooks.secrets', id, { ...secrets, previousUntil: secrets.previousUntil?.toISOString() })
  const dead = (webhook: string, state: 'dead' | 'due', limit: number) =>
    db
      .select()
      .from(webhookDead)
      .where(and(eq(webhookDead.webhook, webhook), eq(webhookDead.state, state)))
      .orderBy(desc(webhookDead.at), desc(webhookDead.seq))
      .limit(limit)
  return {
    insert: async ({ lastOkAt, lastFault, ...webhook }, secrets) => {
      const row = { ...webhook, lastOkAt: lastOkAt ?? null, lastFault: lastFault ?? null, secrets: sealedOf(webhook.id, secrets) }
      await db.insert(webhooks).values(row)
    },
    find: async (id) => {
      const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id))
      return row && webhookOf(row)
    },
    secretsOf: async (id) => {
      const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id))
      if (!row) return undefined
      const read = cipher.openJson<{ current: string; previous?: string; previousUntil?: string }>('webhooks.secrets', id, row.secrets)
      return {
        current: read.current,
        previous: read.previous,
        previousUntil: read.previousUntil === undefined ? undefined : new Date(read.previousUntil),
      }
    },
    saveSecrets: async (id, secrets) => {
      await db
        .update(webhooks)
        .set({ secrets: sealedOf(id, secrets) })
        .where(eq(webhooks.id, id))
    },
    list: async () => (await db.select().from(webhooks).orderBy(desc(webhooks.madeAt), desc(webhooks.id))).map(webhookOf),
    setState: async (id, state) => {
      await db.update(webhooks).set({ state }).where(eq(webhooks.id, id))
    },
    lease: async (id, seen, until) => {
      const rows = await db
        .update(webhooks)
        .set({ nextAt: until })
        .where(and(eq(webhooks.id, id), eq(webhooks.nextAt, seen)))
        .returning({ id: webhooks.id })
      return rows.length > 0
    },
    advance: async (id, { lastOkAt, lastFault, ...facts }) => {
      await db
        .update(webhooks)
        .set({ ...facts, lastOkAt: lastOkAt ?? null, lastFault: lastFault ?? null })
        .where(eq(webhooks.id, id))
    },
    saveDead: async (event) => {
      await db.insert(webhookDead).values(event).onConflictDoUpdate({ target: webhookDead.id, set: event })
    },
    listDead: (webhook, limit) => dead(webhook, 'dead', limit),
    listDue: (webhook, limit) => dead(webhook, 'due', limit),
  }
}
