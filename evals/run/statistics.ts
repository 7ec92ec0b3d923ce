/** Two-sided 95 % of the normal distribution. */
const z95 = 1.959964

/** Wilson score interval of a share, 95 %. */
export const wilson = (hits: number, count: number): readonly [low: number, high: number] => {
  if (count === 0) return [0, 1]
  const share = hits / count
  const square = z95 ** 2
  const centre = (share + square / (2 * count)) / (1 + square / count)
  const half = (z95 / (1 + square / count)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count ** 2))
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The value below which this part of the values lies. */
export const quantile = (values: readonly number[], part: number): number => {
  if (values.length === 0) return Number.NaN
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * part
  const [below, above] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN]
  return below + (above - below) * (at - Math.floor(at))
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((sum, one) => sum + one, 0) / values.length

/** Percentile bootstrap of any figure, 95 %, 1,000 draws from one seed. */
export const bootstrap = (values: readonly number[], figure: (drawn: readonly number[]) => number, seed = 1): readonly [number, number] => {
  if (values.length < 2) return [figure(values), figure(values)]
  const random = seeded(seed)
  const drawn = Array.from({ length: 1_000 }, () => figure(values.map(() => values[Math.floor(random() * values.length)] ?? 0)))
  return [quantile(drawn, 0.025), quantile(drawn, 0.975)]
}

const logFactorials = [0]
const logFactorial = (n: number): number => {
  for (let at = logFactorials.length; at <= n; at++) logFactorials.push((logFactorials[at - 1] ?? 0) + Math.log(at))
  return logFactorials[n] ?? 0
}

/** McNemar's exact test, two-sided: how likely this many differences, were both runs alike. */
export const mcnemar = (onlyFirst: number, onlySecond: number): number => {
  const [count, fewer] = [onlyFirst + onlySecond, Math.min(onlyFirst, onlySecond)]
  if (count === 0) return 1
  let tail = 0
  for (let at = 0; at <= fewer; at++) tail += Math.exp(logFactorial(count) - logFactorial(at) - logFactorial(count - at) - count * Math.LN2)
  return Math.min(1, 2 * tail)
}

/** Bootstrap over pairs of values: the 95 % interval of the mean difference, second less first. */
export const pairedDifference = (pairs: readonly (readonly [number, number])[], seed = 1): readonly [low: number, high: number] =>
  bootstrap(
    pairs.map(([first, second]) => second - first),
    mean,
    seed,
  )

/** pass^k: how likely k tries of one case all pass, by what `tries` tries of it came to (no try twice). */
export const passHatK = (passed: number, tries: number, k: number): number => {
  if (k > tries) throw new RangeError(`pass^${k} of ${tries} tries`)
  if (passed < k) return 0
  return Math.exp(logFactorial(passed) + logFactorial(tries - k) - logFactorial(passed - k) - logFactorial(tries))
}
