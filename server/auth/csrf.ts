import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { ForgedRequestError } from '../../core/errors.ts'
import type { ServerEnv } from '../parts.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

const isSame = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Holds an unsafe request by cookie against forgery from another page: the browser's own word on where it comes from, and the token
 * that only our page can read. A bearer request needs neither: no browser adds that header by itself.
 */
export const checkCsrf = (c: Context<ServerEnv>, facts: { token: string; publicUrl: string }): void => {
  if (safeMethods.has(c.req.method)) return
  const site = c.req.header('sec-fetch-site')
  if (site && site !== 'same-origin' && site !== 'none') throw new ForgedRequestError({ why: `Sec-Fetch-Site is ${site}` })
  const origin = c.req.header('origin')
  const host = c.req.header('host')
  const ours = [new URL(facts.publicUrl).origin, `http://${host}`, `https://${host}`]
  if (origin && !ours.includes(origin)) throw new ForgedRequestError({ why: 'Origin is another site' })
  const given = c.req.header('x-csrf-token')
  if (!given) throw new ForgedRequestError({ why: 'no X-CSRF-Token' })
  if (!facts.token || !isSame(given, facts.token)) throw new ForgedRequestError({ why: 'X-CSRF-Token does not match' })
}
