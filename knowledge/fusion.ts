/** One leg's clauses, best first, and how much the leg is believed beside the others. */
export interface RankedLeg {
  readonly clauses: readonly number[]
  readonly weight: number
}

/**
 * Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009) needs no scores of different kinds made comparable. Their constant is 60, for
 * many legs of even quality; of two, the first places have to weigh more (bench/dense.ts).
 */
const k = 2

/** Clauses of all legs, best first by Σ weight / (2 + rank); of equal ones the order of the legs, then of the ranks, decides. */
export const fuse = (legs: readonly RankedLeg[]): readonly { readonly clause: number; readonly score: number }[] => {
  const scores = new Map<number, number>()
  for (const { clauses, weight } of legs)
    for (const [at, clause] of clauses.entries()) scores.set(clause, (scores.get(clause) ?? 0) + weight / (k + at + 1))
  return [...scores].map(([clause, score]) => ({ clause, score })).sort((a, z) => z.score - a.score)
}

/** How many of the clauses that each leg has found have a say: further down it is chance. */
export const nearestWithSay = 40

/** Fewer hits by words than this tell nothing of how sure the words are. */
const enough = 20
/** The words weigh as much as the vectors where their first clause scores half as much again as their fortieth (e^0.4). */
const evenDecay = 0.4
const mostWeight = 3

/**
 * How much the words are believed beside the vectors, by their own scores: where the question is in the words of a clause, it stands out
 * from the crowd; where it is in other words, all score alike. The vectors' own scores tell less, and differ from model to model.
 */
const weightOfWords = (words: readonly { readonly score: number }[]): number => {
  const head = words.slice(0, nearestWithSay)
  const [first, last] = [head[0]?.score ?? 0, head.at(-1)?.score ?? 0]
  if (head.length < enough || !(last > 0)) return 1
  return Math.min(mostWeight, (Math.log(first / last) / evenDecay) ** 2)
}

/** Clauses by words, best first, and by meaning as one list; without the second leg the first as it is. */
export const fuseWithMeaning = (
  words: readonly { readonly clause: number; readonly score: number }[],
  near: readonly number[] | undefined,
): ReturnType<typeof fuse> =>
  fuse([
    { clauses: words.map(({ clause }) => clause), weight: weightOfWords(words) },
    { clauses: near?.slice(0, nearestWithSay) ?? [], weight: 1 },
  ])
