/** Deterministic numbers in [0, 1), so that a test rolls the same dice every time (mulberry32). */
export const dice = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The same items in another order. */
export const shuffled = <T>(items: readonly T[], roll: () => number): T[] => {
  const left = [...items]
  return Array.from(items, () => left.splice(Math.floor(roll() * left.length), 1)).flat()
}

/** The value below which the share `q` lies. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** How far two groups lie apart. Other work on the machine only ever adds time, so the quick half of each group tells most. */
const gap = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...[0.1, 0.25, 0.5].map((q) => Math.abs(quantile(a, q) - quantile(b, q))))

/**
 * Whether two series, measured side by side round by round, come from one distribution. A permutation test: were the names of the two
 * exchanged at random within each round (so that a machine that grows slower touches both), how often would they lie as far apart as
 * they do? `share` is that chance.
 */
export const compareSeries = (a: readonly number[], b: readonly number[], seed = 1): { gapMs: number; share: number } => {
  const roll = dice(seed)
  const found = gap(a, b)
  const times = 2_000
  let asFar = 0
  for (let time = 0; time < times; time += 1) {
    const swaps = a.map(() => roll() < 0.5)
    const pick = (isSwapped: boolean, at: number): number => (isSwapped ? b[at] : a[at]) ?? 0
    const [left, right] = [swaps.map((swap, at) => pick(swap, at)), swaps.map((swap, at) => pick(!swap, at))]
    if (gap(left, right) >= found) asFar += 1
  }
  return { gapMs: found, share: (asFar + 1) / (times + 1) }
}
