import { type FeatureTable, featureTable, numberOf } from './feature-table.ts'

/** What a text is made of, and what each part weighs. */
export type Features = ReadonlyMap<string, number>

/** A text and whose it is: shares of weight by class. */
export interface Lesson {
  readonly features: Features
  readonly belongs: readonly (readonly [index: number, weight: number])[]
  /** Read in some rounds only: sections are many, and say less of how people ask. */
  readonly isSeldom?: boolean
}

/** The share of belief that each class has in a text; they add up to 1. */
export type Beliefs = (features: Features) => Float64Array

/** AdaGrad's first step; steps grow shorter to the end, so that the order of the last lessons tells little. */
const step = 0.8
/**
 * What was learned is the mean of so many readings, each in an order of its own: the order of the lessons decides near ties, and a word changed in one
 * page moved sentences of others. Held out, three readings find 91.6 % first instead of 91.1; they take three times as long, once for a set of pages.
 */
const readings = 3
/** Classes whose error is below this are not corrected: most are not in the running, and it halves the time. */
const noError = 0.01
/** Lessons that are read seldom are read in the first round and in every third after it, and in the last. */
const isRead = ({ isSeldom }: Lesson, round: number, rounds: number): boolean => !isSeldom || round % 3 === 0 || round === rounds - 1

/** What was learned, as numbers alone: it is kept from one start to the next (runtime/page-read.ts). */
export interface Learned {
  readonly classes: number
  readonly features: FeatureTable
  /** What each feature weighs, and one that no lesson has. */
  readonly rarity: Float64Array
  readonly unheard: number
  /** What each feature tells of each class: where its row begins, then class and weight. Three of four say nothing and are left out. */
  readonly rows: Uint32Array
  readonly of: Uint16Array
  readonly weights: Float32Array
}

/** Numbers and weights of the features of a text, at length 1. */
interface Vector {
  readonly at: Int32Array
  readonly weights: Float32Array
}

/** The same order on every machine and in every run (a linear congruential generator). */
const shuffler = (): ((order: Int32Array) => void) => {
  let seed = 12_345
  return (order) => {
    for (let last = order.length - 1; last > 0; last--) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
      const other = seed % (last + 1)
      const kept = order[last] ?? 0
      order[last] = order[other] ?? 0
      order[other] = kept
    }
  }
}

/** A text as numbers: TF-IDF at length 1. */
const vectorOf = (features: Features, numbered: (key: string) => number, rarity: Float64Array, unheard: number): Vector => {
  const at: number[] = []
  const weights: number[] = []
  let squares = 0
  for (const [key, weight] of features) {
    const number = numbered(key)
    const value = weight * (number < 0 ? unheard : (rarity[number] ?? unheard))
    squares += value * value
    if (number < 0) continue
    at.push(number)
    weights.push(value)
  }
  const length = Math.sqrt(squares) || 1
  return { at: Int32Array.from(at), weights: Float32Array.from(weights, (weight) => weight / length) }
}

/** Sums to shares of belief, in place. */
const softmax = (sums: Float64Array): void => {
  const most = sums.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  let whole = 0
  for (let one = 0; one < sums.length; one++) {
    const odds = Math.exp((sums[one] ?? 0) - most)
    sums[one] = odds
    whole += odds
  }
  for (let one = 0; one < sums.length; one++) sums[one] = (sums[one] ?? 0) / whole
}

/** What tells something, row by row. */
const sparse = (known: Float32Array, classes: number): Pick<Learned, 'rows' | 'of' | 'weights'> => {
  const count = known.reduce((sum, weight) => sum + (weight === 0 ? 0 : 1), 0)
  const rows = new Uint32Array(known.length / classes + 1)
  const of = new Uint16Array(count)
  const weights = new Float32Array(count)
  let next = 0
  for (let place = 0; place < known.length; place++) {
    const weight = known[place] ?? 0
    if (weight !== 0) {
      of[next] = place % classes
      weights[next++] = weight
    }
    if (place % classes === classes - 1) rows[(place + 1) / classes] = next
  }
  return { rows, of, weights }
}

