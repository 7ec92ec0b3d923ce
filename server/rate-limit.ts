import { isIPv6 } from 'node:net'
import type { Context, MiddlewareHandler } from 'hono'
import { TooManyRequestsError } from '../core/errors.ts'
import type { Clock } from '../core/time.ts'
import type { ServerEnv } from './parts.ts'

/** How many addresses are remembered; the ones unseen longest go first. */
const capacity = 20_000

/** The network that a request comes from: an IPv4 address, or the /64 of an IPv6 one, which is what one subscriber holds. Never logged or stored. */
export const clientNetwork = (c: Context<ServerEnv>, trustedProxies: number): string => {
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim())
  // Each proxy of ours appends whom it saw: the last we trust is that many from the end, what stands before is the caller's own word.
  const seen = trustedProxies > 0 ? forwarded.at(-trustedProxies) : undefined
  const address = (seen || c.env?.incoming?.socket.remoteAddress || 'unknown').replace(/^::ffff:/, '')
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0')].slice(0, 4).join(':')
}

/** Token buckets (令牌桶) in memory: `perMinute` at once, and as many again over a minute. Throws where one is empty. */
export const tokenBuckets = (facts: { what: string; clock: Clock }): ((whose: string, perMinute: number) => void) => {
  const buckets = new Map<string, { tokens: number; atMs: number }>()
  return (whose, perMinute) => {
    const perMs = perMinute / 60_000
    const nowMs = facts.clock().getTime()
    const bucket = buckets.get(whose) ?? { tokens: perMinute, atMs: nowMs }
    const tokens = Math.min(perMinute, bucket.tokens + Math.max(0, nowMs - bucket.atMs) * perMs)
    buckets.delete(whose) // put back at the end: the map keeps the order of use
    buckets.set(whose, { tokens: tokens < 1 ? tokens : tokens - 1, atMs: nowMs })
    if (buckets.size > capacity) {
      const [oldest = ''] = buckets.keys()
      buckets.delete(oldest)
    }
    if (tokens < 1) throw new TooManyRequestsError({ what: facts.what, retryAfterS: Math.ceil((1 - tokens) / perMs / 1000) })
  }
}

/** A bucket per network. */
export const rateLimit = (facts: {
  what: string
  perMinute: number
  clock: Clock
  trustedProxies: number
}): MiddlewareHandler<ServerEnv> => {
  const take = tokenBuckets(facts)
  return async (c, next) => {
    take(clientNetwork(c, facts.trustedProxies), facts.perMinute)
    await next()
  }
}
