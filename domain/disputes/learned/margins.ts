import { manners } from './manner.ts'
import { steady } from './steady.ts'
import type { Vector } from './vectors.ts'

/** A text to be put on the right side. */
export interface Sided extends Vector {
  readonly manner: number
  /** Place of its class. */
  readonly side: number
  readonly weight: number
}

export interface MarginSettings {
  readonly rounds: number
  /** What a text of weight 1 may pull at most. */
  readonly cost: number
}
export const usualMargins: MarginSettings = { rounds: 10, cost: 0.25 }

/** Weights for one class: `manners.length + 1` tables behind one another, what all texts share first, and behind each table what is added to every text. */
export interface Margin {
  readonly weights: Float32Array
  /** Numbers from one table to the next: the rows and the one that is added. */
  readonly stride: number
}

/**
 * One class against all others with the widest margin (支持向量机): dual coordinate descent with squared loss (Hsieh, Chang, Lin, Keerthi, Sundararajan,
 * ICML 2008). Both sides weigh alike. Each row stands twice, for all texts and for those of the text's manner (Daumé, 2007), so that what a judgment
 * teaches is kept from what people say only where the two differ. In an order that is always the same.
 */
export const widestMargin = (
  texts: readonly Sided[],
  place: number,
  { rowCount, settings: { rounds, cost } = usualMargins }: { rowCount: number; settings?: MarginSettings },
): Margin => {
  const stride = rowCount + 1
  const weights = new Float32Array((manners.length + 1) * stride)
  const mass = (isOwn: boolean): number => texts.reduce((sum, { side, weight }) => sum + ((side === place) === isOwn ? weight : 0), 0) || 1
  const all = mass(true) + mass(false)
  const give = { own: 1 / (2 * cost * (all / (2 * mass(true)))), other: 1 / (2 * cost * (all / (2 * mass(false)))) }
  const pulls = new Float64Array(texts.length)
  const order = Int32Array.from(texts.keys())
  const next = steady(20_261_129 + place)
  for (let round = 0; round < rounds; round++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = Math.floor(next() * (at + 1))
      const held = order[at] as number
      order[at] = order[other] as number
      order[other] = held
    }
    for (const index of order) {
      const { rows, values, manner, side, weight } = texts[index] as Sided
      const sign = side === place ? 1 : -1
      const slack = (sign > 0 ? give.own : give.other) / weight
      const own = (manner + 1) * stride
      let score = (weights[rowCount] as number) + (weights[own + rowCount] as number)
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at] as number
        score += ((weights[row] as number) + (weights[own + row] as number)) * (values[at] as number)
      }
      const before = pulls[index] as number
      // Vectors have length 1, one is added, and both stand twice.
      const pull = Math.max(0, before - (sign * score - 1 + slack * before) / (4 + slack))
      if (pull === before) continue
      pulls[index] = pull
      const step = (pull - before) * sign
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at] as number
        const by = step * (values[at] as number)
        weights[row] = (weights[row] as number) + by
        weights[own + row] = (weights[own + row] as number) + by
      }
      weights[rowCount] = (weights[rowCount] as number) + step
      weights[own + rowCount] = (weights[own + rowCount] as number) + step
    }
  }
  return { weights, stride }
}
