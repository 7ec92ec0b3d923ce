import { clauseEnd, type Fold, passedOver, sentenceEnd } from './fold.ts'
import type { Ending } from './forms.ts'

/**
 * Words by their ends (倒序词树): every piece of text that is looked for, read backwards, in flat arrays. A state is the even place of its row in
 * `cells`, which holds pairs `state, next`; rows lie in each other's gaps. Where a piece is complete the way to the next state is written as its
 * complement.
 */
export interface Trie {
  /** Unit → class. */
  readonly classOf: Uint16Array
  readonly cells: Int32Array
  /** Class of the last character → state. */
  readonly start: Int32Array
  /** State / 2 → the one thing that ends here, or the complement of the place of a run in `endings`. */
  readonly endingAt: Int32Array
  /** Runs of `count` and what ends there. */
  readonly endings: Int32Array
  readonly gate: Gate
  /** Most pieces that can end at one place. */
  readonly most: number
  readonly states: number
}

/**
 * Tells from the last characters whether any piece may end here (闸): 4 for perhaps, 0 for no. A few characters share a bucket and a few hashes a
 * byte, so it may open in vain, but never stays shut on a piece.
 */
export interface Gate {
  /** Unit → bucket (桶) of its class. Bucket 0 is for what is part of no piece. */
  readonly bucketOf: Uint8Array
  /** By the buckets of the last two: `first << 8 | second`. Opens for whatever is passed over and for single characters after anything. */
  readonly pairs: Uint8Array
  /** By the classes of the last two, for two characters that are a piece: `(first * spread ^ second) & 0xffff`. */
  readonly wholes: Uint8Array
  /** By the last three, for longer pieces: `(first * spread * spread ^ second * spread ^ third) & 0xffff`. */
  readonly triples: Uint8Array
}

/** Of the gate: spreads classes over it. */
export const spread = 577
/** Classes that no piece holds. What is no part of any piece has class 0. */
export const marks = { clauseEnd: 1, sentenceEnd: 2 } as const
/** Set in the class of what is passed over. */
export const passBit = 0x8000
/** Set in the class of a character that is a piece by itself. */
export const soleBit = 0x4000
export const classBits = 0x3fff

interface Node {
  readonly next: Map<number, number>
  endings: readonly Ending[]
}

/** Classes of all units: common ones get no number of their own, so that rows stay short. */
const classify = (endings: ReadonlyMap<string, unknown>, fold: Fold): { classOf: Uint16Array; own: ReadonlyMap<number, number> } => {
  const own = new Map<number, number>([
    [clauseEnd, marks.clauseEnd],
    [sentenceEnd, marks.sentenceEnd],
  ])
  for (const text of endings.keys())
    for (let at = 0; at < text.length; at++) if (!own.has(text.charCodeAt(at))) own.set(text.charCodeAt(at), own.size + 1)
  if (own.size >= classBits) throw new RangeError(`${own.size} different characters in the lexicon; at most ${classBits - 1}`)
  for (const text of endings.keys()) if (text.length === 1) own.set(text.charCodeAt(0), (own.get(text.charCodeAt(0)) ?? 0) | soleBit)
  return { classOf: fold.map((unit) => (unit === passedOver ? passBit : (own.get(unit) ?? 0))), own }
}

const grow = (endings: ReadonlyMap<string, readonly Ending[]>, own: ReadonlyMap<number, number>): Node[] => {
  const root: Node = { next: new Map(), endings: [] }
  const nodes = [root]
  for (const [text, all] of endings) {
    let node = root
    for (let at = text.length - 1; at >= 0; at--) {
      const code = (own.get(text.charCodeAt(at)) ?? 0) & classBits
      const known = nodes[node.next.get(code) ?? -1]
      if (!known) node.next.set(code, nodes.length)
      node = known ?? nodes[nodes.push({ next: new Map(), endings: [] }) - 1] ?? root
    }
    node.endings = all
  }
  return nodes
}

