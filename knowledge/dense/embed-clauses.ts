import type { Embedder, EndpointFault } from '../../core/embeddings.ts'
import type { KnowledgeStore, StoredClause } from '../../core/knowledge-store.ts'

/** What came of a run. */
export interface EmbedReport {
  /** Clauses that have a vector now. */
  readonly embedded: number
  /** Clauses whose text the endpoint does not take, however short: found by words alone. */
  readonly refused: readonly number[]
  /** Why it ended early; the next run goes on where it stopped. */
  readonly fault: EndpointFault | 'other_dimensions' | undefined
  /** True where the database searches them by an index of its own (pgvector). */
  readonly inDatabase: boolean
}

/** What a run stands on. */
export interface EmbedGround {
  readonly store: KnowledgeStore
  readonly embedder: Embedder
  readonly signal?: AbortSignal
  readonly onProgress?: (embedded: number) => void
}

/** Clauses whose vectors are kept in one transaction: what is lost, at most, when the process ends. */
const keptAtOnce = 128
/** Other processes look for new vectors so often. */
const saidAfter = 2_048
/** Characters of a clause that a model is given: more says nothing more about what it is about. */
const textChars = 2_000

/** What a clause says, with where it says so: `第二条` alone means nothing. */
const textOf = (title: string, { path, article, text }: StoredClause): string =>
  `${title} ${path.includes(article) ? path : `${path} ${article}`}\n${text}`.slice(0, textChars)

/** Gives clauses of live versions that have none their vectors, in the order of their keys, batch by batch. May be stopped and begun again. */
export const embedClauses = async ({ store, embedder, signal, onProgress }: EmbedGround): Promise<EmbedReport> => {
  const { model } = embedder
  const [first] = await store.vectors(model, { afterClause: 0, limit: 1 })
  let dimensions = first?.vector.length
  let titles = await titlesIn(store)
  let [after, embedded, unsaid] = [0, 0, 0]
  const refused: number[] = []
  let fault: EmbedReport['fault']
  while (!signal?.aborted) {
    const keys = await store.clausesWithoutVector(model, keptAtOnce, after)
    const last = keys.at(-1)
    if (last === undefined) break
    const clauses = await store.clauses(keys)
    // A document came in while we were at it.
    if (clauses.some(({ version }) => !titles.has(version))) titles = await titlesIn(store)
    const result = await embedder.embed(
      clauses.map((clause) => textOf(titles.get(clause.version) ?? '', clause)),
      { purpose: 'clauses', ...(signal ? { signal } : {}) },
    )
    if ('fault' in result) {
      fault = result.fault
      break
    }
    const vectors = clauses.flatMap(({ key: clause }, at) => {
      const vector = result.vectors[at]
      if (!vector) refused.push(clause)
      return vector ? [{ clause, vector }] : []
    })
    dimensions ??= vectors[0]?.vector.length
    if (vectors.some(({ vector }) => vector.length !== dimensions)) {
      fault = 'other_dimensions'
      break
    }
    await store.saveVectors(model, vectors)
    // From the first vectors on the database's own index grows along.
    if (embedded === 0 && vectors.length > 0) await store.prepareNearest(model)
    after = last
    embedded += vectors.length
    unsaid += vectors.length
    onProgress?.(embedded)
    if (unsaid >= saidAfter) {
      await store.raiseRevision()
      unsaid = 0
    }
  }
  if (signal?.aborted) fault ??= 'given_up'
  const inDatabase = await store.prepareNearest(model)
  if (unsaid > 0) await store.raiseRevision()
  return { embedded, refused, fault, inDatabase }
}

const titlesIn = async (store: KnowledgeStore): Promise<ReadonlyMap<number, string>> => {
  const titles = new Map((await store.documents()).map(({ id, title }) => [id, title]))
  return new Map((await store.versions()).map(({ key, document }) => [key, titles.get(document) ?? '']))
}

/** Keeps vectors up to date beside a server: does nothing until the store's revision rises, or the last run ended early. */
export const openEmbedding = (
  ground: Omit<EmbedGround, 'onProgress'> & { readonly onReport?: (report: EmbedReport) => void },
): { /** For a timer: one row where nothing changed. Never two runs at once. */ tick(): Promise<void> } => {
  let done: number | undefined
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    const before = await ground.store.revision()
    if (before === done) return
    const report = await embedClauses(ground)
    if (report.embedded > 0 || report.fault || report.refused.length > 0) ground.onReport?.(report)
    // What it has raised itself is looked at once more, as is whatever came in meanwhile.
    done = report.fault ? undefined : before
  }
  return {
    tick() {
      running ??= run().finally(() => {
        running = undefined
      })
      return running
    },
  }
}
