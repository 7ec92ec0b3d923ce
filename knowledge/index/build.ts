import { dictionaryWriter } from './dictionary-writer.ts'
import { type Postings, roomForPostings } from './postings.ts'
import { frequencyCode, lengthCode, quarters } from './scoring.ts'
import { encodeSegment } from './segment.ts'

/** A clause on its way into the index. */
export interface IndexEntry {
  readonly clause: number
  readonly version: number
  /** How often each term occurs: small positive numbers in steps of 1/4, weighted by where it stands. */
  readonly terms: ReadonlyMap<string, number>
  /** Sum of the weighted frequencies. */
  readonly length: number
}

/** Every posting, by clause, with the terms numbered as they come. */
const collect = (entries: readonly IndexEntry[]) => {
  const postings = entries.reduce((sum, entry) => sum + entry.terms.size, 0)
  const numbers = new Map<string, number>()
  const counts: number[] = []
  const terms = new Uint32Array(postings)
  const codes = new Uint8Array(postings)
  const ends = new Uint32Array(entries.length)
  let at = 0
  for (const [ordinal, entry] of entries.entries()) {
    for (const [term, frequency] of entry.terms) {
      let number = numbers.get(term)
      if (number === undefined) {
        number = numbers.size
        numbers.set(term, number)
        counts.push(0)
      }
      counts[number] = (counts[number] ?? 0) + 1
      terms[at] = number
      codes[at] = frequencyCode(frequency)
      at += 1
    }
    ends[ordinal] = at
  }
  return { numbers, counts, terms, codes, ends }
}

/** The same postings by term: a counting sort, which keeps the order of clauses. */
const byTerm = ({ counts, terms, codes, ends }: ReturnType<typeof collect>): { postings: Postings; starts: Uint32Array } => {
  const starts = new Uint32Array(counts.length + 1)
  for (const [number, count] of counts.entries()) starts[number + 1] = (starts[number] ?? 0) + count
  const next = starts.slice()
  const postings = roomForPostings(terms.length)
  let at = 0
  for (const [ordinal, end] of ends.entries())
    for (; at < end; at += 1) {
      const number = terms[at] ?? 0
      const place = next[number] ?? 0
      next[number] = place + 1
      postings.ordinals[place] = ordinal
      postings.codes[place] = codes[at] ?? 0
    }
  return { postings, starts }
}

/** A segment of these clauses. */
export const buildSegment = (given: readonly IndexEntry[]): { header: Uint8Array; blocks: readonly Uint8Array[] } => {
  const entries = [...given].sort((a, b) => a.clause - b.clause)
  const lengths = Uint8Array.from(entries, ({ length }) => lengthCode(Math.max(1, Math.round(length * quarters))))
  const collected = collect(entries)
  const { postings, starts } = byTerm(collected)
  const writer = dictionaryWriter(lengths)
  const sorted = [...collected.numbers].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [term, number] of sorted) {
    const [from, to] = [starts[number] ?? 0, starts[number + 1] ?? 0]
    writer.add(term, { ordinals: postings.ordinals.subarray(from, to), codes: postings.codes.subarray(from, to) }, to - from)
  }
  return encodeSegment(
    {
      keys: entries.map((entry) => entry.clause),
      versions: entries.map((entry) => entry.version),
      lengths,
    },
    writer.finish(),
  )
}
