/** One leg's clauses, best first, and how much the leg is believed beside the others. */
export interface RankedLeg {
  readonly clauses: readonly number[]
  readonly weight: number
}

/** Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009): their constant, and no need to make scores of different kinds comparable. */
const k = 60

/** Clauses of all legs, best first by Σ weight / (60 + rank); of equal ones the order of the legs, then of the ranks, decides. */
export const fuse = (legs: readonly RankedLeg[]): readonly { readonly clause: number; readonly score: number }[] => {
  const scores = new Map<number, number>()
  for (const { clauses, weight } of legs)
    for (const [at, clause] of clauses.entries()) scores.set(clause, (scores.get(clause) ?? 0) + weight / (k + at + 1))
  return [...scores].map(([clause, score]) => ({ clause, score })).sort((a, z) => z.score - a.score)
}

/**
 * How many of the nearest clauses have a say. Vectors always find something near: further down it is chance, and a clause that both legs
 * have far down would pass one that the better leg has on top (bench/dense.ts, nine kinds of questions: on average 0.005 better than 100).
 */
export const nearestWithSay = 20

/** Clauses by words and by meaning as one list, both believed alike; without the second leg the first as it is. */
export const fuseWithMeaning = (words: readonly number[], near: readonly number[] | undefined): ReturnType<typeof fuse> =>
  fuse([
    { clauses: words, weight: 1 },
    { clauses: near?.slice(0, nearestWithSay) ?? [], weight: 1 },
  ])
