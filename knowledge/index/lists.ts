import { findTerm, type Stretch, type TermList } from './dictionary.ts'
import { blockOf, type Segment } from './segment.ts'

/** A block of a segment. */
export interface Wanted {
  readonly segment: Segment
  readonly block: number
}

/** Reads blocks, checked, in the order asked for; those that are not in memory in one round trip. */
export type ReadBlocks = (wanted: readonly Wanted[]) => Promise<readonly Uint8Array[]>

/** The list of every term in every segment, as far as the dictionary blocks hold it: `[segment][term]`. One round trip. */
export const findLists = async (
  segments: readonly Segment[],
  terms: readonly string[],
  read: ReadBlocks,
): Promise<readonly (readonly (TermList | undefined)[])[]> => {
  const wanted: Wanted[] = []
  const places = segments.map((segment) =>
    terms.map((term) => {
      const block = blockOf(segment, term)
      return block === undefined ? -1 : wanted.push({ segment, block }) - 1
    }),
  )
  const blocks = await read(wanted)
  return places.map((row) =>
    row.map((place, at) => {
      const [bytes, from] = [blocks[place], wanted[place]]
      return bytes && from && findTerm(bytes, { block: from.block, clauses: from.segment.clauses }, terms[at] ?? '')
    }),
  )
}

/** Reads what long lists keep in blocks of their own. One round trip, none where all is in memory. */
export const fillLists = async (
  segments: readonly Segment[],
  lists: readonly (readonly (TermList | undefined)[])[],
  read: ReadBlocks,
): Promise<void> => {
  const missing: (Wanted & { readonly stretch: Stretch })[] = []
  for (const [at, segment] of segments.entries())
    for (const list of lists[at] ?? [])
      for (const stretch of list?.stretches ?? [])
        if (stretch.block !== undefined && !stretch.bytes) missing.push({ segment, block: stretch.block, stretch })
  const blocks = await read(missing)
  for (const [at, { stretch }] of missing.entries()) stretch.bytes = blocks[at]
}
