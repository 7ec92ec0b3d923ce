/**
 * Cohen's kappa (1960): how far two raters agree beyond chance; 1 is always, 0 is no more than chance. Undefined without pairs, and where both
 * said the same one thing throughout, which tells nothing.
 */
export const kappa = (pairs: readonly (readonly [boolean, boolean])[]): number | undefined => {
  const count = pairs.length
  if (count === 0) return undefined
  const share = (of: (pair: readonly [boolean, boolean]) => boolean): number => pairs.filter(of).length / count
  const agreed = share(([a, b]) => a === b)
  const [first, second] = [share(([a]) => a), share(([, b]) => b)]
  const chance = first * second + (1 - first) * (1 - second)
  return chance === 1 ? undefined : (agreed - chance) / (1 - chance)
}

/** From here on a judge may speak: “substantial” by Landis and Koch (1977). */
export const trustedFrom = 0.6
