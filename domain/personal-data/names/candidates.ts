import { longestRegional, type Written, written } from './features.ts'
import type { WordFilter } from './known-words.ts'
import { pairOf, part, type SignTable } from './signs.ts'

/** Calls for everything that could be a name from `start` on. Where a word of every day begins, or reaches over, there is none: most signs end here. */
export const candidatesAt = (
  { parts, read, compounds, titles }: SignTable,
  words: WordFilter,
  text: string,
  start: number,
  visit: (length: number, how: Written) => void,
): void => {
  const pairAt = (at: number): number => pairOf(read[text.charCodeAt(at)] as number, read[text.charCodeAt(at + 1)] as number)
  const partAt = (at: number): number => (at >= 0 && at < text.length ? (parts[text.charCodeAt(at)] as number) : 0)
  const begins = partAt(start)
  const next = partAt(start + 1)
  const [first, second] = [read[text.charCodeAt(start)] as number, read[text.charCodeAt(start + 1)] as number]
  const isWord =
    words.isCommon(first, second) || (partAt(start - 1) !== 0 && words.isCommon(read[text.charCodeAt(start - 1)] as number, first))
  if (isWord) return
  if (begins & part.surname && next & part.given) {
    visit(2, written.han)
    if (partAt(start + 2) & part.given && !titles.has(pairAt(start + 1))) visit(3, written.han)
  }
  if (begins & part.compound && next & part.han && partAt(start + 2) & part.given) {
    if (compounds.has(pairAt(start))) {
      visit(3, written.compound)
      if (partAt(start + 3) & part.given && !titles.has(pairAt(start + 2))) visit(4, written.compound)
    }
  }
  if (begins & part.opens && next & part.regional && words.beginsRegional(first, second))
    for (let length = 2; length <= longestRegional && partAt(start + length - 1) & part.regional; length++) visit(length, written.regional)
}
