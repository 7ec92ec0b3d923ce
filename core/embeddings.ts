/** Why an endpoint gave nothing to use. */
export type EndpointFault =
  | 'unreachable' // refused, reset, cut off
  | 'timed_out'
  | 'busy' // 429
  | 'failing' // 5xx
  | 'not_admitted' // 401, 403
  | 'refused' // any other 4xx: too long, too many, no such model
  | 'redirected' // any 3xx: people's words go to the address that was set, and nowhere else
  | 'unreadable' // not the protocol: garbage, a wrong count, a wrong dimension, NaN, zeros
  | 'given_up' // by the caller
  | 'resting' // not asked: it failed again and again just now

/** Vectors of unit length in the order of the texts, undefined where the endpoint refuses a text for good; or why there are none. */
export type Embedded = { readonly vectors: readonly (Float32Array | undefined)[] } | { readonly fault: EndpointFault }

/** Turns texts into vectors (向量化): near in meaning, near by cosine. */
export interface Embedder {
  /** What its vectors are kept under: vectors of two models say nothing to each other. */
  readonly model: string
  /** `question`: somebody waits, so once and quickly. `clauses`: in batches, patient with an endpoint that is busy or away for a while. */
  embed(texts: readonly string[], options: { readonly purpose: 'question' | 'clauses'; readonly signal?: AbortSignal }): Promise<Embedded>
}

/** Puts texts in order by how well each answers a question (重排). */
export interface Reranker {
  /** Every index of `texts` once, best first; undefined: not available now, the order stays as it is. */
  order(query: string, texts: readonly string[]): Promise<readonly number[] | undefined>
}
