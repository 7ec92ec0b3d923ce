import type { KnowledgeStore, StoredClause } from '../../core/knowledge-store.ts'
import { fuseWithMeaning, nearestWithSay } from '../fusion.ts'
import type { DenseLeg, Reranker } from './port.ts'

/** A clause on its way to a reader. */
export interface Scored {
  readonly clause: StoredClause
  readonly score: number
}

/** What there is beside words; either may be missing, and either may fail. */
export interface Meaning {
  readonly dense?: DenseLeg | undefined
  readonly reranker?: Reranker | undefined
}

/** Clauses that a reranker reads: what it costs grows with every one. */
const reranked = 20
/** What a reranker reads of a clause. */
const rerankedChars = 1_000

/** Asks for what is near; begun before the words are looked for, it costs no time of its own. */
export const nearTo = ({ dense }: Meaning, question: string, isAllowed: (version: number) => boolean): ReturnType<DenseLeg['nearest']> =>
  dense?.nearest(question, { limit: nearestWithSay, isAllowed }) ?? Promise.resolve(undefined)

/**
 * Clauses found by words, in the order that words and meaning give them together, with those that meaning alone has found. Without either
 * of both exactly what came in. What supports an answer is not asked here: that stays with the words (knowledge/support.ts), since what
 * is near in meaning is always something, also when nothing here answers. A place keeps the score that words gave it: whoever compares
 * scores (how many clauses are worth quoting) goes on as without.
 */
export const withMeaning = async (
  byWords: readonly Scored[],
  given: Meaning & {
    readonly store: Pick<KnowledgeStore, 'clauses'>
    readonly question: string
    readonly near: Awaited<ReturnType<DenseLeg['nearest']>>
    /** Asked once more of every clause that comes in: what it came from may know less of the last moment than the search does. */
    readonly isAllowed: (version: number) => boolean
    /** Clauses that stand elsewhere already. */
    readonly without: ReadonlySet<number>
  },
): Promise<readonly Scored[]> => {
  const fused = await fusedWith(byWords, given)
  const { reranker, question } = given
  const head = fused.slice(0, reranked)
  const order = await reranker?.order(
    question,
    head.map(({ clause }) => `${clause.path}\n${clause.text}`.slice(0, rerankedChars)),
  )
  if (!order) return fused
  const moved = order.flatMap((at, place) => {
    const clause = head[at]?.clause
    return clause ? [{ clause, score: head[place]?.score ?? 0 }] : []
  })
  return [...moved, ...fused.slice(reranked)]
}

const fusedWith = async (
  byWords: readonly Scored[],
  { store, near, isAllowed, without }: Parameters<typeof withMeaning>[1],
): Promise<readonly Scored[]> => {
  const keys = near?.map(({ clause }) => clause).filter((key) => !without.has(key)) ?? []
  if (keys.length === 0) return byWords
  const known = new Map(byWords.map(({ clause }) => [clause.key, clause]))
  for (const clause of await store.clauses(keys.filter((key) => !known.has(key))))
    if (isAllowed(clause.version)) known.set(clause.key, clause)
  const last = byWords.at(-1)?.score ?? 0
  return fuseWithMeaning(
    byWords.map(({ clause, score }) => ({ clause: clause.key, score })),
    keys,
  )
    .flatMap(({ clause: key }) => known.get(key) ?? [])
    .map((clause, place) => ({ clause, score: byWords[place]?.score ?? last }))
}
