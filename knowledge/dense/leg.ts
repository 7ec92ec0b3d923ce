import { setTimeout } from 'node:timers/promises'
import type { Embedder, EndpointFault } from '../../core/embeddings.ts'
import type { KnowledgeStore, StoredVersion } from '../../core/knowledge-store.ts'
import { openLoadedVectors } from './loaded-vectors.ts'
import type { DenseLeg, Near } from './port.ts'

/** How the leg does: it answers; or why not, and words alone decide. */
export type DenseState =
  | 'answering'
  | EndpointFault
  | 'empty' // no clause has a vector of this model yet
  | 'loading' // vectors are still being read into memory
  | 'too_large' // they would take more memory than allowed: a database with pgvector takes them
  | 'other_dimensions' // the model makes vectors of another length than those that are kept
  | 'store' // the database did not answer

/** What the leg stands on. */
export interface DenseGround {
  readonly store: KnowledgeStore
  readonly embedder: Embedder
  /** Called when the state changes: for a line in the log. */
  readonly onState?: (state: DenseState) => void
  /** How long a question waits for vectors that are being read, ms. */
  readonly patienceMs?: number
  /** Most bytes of vectors in memory; 0 for none at all. */
  readonly mostBytes?: number
}

/** What a question says, it says in so many characters; endpoints refuse more than their model reads. */
const questionChars = 1_000
/** Candidates beyond those that are wanted, for the floats to choose from: half bytes alone put many in the wrong order. */
const spare = 90

/** What is known at one revision. */
interface Seen {
  readonly revision: number
  readonly live: readonly StoredVersion[]
  /** False: the database was asked, and has no index of vectors. */
  inDatabase: boolean
  isLoaded: boolean
}

const dot = (a: Float32Array, b: Float32Array): number => {
  let sum = 0
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}

/** Opens the leg. Nothing is read before the first question; what is new is read when the store's revision rises. */
export const openDenseLeg = (ground: DenseGround): DenseLeg & { state(): DenseState | undefined } => {
  const { store, embedder, onState, patienceMs = 2_000, mostBytes = 512 * 1_048_576 } = ground
  const loaded = openLoadedVectors(store, embedder.model, mostBytes)
  let seen: Seen | undefined
  let state: DenseState | undefined
  const say = (now: DenseState): void => {
    if (state === now) return
    state = now
    onState?.(now)
  }
  const failed = (why: DenseState): undefined => {
    say(why)
    return undefined
  }

  const look = async (): Promise<Seen> => {
    const revision = await store.revision()
    if (seen?.revision === revision) return seen
    const live = (await store.versions()).filter((version) => version.state === 'live')
    seen = { revision, live, inDatabase: true, isLoaded: false }
    return seen
  }

  /** In memory by half bytes, then put in order by the floats. */
  const inMemory = async (
    now: Seen,
    vector: Float32Array,
    options: Parameters<DenseLeg['nearest']>[1],
  ): Promise<readonly Near[] | undefined> => {
    if (!now.isLoaded) {
      const loading = loaded.load(now.live).then(() => {
        now.isLoaded = true
      })
      await Promise.race([loading, setTimeout(patienceMs, undefined, { ref: false })])
      // Not waited for any longer; a fault comes again with the next question, which waits for it.
      loading.catch(() => undefined)
    }
    const vectors = loaded.vectors()
    if (vectors.bytes > mostBytes) return failed('too_large')
    if (vectors.count === 0) return failed(now.isLoaded ? 'empty' : 'loading')
    if (vectors.dimensions !== vector.length) return failed('other_dimensions')
    const near = vectors.nearest(vector, { ...options, limit: options.limit + spare })
    const floats = await store.vectorsOf(
      embedder.model,
      near.map(({ clause }) => clause),
    )
    return floats
      .map((one) => ({ clause: one.clause, score: dot(one.vector, vector) }))
      .sort((a, z) => z.score - a.score || a.clause - z.clause)
      .slice(0, options.limit)
  }

  const inDatabase = async (now: Seen, vector: Float32Array, { limit, isAllowed }: Parameters<DenseLeg['nearest']>[1]) => {
    if (!now.inDatabase) return undefined
    const versions = now.live.filter(({ key }) => isAllowed(key)).map(({ key }) => key)
    if (versions.length === 0) return []
    const near = await store.nearest(embedder.model, vector, { limit, versions })
    if (!near) now.inDatabase = false
    return near
  }

  return {
    state: () => state,
    async nearest(query, options) {
      const asked = query.trim().slice(0, questionChars)
      if (!asked || options.limit < 1) return undefined
      try {
        const [embedded, now] = await Promise.all([embedder.embed([asked], { purpose: 'question' }), look()])
        if ('fault' in embedded) return failed(embedded.fault)
        const [vector] = embedded.vectors
        if (!vector) return failed('refused')
        const near = (await inDatabase(now, vector, options)) ?? (await inMemory(now, vector, options))
        if (near) say('answering')
        return near
      } catch {
        // Words need the store too, and tell whoever asked if it is away.
        return failed('store')
      }
    },
  }
}
