import type { Config } from './config.ts'
import type { Embedder, Reranker } from './core/embeddings.ts'
import type { KnowledgeStore } from './core/knowledge-store.ts'
import type { Clock } from './core/time.ts'
import { hidePersonal } from './domain/personal-data/mask-personal.ts'
import { type EmbedReport, openEmbedding } from './knowledge/dense/embed-clauses.ts'
import { openDenseLeg } from './knowledge/dense/leg.ts'
import type { Meaning } from './knowledge/dense/with-meaning.ts'
import { openEmbedder } from './models/embeddings.ts'
import { openReranker } from './models/rerank.ts'

/** Search by meaning, where endpoints are configured; nothing of it where they are not. */
export interface OpenMeaning {
  readonly meaning: Meaning
  /** Gives clauses their vectors, for a timer; undefined without an embedding endpoint. */
  readonly embed: (() => Promise<void>) | undefined
}

/** Opens what the settings name. `onState` and `onReport` are for lines in the log: search goes on by words whatever they say. */
export const openMeaning = (
  store: KnowledgeStore,
  { embedding, rerank }: Pick<Config, 'embedding' | 'rerank'>,
  facts: { clock: Clock; onState?: (state: string) => void; onReport?: (report: EmbedReport) => void },
): OpenMeaning => {
  const { clock, onState, onReport } = facts
  const endpoint = embedding && openEmbedder(embedding, clock)
  // Nothing comes back in words from these two, so what names a person leaves as its kind alone.
  const embedder: Embedder | undefined = endpoint && { ...endpoint, embed: (texts, how) => endpoint.embed(texts.map(hidePersonal), how) }
  const ordering = rerank && openReranker(rerank, clock)
  const reranker: Reranker | undefined = ordering && {
    order: (query, texts) => ordering.order(hidePersonal(query), texts.map(hidePersonal)),
  }
  return {
    meaning: {
      dense: embedder && openDenseLeg({ store, embedder, ...(onState ? { onState } : {}) }),
      reranker,
    },
    embed: embedder && openEmbedding({ store, embedder, ...(onReport ? { onReport } : {}) }).tick,
  }
}
