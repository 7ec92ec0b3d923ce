/** Headings of the groups of a lexicon file, in their order (词组). */
export const groupsOf = (text: string): readonly string[] => [...text.matchAll(/^ *- about: *(.+?) *$/gm)].map((found) => found[1] ?? '')

/** What may stand bare in a list of YAML; anything else goes between quotes. */
const isBare = (word: string): boolean => !/^[\s>|*&!%@`'"#?-]|[,[\]{}:#]|^(?:yes|no|true|false|null|~|[\d.+-]+)$/i.test(word)

/**
 * Puts a word first in a list of a group: `strong`, `weak` or `words`. Undefined where the file has no such list, and somebody has to write it
 * by hand.
 */
export const withWord = (text: string, { group, list, word }: { group: string; list: string; word: string }): string | undefined => {
  const lines = text.split('\n')
  const head = lines.findIndex((line) => /^ *- about: */.test(line) && line.replace(/^ *- about: */, '').trim() === group)
  if (head < 0) return undefined
  const next = lines.findIndex((line, at) => at > head && /^ *- about: */.test(line))
  const end = next < 0 ? lines.length : next
  const at = lines.findIndex((line, index) => index > head && index < end && new RegExp(`^ *${list}: *\\[`).test(line))
  if (at < 0) return undefined
  const told = isBare(word) ? word : JSON.stringify(word)
  return lines
    .with(
      at,
      (lines[at] ?? '').replace(/\[ */, (open) => `${open.trim()}${told}, `),
    )
    .join('\n')
}
