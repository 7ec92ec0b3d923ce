import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ApiKey, KeyHolder } from '../../core/api-keys.ts'
import { json, moment } from './columns.ts'

/** Keys of programs, in the shape of `../postgres/api-keys.ts`. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    hash: text('hash').notNull(),
    title: text('title').notNull(),
    holderKind: text('holder_kind').$type<KeyHolder['kind']>().notNull(),
    holder: text('holder').notNull(),
    unit: text('unit'),
    doors: json('doors').$type<ApiKey['doors']>().notNull(),
    agents: json('agents').$type<readonly string[]>(),
    tools: json('tools').$type<readonly string[]>(),
    roles: json('roles').$type<ApiKey['roles']>().notNull(),
    perMinute: integer('per_minute').notNull(),
    madeBy: text('made_by').notNull(),
    madeAt: moment('made_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    revokedAt: moment('revoked_at'),
    lastUsedAt: moment('last_used_at'),
    replaces: text('replaces'),
    hint: text('hint').notNull(),
  },
  (table) => [
    uniqueIndex('api_keys_hash').on(table.hash),
    index('api_keys_holder').on(table.holder, table.madeAt),
    index('api_keys_unit').on(table.unit, table.madeAt),
  ],
)
