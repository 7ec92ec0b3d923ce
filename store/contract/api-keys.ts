import { expect, it } from 'vitest'
import type { ApiKey } from '../../core/api-keys.ts'
import { freshId, later } from './fixtures.ts'
import type { Ground } from './ground.ts'

const key = (facts: Partial<ApiKey> = {}): ApiKey => ({
  ...{ id: freshId(), title: '警情平台', holder: { kind: 'account', id: `service:${freshId()}`, unit: 'unit-keys' } },
  ...{ doors: ['incidents'], agents: undefined, tools: ['search_policy'], roles: ['officer'], perMinute: 60 },
  ...{ madeBy: 'admin-1', madeAt: later(30_000_000), expiresAt: later(40_000_000), revokedAt: undefined, lastUsedAt: undefined },
  ...{ replaces: undefined, hint: 'abcd' },
  ...facts,
})

/** Keys of programs: found by their hash, ended sooner and never later, revoked once. */
export const apiKeysContract = (ground: () => Ground): void => {
  const keys = () => ground().store.apiKeys

  it('keeps keys, finds each by its hash, and lists them by holder and by unit', async () => {
    const holder = freshId()
    const [one, mine] = [key(), key({ holder: { kind: 'person', id: holder }, agents: ['certificates'], madeAt: later(30_000_001) })]
    await keys().insert(one, `hash-${one.id}`)
    await keys().insert(mine, `hash-${mine.id}`)
    expect(await keys().find(one.id)).toEqual(one)
    expect(await keys().findByHash(`hash-${mine.id}`)).toEqual(mine)
    expect(await keys().findByHash('none')).toBeUndefined()
    expect(await keys().list({ holder, units: ['unit-keys'], limit: 10 })).toEqual([mine, one])
    expect(await keys().list({ holder, limit: 10 })).toEqual([mine])
    expect((await keys().list({ limit: 500 })).map(({ id }) => id)).toEqual(expect.arrayContaining([one.id, mine.id]))
    await expect(keys().insert(key(), `hash-${mine.id}`)).rejects.toThrow()
  })

  it('ends a key sooner and never later, revokes it once, and notes its use at most as often as asked', async () => {
    const one = key()
    await keys().insert(one, `hash-${one.id}`)
    await keys().shorten(one.id, later(50_000_000))
    expect((await keys().find(one.id))?.expiresAt).toEqual(one.expiresAt)
    await keys().shorten(one.id, later(35_000_000))
    expect((await keys().find(one.id))?.expiresAt).toEqual(later(35_000_000))
    await keys().touch(one.id, later(31_000_000), later(30_999_940))
    await keys().touch(one.id, later(31_000_030), later(30_999_970))
    expect((await keys().find(one.id))?.lastUsedAt).toEqual(later(31_000_000))
    expect(await keys().revoke(one.id, later(31_000_100))).toBe(true)
    expect(await keys().revoke(one.id, later(31_000_200))).toBe(false)
    expect((await keys().find(one.id))?.revokedAt).toEqual(later(31_000_100))
  })
}
