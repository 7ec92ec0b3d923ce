import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { ServerEnv } from './parts.ts'
import { clientNetwork } from './rate-limit.ts'

const networkOf = async (trustedProxies: number, remoteAddress: string | undefined, forwarded?: string): Promise<string> => {
  const app = new Hono<ServerEnv>().get('/', (c) => c.text(clientNetwork(c, trustedProxies)))
  const incoming = { socket: { remoteAddress } }
  return (await app.request('/', { headers: forwarded ? { 'X-Forwarded-For': forwarded } : {} }, { incoming })).text()
}

describe('the network that a request comes from', () => {
  it.each([
    ['the socket, when no proxy is ours', 0, '203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['what our one proxy saw, not what the caller wrote before it', 1, '127.0.0.1', '10.0.0.1, 198.51.100.7', '198.51.100.7'],
    ['what the outer of our two proxies saw', 2, '127.0.0.1', '6.6.6.6, 198.51.100.7, 10.0.0.2', '198.51.100.7'],
    ['an IPv4 address in IPv6 dress', 0, '::ffff:203.0.113.9', undefined, '203.0.113.9'],
    ['the /64 of an IPv6 address', 0, '2001:db8:1:2:aaaa:bbbb:cccc:dddd', undefined, '2001:db8:1:2'],
    ['the /64 of a shortened IPv6 address', 0, '2001:db8::1', undefined, '2001:db8:0:0'],
    ['one bucket for what has no address', 0, undefined, undefined, 'unknown'],
  ])('is %s', async (_case, proxies, remote, forwarded, network) => {
    expect(await networkOf(proxies, remote, forwarded)).toBe(network)
  })
})
