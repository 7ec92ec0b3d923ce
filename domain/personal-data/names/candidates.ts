import type { RegionalPairs } from './regional-pairs.ts'
import { pairOf, part, type SignTable } from './signs.ts'

/** How a candidate is written: a surname and a given name, or signs of a name of the region. */
export const written = { han: 0, compound: 1, regional: 2 } as const
export type Written = (typeof written)[keyof typeof written]

/** Most signs of a name of the region that are looked at. */
export const longestRegional = 8

/** Calls for everything that could be a name from `start` on. */
export const candidatesAt = (
  { parts, read, compounds, titles }: SignTable,
  follows: RegionalPairs,
  text: string,
  start: number,
  visit: (length: number, how: Written) => void,
): void => {
  const signAt = (at: number): number => read[text.charCodeAt(at)] as number
  const partAt = (at: number): number => (at < text.length ? (parts[text.charCodeAt(at)] as number) : 0)
  const pairAt = (at: number): number => pairOf(signAt(at), signAt(at + 1))
  const begins = partAt(start)
  const next = partAt(start + 1)
  if (begins & part.surname && next & part.given) {
    visit(2, written.han)
    if (partAt(start + 2) & part.given && !titles.has(pairAt(start + 1))) visit(3, written.han)
  }
  if (begins & part.compound && next & part.han && partAt(start + 2) & part.given && compounds.has(pairAt(start))) {
    visit(3, written.compound)
    if (partAt(start + 3) & part.given && !titles.has(pairAt(start + 2))) visit(4, written.compound)
  }
  if (begins & part.opens && next & part.regional && follows(signAt(start), signAt(start + 1))) {
    // Two names that are put together may meet in a pair that is not known.
    let strange = 0
    for (let length = 2; length <= longestRegional && partAt(start + length - 1) & part.regional; length++) {
      if (length > 2 && !follows(signAt(start + length - 2), signAt(start + length - 1)) && ++strange > 1) break
      visit(length, written.regional)
    }
  }
}
