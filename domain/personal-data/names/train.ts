import { candidatesAt, type Written } from './candidates.ts'
import { openFeatures, rowBits } from './features.ts'
import { gateBits, gateRows, gateRowsAt } from './gate.ts'
import type { Random } from './make-names.ts'
import type { NameModel } from './model.ts'
import { openPairs } from './regional-pairs.ts'
import { signTable } from './signs.ts'
import type { TaughtLine } from './teaching.ts'
import { openWords } from './words.ts'

/** Things to tell apart: their rows one after another, where they begin, what each is, and which of them rule each other out. */
class Lessons {
  rows = new Int32Array(1 << 22)
  readonly from: number[] = [0]
  readonly isName: number[] = []
  /** Where each choice begins: the candidates of one place, of which one at most is a name. */
  readonly choices: number[] = []
  readonly weights: number[] = []
  #used = 0

  /** What is added from now on is one choice. */
  choose(weight: number): void {
    this.choices.push(this.isName.length)
    this.weights.push(weight)
  }

  add(rows: Int32Array, count: number, isName: boolean): void {
    if (this.#used + count > this.rows.length) {
      const wider = new Int32Array(this.rows.length * 2)
      wider.set(this.rows)
      this.rows = wider
    }
    this.rows.set(rows.subarray(0, count), this.#used)
    this.#used += count
    this.from.push(this.#used)
    this.isName.push(isName ? 1 : 0)
  }
}

/** Steps of a weight of 1: the widest weights are cut, one byte has to serve all. */
const stepsOfOne = 40

interface Pace {
  readonly size: number
  readonly random: Random
  readonly rounds: number
  readonly leftOut: number
  readonly nameWeight: number
}

const mostCandidates = 16
const mostRows = 128

/**
 * Learns by logistic regression over choices (one of the candidates of a place, or none), AdaGrad, in an order that is always the same; weights
 * are cut to one byte.
 */
const learn = (lessons: Lessons, { size, random, rounds, leftOut, nameWeight }: Pace): Int8Array => {
  const { rows } = lessons
  const from = Int32Array.from(lessons.from)
  const isName = Uint8Array.from(lessons.isName)
  const weight = Float32Array.from(lessons.weights)
  const choices = Int32Array.from([...lessons.choices, isName.length])
  const weights = new Float32Array(size)
  const squares = new Float32Array(size).fill(0.1)
  const held = new Int32Array(mostCandidates * mostRows)
  const kept = new Int32Array(mostCandidates + 1)
  const sums = new Float64Array(mostCandidates)
  const mean = new Float64Array(size)
  const order = Int32Array.from({ length: lessons.choices.length }, (_, at) => at)
  for (let round = 0; round < rounds; round++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1))
      const taken = order[at] as number
      order[at] = order[other] as number
      order[other] = taken
    }
    const pace = 0.12 * (1 - round / (rounds + 1))
    for (const choice of order) {
      const begin = choices[choice] as number
      const count = (choices[choice + 1] as number) - begin
      let used = 0
      // None of them, which weighs nothing, is always one more choice.
      let all = 1
      let named = 0
      for (let one = 0; one < count; one++) {
        const end = from[begin + one + 1] as number
        kept[one] = used
        let sum = 0
        // What is left out at random has to be made up for by the rest, so that no single sign is relied on.
        for (let at = from[begin + one] as number; at < end; at++)
          if (leftOut === 0 || random() >= leftOut) {
            const row = rows[at] as number
            held[used++] = row
            sum += weights[row] as number
          }
        sums[one] = Math.exp(Math.min(30, sum / (1 - leftOut)))
        all += sums[one] as number
        named |= isName[begin + one] as number
      }
      kept[count] = used
      for (let one = 0; one < count; one++) {
        const slope =
          ((sums[one] as number) / all - (isName[begin + one] as number)) * (weight[choice] as number) * (named === 1 ? nameWeight : 1)
        if (Math.abs(slope) < 1e-3) continue
        for (let at = kept[one] as number; at < (kept[one + 1] as number); at++) {
          const row = held[at] as number
          squares[row] = (squares[row] as number) + slope * slope
          weights[row] = (weights[row] as number) - (pace * slope) / Math.sqrt(squares[row] as number)
        }
      }
    }
    // The mean of the later rounds errs less than the last of them.
    if (round >= rounds * 0.5) for (let row = 0; row < size; row++) mean[row] = (mean[row] as number) + (weights[row] as number)
  }
  const rest = rounds - Math.ceil(rounds * 0.5)
  return Int8Array.from(mean, (sum) => Math.max(-127, Math.min(127, Math.round((sum / rest) * stepsOfOne))))
}

/** The sum of weights that all but one name in `oneIn` reach. */
const reachedBy = (lessons: Lessons, weights: Int8Array, oneIn: number): number => {
  const sums: number[] = []
  lessons.isName.forEach((isName, one) => {
    if (isName === 0) return
    let sum = 0
    for (let at = lessons.from[one] as number; at < (lessons.from[one + 1] as number); at++)
      sum += weights[lessons.rows[at] as number] as number
    sums.push(sum)
  })
  sums.sort((a, z) => a - z)
  return sums[Math.floor(sums.length / oneIn)] ?? 0
}

export interface Course {
  readonly random: Random
  readonly rounds: number
  readonly leftOut: number
  readonly nameWeight: number
  /** One name in so many may be lost at the gate. */
  readonly lostAtGate: number
}

/** Teaches the gate, then what the gate lets through. */
export const trainNames = (
  lines: readonly TaughtLine[],
  model: Omit<NameModel, 'weights' | 'gate' | 'gateThreshold'>,
  { random, rounds, leftOut, nameWeight, lostAtGate }: Course,
): NameModel => {
  const table = signTable(model.facts, model.signs)
  const follows = openPairs(model.pairs)
  const places = new Lessons()
  const gateAt = new Int32Array(gateRows)
  for (const { text, names, weight } of lines) {
    const starts = new Set(names.map(({ start }) => start))
    for (let at = 0; at < text.length - 1; at++) {
      let isPlace = false
      candidatesAt(table, follows, text, at, () => {
        isPlace = true
      })
      if (!isPlace) continue
      gateRowsAt(table, text, at, gateAt)
      places.choose(weight)
      places.add(gateAt, gateRows, starts.has(at))
    }
  }
  const gate = learn(places, { size: 2 ** gateBits, random, rounds: 4, leftOut: 0, nameWeight: 2 })
  const gateThreshold = reachedBy(places, gate, lostAtGate)

  const features = openFeatures(table, openWords(model.words, model.beginnings), follows)
  const lessons = new Lessons()
  for (const { text, names, weight } of lines) {
    const ends = new Map(names.map(({ start, end }) => [start, end]))
    for (let at = 0; at < text.length - 1; at++) {
      let isRead = false
      candidatesAt(table, follows, text, at, (length: number, how: Written) => {
        if (!isRead) {
          gateRowsAt(table, text, at, gateAt)
          if (gateAt.reduce((sum, row) => sum + (gate[row] as number), 0) < gateThreshold) return
          features.at(text, at)
          isRead = true
        }
        lessons.choose(weight)
        lessons.add(features.rows, features.of(length, how), ends.get(at) === at + length)
      })
    }
  }
  const weights = learn(lessons, { size: 2 ** rowBits, random, rounds, leftOut, nameWeight })
  return { ...model, gate, gateThreshold, weights }
}
