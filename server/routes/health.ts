import { Hono } from 'hono'
import type { ServerEnv, ServerParts } from '../parts.ts'

/** For whoever keeps the process running: alive, ready to serve, and the keys by which our signatures are checked. */
export const healthRoutes = (
  { store, publicKeys, models }: Pick<ServerParts, 'store' | 'publicKeys' | 'models'>,
  state: { isClosing: boolean },
) => {
  const keys = publicKeys.map(({ d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, oth: _oth, k: _k, priv: _priv, ...open }) => open)
  return new Hono<ServerEnv>()
    .get('/healthz', (c) => c.json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' }))
    .get('/readyz', async (c) => {
      if (state.isClosing) return c.json({ status: 'closing' }, 503, { 'Cache-Control': 'no-store' })
      await store.ping()
      // A note and no condition: without any model the offline one serves.
      return c.json({ status: 'ready', ...(models ? { models: models() } : {}) }, 200, { 'Cache-Control': 'no-store' })
    })
    .get('/.well-known/jwks.json', (c) => c.json({ keys }, 200, { 'Cache-Control': 'public, max-age=300' }))
}
