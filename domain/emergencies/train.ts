import { type Ear, type HeardKind, heardKinds } from './ear.ts'
import { featuresOf, rowCount } from './features.ts'

/** A message and what it is. */
export interface EmergencyLesson {
  readonly says: string
  readonly kind: HeardKind
}

const rounds = 24
/** AdaGrad's first step. */
const step = 0.8
/** Keeps weights small, so that a word seen once decides nothing. */
const decay = 2e-6
const kinds = heardKinds.length

/** The same order in every run (a linear congruential generator). */
const shuffle = (order: Int32Array, seed: number): number => {
  let state = seed
  for (let last = order.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    const other = state % (last + 1)
    const kept = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = kept
  }
  return state
}

/** Multinomial logistic regression over hashed features by AdaGrad. The same lessons always give the same ear. */
export const trainEar = (lessons: readonly EmergencyLesson[], taught: string): Ear => {
  const read = lessons.map(({ says, kind }) => ({ features: featuresOf(says), answer: heardKinds.indexOf(kind) }))
  const frequency = new Int32Array(rowCount)
  for (const { features } of read) for (const row of features.keys()) frequency[row] = (frequency[row] ?? 0) + 1
  const rarity = Uint8Array.from(frequency, (count) => Math.round(16 * Math.log(1 + lessons.length / (count + 1))))
  const vectors = read.map(({ features, answer }) => {
    const at = Int32Array.from(features.keys())
    const weights = Float32Array.from(features, ([row, times]) => (times * (rarity[row] ?? 0)) / 16)
    const length = Math.sqrt(weights.reduce((sum, one) => sum + one * one, 0)) || 1
    return { at, weights: weights.map((one) => one / length), answer }
  })
  const known = new Float32Array(rowCount * kinds)
  const squares = new Float32Array(rowCount * kinds).fill(1e-6)
  const order = Int32Array.from(vectors, (_, index) => index)
  const odds = new Float64Array(kinds)
  let seed = 12_345
  for (let round = 0; round < rounds; round++) {
    seed = shuffle(order, seed)
    const pace = step * (1 - round / rounds)
    for (const index of order) {
      const vector = vectors[index]
      if (!vector) continue
      odds.fill(0)
      for (let part = 0; part < vector.at.length; part++)
        for (let kind = 0; kind < kinds; kind++)
          odds[kind] = (odds[kind] ?? 0) + (vector.weights[part] ?? 0) * (known[(vector.at[part] ?? 0) * kinds + kind] ?? 0)
      const most = Math.max(...odds)
      let all = 0
      for (let kind = 0; kind < kinds; kind++) all += odds[kind] = Math.exp((odds[kind] ?? 0) - most)
      for (let kind = 0; kind < kinds; kind++) odds[kind] = (odds[kind] ?? 0) / all - (kind === vector.answer ? 1 : 0)
      for (let part = 0; part < vector.at.length; part++)
        for (let kind = 0; kind < kinds; kind++) {
          const place = (vector.at[part] ?? 0) * kinds + kind
          const slope = (odds[kind] ?? 0) * (vector.weights[part] ?? 0) + decay * (known[place] ?? 0)
          const square = (squares[place] ?? 0) + slope * slope
          squares[place] = square
          known[place] = (known[place] ?? 0) - (pace * slope) / Math.sqrt(square)
        }
    }
  }
  const largest = known.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-6)
  const scale = largest / 127
  return { taught, scale, weights: Int8Array.from(known, (one) => Math.round(one / scale)), rarity }
}
