/** Most words that one way of writing them together may stand for. */
export const mostAlternatives = 120

const group = /\(([^()]*)\)/

/**
 * Words that are written together (合写): `(掉|落)(进|到)(河|井)` is eight of them, and an empty choice leaves the place out. Gives undefined where brackets do
 * not match or they would be more than `most`.
 */
export const alternatives = (written: string, most = mostAlternatives): readonly string[] | undefined => {
  let words = [written]
  for (let found = group.exec(written); found; found = group.exec(words[0] ?? '')) {
    const choices = (found[1] ?? '').split('|')
    if (words.length * choices.length > most) return undefined
    // Every word has the same groups, the first of them in the same place among what is not yet chosen.
    words = words.flatMap((word) => choices.map((choice) => word.replace(group, choice)))
  }
  if (words.some((word) => /[()|]/.test(word))) return undefined
  const all = new Set(words)
  return [...all].filter((word) => !holdsAnother(word, all))
}

/** Whether a shorter one of them stands in a word: it is found there by itself. */
const holdsAnother = (word: string, all: ReadonlySet<string>): boolean => {
  if (word.includes('…')) return false
  for (let length = 1; length < word.length; length++)
    for (let from = 0; from + length <= word.length; from++) if (all.has(word.slice(from, from + length))) return true
  return false
}
