/** A phrase that was found in a text. */
export interface Match<T> {
  readonly start: number
  readonly end: number
  readonly value: T
}

/** Finds known phrases in a text. */
export interface Phrases<T> {
  /** From left to right, the longest first, none inside another. */
  matchesIn(text: string): readonly Match<T>[]
}

const isLatin = (char: string | undefined): boolean => char !== undefined && /[a-z\d]/.test(char)

/** A finder of phrases: by first character, then the longest. Latin phrases are found as whole words only. */
export const phrases = <T>(entries: ReadonlyMap<string, T>): Phrases<T> => {
  const byFirst = new Map<string, string[]>()
  for (const phrase of entries.keys()) {
    const first = phrase.charAt(0)
    const known = byFirst.get(first)
    if (known) known.push(phrase)
    else byFirst.set(first, [phrase])
  }
  for (const known of byFirst.values()) known.sort((a, z) => z.length - a.length)
  const isWhole = (text: string, start: number, end: number): boolean =>
    !(isLatin(text[start]) && isLatin(text[start - 1])) && !(isLatin(text[end - 1]) && isLatin(text[end]))
  return {
    matchesIn(text) {
      const found: Match<T>[] = []
      for (let at = 0; at < text.length; at++) {
        const phrase = byFirst.get(text.charAt(at))?.find((one) => text.startsWith(one, at) && isWhole(text, at, at + one.length))
        const value = phrase === undefined ? undefined : entries.get(phrase)
        if (phrase === undefined || value === undefined) continue
        found.push({ start: at, end: at + phrase.length, value })
        at += phrase.length - 1
      }
      return found
    },
  }
}
