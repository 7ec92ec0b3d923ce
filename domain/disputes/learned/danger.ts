import { rowCount } from './features.ts'
import { steady } from './steady.ts'

/** A text from which it is learned what danger sounds like (险情), as its rows. */
export interface DangerLesson {
  readonly rows: Int32Array
  readonly isDanger: boolean
  readonly weight: number
}

/** What is learned: a weight for each row, and what is added to every text. */
export interface DangerWeights {
  readonly weights: Float32Array
  readonly bias: number
}

const rounds = 12
const rate = 0.15
/** Pulls every weight back a little, so that a row that a single text has does not speak for all. */
const decay = 0.0005

/**
 * A yes or no by logistic regression, apart from the classes: what is dangerous is the same in all of them. AdaGrad, in an order that is always the same.
 * Danger and calm weigh alike, however many texts there are of each.
 */
export const trainDanger = (lessons: readonly DangerLesson[]): DangerWeights => {
  const weights = new Float32Array(rowCount)
  const squares = new Float32Array(rowCount).fill(0.01)
  const mass = (isDanger: boolean): number =>
    lessons.reduce((sum, lesson) => sum + (lesson.isDanger === isDanger ? lesson.weight : 0), 0) || 1
  const boost = mass(false) / mass(true)
  const order = Int32Array.from(lessons.keys())
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
      const { rows, isDanger, weight } = lessons[index] as DangerLesson
      const share = 1 / Math.sqrt(rows.length + 8)
      let score = bias
      for (const row of rows) score += (weights[row] as number) * share
      const slope = (1 / (1 + Math.exp(-score)) - (isDanger ? 1 : 0)) * weight * (isDanger ? boost : 1)
      if (Math.abs(slope) < 0.001) continue
      bias -= 0.002 * slope
      const own = slope * share
      for (const row of rows) {
        squares[row] = (squares[row] as number) + own * own
        const before = weights[row] as number
        weights[row] = before - (pace * own) / Math.sqrt(squares[row] as number) - decay * before
      }
    }
  }
  return { weights, bias }
}
