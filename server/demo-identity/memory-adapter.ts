import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { Clock } from '../../core/time.ts'

/** How many half-open sign-ins, codes and sessions of the demo are kept; the oldest go first. */
const capacity = 5000

/** What the demo provider remembers: in memory, bounded in number and in time, gone with the process. */
export const memoryAdapters = (clock: Clock): ((model: string) => Adapter) => {
  const kept = new Map<string, { payload: AdapterPayload; until: number }>()

  const read = (key: string): AdapterPayload | undefined => {
    const entry = kept.get(key)
    if (!entry) return undefined
    if (entry.until > clock().getTime()) return entry.payload
    kept.delete(key)
    return undefined
  }
  const write = (key: string, payload: AdapterPayload, expiresInS = 900) => {
    kept.delete(key)
    kept.set(key, { payload, until: clock().getTime() + expiresInS * 1000 })
    for (const oldest of kept.keys()) {
      if (kept.size <= capacity) break
      kept.delete(oldest)
    }
  }

  return (model) => {
    const keyOf = (id: string) => `${model}:${id}`
    const findBy = (field: 'uid' | 'userCode', value: string) => {
      for (const [key, { payload }] of kept) if (key.startsWith(`${model}:`) && payload[field] === value) return read(key)
      return undefined
    }
    return {
      upsert: async (id, payload, expiresInS) => write(keyOf(id), payload, expiresInS || undefined),
      find: async (id) => read(keyOf(id)),
      findByUid: async (uid) => findBy('uid', uid),
      findByUserCode: async (userCode) => findBy('userCode', userCode),
      consume: async (id) => {
        const payload = read(keyOf(id))
        if (payload) payload.consumed = Math.floor(clock().getTime() / 1000)
      },
      destroy: async (id) => {
        kept.delete(keyOf(id))
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key)
      },
    }
  }
}
