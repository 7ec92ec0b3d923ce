import { IndexDamagedError } from '../../core/errors.ts'
import type { KnowledgeStore } from '../../core/knowledge-store.ts'
import type { Store } from '../../core/ports.ts'
import { roomsFor, type WeightedList } from './accumulate.ts'
import { bestOf, highestOf } from './best.ts'
import { restRoom } from './bounds.ts'
import { buildSegment, type IndexEntry } from './build.ts'
import { blockCache } from './cache.ts'
import type { Priors } from './candidates.ts'
import type { TermList } from './dictionary.ts'
import { fillLists, findLists, type ReadBlocks } from './lists.ts'
import { type Live, readFrom, readLive, readThrough } from './live.ts'
import { mergeSegments } from './merge.ts'
import { mostClauses, tierOf } from './policy.ts'
import { type Ranking, rankSegment } from './rank.ts'
import { idf, partTable } from './scoring.ts'
import type { Segment } from './segment.ts'

/** A term of a question; the weight multiplies what it scores. */
export interface WeightedTerm {
  readonly term: string
  readonly weight: number
}

/** A clause that was found, by its keys. */
export interface Hit {
  readonly clause: number
  readonly version: number
  readonly score: number
}

/** Which clauses may be found, and how their versions are weighed. */
export interface RankOptions {
  readonly limit: number
  /** Asked once for each version, not for each clause. */
  readonly isAllowed: (version: number) => boolean
  /** Multiplies the score of every clause of a version; 1 where it is left out. Nothing at or below 0 is found. */
  readonly prior?: (version: number) => number
}

/** How common terms are, and a search by some of them. */
export interface Frequencies {
  /** How many clauses there are. */
  readonly clauses: number
  readonly of: ReadonlyMap<string, number>
  /** The same as that of the index, but terms of these need not be looked up again. Soon: what was looked up may be merged away. */
  search: TextIndex['search']
}

/** Full-text index (全文索引) over clauses: BM25 over immutable segments that the store keeps. */
export interface TextIndex {
  /** Adds these clauses, each of which must be new, inside the caller's transaction. A few thousand at a time keep memory small. */
  add(records: KnowledgeStore, entries: readonly IndexEntry[]): Promise<void>
  /** The best by Σ weight · idf · part, times the prior of the version; of equal scores the lower clause key first. Exact, and the same on every database. */
  search(terms: readonly WeightedTerm[], options: RankOptions): Promise<readonly Hit[]>
  /** In how many clauses each term occurs, withdrawn ones included until a merge drops them. */
  frequencies(terms: readonly string[]): Promise<Frequencies>
  /**
   * Makes few large segments of many small ones, outside of any transaction: searches and changes go on meanwhile. Clauses of versions
   * that are gone are left out.
   */
  merge(store: Store, isGone?: (version: number) => boolean): Promise<void>
  /** Looks for new segments at the next search: the store's revision rose. */
  refresh(): void
}

/** Settings of an index; k1 and b as usual for BM25. */
export interface IndexOptions {
  /** Most bytes of blocks that stay in memory. */
  readonly cacheBytes?: number
  readonly k1?: number
  readonly b?: number
}

/** The segments as this process sees them, with what they are ranked by. */
interface View extends Live {
  readonly parts: Float64Array
}

/** A segment up to this size is read whole when it is first seen: a question then asks the store for no block of it. */
const wholeBytes = 2 * 1_048_576

const blocksOf = (segment: Segment) => Array.from({ length: segment.blocks }, (_, block) => ({ segment, block }))

