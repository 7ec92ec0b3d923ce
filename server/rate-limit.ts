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

/** A token bucket (令牌桶) per network, in memory: `perMinute` at once, and as many again over a minute. */
export const rateLimit = (facts: {
  what: string
  perMinute: number
  clock: Clock
  trustedProxies: number
}): MiddlewareHandler<ServerEnv> => {
  const buckets = new Map<string, { tokens: number; atMs: number }>()
  const perMs = facts.perMinute / 60_000
  return async (c, next) => {
    const network = clientNetwork(c, facts.trustedProxies)
    const nowMs = facts.clock().getTime()
    const bucket = buckets.get(network) ?? { tokens: facts.perMinute, atMs: nowMs }
    const tokens = Math.min(facts.perMinute, bucket.tokens + Math.max(0, nowMs - bucket.atMs) * perMs)
    buckets.delete(network) // put back at the end: the map keeps the order of use
    buckets.set(network, { tokens: tokens < 1 ? tokens : tokens - 1, atMs: nowMs })
    if (buckets.size > capacity) {
      const [oldest = ''] = buckets.keys()
      buckets.delete(oldest)
    }
    if (tokens < 1) throw new TooManyRequestsError({ what: facts.what, retryAfterS: Math.ceil((1 - tokens) / perMs / 1000) })
    await next()
  }
}
