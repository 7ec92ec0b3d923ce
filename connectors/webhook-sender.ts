import { type LookupAddress, lookup } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Deliver, DeliveryResult } from '../core/webhooks.ts'

const timeoutMs = 10_000

/** Networks that are ours or nobody's: a webhook must not be a way to knock at doors behind the wall (SSRF). RFC 6890. */
const inside = new BlockList()
for (const [network, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
  ] as const),
  ...([
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
])
  inside.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 96],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fec0::', 10],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv6')

/** True for an address of a private or special network; an IPv4 address in IPv6 clothes counts as what it is. */
export const isInside = (address: string): boolean => {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  const kind = isIP(plain)
  // `::ffff:7f00:1` is 127.0.0.1 too: mapped addresses in hex are not dialled at all.
  return kind === 0 || plain.startsWith('::ffff:') || inside.check(plain, kind === 6 ? 'ipv6' : 'ipv4')
}

/** Looks a name up and holds every address to the rule: what was checked is what is dialled, so a name cannot turn round in between. */
const guardedLookup: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, all: true }, (cause, found) => {
    const addresses: LookupAddress[] = found ?? []
    const refused = addresses.some(({ address }) => isInside(address))
    if (cause || refused || addresses.length === 0) return done(cause ?? Object.assign(new Error('inside'), { code: 'EINSIDE' }), '', 4)
    const [first] = addresses
    if (options.all) return done(null, addresses)
    done(null, first?.address ?? '', first?.family ?? 4)
  })
}

/** Says why an address may not be told anything, or undefined. `allowed`: hosts of the inside, by name, that an operator has named. */
export const urlFault = (text: string, allowed: readonly string[]): string | undefined => {
  if (!URL.canParse(text)) return 'not_a_url'
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.username || url.password) return 'has_credentials'
  if (allowed.includes(url.host)) return /^https?:$/.test(url.protocol) ? undefined : 'not_https'
  if (url.protocol !== 'https:') return 'not_https'
  return isIP(host) !== 0 && isInside(host) ? 'inside' : undefined
}

/** Sends a message and reads nothing but the status: no redirect is followed, and nothing that the other side writes is kept. */
export const webhookSender =
  (allowed: readonly string[]): Deliver =>
  ({ url, headers, body }) =>
    new Promise<DeliveryResult>((resolve) => {
      const fault = urlFault(url, allowed)
      if (fault) return resolve({ isOk: false, fault })
      const target = new URL(url)
      const send = target.protocol === 'https:' ? httpsRequest : httpRequest
      const options = {
        method: 'POST',
        headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(timeoutMs),
      }
      const request = send(target, { ...options, ...(allowed.includes(target.host) ? {} : { lookup: guardedLookup }) }, (response) => {
        const status = response.statusCode ?? 0
        response.destroy()
        resolve(status >= 200 && status < 300 ? { isOk: true } : { isOk: false, fault: `status_${status}` })
      })
      request.on('error', (cause: NodeJS.ErrnoException) => {
        const word =
          cause.code === 'EINSIDE' ? 'inside' : cause.name === 'AbortError' || cause.name === 'TimeoutError' ? 'timed_out' : 'unreachable'
        resolve({ isOk: false, fault: word })
      })
      request.end(body)
    })