const widened = (array: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> => {
  const wider = new Uint8Array(length)
  wider.set(array)
  return wider
}

/** Lays the rows into one another's gaps, the longest first; gives the place of each, and how long all are together. */
const layRows = (nodes: readonly Node[]): { places: Int32Array; size: number } => {
  let taken = new Uint8Array(1 << 14)
  let isPlace = new Uint8Array(1 << 14)
  const places = new Int32Array(nodes.length)
  const rows = nodes.map(({ next }, index) => ({ index, codes: [...next.keys()].sort((a, b) => a - b) }))
  let [size, lengthBefore, free] = [1, -1, 1]
  // The root has no row: `start` is its row, and the place 0 is nobody's.
  for (const { index, codes } of rows.slice(1).sort((a, b) => b.codes.length - a.codes.length)) {
    const [head = 0, last = 0] = [codes[0], codes.at(-1)]
    // Rows of one length go on where the last one fitted: looking from the start for each took seconds.
    if (codes.length !== lengthBefore) free = 1
    lengthBefore = codes.length
    let place = Math.max(1, free - head)
    while (isPlace[place] || codes.some((code) => taken[place + code])) place++
    free = place + head
    size = Math.max(size, place + last + 1)
    while (size > taken.length) {
      taken = widened(taken, 2 * taken.length)
      isPlace = widened(isPlace, 2 * isPlace.length)
    }
    isPlace[place] = 1
    places[index] = place
    for (const code of codes) taken[place + code] = 1
  }
  return { places, size }
}

/** The buckets that single characters share, and the one of what is passed over. */
const soleBuckets = 16
const passBucket = 255

const bucketFor = (code: number): number => {
  if (code & passBit) return passBucket
  if (code & soleBit) return 1 + (code % soleBuckets)
  // Neighbouring numbers are of words that stand together in the lexicon: spread them.
  return code <= marks.sentenceEnd ? 0 : 1 + soleBuckets + ((code * 61) % (passBucket - soleBuckets - 1))
}

const gateOf = (endings: ReadonlyMap<string, unknown>, own: ReadonlyMap<number, number>, classOf: Uint16Array): Gate => {
  const [pairs, wholes, triples] = [new Uint8Array(0x10000), new Uint8Array(0x10000), new Uint8Array(0x10000)]
  for (let before = 0; before < 256; before++)
    for (const bucket of [passBucket, ...Array.from({ length: soleBuckets }, (_, index) => 1 + index)]) pairs[(before << 8) | bucket] = 4
  for (const text of endings.keys()) {
    const code = (back: number): number => own.get(text.charCodeAt(text.length - back)) ?? 0
    if (text.length < 2) continue
    pairs[(bucketFor(code(2)) << 8) | bucketFor(code(1))] = 4
    const pair = (code(2) * spread) ^ code(1)
    if (text.length === 2) wholes[pair & 0xffff] = 4
    else triples[((code(3) * spread * spread) ^ pair) & 0xffff] = 4
  }
  return { bucketOf: Uint8Array.from(classOf, bucketFor), pairs, wholes, triples }
}

/** Most pieces on the way to any node. */
const mostOf = (nodes: readonly Node[]): number => {
  const counts = new Int32Array(nodes.length)
  // A node comes after the one before it.
  for (const [index, { next, endings }] of nodes.entries()) {
    if (endings.length > 0) counts[index] = (counts[index] ?? 0) + 1
    for (const child of next.values()) counts[child] = counts[index] ?? 0
  }
  return counts.reduce((most, count) => Math.max(most, count), 1)
}

/** Builds it over everything that may end somewhere. */
export const buildTrie = (endings: ReadonlyMap<string, readonly Ending[]>, fold: Fold): Trie => {
  const { classOf, own } = classify(endings, fold)
  const nodes = grow(endings, own)
  const { places, size } = layRows(nodes)
  const classes = own.size + 1
  // A cell may be asked for any class beyond any place.
  const cells = new Int32Array(2 * (size + classes + 1)).fill(-1)
  const endingAt = new Int32Array(size + classes + 1)
  const runs: number[] = []
  const wayTo = (index: number): number => {
    const state = 2 * (places[index] ?? 0)
    return (nodes[index]?.endings.length ?? 0) > 0 ? ~state : state
  }
  const start = new Int32Array(classes)
  for (const [index, { next, endings: all }] of nodes.entries()) {
    const place = places[index] ?? 0
    const [only] = all
    if (only !== undefined) endingAt[place] = all.length === 1 && only >= 0 ? only : ~runs.length
    if (only !== undefined && (all.length > 1 || only < 0)) runs.push(all.length, ...all)
    for (const [code, child] of next) {
      if (index === 0) start[code] = wayTo(child)
      else {
        cells[2 * (place + code)] = 2 * place
        cells[2 * (place + code) + 1] = wayTo(child)
      }
    }
  }
  return {
    classOf,
    cells,
    start,
    endingAt,
    endings: Int32Array.from(runs),
    gate: gateOf(endings, own, classOf),
    most: mostOf(nodes),
    states: nodes.length,
  }
}
