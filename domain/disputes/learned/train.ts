import { createHash } from 'node:crypto'
import { type DisputeClass, disputeClasses } from '../../../core/disputes.ts'
import type { DangerWeights } from './danger.ts'
import { rowCount } from './features.ts'
import { dangerOutput, liveOutput, type Model, noneOutput, outputCount } from './model.ts'
import { steady } from './steady.ts'

/** A text to learn from (教材), as its rows. */
export interface Lesson {
  readonly rows: Int32Array
  /** The main class first; none where it is no dispute. */
  readonly classes: readonly DisputeClass[]
  /** Whether it tells of something that happens; undefined where that is not to be learned from it. */
  readonly live?: boolean | undefined
  readonly weight: number
}

export interface TrainSettings {
  readonly rounds: number
  readonly rate: number
  /** The share that lessons of no class have of all weight; the classes share the rest alike. */
  readonly noneShare: number
}
export const usualTraining: TrainSettings = { rounds: 8, rate: 0.2, noneShare: 0.3 }

/** How much of a text each of its classes is. */
const shares = [1, 0.5, 0.3]
const mostBoost = 4

const targetsOf = ({ classes }: Lesson): Float64Array => {
  const target = new Float64Array(noneOutput + 1)
  if (classes.length === 0) target[noneOutput] = 1
  const sum = classes.slice(0, 3).reduce((total, _, at) => total + (shares[at] ?? 0), 0)
  for (const [at, one] of classes.slice(0, 3).entries()) target[disputeClasses.indexOf(one)] = (shares[at] ?? 0) / sum
  return target
}

const shuffle = (order: Int32Array, next: () => number): void => {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1))
    const held = order[at] as number
    order[at] = order[other] as number
    order[other] = held
  }
}

/** Weights to one byte each. The few widest are cut: one byte has to serve all the others too. */
const quantised = (weights: Float32Array): { weights: Int8Array; scales: Float32Array } => {
  const bytes = new Int8Array(weights.length)
  const scales = new Float32Array(outputCount)
  for (let output = 0; output < outputCount; output++) {
    const column = Float32Array.from({ length: weights.length / outputCount }, (_, row) =>
      Math.abs(weights[row * outputCount + output] as number),
    )
    const used = column.filter((value) => value > 0).sort()
    const widest = used[Math.floor(used.length * 0.999)] ?? 0
    const scale = widest / 127 || 1
    scales[output] = scale
    for (let row = 0; row < column.length; row++)
      bytes[row * outputCount + output] = Math.max(-127, Math.min(127, Math.round((weights[row * outputCount + output] as number) / scale)))
  }
  return { weights: bytes, scales }
}

/** Counted into every row before anything is seen, so that nothing is impossible. */
const smoothing = 0.3

/**
 * Adds to every weight what the row speaks for by itself: naive Bayes' logarithm of how much likelier it is in texts of this class than elsewhere.
 * What is learned step by step knows how features go together and fits its own texts too well; what is only counted errs in another
 * way, and the two together are right more often than either (measured: bench/dispute-quality.ts).
 */
const addEvidence = (weights: Float32Array, lessons: readonly Lesson[]): void => {
  const rows = weights.length / outputCount
  const counts = new Float64Array(weights.length).fill(smoothing)
  const sums = new Float64Array(noneOutput + 1).fill(smoothing * rows)
  for (const { rows: own, classes, weight } of lessons) {
    const output = classes[0] === undefined ? noneOutput : disputeClasses.indexOf(classes[0])
    const share = weight / Math.sqrt(own.length || 1)
    for (const row of own) counts[row * outputCount + output] = (counts[row * outputCount + output] as number) + share
    sums[output] = (sums[output] as number) + share * own.length
  }
  const logs = new Float64Array(noneOutput + 1)
  for (let row = 0; row < rows; row++) {
    let mean = 0
    for (let output = 0; output <= noneOutput; output++) {
      logs[output] = Math.log((counts[row * outputCount + output] as number) / (sums[output] as number))
      mean += (logs[output] as number) / (noneOutput + 1)
    }
    for (let output = 0; output <= noneOutput; output++) {
      const at = row * outputCount + output
      weights[at] = (weights[at] as number) + (logs[output] as number) - mean
    }
  }
}

