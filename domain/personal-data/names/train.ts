import { candidatesAt } from './candidates.ts'
import { openFeatures, rowBits, type Written } from './features.ts'
import { openWords } from './known-words.ts'
import type { Random } from './make-names.ts'
import type { NameModel } from './model.ts'
import { type SignFacts, signTable } from './signs.ts'
import type { TaughtLine } from './teaching.ts'

/** Everything that could be a name in the lessons: its rows one after another, where they begin, and what it is. */
interface Lessons {
  readonly rows: Int32Array
  readonly from: Int32Array
  readonly isName: Uint8Array
  readonly weight: Float32Array
  readonly count: number
}

const lessonsOf = (lines: readonly TaughtLine[], facts: SignFacts, words: Uint8Array): Lessons => {
  const table = signTable(facts)
  const filter = openWords(words)
  const features = openFeatures(table, filter)
  let rows = new Int32Array(1 << 22)
  const from: number[] = [0]
  const isName: number[] = []
  const weights: number[] = []
  let used = 0
  for (const { text, names, weight } of lines) {
    const ends = new Map(names.map(({ start, end }) => [start, end]))
    for (let at = 0; at < text.length - 1; at++)
      candidatesAt(table, filter, text, at, (length: number, how: Written) => {
        const count = features.of(text, at, length, how)
        if (used + count > rows.length) {
          const wider = new Int32Array(rows.length * 2)
          wider.set(rows)
          rows = wider
        }
        rows.set(features.rows.subarray(0, count), used)
        used += count
        from.push(used)
        isName.push(ends.get(at) === at + length ? 1 : 0)
        weights.push(weight)
      })
  }
  return { rows, from: Int32Array.from(from), isName: Uint8Array.from(isName), weight: Float32Array.from(weights), count: isName.length }
}

/** Steps of a weight of 1: the widest weights are cut, one byte has to serve all. */
const stepsOfOne = 40
const size = 2 ** rowBits
/** Learns by logistic regression, AdaGrad, in an order that is always the same; weights are cut to one byte. */
export const trainNames = (
  lines: readonly TaughtLine[],
  {
    facts,
    words,
    taught,
    random,
    threshold,
    rounds,
    leftOut,
    nameWeight,
  }: Omit<NameModel, 'weights'> & { readonly random: Random; readonly rounds: number; leftOut: number; nameWeight: number },
): NameModel => {
  const { rows, from, isName, weight, count } = lessonsOf(lines, facts, words)
  const weights = new Float32Array(size)
  const squares = new Float32Array(size).fill(0.1)
  const held = new Int32Array(64)
  const order = Int32Array.from({ length: count }, (_, at) => at)
  for (let round = 0; round < rounds; round++) {
    for (let at = count - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1))
      const taken = order[at] as number
      order[at] = order[other] as number
      order[other] = taken
    }
    const pace = 0.12 * (1 - round / (rounds + 1))
    for (const one of order) {
      const begin = from[one] as number
      const end = from[one + 1] as number
      // What is left out at random has to be made up for by the rest, so that no single sign is relied on.
      let kept = 0
      for (let at = begin; at < end; at++) if (random() >= leftOut) held[kept++] = rows[at] as number
      let sum = 0
      for (let at = 0; at < kept; at++) sum += weights[held[at] as number] as number
      sum /= 1 - leftOut
      const target = isName[one] as number
      const slope = (1 / (1 + Math.exp(-sum)) - target) * (weight[one] as number) * (target === 1 ? nameWeight : 1)
      if (Math.abs(slope) < 1e-4) continue
      for (let at = 0; at < kept; at++) {
        const row = held[at] as number
        squares[row] = (squares[row] as number) + slope * slope
        weights[row] = (weights[row] as number) - (pace * slope) / Math.sqrt(squares[row] as number)
      }
    }
  }
  return {
    ...{ facts, words, taught, threshold },
    weights: Int8Array.from(weights, (value) => Math.max(-127, Math.min(127, Math.round(value * stepsOfOne)))),
  }
}
