import { setTimeout } from 'node:timers/promises'
import type { Embedded, Embedder, EndpointFault } from '../core/embeddings.ts'
import { SettingError } from '../core/errors.ts'
import type { Clock } from '../core/time.ts'
import { type Answer, askJson } from './ask-json.ts'
import { vectorsIn } from './embedding-reply.ts'
import { restAfterFaults } from './rest.ts'

/** Where embeddings are made, in the OpenAI protocol. */
export interface EmbeddingEndpoint {
  readonly baseUrl: string
  readonly apiKey: string | undefined
  readonly name: string
}

/** How patient the client is. Times in milliseconds. */
export interface EmbedderSettings {
  readonly questionMs?: number
  readonly batchMs?: number
  /** How often a batch is sent when the endpoint is busy or away. */
  readonly tries?: number
  /** First pause; doubles from one try to the next. */
  readonly pauseMs?: number
  /** Texts of a batch to begin with: what TEI takes. Halved where an endpoint takes fewer. */
  readonly batch?: number
}

/** Comes back by itself; everything else stays as it is however often it is asked. */
const passing: readonly EndpointFault[] = ['unreachable', 'timed_out', 'busy', 'failing']
/** No endpoint is waited for longer than this between two tries. */
const longestPauseMs = 60_000
/** A text that is refused at this length is not refused for its length. */
const shortText = 256

/** Client of an OpenAI-compatible `/embeddings`. No address is known by default: nobody's words leave unless an operator sets one. */
export const openEmbedder = (endpoint: EmbeddingEndpoint, clock: Clock, settings: EmbedderSettings = {}): Embedder => {
  const { questionMs = 2_000, batchMs = 60_000, tries = 5, pauseMs = 500, batch = 32 } = settings
  if (!/^https?:\/\//.test(endpoint.baseUrl))
    throw new SettingError({ setting: 'EMBEDDING_BASE_URL', why: 'it has to begin with http:// or https://' })
  const url = `${endpoint.baseUrl.replace(/\/+$/, '')}/embeddings`
  const rest = restAfterFaults(clock)
  let most = batch
  let dimensions: number | undefined
  let takesBase64 = true

  const post = (texts: readonly string[], isBase64: boolean, timeoutMs: number, signal: AbortSignal | undefined): Promise<Answer> => {
    const body = { model: endpoint.name, input: texts, ...(isBase64 ? { encoding_format: 'base64' } : {}) }
    return askJson(body, { url, apiKey: endpoint.apiKey, timeoutMs, signal, clock })
  }

  /** Base64 is a quarter of the bytes; an endpoint that does not know the field is asked without it from then on. */
  const postEither = async (texts: readonly string[], timeoutMs: number, signal: AbortSignal | undefined): Promise<Answer> => {
    const answer = await post(texts, takesBase64, timeoutMs, signal)
    if (!takesBase64 || dimensions !== undefined || !('fault' in answer) || answer.fault !== 'refused') return answer
    const plain = await post(texts, false, timeoutMs, signal)
    if ('json' in plain) takesBase64 = false
    return plain
  }

  const once = async (texts: readonly string[], timeoutMs: number, signal: AbortSignal | undefined) => {
    const answer = await postEither(texts, timeoutMs, signal)
    if ('fault' in answer) return answer
    const vectors = vectorsIn(answer.json, texts.length)
    const size = vectors?.[0]?.length
    if (!vectors || (dimensions !== undefined && size !== undefined && size !== dimensions)) return { fault: 'unreadable' as const }
    dimensions = size ?? dimensions
    return { vectors }
  }

  const patiently = async (texts: readonly string[], signal: AbortSignal | undefined): Promise<Embedded> => {
    for (let attempt = 1; ; attempt += 1) {
      const result = await once(texts, batchMs, signal)
      if (!('fault' in result) || !passing.includes(result.fault) || attempt >= tries) return result
      const wanted = 'retryAfterMs' in result ? result.retryAfterMs : undefined
      try {
        await setTimeout(Math.min(wanted ?? pauseMs * 2 ** (attempt - 1), longestPauseMs), undefined, { ...(signal ? { signal } : {}) })
      } catch {
        return { fault: 'given_up' }
      }
    }
  }

  /** A text that is refused by itself: too long, then half of it says most; or nothing is taken at all, which is another fault. */
  const alone = async (text: string, signal: AbortSignal | undefined): Promise<Embedded> => {
    if (text.length > shortText) return slice([text.slice(0, Math.max(shortText, text.length >> 1))], signal)
    const probe = await patiently(['公告'], signal)
    return 'fault' in probe ? probe : { vectors: [undefined] }
  }

  /** Halves what is refused until it is taken, or it is clear which text is not. */
  const slice = async (texts: readonly string[], signal: AbortSignal | undefined): Promise<Embedded> => {
    const whole = await patiently(texts, signal)
    if (!('fault' in whole) || whole.fault !== 'refused') return whole
    if (texts.length === 1) return alone(texts[0] ?? '', signal)
    const half = (texts.length + 1) >> 1
    const first = await slice(texts.slice(0, half), signal)
    if ('fault' in first) return first
    const second = await slice(texts.slice(half), signal)
    if ('fault' in second) return second
    const vectors = [...first.vectors, ...second.vectors]
    // All were taken: it was the number that was refused.
    if (!vectors.includes(undefined)) most = Math.min(most, half)
    return { vectors }
  }

  return {
    model: endpoint.name,
    async embed(texts, { purpose, signal }) {
      if (purpose === 'question') {
        if (rest.isResting()) return { fault: 'resting' }
        const first = await once(texts, questionMs, signal)
        // A connection kept alive that the other side has closed meanwhile.
        const result = 'fault' in first && first.fault === 'unreachable' ? await once(texts, questionMs, signal) : first
        if (!('fault' in result) || result.fault !== 'given_up') rest.note(!('fault' in result))
        return 'fault' in result ? { fault: result.fault } : result
      }
      const vectors: (Float32Array | undefined)[] = []
      while (vectors.length < texts.length) {
        const part = await slice(texts.slice(vectors.length, vectors.length + most), signal)
        if ('fault' in part) return part
        vectors.push(...part.vectors)
      }
      return { vectors }
    },
  }
}
