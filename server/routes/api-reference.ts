import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Hono } from 'hono'
import { NotFoundError } from '../../core/errors.ts'
import type { ServerEnv } from '../parts.ts'

const found = createRequire(import.meta.url)

/** Files of the page: the renderer is a kept package of the machine itself, so the page works without any network. */
const files: Readonly<Record<string, { readonly path: () => string; readonly type: string }>> = {
  'reference.css': { path: () => found.resolve('swagger-ui-dist/swagger-ui.css'), type: 'text/css; charset=utf-8' },
  'renderer.js': { path: () => found.resolve('swagger-ui-dist/swagger-ui-bundle.js'), type: 'text/javascript; charset=utf-8' },
  'reference.js': { path: () => new URL('../assets/api-reference.js', import.meta.url).pathname, type: 'text/javascript; charset=utf-8' },
}

const page = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>接口说明</title>
    <link rel="stylesheet" href="/api-reference/reference.css">
    <script src="/api-reference/renderer.js" defer></script>
    <script src="/api-reference/reference.js" defer></script>
  </head>
  <body>
    <main id="reference"><p>正在打开接口说明。没有显示时，可以直接看 <a href="/openapi.json">openapi.json</a>。</p></main>
  </body>
</html>
`

/** The description of the API, rendered (接口说明页). */
export const apiReferenceRoutes = () =>
  new Hono<ServerEnv>()
    .get('/api-reference', (c) => c.html(page))
    .get('/api-reference/:file', async (c) => {
      const file = files[c.req.param('file')]
      if (!file) throw new NotFoundError({ what: 'file of the API reference' })
      return c.body(await readFile(file.path(), 'utf8'), 200, { 'Content-Type': file.type, 'Cache-Control': 'public, max-age=3600' })
    })
