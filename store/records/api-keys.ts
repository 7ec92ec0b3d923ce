import { and, desc, eq, gt, inArray, isNull, lt, or } from 'drizzle-orm'
import type { ApiKey, ApiKeys, KeyHolder } from '../../core/api-keys.ts'
import { type Ground, orUndefined } from './ground.ts'
import { gap, once } from './prepared.ts'

/** Keys of programs. */
export const apiKeys = ({ db, tables }: Ground): ApiKeys => {
  const { apiKeys } = tables
  const keyOf = ({ hash: _, holderKind, holder, unit, ...row }: typeof apiKeys.$inferSelect): ApiKey => {
    const by: KeyHolder = holderKind === 'account' ? { kind: 'account', id: holder, unit: unit ?? '' } : { kind: 'person', id: holder }
    return {
      ...row,
      holder: by,
      agents: orUndefined(row.agents),
      tools: orUndefined(row.tools),
      revokedAt: orUndefined(row.revokedAt),
      lastUsedAt: orUndefined(row.lastUsedAt),
      replaces: orUndefined(row.replaces),
    }
  }
  const byHash = once(() =>
    db
      .select()
      .from(apiKeys)
      .where(eq(apiKeys.hash, gap('hash')))
      .prepare('find_api_key'),
  )
  return {
    insert: async ({ holder, ...key }, hash) => {
      await db.insert(apiKeys).values({
        ...key,
        hash,
        ...{ holderKind: holder.kind, holder: holder.id, unit: holder.kind === 'account' ? holder.unit : null },
        ...{ agents: key.agents ?? null, tools: key.tools ?? null, revokedAt: key.revokedAt ?? null },
        ...{ lastUsedAt: key.lastUsedAt ?? null, replaces: key.replaces ?? null },
      })
    },
    find: async (id) => {
      const [row] = await db.select().from(apiKeys).where(eq(apiKeys.id, id))
      return row && keyOf(row)
    },
    findByHash: async (hash) => {
      const [row] = await byHash().execute({ hash })
      return row && keyOf(row)
    },
    list: async ({ holder, units, limit }) => {
      const whose = [
        ...(holder === undefined ? [] : [eq(apiKeys.holder, holder)]),
        ...(units?.length ? [inArray(apiKeys.unit, [...units])] : []),
      ]
      const rows = await db
        .select()
        .from(apiKeys)
        .where(or(...whose))
        .orderBy(desc(apiKeys.madeAt), desc(apiKeys.id))
        .limit(limit)
      return rows.map(keyOf)
    },
    shorten: async (id, expiresAt) => {
      await db
        .update(apiKeys)
        .set({ expiresAt })
        .where(and(eq(apiKeys.id, id), gt(apiKeys.expiresAt, expiresAt)))
    },
    revoke: async (id, at) => {
      const rows = await db
        .update(apiKeys)
        .set({ revokedAt: at })
        .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
        .returning({ id: apiKeys.id })
      return rows.length > 0
    },
    touch: async (id, at, unlessSince) => {
      await db
        .update(apiKeys)
        .set({ lastUsedAt: at })
        .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, unlessSince))))
    },
  }
}
