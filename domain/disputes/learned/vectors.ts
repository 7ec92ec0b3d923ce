import { pairSlots } from './vocabulary.ts'

/** What the learned part sees of a text: its rows, each once, and how much each counts there before it is known how rare it is. */
export interface Seen {
  readonly rows: Int32Array
  readonly steps: Uint8Array
}

/** A text as a vector of length 1 (向量): what it has more often and what is rarer counts more, and a long text no more than a short one. */
export interface Vector {
  readonly rows: Int32Array
  readonly values: Float32Array
}

/** Rarity is kept in a byte: this many to 1. */
const perRarity = 16
/** Words of the lexicon are fewer and surer than pairs, and would else outvote them. */
const nameShare = 0.7

/** Row → how rare it is among texts (逆文档频率), as a byte: 1 + ln(texts / texts that have it). */
export const rarityOf = (texts: readonly Seen[], rowCount: number): Uint8Array => {
  const holders = new Float64Array(rowCount)
  for (const { rows } of texts) for (const row of rows) holders[row] = (holders[row] as number) + 1
  return Uint8Array.from(holders, (held, row) =>
    Math.round(perRarity * (row < pairSlots ? 1 : nameShare) * (1 + Math.log((1 + texts.length) / (1 + held)))),
  )
}

export const vectorOf = ({ rows, steps }: Seen, rarity: Uint8Array): Vector => {
  const values = Float32Array.from(rows, (row, at) => (rarity[row] as number) * (steps[at] as number))
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1
  return { rows, values: values.map((value) => value / length) }
}
