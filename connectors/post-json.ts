import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

/** Why one exchange gave nothing to read. */
export type PostFault =
  | 'unreachable' // refused, reset, cut off
  | 'failing' // 500, 502, 503, 504
  | 'busy' // 429
  | 'timed_out'
  | 'given_up' // by the caller
  | 'not_admitted' // 401, 403
  | 'rejected' // any other 4xx
  | 'redirected' // any 3xx: identity numbers go to the address that was set, and nowhere else
  | 'too_large'
  | 'not_json'
  | 'broken' // TLS not trusted, not HTTP, a status out of place; `code` says which

/** The body of a 200, parsed; or a fault, with the system's or HTTP's own code for the operator. */
export type PostResult = { readonly json: unknown } | { readonly fault: PostFault; readonly code?: string }

/** Whom the connection shows itself as and whom it trusts (双向 TLS), all PEM. */
export interface TlsIdentity {
  readonly client?: { readonly cert: string; readonly key: string } | undefined
  /** The authority of the other side; without it, those that Node trusts. */
  readonly ca?: string | undefined
}

/** The answer is one word and one id: more than this is not it. */
const bodyLimitBytes = 4096
const cutOff = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'])
const passing = new Set([500, 502, 503, 504])

const faultOfStatus = (status: number): PostFault | undefined => {
  if (status === 200) return undefined
  if (status >= 300 && status < 400) return 'redirected'
  if (status === 401 || status === 403) return 'not_admitted'
  if (status === 429) return 'busy'
  if (status >= 400 && status < 500) return 'rejected'
  return passing.has(status) ? 'failing' : 'broken'
}

const readBody = async (response: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    size += chunk.length
    if (size > bodyLimitBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Parses JSON that can be read in one way only: a key given twice, or spelled with escapes, is refused. */
const parseOnce = (body: Buffer): PostResult => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    const json: unknown = JSON.parse(text)
    return JSON.stringify(json) === text.replace(/\s/g, '') ? { json } : { fault: 'not_json' }
  } catch {
    return { fault: 'not_json' }
  }
}

const readResponse = async (response: IncomingMessage): Promise<PostResult> => {
  const fault = faultOfStatus(response.statusCode ?? 0)
  if (fault) return { fault, code: String(response.statusCode) }
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = response.headers
  if (!/^application\/json(\s*;\s*charset="?utf-8"?)?$/i.test(type) || encoding !== 'identity') return { fault: 'not_json' }
  const body = await readBody(response)
  return body ? parseOnce(body) : { fault: 'too_large' }
}

/**
 * Sends JSON to one fixed address. Never throws, never follows a redirect, never reads more than a word's worth.
 * On `node:https`, since the global `fetch` of Node can show a client certificate only through another package.
 */
export const jsonPoster = (url: URL, { client, ca }: TlsIdentity) => {
  const isSecure = url.protocol === 'https:'
  const agent = isSecure
    ? new HttpsAgent({ keepAlive: true, minVersion: 'TLSv1.2', ...client, ...(ca && { ca }) })
    : new HttpAgent({ keepAlive: true })
  const request = isSecure ? httpsRequest : httpRequest

  return async (body: string, headers: Record<string, string>, timeoutMs: number, caller?: AbortSignal): Promise<PostResult> => {
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = caller ? AbortSignal.any([caller, timeout]) : timeout
    try {
      const sent = request(url, {
        method: 'POST',
        agent,
        signal,
        headers: { ...headers, accept: 'application/json', 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      })
      const arrived = Promise.withResolvers<IncomingMessage>()
      sent.on('response', arrived.resolve).on('error', arrived.reject).end(body)
      const response = await arrived.promise
      const result = await readResponse(response)
      if ('fault' in result) response.destroy()
      return result
    } catch (error) {
      if (caller?.aborted) return { fault: 'given_up' }
      if (timeout.aborted) return { fault: 'timed_out' }
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      return { fault: cutOff.has(code) ? 'unreachable' : 'broken', code }
    }
  }
}
