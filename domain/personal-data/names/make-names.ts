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
  readonly tibetan: readonly string[]
  readonly dottedFirst: readonly string[]
  readonly dottedLast: readonly string[]
  /** Given names of two signs out of a dictionary, where a surname stood before them: only how they sound is learned. */
  readonly heard: readonly string[]
  /** Everyday words that somebody may be called. */
  readonly words: readonly string[]
}

export type Random = () => number
export const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
/** One of the list; the first ones far more often. */
const pickEarly = <T>(random: Random, list: readonly T[]): T => list[Math.floor(list.length * random() ** 2.2)] as T

export const surnameOf = (random: Random, { surnames }: NameStuff): string =>
  random() < 0.6 ? pickEarly(random, surnames) : pick(random, surnames)

const givenOf = (random: Random, stuff: NameStuff): string => {
  const by = random()
  if (by < 0.28) return pick(random, stuff.heard)
  if (by < 0.5) return pick(random, stuff.given)
  if (by < 0.72) return pick(random, stuff.characters) + pick(random, stuff.characters)
  if (by < 0.78) return pick(random, stuff.characters).repeat(2)
  if (by < 0.83) return pick(random, stuff.words)
  return pick(random, stuff.characters)
}

export const regionalOf = (random: Random, stuff: NameStuff): string => {
  const by = random()
  if (by < 0.35) return pick(random, stuff.heads)
  if (by < 0.75) return pick(random, stuff.heads) + pick(random, stuff.tails)
  if (by < 0.85) return pick(random, stuff.heads) + pick(random, stuff.heads)
  if (by < 0.93) return pick(random, stuff.tibetan) + pick(random, stuff.tibetan)
  return pick(random, stuff.tibetan)
}

/** An invented name. Two times out of three as the Han have it. */
export const nameOf = (random: Random, stuff: NameStuff): string => {
  const by = random()
  if (by < 0.76) return surnameOf(random, stuff) + givenOf(random, stuff)
  if (by < 0.82) return pick(random, stuff.compounds) + givenOf(random, stuff)
  if (by < 0.96) return regionalOf(random, stuff)
  return `${pick(random, stuff.dottedFirst)}·${pick(random, stuff.dottedLast)}`
}
