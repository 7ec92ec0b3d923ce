import { createHmac } from 'node:crypto'
import type { NoticeSender } from '../core/notices.ts'
import type { Clock } from '../core/time.ts'
import { circuitBreaker } from './circuit-breaker.ts'
import { jsonPoster } from './post-json.ts'

/** A gateway for text messages that speaks the protocol of docs/notices.md. */
export interface SmsGatewaySettings {
  readonly url: string
  /** Shared secret of the signature. */
  readonly secret: string
  /** Name in front of each message, 【…】. */
  readonly sender: string
  readonly timeoutMs: number
  readonly clock: Clock
  readonly onFault: (fault: { readonly fault: string; readonly code: string | undefined }) => void
}

/** HMAC-SHA256 over time and body, hex: the gateway knows that it was us, and when. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')

/** Sends text messages through a gateway (短信网关). */
export const smsGateway = ({ url, secret, sender, timeoutMs, clock, onFault }: SmsGatewaySettings): NoticeSender => {
  const post = jsonPoster(new URL(url), {})
  const breaker = circuitBreaker({ failures: 5, coolDownMs: 60_000 }, clock)
  return async ({ key, to, text, at }) => {
    const pass = breaker.enter()
    if (!pass) return 'later'
    const body = JSON.stringify({ id: key, to, text: `【${sender}】${text}`, at: at.toISOString() })
    const timestamp = String(Math.floor(clock().getTime() / 1000))
    const headers = { 'idempotency-key': key, 'x-timestamp': timestamp, 'x-signature': `sha256=${signatureOf(secret, timestamp, body)}` }
    const result = await post(body, headers, timeoutMs)
    if ('json' in result) {
      pass.alive()
      const { accepted } = Object(result.json) as { accepted?: unknown }
      if (accepted === true) return 'sent'
      if (accepted === false) return 'refused'
      onFault({ fault: 'no_answer', code: undefined })
      return 'later'
    }
    onFault({ fault: result.fault, code: result.code })
    // 4xx of a gateway that is well: this message is wrong, and will be at the next try too.
    if (result.fault === 'rejected') {
      pass.alive()
      return 'refused'
    }
    pass.failed()
    return 'later'
  }
}
