import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { ServerEnv } from './parts.ts'

/** A name that carries a hash of the content (`assets/app-3f2a9c1b.js`) may be kept for a year; anything else is asked for again each time. */
const cacheControl = (path: string): string =>
  /^\/assets\/.*[.-][\w-]{8,}\.\w+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'

/** The built pages of `web/dist`: precompressed where the build left a .br or .gz, never a file whose name begins with a dot. */
export const staticFiles = (root: string) => {
  const files = serveStatic<ServerEnv>({ root, precompressed: true })
  return new Hono<ServerEnv>().use('*', etag()).use('*', async (c, next) => {
    const found = c.req.path.includes('/.') ? undefined : await files(c, async () => {})
    if (!found) return next()
    found.headers.set('Cache-Control', cacheControl(c.req.path))
    return found
  })
}
