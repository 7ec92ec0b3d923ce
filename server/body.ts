import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { BadInputError, TooLargeError } from '../core/errors.ts'
import { UnsupportedMediaTypeError } from './errors.ts'
import type { BodyRule, ServerEnv } from './parts.ts'

const json = 'application/json'

/** 1 MB of JSON: what every door takes unless a rule says otherwise. */
const usual: BodyRule = { path: '/', types: [json], limitBytes: 1_000_000 }

/** True when the request carries a body. By a socket the headers say so; a Request made in the process has a stream. */
export const hasBody = (c: Context<ServerEnv>): boolean => {
  const length = c.req.header('content-length')
  if (length !== undefined) return length !== '0'
  return c.req.header('transfer-encoding') !== undefined || (!c.env?.incoming && c.req.raw.body !== null)
}

const readJson = async (c: Context<ServerEnv>): Promise<unknown> => {
  try {
    return await c.req.json()
  } catch {
    throw new BadInputError({ what: 'JSON', hint: '内容不是完整的 JSON，请检查引号、逗号和括号后重试。' })
  }
}

const fits = ({ path, isExact, suffix = '' }: BodyRule, asked: string): boolean =>
  isExact ? asked === path : asked.startsWith(path) && asked.endsWith(suffix)

/**
 * Holds every body to its size, its kind and, for JSON, its grammar, before a route sees it. A route's `c.req.json()` then cannot fail
 * on a body that is there: Hono keeps what was read.
 */
export const checkBody = (rules: readonly BodyRule[]): MiddlewareHandler<ServerEnv> => {
  const sorted = [...rules, usual].sort((a, b) => b.path.length - a.path.length)
  const limits = new Map(
    sorted.map((rule) => [
      rule,
      bodyLimit({
        maxSize: rule.limitBytes,
        onError: () => {
          throw new TooLargeError({ limitBytes: rule.limitBytes })
        },
      }),
    ]),
  )
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD' || !hasBody(c)) return next()
    const rule = sorted.find((one) => fits(one, c.req.path)) ?? usual
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
    // Hono's limit would take in the whole of a stream before the route sees its first line.
    if (rule.streams?.includes(type)) return next()
    return limits.get(rule)?.(c, async () => {
      if (!rule.types.includes('*') && !rule.types.includes(type)) throw new UnsupportedMediaTypeError({ accepts: rule.types })
      if (type === json) await readJson(c)
      await next()
    })
  }
}
