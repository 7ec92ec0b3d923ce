import { type Fold, folded } from './fold.ts'

/** A way of writing an entry (词形): its pieces with `…` between them, and how far they may stand apart. */
export interface Form {
  readonly entry: number
  readonly word: string
  readonly gap: number
}

/** What ends where a piece of text ends: an entry of the lexicon, or the complement of the number of a piece of a word with gaps. */
export type Ending = number

/** Forms cut at their gaps (断开的词形). */
export interface Pieces {
  /** Folded text → what ends with it. */
  readonly endings: ReadonlyMap<string, readonly Ending[]>
  /** Piece → the beginning that it is by itself, or -1. A beginning (词头) is what stands before a gap. */
  readonly begins: Int32Array
  /** Piece → place of its run in `joins`, 0 for none. */
  readonly joinsAt: Int32Array
  /** Runs of `count` and triples `beginning, gap, what`: what is complete when the piece stands at most `gap` after that beginning. */
  readonly joins: Int32Array
  /** The widest gap of all. */
  readonly widest: number
}

/** Numbers for texts, from 0, in the order in which they come. */
const numbering = (): ((text: string) => number) => {
  const numbers = new Map<string, number>()
  return (text) => {
    const number = numbers.get(text) ?? numbers.size
    numbers.set(text, number)
    return number
  }
}

interface Join {
  readonly beginning: number
  readonly gap: number
  readonly what: Ending
}

/** Lists of joins in one array; the run at 0 is empty. */
const flatten = (lists: readonly (readonly Join[])[]): Pick<Pieces, 'joinsAt' | 'joins'> => {
  const joinsAt = new Int32Array(lists.length)
  const joins: number[] = [0]
  for (const [piece, list] of lists.entries()) {
    if (list.length === 0) continue
    joinsAt[piece] = joins.length
    joins.push(list.length)
    for (const { beginning, gap, what } of list) joins.push(beginning, gap, what)
  }
  return { joinsAt, joins: Int32Array.from(joins) }
}

/** Cuts all forms. One whose fold leaves nothing of a piece is passed over; the lexicon's check lets none through. */
export const cutForms = (forms: readonly Form[], fold: Fold): Pieces => {
  const endings = new Map<string, Set<Ending>>()
  const joins: Map<string, Join>[] = []
  const begins: number[] = []
  const [pieceOf, beginningOf] = [numbering(), numbering()]
  let widest = 0
  const end = (text: string, what: Ending): void => void endings.set(text, (endings.get(text) ?? new Set()).add(what))
  const piece = (text: string): number => {
    const number = pieceOf(text)
    begins[number] ??= -1
    joins[number] ??= new Map()
    end(text, ~number)
    return number
  }
  for (const { entry, word, gap } of forms) {
    const [first = '', ...rest] = word.split('…').map((part) => folded(part, fold))
    if (first === '' || rest.includes('')) continue
    if (rest.length === 0) {
      end(first, entry)
      continue
    }
    widest = Math.max(widest, gap)
    let beginning = beginningOf(first)
    begins[piece(first)] = beginning
    let before = first
    for (const [index, part] of rest.entries()) {
      // The same beginning with another gap is another beginning.
      before = `${before}…${gap}…${part}`
      const what = index === rest.length - 1 ? entry : ~beginningOf(before)
      joins[piece(part)]?.set(`${beginning} ${gap} ${what}`, { beginning, gap, what })
      if (what < 0) beginning = ~what
    }
  }
  return {
    endings: new Map([...endings].map(([text, all]) => [text, [...all]])),
    begins: Int32Array.from(begins),
    ...flatten(joins.map((map) => [...map.values()])),
    widest,
  }
}
