/** What invented names are made of (姓名教材), as `data/teaching/names/people.yaml` has it. */
export interface NameStuff {
  readonly surnames: readonly string[]
  readonly compounds: readonly string[]
  /** Given names as they stand. */
  readonly given: readonly string[]
  /** Signs of given names. */
  readonly characters: readonly string[]
  readonly heads: readonly string[]
  readonly tails: readonly string[]
  /** Surnames that stand before a Mongolian name: 包青格勒. */
  readonly families: readonly string[]
  readonly tibetan: readonly string[]
  /** Names of Uyghur and Kazakh people that stand alone, and what is put behind them. */
  readonly turkic: { readonly heads: readonly string[]; readonly tails: readonly string[] }
  readonly dottedFirst: readonly string[]
  readonly dottedLast: readonly string[]
  /** Given names of two signs out of a dictionary, where a surname stood before them: only how they sound is learned. */
  readonly heard: readonly string[]
  /** Everyday words that somebody may be called. */
  readonly words: readonly string[]
  /** Everyday words of two signs that begin with a surname: now and then somebody is called so. */
  readonly wordNames: readonly string[]
}

export type Random = () => number
export const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
/** One of the list; the first ones far more often. */
export const pickEarly = <T>(random: Random, list: readonly T[]): T => list[Math.floor(list.length * random() ** 2.2)] as T

export const surnameOf = (random: Random, { surnames }: NameStuff): string =>
  random() < 0.55 ? pickEarly(random, surnames) : pick(random, surnames)

const givenOf = (random: Random, stuff: NameStuff): string => {
  const by = random()
  if (by < 0.3) return pick(random, stuff.heard)
  if (by < 0.5) return pick(random, stuff.given)
  if (by < 0.68) return pick(random, stuff.characters) + pick(random, stuff.characters)
  if (by < 0.72) return pick(random, stuff.characters).repeat(2)
  if (by < 0.79) return pick(random, stuff.words)
  return pick(random, stuff.characters)
}

export const regionalOf = (random: Random, stuff: NameStuff): string => {
  const by = random()
  if (by < 0.07) return pick(random, stuff.families) + pick(random, stuff.heads)
  if (by < 0.33) return pick(random, stuff.heads)
  if (by < 0.66) return pick(random, stuff.heads) + pick(random, stuff.tails)
  if (by < 0.76) return pick(random, stuff.heads) + pick(random, stuff.heads)
  if (by < 0.83) return pick(random, stuff.tibetan) + pick(random, stuff.tibetan)
  if (by < 0.88) return pick(random, stuff.tibetan)
  if (by < 0.95) return pick(random, stuff.turkic.heads) + pick(random, stuff.turkic.tails)
  return pick(random, stuff.turkic.heads)
}

/** An invented name. Three times out of four as the Han have it. */
export const nameOf = (random: Random, stuff: NameStuff): string => {
  const by = random()
  if (by < 0.7) return surnameOf(random, stuff) + givenOf(random, stuff)
  if (by < 0.715) return pick(random, stuff.wordNames)
  if (by < 0.77) return pick(random, stuff.compounds) + givenOf(random, stuff)
  if (by < 0.98) return regionalOf(random, stuff)
  return `${pick(random, stuff.dottedFirst)}·${pick(random, stuff.dottedLast)}`
}
