import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { policyStylesheetPath, stylesheetPath } from '../pages/layout.ts'
import type { ServerEnv } from '../parts.ts'

const sheets = [
  [stylesheetPath, ['verify.css']],
  [policyStylesheetPath, ['policy.css', 'policy-text.css']],
] as const

/** The stylesheets of the pages that the server writes itself: there without any build. */
export const assetRoutes = () => {
  const app = new Hono<ServerEnv>()
  for (const [path, files] of sheets) {
    const css = files.map((file) => readFileSync(new URL(`../assets/${file}`, import.meta.url), 'utf8')).join('\n')
    app.get(path, etag(), (c) => c.body(css, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-cache' }))
  }
  return app
}
