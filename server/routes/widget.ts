import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import { NotFoundError, SwitchedOffError } from '../../core/errors.ts'
import type { ServerEnv, ServerParts } from '../parts.ts'

/** A file of the built pages; undefined where nothing was built. */
const built = (folder: string, path: string): Promise<string | undefined> => readFile(join(folder, path), 'utf8').catch(() => undefined)

/** The script as the build named it, by the content. */
const builtScript = async (folder: string): Promise<string | undefined> => {
  const manifest = await built(folder, 'manifest.json')
  // Written by web/build.mjs.
  const { widget } = manifest ? (JSON.parse(manifest) as { widget?: string }) : {}
  return widget ? built(folder, widget) : undefined
}

/**
 * The chat on pages of others (嵌入对话): the script that they load, and the page that it frames. Only sites of `WIDGET_ORIGINS` may
 * frame it, which their visitors' browsers hold; with none, both addresses are not there at all. While the door is switched off,
 * nobody may: the script then leads to the whole page. Frames that are open are told at their next word (`Saying.door`).
 */
export const widgetRoutes = ({ config, switches }: Pick<ServerParts, 'config' | 'switches'>) => {
  const { staticDir, widgetOrigins = [] } = config
  const isOn = staticDir !== undefined && widgetOrigins.length > 0
  const gone = (): never => {
    throw new NotFoundError({ what: 'widget' })
  }
  const script = async (c: Context<ServerEnv>) => {
    const text = (isOn ? await builtScript(staticDir) : undefined) ?? gone()
    // A plain <script src> needs no CORS, one with `integrity` does.
    const origin = c.req.header('origin')
    if (origin && widgetOrigins.includes(origin)) c.header('Access-Control-Allow-Origin', origin)
    c.header('Vary', 'Origin', { append: true })
    return c.body(text, 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'public, max-age=300',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    })
  }
  const page = async (c: Context<ServerEnv>) => {
    const text = (isOn ? await built(staticDir, 'index.html') : undefined) ?? gone()
    const off = switches?.off('door', 'widget')
    if (off) throw new SwitchedOffError(off)
    c.set('framedBy', widgetOrigins)
    return c.html(text, 200, { 'Cache-Control': 'no-cache' })
  }
  return new Hono<ServerEnv>().get('/widget.js', etag(), script).get('/embed', etag(), page)
}
