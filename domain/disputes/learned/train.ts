import { createHash } from 'node:crypto'
import { type DisputeClass, disputeClasses } from '../../../core/disputes.ts'
import { rowCount } from './features.ts'
import { type Manner, manners } from './manner.ts'
import { type MarginSettings, usualMargins, widestMargin } from './margins.ts'
import { dangerOutput, liveOutput, type Model, noneOutput, outputCount } from './model.ts'
import { rarityOf, type Seen, vectorOf } from './vectors.ts'
import { learnOdds, type Odds } from './yes-or-no.ts'

/** A text to learn from (教材), as its rows. */
export interface Lesson extends Seen {
  readonly manner: Manner
  /** The main class first; none where it is no dispute. */
  readonly classes: readonly DisputeClass[]
  /** Whether it tells of something that happens; undefined where that is not to be learned from it. */
  readonly live?: boolean | undefined
  readonly weight: number
}

/** A text from which it is learned what danger sounds like (险情), as its rows. */
export interface DangerLesson extends Seen {
  readonly isDanger: boolean
  readonly weight: number
}

/** A text that somebody wrote as a whole weighs this; how rare a row is, is counted in such texts alone. */
export const wholeWeight = 8
/** From what margins are to what the rest of the decision takes for likelihood: by the logarithm. */
const marginWorth = 3

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

/** Outputs of every manner behind one another, as the model has them. */
interface Tables {
  readonly weights: Float32Array
  readonly biases: Float32Array
}

/** Puts a margin's tables where the model has them: what all share and what is the manner's own, added. */
const putMargin = ({ weights, biases }: Tables, output: number, margin: ReturnType<typeof widestMargin>): void => {
  for (const manner of manners.keys())
    for (let row = 0; row <= rowCount; row++) {
      const own = marginWorth * ((margin.weights[row] as number) + (margin.weights[(manner + 1) * margin.stride + row] as number))
      if (row < rowCount) weights[(manner * rowCount + row) * outputCount + output] = own
      else biases[manner * outputCount + output] = own
    }
}
const putOdds = ({ weights, biases }: Tables, output: number, odds: Odds): void => {
  for (const manner of manners.keys()) {
    for (let row = 0; row < rowCount; row++) weights[(manner * rowCount + row) * outputCount + output] = odds.weights[row] as number
    biases[manner * outputCount + output] = odds.bias
  }
}

/**
 * Learns a linear model: the widest margin for each class and for none, and a yes or no for what is live and what is dangerous. The same lessons
 * give the same bytes on every machine that has IEEE numbers.
 */
export const train = (
  lessons: readonly Lesson[],
  {
    terms,
    pairs,
    taught,
    dangers,
  }: { readonly terms: Uint32Array; readonly pairs: readonly number[]; readonly taught: string; readonly dangers: readonly DangerLesson[] },
  settings: MarginSettings = usualMargins,
): Model => {
  const rarity = rarityOf(
    lessons.filter(({ weight }) => weight >= wholeWeight),
    rowCount,
  )
  const texts = lessons.map((lesson) => {
    const side = lesson.classes[0] === undefined ? noneOutput : disputeClasses.indexOf(lesson.classes[0])
    return { ...vectorOf(lesson, rarity), manner: lesson.manner, side, live: lesson.live, weight: lesson.weight / wholeWeight }
  })
  const tables = {
    weights: new Float32Array(manners.length * rowCount * outputCount),
    biases: new Float32Array(manners.length * outputCount),
  }
  for (let output = 0; output <= noneOutput; output++) putMargin(tables, output, widestMargin(texts, output, { rowCount, settings }))
  const lively = texts.flatMap(({ rows, values, live, weight }) =>
    live === undefined ? [] : [{ rows, values, isYes: live, weight: wholeWeight * weight }],
  )
  putOdds(tables, liveOutput, learnOdds(lively, rowCount))
  const dangerous = dangers.map((one) => ({ ...vectorOf(one, rarity), isYes: one.isDanger, weight: one.weight }))
  putOdds(tables, dangerOutput, learnOdds(dangerous, rowCount))
  // A byte has to hold what is added up when a text is read: the weight times how rare the row is.
  for (let at = 0; at < tables.weights.length; at++)
    tables.weights[at] = (tables.weights[at] as number) * (rarity[Math.floor(at / outputCount) % rowCount] as number)
  const { weights: bytes, scales } = quantised(tables.weights)
  const { biases } = tables
  const version = createHash('sha256').update(bytes).update(new Uint8Array(biases.buffer)).digest('hex').slice(0, 12)
  return { version, taught, weights: bytes, rarity, scales, biases, terms, pairs: Int32Array.from(pairs) }
}