/** Opens the index of a store. Nothing is read before the first search. */
export const openIndex = (store: KnowledgeStore, { cacheBytes = 64 * 1_048_576, k1 = 1.2, b = 0.75 }: IndexOptions = {}): TextIndex => {
  const cache = blockCache(cacheBytes)
  const read: ReadBlocks = readThrough(cache, readFrom(store))
  let rooms = roomsFor(0)
  let view: Promise<View> | undefined
  let seen: View | undefined

  const look = async (): Promise<View> => {
    const known = seen?.segments ?? []
    const live = await readLive(store, known)
    cache.keepOnly(new Set(live.segments.filter((segment) => known.includes(segment)).map(({ id }) => id)))
    await read(live.segments.filter((segment) => segment.bytes <= wholeBytes && !known.includes(segment)).flatMap(blocksOf))
    seen = { ...live, parts: partTable(live.lengthSum / Math.max(1, live.clauses), { k1, b }) }
    return seen
  }
  const current = (): Promise<View> => {
    if (!view) {
      const looking = look()
      view = looking
      looking.catch(() => {
        if (view === looking) view = undefined
      })
    }
    return view
  }
  /** A merge elsewhere takes segments away under a reader: what is missing is looked for once more among those that live now. */
  const withView = async <T>(work: (view: View) => Promise<T>): Promise<T> => {
    try {
      return await work(await current())
    } catch (error) {
      if (!(error instanceof IndexDamagedError)) throw error
      view = undefined
      seen = undefined
      cache.keepOnly(new Set())
      return work(await current())
    }
  }

  /** Ranks what the lists of these terms hold; reads the blocks of long ones. */
  const rankIn = async (
    { segments, clauses, parts }: View,
    weights: ReadonlyMap<string, number>,
    lists: Awaited<ReturnType<typeof findLists>>,
    options: RankOptions,
  ): Promise<readonly Hit[]> => {
    await fillLists(segments, lists, read)
    const heaviest = [...weights]
      .map(([term, weight], at) => ({ at, term, weight: weight * idf(clauses, holding(lists, at)) }))
      .sort((a, z) => z.weight - a.weight || (a.term < z.term ? -1 : 1))
    // From here on nothing waits, so the rooms are this search's own.
    const largest = segments[0]?.clauses ?? 0
    if (rooms.places.length < largest) rooms = roomsFor(largest)
    const { limit } = options
    const ranking: Ranking = { parts, best: bestOf(limit), highest: highestOf(limit), rooms, rest: restRoom() }
    for (const [at, segment] of segments.entries()) {
      const weighted: WeightedList[] = heaviest.flatMap(({ at: word, weight }) => {
        const list = lists[at]?.[word]
        return list ? [{ list, weight }] : []
      })
      if (weighted.length > 0) rankSegment(segment, weighted, priorsOf(segment, options), ranking)
    }
    return ranking.best.sorted()
  }

  const search: TextIndex['search'] = (terms, options) =>
    withView(async (view) => {
      const weights = weightsOf(terms)
      return rankIn(view, weights, await findLists(view.segments, [...weights.keys()], read), options)
    })

  return {
    async add(records, entries) {
      for (let at = 0; at < entries.length; at += mostClauses) {
        const part = entries.slice(at, at + mostClauses)
        await records.addSegment({ level: tierOf(part.length), clauses: part.length, ...buildSegment(part) })
      }
    },
    search,
    frequencies: (terms) =>
      withView(async (view): Promise<Frequencies> => {
        const words = [...new Set(terms)]
        const lists = await findLists(view.segments, words, read)
        const places = new Map(words.map((term, at) => [term, at]))
        return {
          clauses: view.clauses,
          of: new Map(words.map((term, at) => [term, holding(lists, at)])),
          search: async (wanted, options) => {
            const weights = weightsOf(wanted)
            const at = [...weights.keys()].map((term) => places.get(term) ?? -1)
            if (at.includes(-1)) return search(wanted, options)
            try {
              return await rankIn(
                view,
                weights,
                lists.map((row) => at.map((place) => row[place])),
                options,
              )
            } catch (error) {
              if (!(error instanceof IndexDamagedError)) throw error
              return search(wanted, options)
            }
          },
        }
      }),
    merge: mergeSegments,
    refresh() {
      view = undefined
    },
  }
}

/** Weights of terms; the same term twice counts for both. */
const weightsOf = (terms: readonly WeightedTerm[]): ReadonlyMap<string, number> => {
  const weights = new Map<string, number>()
  for (const { term, weight } of terms) if (weight > 0) weights.set(term, (weights.get(term) ?? 0) + weight)
  return weights
}

/** In how many clauses the term at this place occurs, over all segments. */
const holding = (lists: readonly (readonly (TermList | undefined)[])[], at: number): number =>
  lists.reduce((sum, row) => sum + (row[at]?.count ?? 0), 0)

/** What the clauses of each version in the segment are multiplied by; 0 for those that may not be found. */
const priorsOf = ({ versions }: Segment, { isAllowed, prior }: RankOptions): Priors => {
  const byVersion = new Float64Array(versions.length)
  let most = 0
  for (let at = 0; at < byVersion.length; at += 1) {
    const version = versions[at] ?? 0
    const own = isAllowed(version) ? (prior ? prior(version) : 1) : 0
    if (!(own > 0)) continue
    byVersion[at] = own
    most = Math.max(most, own)
  }
  return { byVersion, most }
}
