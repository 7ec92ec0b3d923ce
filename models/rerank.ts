import { z } from 'zod'
import type { Reranker } from '../core/embeddings.ts'
import { SettingError } from '../core/errors.ts'
import type { Clock } from '../core/time.ts'
import { askJson } from './ask-json.ts'
import { restAfterFaults } from './rest.ts'

/** Where texts are put in order. */
export interface RerankEndpoint {
  readonly url: string
  readonly apiKey: string | undefined
  readonly name: string
}

const scored = z.array(
  z
    .object({ index: z.number().int(), relevance_score: z.number().optional(), score: z.number().optional() })
    .transform(({ index, relevance_score, score }) => ({ index, score: relevance_score ?? score }))
    .pipe(z.object({ index: z.number(), score: z.number() })),
)
/** Cohere and Jina wrap the list, TEI does not. */
const reply = z.union([scored, z.object({ results: scored }).transform(({ results }) => results)])

/** The order that a reply gives; what it leaves out follows as it was. Undefined if it is not one. */
const orderIn = (json: unknown, count: number): readonly number[] | undefined => {
  const { success, data: results } = reply.safeParse(json)
  if (!success || results.length === 0) return undefined
  const ordered = new Set([...results].sort((a, z) => z.score - a.score || a.index - z.index).map(({ index }) => index))
  if (ordered.size !== results.length || results.some(({ index }) => index < 0 || index >= count)) return undefined
  for (let at = 0; at < count; at += 1) ordered.add(at)
  return [...ordered]
}

/** Client of a `/rerank` as Cohere and Jina speak it, or TEI. Any fault leaves the order as it is, and a few of them let it rest. */
export const openReranker = (endpoint: RerankEndpoint, clock: Clock, { timeoutMs = 2_000 }: { timeoutMs?: number } = {}): Reranker => {
  if (!/^https?:\/\//.test(endpoint.url)) throw new SettingError({ setting: 'RERANK_URL', why: 'it has to begin with http:// or https://' })
  const rest = restAfterFaults(clock)
  let speaksTei = false
  const ask = (isTei: boolean, query: string, texts: readonly string[]) =>
    askJson(isTei ? { query, texts } : { model: endpoint.name, query, documents: texts, top_n: texts.length }, {
      ...endpoint,
      timeoutMs,
      clock,
    })
  return {
    async order(query, texts) {
      if (texts.length < 2 || rest.isResting()) return undefined
      let answer = await ask(speaksTei, query, texts)
      if ('fault' in answer && answer.fault === 'refused') {
        answer = await ask(!speaksTei, query, texts)
        if ('json' in answer) speaksTei = !speaksTei
      }
      const order = 'json' in answer ? orderIn(answer.json, texts.length) : undefined
      rest.note(order !== undefined)
      return order
    },
  }
}
