import type { EndpointFault } from '../core/embeddings.ts'
import type { Clock } from '../core/time.ts'

/** Where to ask, and how long one exchange may take. */
export interface Asking {
  readonly url: string
  readonly apiKey: string | undefined
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** For a `Retry-After` that names a moment. */
  readonly clock: Clock
}

/** What came back: JSON of a 200, or a fault; with it how long the other side wants to be left alone. */
export type Answer = { readonly json: unknown } | { readonly fault: EndpointFault; readonly retryAfterMs?: number }

/** More than the largest batch of vectors takes, in bytes. */
const replyBytes = 64 * 1024 * 1024

const faultOf = (status: number): EndpointFault | undefined => {
  if (status >= 200 && status < 300) return undefined
  if (status < 400) return 'redirected'
  if (status === 401 || status === 403) return 'not_admitted'
  if (status === 408 || status === 425 || status === 429) return 'busy'
  return status < 500 ? 'refused' : 'failing'
}

/** `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), in milliseconds from now. */
export const retryAfterMs = (value: string | null, clock: Clock): number | undefined => {
  if (value === null || value.trim() === '') return undefined
  const seconds = Number(value)
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : new Date(value).getTime() - clock().getTime()
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}

const readBody = async (response: Response): Promise<string | undefined> => {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.byteLength
    if (size > replyBytes) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const parsed = (text: string): Answer => {
  try {
    return { json: JSON.parse(text) }
  } catch {
    return { fault: 'unreadable' }
  }
}

/** Sends JSON and reads JSON. Never throws, never follows a redirect, never waits past its time, also in the middle of a body. */
export const askJson = async (body: unknown, { url, apiKey, timeoutMs, signal, clock }: Asking): Promise<Answer> => {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
      },
      body: JSON.stringify(body),
    })
    const fault = faultOf(response.status)
    if (fault) {
      // What it says about the fault may repeat the texts that were sent: not read, so never logged.
      await response.body?.cancel()
      const waitMs = retryAfterMs(response.headers.get('retry-after'), clock)
      return { fault, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) }
    }
    const text = await readBody(response)
    return text === undefined ? { fault: 'unreadable' } : parsed(text)
  } catch {
    if (signal?.aborted) return { fault: 'given_up' }
    return { fault: timeout.aborted ? 'timed_out' : 'unreachable' }
  }
}