/** Multinomial logistic regression over TF-IDF features, by AdaGrad: small, and the same lessons always teach the same. */
export const learn = (lessons: readonly Lesson[], classes: number, rounds: number): Learned => {
  const frequency = new Map<string, number>()
  for (const { features } of lessons) for (const key of features.keys()) frequency.set(key, (frequency.get(key) ?? 0) + 1)
  const numbers = new Map([...frequency.keys()].map((key, number) => [key, number]))
  const rarity = Float64Array.from(frequency.values(), (count) => Math.log(1 + lessons.length / (count + 1)))
  const unheard = Math.log(1 + lessons.length)
  const vectors = lessons.map(({ features }) => vectorOf(features, (key) => numbers.get(key) ?? -1, rarity, unheard))

  const mean = new Float32Array(rarity.length * classes)
  const known = new Float32Array(mean.length)
  const squares = new Float32Array(mean.length)
  const beliefs = new Float64Array(classes)
  const believe = ({ at, weights }: Vector): void => {
    beliefs.fill(0)
    for (let part = 0; part < at.length; part++) {
      const from = (at[part] ?? 0) * classes
      const weight = weights[part] ?? 0
      for (let one = 0; one < classes; one++) beliefs[one] = (beliefs[one] ?? 0) + weight * (known[from + one] ?? 0)
    }
    softmax(beliefs)
  }
  const wrong = new Int32Array(classes)
  /** One step towards what a lesson says. */
  const correct = ({ belongs }: Lesson, vector: Vector, pace: number): void => {
    believe(vector)
    const whole = belongs.reduce((sum, [, weight]) => sum + weight, 0)
    for (let one = 0; one < classes; one++) beliefs[one] = (beliefs[one] ?? 0) * whole
    for (const [one, weight] of belongs) beliefs[one] = (beliefs[one] ?? 0) - weight
    let count = 0
    for (let one = 0; one < classes; one++) if (Math.abs(beliefs[one] ?? 0) > noError) wrong[count++] = one
    const { at, weights } = vector
    for (let part = 0; part < at.length; part++) {
      const from = (at[part] ?? 0) * classes
      const weight = weights[part] ?? 0
      for (let nth = 0; nth < count; nth++) {
        const one = wrong[nth] ?? 0
        const slope = (beliefs[one] ?? 0) * weight
        const place = from + one
        const square = (squares[place] ?? 0) + slope * slope
        squares[place] = square
        known[place] = (known[place] ?? 0) - (pace * slope) / Math.sqrt(square)
      }
    }
  }
  const order = Int32Array.from(lessons, (_, index) => index)
  const shuffle = shuffler()
  for (let reading = 0; reading < readings; reading++) {
    known.fill(0)
    squares.fill(1e-6)
    for (let round = 0; round < rounds; round++) {
      shuffle(order)
      for (const [taken, index] of order.entries()) {
        const vector = vectors[index]
        const lesson = lessons[index]
        if (!vector || !lesson || !isRead(lesson, round, rounds)) continue
        correct(lesson, vector, step * (1 - (round + taken / order.length) / rounds))
      }
    }
    for (let place = 0; place < mean.length; place++) mean[place] = (mean[place] ?? 0) + (known[place] ?? 0) / readings
  }
  return { classes, features: featureTable(numbers.keys(), numbers.size), rarity, unheard, ...sparse(mean, classes) }
}

/** Whose a text is, by what was learned. */
export const believer =
  ({ classes, features: table, rarity, unheard, rows, of, weights: known }: Learned): Beliefs =>
  (features) => {
    const { at, weights } = vectorOf(features, (key) => numberOf(table, key), rarity, unheard)
    const beliefs = new Float64Array(classes)
    for (const [part, number] of at.entries()) {
      const weight = weights[part] ?? 0
      for (let place = rows[number] ?? 0; place < (rows[number + 1] ?? 0); place++) {
        const one = of[place] ?? 0
        beliefs[one] = (beliefs[one] ?? 0) + weight * (known[place] ?? 0)
      }
    }
    softmax(beliefs)
    return beliefs
  }
