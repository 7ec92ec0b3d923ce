import { randomUUID, X509Certificate } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createSecureContext } from 'node:tls'
import { z } from 'zod'
import type { RecordRegistry, RegistryAnswer, RegistryQuestion } from '../core/records.ts'
import type { Clock } from '../core/time.ts'
import { type BreakerLimits, circuitBreaker, type Pass } from './circuit-breaker.ts'
import { jsonPoster, type PostFault, type PostResult, type TlsIdentity } from './post-json.ts'

/** Why a question to the platform ended as `unavailable`. Holds nothing about the person. */
export interface PlatformFault {
  readonly fault: PostFault | 'not_an_answer' | 'resting'
  /** The system's or HTTP's own code, such as `ECONNREFUSED` or `503`. */
  readonly code?: string
}

/** How to reach a bureau's own record platform (犯罪信息查询平台); `docs/record-platform.md`. */
export interface RecordPlatformOptions {
  /** The whole address that questions are posted to. https, or http on loopback. */
  readonly url: string
  readonly tls?: TlsIdentity | undefined
  readonly bearer?: string | undefined
  /** For one attempt, from connecting to the last byte. */
  readonly timeoutMs: number
  /** Further attempts after the first, for failures that are safe to repeat. */
  readonly retries: number
  readonly breaker: BreakerLimits
  readonly clock: Clock
  /** Told of every fault, for the operator's log. */
  readonly onFault?: ((fault: PlatformFault) => void) | undefined
}

/** The address or the keys of the record platform cannot be used; raised when the process starts, never by a question. */
export class RecordPlatformSettingError extends Error {
  override readonly name = 'RecordPlatformSettingError'
  readonly code = 'record_platform_setting'
  readonly facts: { readonly setting: 'url' | 'tls'; readonly reason: string }
  constructor(facts: { setting: 'url' | 'tls'; reason: string }) {
    super(`Record platform setting ${facts.setting}: ${facts.reason}.`)
    this.facts = facts
  }
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])

const checkedUrl = (text: string): URL => {
  const url = URL.parse(text)
  const fail = (reason: string) => new RecordPlatformSettingError({ setting: 'url', reason })
  if (!url) throw fail('it is not an address')
  if (url.username || url.password) throw fail('a password does not belong in an address')
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))) return url
  throw fail('identity numbers travel over https only (http is for loopback)')
}

const checkedTls = (tls: TlsIdentity = {}): TlsIdentity => {
  try {
    createSecureContext({ ...tls.client })
    // An authority that cannot be read is passed over in silence by a secure context.
    if (tls.ca !== undefined) new X509Certificate(tls.ca)
    return tls
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new RecordPlatformSettingError({ setting: 'tls', reason: `the certificate or key cannot be read (${code})` })
  }
}

const words = ['clear', 'hit', 'uncertain', 'unavailable'] as const satisfies readonly RegistryAnswer[]

/** The answer must name the question it answers: a mixed-up or cached reply would certify the wrong person. */
const Answer = z.strictObject({ query: z.uuid(), answer: z.enum(words) })

/** Picked field by field, so that nothing else a caller carries can cross. */
const wireText = ({ documentNumber, name, formerName, birth, purpose, period }: RegistryQuestion) =>
  JSON.stringify({
    ...{ documentNumber, name, ...(formerName ? { formerName } : {}), birth, purpose },
    period: period ? { from: period.from, to: period.to } : null,
  })

/** A look-up changes nothing and carries its key, so these may be sent again. A slow platform is not asked twice. */
const mayRepeat = (result: PostResult) => 'fault' in result && (result.fault === 'unreachable' || result.fault === 'failing')

/** Waits before attempt `n` (1, 2, …): anything up to 0.1 s · 2ⁿ, so that many callers do not return together. */
const jitterMs = (n: number) => Math.random() * 100 * 2 ** n

const settle = (pass: Pass, fault: PlatformFault['fault'] | undefined) => {
  if (fault === 'given_up') pass.abandoned()
  else if (fault === undefined || fault === 'rejected') pass.alive()
  else pass.failed()
}

/**
 * The registry of a bureau, over HTTP (对接犯罪信息查询平台). Whatever is not exactly one of the four words,
 * for exactly this question, is `unavailable`: a failed look-up is never "no record".
 */
export const recordPlatform = (options: RecordPlatformOptions): RecordRegistry => {
  const { bearer, timeoutMs, retries, clock, onFault } = options
  const post = jsonPoster(checkedUrl(options.url), checkedTls(options.tls))
  const breaker = circuitBreaker(options.breaker, clock)

  const exchange = async (question: RegistryQuestion, query: string): Promise<{ answer: RegistryAnswer } | PlatformFault> => {
    const headers = { 'idempotency-key': query, ...(bearer && { authorization: `Bearer ${bearer}` }) }
    const body = wireText(question)
    let result = await post(body, headers, timeoutMs, question.signal)
    for (let attempt = 1; attempt <= retries && mayRepeat(result); attempt += 1) {
      // Giving up while waiting ends the wait; the next attempt then reports it.
      await pause(jitterMs(attempt), undefined, question.signal ? { signal: question.signal } : {}).catch(() => {})
      result = await post(body, headers, timeoutMs, question.signal)
    }
    if ('fault' in result) return result
    const read = Answer.safeParse(result.json)
    return read.success && read.data.query === query ? { answer: read.data.answer } : { fault: 'not_an_answer' }
  }

  return {
    async ask(question) {
      if (question.signal?.aborted) return 'unavailable'
      const pass = breaker.enter()
      const outcome = pass
        ? await exchange(question, randomUUID()).catch((): PlatformFault => ({ fault: 'broken' }))
        : ({ fault: 'resting' } as const)
      if (pass) settle(pass, 'fault' in outcome ? outcome.fault : undefined)
      if ('answer' in outcome) return outcome.answer
      onFault?.(outcome)
      return 'unavailable'
    },
  }
}
