/** Candidates of one question, which of them are right, and what the question counts. */
export interface Choice {
  readonly rows: readonly (readonly number[])[]
  readonly right: readonly boolean[]
  readonly weight: number
}

/** A case with a yes or a no. */
export interface Weighed {
  readonly signs: readonly number[]
  readonly isYes: boolean
  readonly weight: number
}

/** Spread of each column, so that all are held back alike. */
const spreadOf = (rows: readonly (readonly number[])[]): { mean: number[]; spread: number[] } => {
  const width = rows[0]?.length ?? 0
  const mean = Array.from({ length: width }, (_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / rows.length)
  const spread = mean.map((own, at) => Math.sqrt(rows.reduce((sum, row) => sum + ((row[at] ?? 0) - own) ** 2, 0) / rows.length) || 1)
  return { mean, spread }
}

/** Steps down a slope with momentum, from nought: the same cases give the same weights. */
const descend = (width: number, slope: (weights: readonly number[]) => readonly number[], steps: number, rate: number): number[] => {
  const weights = new Array<number>(width).fill(0)
  const speed = new Array<number>(width).fill(0)
  for (let step = 0; step < steps; step++)
    for (const [at, one] of slope(weights).entries()) {
      speed[at] = 0.9 * (speed[at] ?? 0) + one
      weights[at] = (weights[at] ?? 0) - rate * (speed[at] ?? 0)
    }
  return weights
}

/** Weights under which the right candidates of each question are likeliest (softmax over its candidates, ridge). */
export const fitChoice = (choices: readonly Choice[], ridge = 0.03): readonly number[] => {
  const { spread } = spreadOf(choices.flatMap(({ rows }) => rows))
  const all = choices.reduce((sum, { weight }) => sum + weight, 0)
  const slope = (weights: readonly number[]): number[] => {
    const sum = weights.map((weight) => ridge * weight)
    for (const { rows, right, weight } of choices) {
      const worth = rows.map((row) => row.reduce((value, one, at) => value + ((weights[at] ?? 0) * one) / (spread[at] ?? 1), 0))
      const most = Math.max(...worth)
      const odds = worth.map((one) => Math.exp(one - most))
      const total = odds.reduce((value, one) => value + one, 0)
      const rightTotal = odds.reduce((value, one, at) => value + (right[at] ? one : 0), 0)
      for (const [at, row] of rows.entries()) {
        const own = odds[at] ?? 0
        const pull = (weight * (own / total - (right[at] ? own / rightTotal : 0))) / all
        for (const [column, one] of row.entries()) sum[column] = (sum[column] ?? 0) + (pull * one) / (spread[column] ?? 1)
      }
    }
    return sum
  }
  return descend(spread.length, slope, 150, 0.5).map((weight, at) => weight / (spread[at] ?? 1))
}

/** Weights under which yes and no are told apart best (logistic, ridge). */
export const fitYes = (
  cases: readonly Weighed[],
  ridge = 0.02,
): { readonly weights: readonly number[]; readonly bias: number; worth(signs: readonly number[]): number } => {
  const { mean, spread } = spreadOf(cases.map(({ signs }) => signs))
  const all = cases.reduce((sum, { weight }) => sum + weight, 0)
  // The last weight is the bias, which is not held back.
  const slope = (weights: readonly number[]): number[] => {
    const sum = weights.map((weight, at) => (at < mean.length ? ridge * weight : 0))
    for (const { signs, isYes, weight } of cases) {
      const scaled = [...signs.map((one, at) => (one - (mean[at] ?? 0)) / (spread[at] ?? 1)), 1]
      const value = scaled.reduce((total, one, at) => total + one * (weights[at] ?? 0), 0)
      const pull = (weight * (1 / (1 + Math.exp(-value)) - (isYes ? 1 : 0))) / all
      for (const [at, one] of scaled.entries()) sum[at] = (sum[at] ?? 0) + pull * one
    }
    return sum
  }
  const fitted = descend(mean.length + 1, slope, 800, 0.3)
  const weights = mean.map((_, at) => (fitted[at] ?? 0) / (spread[at] ?? 1))
  const bias = (fitted[mean.length] ?? 0) - weights.reduce((sum, weight, at) => sum + weight * (mean[at] ?? 0), 0)
  return { weights, bias, worth: (signs) => signs.reduce((sum, one, at) => sum + one * (weights[at] ?? 0), bias) }
}
