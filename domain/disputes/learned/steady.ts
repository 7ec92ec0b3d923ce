/** A generator of numbers below 1 that always gives the same ones (Numerical Recipes' LCG): training is the same everywhere. */
export const steady = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 4_294_967_296
}
