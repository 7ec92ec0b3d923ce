/** What a text is made of, and what each part weighs. */
export type Features = ReadonlyMap<string, number>

/** A text and whose it is: shares of weight by class. */
export interface Lesson {
  readonly features: Features
  readonly belongs: readonly (readonly [index: number, weight: number])[]
}

/** The share of belief that each class has in a text; they add up to 1. */
export type Beliefs = (features: Features) => Float64Array

/** AdaGrad's first step; steps grow shorter to the end, so that the order of the last lessons tells little. */
const step = 0.8
/** Classes whose error is below this are not corrected: most are not in the running, and it halves the time. */
const noError = 0.01

/** Positions and weights of a text, at length 1. */
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

/** Multinomial logistic regression over TF-IDF features, by AdaGrad: small, and the same lessons always give the same beliefs. */
export const learn = (lessons: readonly Lesson[], classes: number, rounds: number): Beliefs => {
  const frequency = new Map<string, number>()
  for (const { features } of lessons) for (const key of features.keys()) frequency.set(key, (frequency.get(key) ?? 0) + 1)
  const places = new Map<string, { readonly at: number; readonly rarity: number }>()
  for (const [key, count] of frequency) places.set(key, { at: places.size * classes, rarity: Math.log(1 + lessons.length / (count + 1)) })
  const unheard = Math.log(1 + lessons.length)
  const vectorOf = (features: Features): Vector => {
    const at: number[] = []
    const weights: number[] = []
    let squares = 0
    for (const [key, weight] of features) {
      const place = places.get(key)
      const value = weight * (place?.rarity ?? unheard)
      squares += value * value
      if (!place) continue
      at.push(place.at)
      weights.push(value)
    }
    const length = Math.sqrt(squares) || 1
    return { at: Int32Array.from(at), weights: Float32Array.from(weights, (weight) => weight / length) }
  }

  const known = new Float32Array(places.size * classes)
  const beliefs = new Float64Array(classes)
  const believe = ({ at, weights }: Vector): void => {
    beliefs.fill(0)
    for (let part = 0; part < at.length; part++) {
      const from = at[part] ?? 0
      const weight = weights[part] ?? 0
      for (let one = 0; one < classes; one++) beliefs[one] = (beliefs[one] ?? 0) + weight * (known[from + one] ?? 0)
    }
    const most = beliefs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    let sum = 0
    for (let one = 0; one < classes; one++) {
      const odds = Math.exp((beliefs[one] ?? 0) - most)
      beliefs[one] = odds
      sum += odds
    }
    for (let one = 0; one < classes; one++) beliefs[one] = (beliefs[one] ?? 0) / sum
  }

  const vectors = lessons.map(({ features }) => vectorOf(features))
  const squares = new Float32Array(known.length).fill(1e-6)
  const order = Int32Array.from(lessons, (_, index) => index)
  const wrong = new Int32Array(classes)
  const shuffle = shuffler()
  for (let round = 0; round < rounds; round++) {
    shuffle(order)
    for (const [taken, index] of order.entries()) {
      const pace = step * (1 - (round + taken / order.length) / rounds)
      const vector = vectors[index]
      const lesson = lessons[index]
      if (!vector || !lesson) continue
      believe(vector)
      const whole = lesson.belongs.reduce((sum, [, weight]) => sum + weight, 0)
      for (let one = 0; one < classes; one++) beliefs[one] = (beliefs[one] ?? 0) * whole
      for (const [one, weight] of lesson.belongs) beliefs[one] = (beliefs[one] ?? 0) - weight
      let count = 0
      for (let one = 0; one < classes; one++) if (Math.abs(beliefs[one] ?? 0) > noError) wrong[count++] = one
      const { at, weights } = vector
      for (let part = 0; part < at.length; part++) {
        const from = at[part] ?? 0
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
  }
  return (features) => {
    believe(vectorOf(features))
    return beliefs.slice()
  }
}
