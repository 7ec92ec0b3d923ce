/** Letters and numbers alone: two models set their commas and blanks in their own ways. */
const bare = (text: string): string => text.replace(/[^\p{L}\p{M}\p{N}]/gu, '').toLowerCase()

/** Fewer letters than this may stand at an end and at a beginning by chance. */
const overlapLeast = 4
/** A sentence of fewer letters may be said twice in one answer (好的。). */
const sentenceLeast = 6

const sentencesOf = (text: string): string[] => text.split(/(?<=[。！？!?\n])/).map(bare)

/** The text without its first `count` letters, and without what stands between them and the rest. */
const without = (text: string, count: number): string => {
  let seen = 0
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]/gu)) if (++seen > count) return text.slice(match.index)
  return ''
}

/** How many letters at the beginning of `text` stand at the end of `said`. */
const overlap = (said: string, text: string): number => {
  for (let size = Math.min(said.length, text.length); size >= overlapLeast; size--) if (said.endsWith(text.slice(0, size))) return size
  return 0
}

/**
 * For a model that goes on where another broke off: what the person has read already is cut from what it says, whether it begins anew,
 * repeats the last words, or says one of the sentences again further on.
 */
export const echoCutter = (said: string) => {
  const whole = bare(said)
  const sentences = new Set(sentencesOf(said).filter((sentence) => sentence.length >= sentenceLeast))
  let isCatchingUp = whole !== ''
  return {
    /** What of a sentence is new; empty when all of it was said. */
    fresh(sentence: string): string {
      const text = bare(sentence)
      if (sentences.has(text)) return ''
      if (!isCatchingUp || text === '') return isCatchingUp ? '' : sentence
      if (text.length > 1 && whole.includes(text)) return ''
      isCatchingUp = false
      const doubled = overlap(whole, text)
      return doubled === 0 ? sentence : without(sentence, doubled)
    },
  }
}
