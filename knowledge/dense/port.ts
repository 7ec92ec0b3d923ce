export type { Reranker } from '../../core/embeddings.ts'

/** A clause near to a question in meaning; the score is the cosine of the two vectors. */
export interface Near {
  readonly clause: number
  readonly score: number
}

/** The leg of search that goes by meaning (向量检索), beside the one that goes by words. */
export interface DenseLeg {
  /** Clauses of allowed versions, nearest first. Undefined: not available right now, and the words alone decide. Never throws. */
  nearest(
    query: string,
    options: { readonly limit: number; readonly isAllowed: (version: number) => boolean },
  ): Promise<readonly Near[] | undefined>
}