/**
 * Learns a linear model: softmax over the classes and none, and a yes or no for what is live; AdaGrad, in an order that is always the same. The same
 * lessons give the same bytes on every machine that has IEEE numbers.
 */
export const train = (
  lessons: readonly Lesson[],
  {
    terms,
    pairs,
    taught,
    danger,
  }: { readonly terms: Uint32Array; readonly pairs: readonly number[]; readonly taught: string; readonly danger: DangerWeights },
  { rounds, rate, noneShare }: TrainSettings = usualTraining,
): Model => {
  const size = outputCount * rowCount
  const weights = new Float32Array(size)
  const squares = new Float32Array(size).fill(0.01)
  const biases = new Float32Array(outputCount)
  const targets = lessons.map(targetsOf)
  const mass = new Float64Array(noneOutput + 1)
  for (const [at, target] of targets.entries())
    for (let output = 0; output <= noneOutput; output++)
      mass[output] = (mass[output] as number) + (target[output] as number) * (lessons[at]?.weight ?? 0)
  const all = mass.reduce((sum, one) => sum + one, 0)
  const boost = mass.map((own, output) =>
    own === 0 ? 0 : Math.min(mostBoost, ((output === noneOutput ? noneShare : (1 - noneShare) / noneOutput) * all) / own),
  )
  const order = Int32Array.from(lessons.keys())
  const next = steady(20_261_129)
  const scores = new Float64Array(outputCount)
  const step = (lesson: Lesson, slope: number, output: number, pace: number): void => {
    const own = slope / Math.sqrt(lesson.rows.length + 8)
    biases[output] = (biases[output] as number) - 0.005 * slope
    for (const row of lesson.rows) {
      const at = row * outputCount + output
      squares[at] = (squares[at] as number) + own * own
      weights[at] = (weights[at] as number) - (pace * own) / Math.sqrt(squares[at] as number)
    }
  }
  for (let round = 0; round < rounds; round++) {
    const pace = rate * (1 - round / (rounds + 1))
    shuffle(order, next)
    for (const index of order) {
      const lesson = lessons[index] as Lesson
      const target = targets[index] as Float64Array
      const share = 1 / Math.sqrt(lesson.rows.length + 8)
      for (let output = 0; output < outputCount; output++) scores[output] = biases[output] as number
      for (const row of lesson.rows)
        for (let output = 0; output < outputCount; output++)
          scores[output] = (scores[output] as number) + (weights[row * outputCount + output] as number) * share
      let most = Number.NEGATIVE_INFINITY
      for (let output = 0; output <= noneOutput; output++) most = Math.max(most, scores[output] as number)
      let sum = 0
      for (let output = 0; output <= noneOutput; output++) sum += Math.exp((scores[output] as number) - most)
      let weight = 0
      for (let output = 0; output <= noneOutput; output++) weight += (target[output] as number) * (boost[output] as number)
      weight *= lesson.weight
      for (let output = 0; output <= noneOutput; output++) {
        const slope = (Math.exp((scores[output] as number) - most) / sum - (target[output] as number)) * weight
        if (Math.abs(slope) > 0.001) step(lesson, slope, output, pace)
      }
      if (lesson.live === undefined) continue
      const slope = (1 / (1 + Math.exp(-(scores[liveOutput] as number))) - (lesson.live ? 1 : 0)) * lesson.weight
      if (Math.abs(slope) > 0.001) step(lesson, slope, liveOutput, pace)
    }
  }
  addEvidence(weights, lessons)
  for (let row = 0; row < rowCount; row++) weights[row * outputCount + dangerOutput] = danger.weights[row] as number
  biases[dangerOutput] = danger.bias
  const { weights: bytes, scales } = quantised(weights)
  const version = createHash('sha256').update(bytes).update(new Uint8Array(biases.buffer)).digest('hex').slice(0, 12)
  return { version, taught, weights: bytes, scales, biases, terms, pairs: Int32Array.from(pairs) }
}
