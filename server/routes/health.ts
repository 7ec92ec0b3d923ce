import { createRoute, z } from '@hono/zod-openapi'
import type { ServerParts } from '../parts.ts'
import { answers } from '../schemas.ts'
import { newApi } from './new-api.ts'

const keysRoute = createRoute({
  ...{ method: 'get', path: '/.well-known/jwks.json', summary: 'Public keys by which signatures of ours are checked (RFC 7517)' },
  responses: { 200: answers(z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).openapi('Jwks'), 'The keys.') },
})

/** For whoever keeps the process running: alive, ready to serve, and the keys by which our signatures are checked. */
export const healthRoutes = (
  { store, publicKeys, models }: Pick<ServerParts, 'store' | 'publicKeys' | 'models'>,
  state: { isClosing: boolean },
) => {
  const keys = publicKeys.map(({ d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, oth: _oth, k: _k, priv: _priv, ...open }) => open)
  return (
    newApi()
      // A JWK is JSON; the library's type of one does not say so.
      .openapi(keysRoute, (c) => c.json({ keys }, 200, { 'Cache-Control': 'public, max-age=300' }) as never)
      .get('/healthz', (c) => c.json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' }))
      .get('/readyz', async (c) => {
        if (state.isClosing) return c.json({ status: 'closing' }, 503, { 'Cache-Control': 'no-store' })
        await store.ping()
        // A note and no condition: without any model the offline one serves.
        return c.json({ status: 'ready', ...(models ? { models: models() } : {}) }, 200, { 'Cache-Control': 'no-store' })
      })
  )
}
