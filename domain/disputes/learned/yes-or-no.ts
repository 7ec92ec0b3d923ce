import { steady } from './steady.ts'
import type { Vector } from './vectors.ts'

/** A text with a yes or a no. */
export interface Answered extends Vector {
  readonly isYes: boolean
  readonly weight: number
}

/** What is learned: a weight for each row, and what is added to every text. */
export interface Odds {
  readonly weights: Float32Array
  readonly bias: number
}

const rounds = 12
const rate = 0.15
/** Pulls every weight back a little, so that a row that a single text has does not speak for all. */
const decay = 0.0005

/**
 * A yes or no by logistic regression: AdaGrad, in an order that is always the same. Yes and no weigh alike, however many texts there are of each.
 */
export const learnOdds = (texts: readonly Answered[], rowCount: number): Odds => {
  const weights = new Float32Array(rowCount)
  const squares = new Float32Array(rowCount).fill(0.01)
  const mass = (isYes: boolean): number => texts.reduce((sum, text) => sum + (text.isYes === isYes ? text.weight : 0), 0) || 1
  const boost = mass(false) / mass(true)
  const order = Int32Array.from(texts.keys())
  const next = steady(20_261_130)
  let bias = 0
  for (let round = 0; round < rounds; round++) {
    const pace = rate * (1 - round / (rounds + 1))
    for (let at = order.length - 1; at > 0; at--) {
      const other = Math.floor(next() * (at + 1))
      const held = order[at] as number
      order[at] = order[other] as number
      order[other] = held
    }
    for (const index of order) {
      const { rows, values, isYes, weight } = texts[index] as Answered
      let score = bias
      for (let at = 0; at < rows.length; at++) score += (weights[rows[at] as number] as number) * (values[at] as number)
      const slope = (1 / (1 + Math.exp(-score)) - (isYes ? 1 : 0)) * weight * (isYes ? boost : 1)
      if (Math.abs(slope) < 0.001) continue
      bias -= 0.002 * slope
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at] as number
        const own = slope * (values[at] as number)
        squares[row] = (squares[row] as number) + own * own
        const before = weights[row] as number
        weights[row] = before - (pace * own) / Math.sqrt(squares[row] as number) - decay * before
      }
    }
  }
  return { weights, bias }
}
