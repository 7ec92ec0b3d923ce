import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { stylesheetPath } from '../pages/layout.ts'
import type { ServerEnv } from '../parts.ts'

/** The stylesheet of the pages that the server writes itself: there without any build. */
export const assetRoutes = () => {
  const css = readFileSync(new URL('../assets/verify.css', import.meta.url), 'utf8')
  return new Hono<ServerEnv>().get(stylesheetPath, etag(), (c) =>
    c.body(css, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-cache' }),
  )
}
