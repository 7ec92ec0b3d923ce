import {
  advance,
  apply,
  at,
  constant,
  get,
  i32,
  load32,
  moduleBytes,
  nothing,
  op,
  set,
  store32,
  tee,
  whileBelow,
} from '../../../core/wasm.ts'
import { nothingUnit } from './fold.ts'
import { classBits, marks, passBit, soleBit, spread, type Trie } from './trie.ts'

/** Characters that are read at once; longer texts come in pieces that overlap. */
export const roomUnits = 8_192

/** What is done for every character of every text (内核), and the memory that it works on. */
export interface Kernel {
  /** Where a text is written, as UTF-16. */
  readonly bytes: Buffer
  readonly units: Uint16Array
  /** Triples `what, first, last`, of pieces in the order of their ends, the shorter first. Places are bytes, see `placeOf`. */
  readonly found: Int32Array
  /** Finds the pieces in the first `length` characters that end at `from` or later. The length of all triples; -1 when some are to be passed over. */
  find(length: number, from: number): number
  /** Where clauses and sentences end in the first `length` characters: `2 * place`, and one more for a sentence. */
  readonly ends: Int32Array
  /** Fills `ends`; gives how many. */
  findEnds(length: number): number
}

/** Bytes before the text that hold no piece, so that nobody has to ask where it begins: an address below the first would be none. */
const lead = 16

/** The place in the text, in characters, that the kernel speaks of. */
export const placeOf = (bytes: number): number => (bytes - lead) >> 1

const layOut = ({ gate, classOf, start, endingAt, cells, most }: Trie) => {
  let size = 0
  const take = (bytes: number): number => {
    const place = size
    size = (size + bytes + 15) & ~15
    return place
  }
  return {
    bucketOf: take(gate.bucketOf.byteLength),
    pairs: take(gate.pairs.byteLength),
    wholes: take(gate.wholes.byteLength),
    triples: take(gate.triples.byteLength),
    classOf: take(classOf.byteLength),
    start: take(start.byteLength),
    endingAt: take(endingAt.byteLength),
    cells: take(cells.byteLength),
    text: take(lead + 2 * (roomUnits + 4)),
    ends: take(4 * (roomUnits + 4)),
    found: take(12 * (roomUnits * most + 1)),
    size,
  }
}
/** Places in the memory, in bytes. */
type Layout = ReturnType<typeof layOut>

// Parameters and locals by their number.
const local = {
  length: 0,
  from: 1,
  at: 2,
  pair: 3,
  out: 4,
  end: 5,
  last: 6,
  to: 7,
  code: 8,
  before: 9,
  all: 10,
  way: 11,
  state: 12,
} as const
const endLocal = { length: 0, at: 1, out: 2, code: 3 } as const

/** The class of the character at the address in `name`, so many bytes back. */
const classAt = (layout: Layout, name: number, back: number): number[] => [
  ...apply(op.i32Shl, [...get(name), op.i32Load16U, ...at(layout.text - back)], constant(1)),
  ...[op.i32Load16U, ...at(layout.classOf)],
]
const hash = (...terms: readonly (readonly number[])[]): number[] => apply(op.i32And, apply(op.i32Xor, ...terms), constant(0xffff))

/** How many characters a round of the first loop takes. */
const together = 4

/** First loop: each character is written down as an end, and the next one over it unless the gate opens for the two. No branch. */
const gateAll = (layout: Layout): number[] =>
  whileBelow(local.at, local.length, [
    ...Array.from({ length: together }, (_, index) => [
      ...[...get(local.out), ...apply(op.i32Add, get(local.at), constant(2 * index)), ...store32(0)],
      ...get(local.out),
      ...apply(op.i32Shl, get(local.pair), constant(8)),
      ...[...get(local.at), op.i32Load16U, ...at(layout.text + 2 * index)],
      ...[op.i32Load8U, ...at(layout.bucketOf)],
      op.i32Or,
      ...[...constant(0xffff), op.i32And, ...tee(local.pair)],
      ...[op.i32Load8U, ...at(layout.pairs)],
      ...[op.i32Add, ...set(local.out)],
    ]).flat(),
    ...advance(local.at, 2 * together),
  ])

/** Second loop: of those, only the ends that the last two or three classes allow are kept, in the same way. Sees what is to be passed over. */
const sift = (layout: Layout): number[] =>
  whileBelow(local.at, local.end, [
    ...[...get(local.at), ...load32(0), ...set(local.last)],
    ...[...get(local.out), ...get(local.last), ...store32(0)],
    ...[...classAt(layout, local.last, 0), ...set(local.code)],
    ...[...apply(op.i32Mul, classAt(layout, local.last, 2), constant(spread)), ...set(local.before)],
    ...[...apply(op.i32Or, get(local.all), get(local.code)), ...set(local.all)],
    ...get(local.out),
    ...hash(apply(op.i32Mul, classAt(layout, local.last, 4), constant(spread * spread)), get(local.before), get(local.code)),
    ...[op.i32Load8U, ...at(layout.triples)],
    ...hash(get(local.before), get(local.code)),
    ...[op.i32Load8U, ...at(layout.wholes), op.i32Or],
    // 4 for a character that is a piece by itself.
    ...apply(op.i32And, apply(op.i32ShrU, get(local.code), constant(12)), constant(soleBit >> 12)),
    ...[op.i32Or, op.i32Add, ...set(local.out)],
    ...advance(local.at, 4),
  ])

/** Third loop: from each end that is left backwards through the trie; every piece that is complete is written down. */
const readBack = (layout: Layout): number[] => [
  ...apply(op.i32Shl, apply(op.i32And, classAt(layout, local.last, 0), constant(classBits)), constant(2)),
  ...[...load32(layout.start), ...set(local.way)],
  ...[...get(local.last), ...set(local.to)],
  ...[op.block, nothing, op.loop, nothing],
  ...[...get(local.way), ...tee(local.state), ...constant(0), op.i32LtS, op.if, nothing],
  ...[...apply(op.i32Xor, get(local.way), constant(-1)), ...set(local.state)],
  // A state is twice its place, and what ends there is four bytes a place.
  ...[...get(local.out), ...apply(op.i32Shl, get(local.state), constant(1)), ...load32(layout.endingAt), ...store32(0)],
  ...[...get(local.out), ...get(local.to), ...store32(4)],
  ...[...get(local.out), ...get(local.last), ...store32(8)],
  ...advance(local.out, 12),
  op.end,
  ...advance(local.to, -2),
  ...apply(op.i32Shl, apply(op.i32And, classAt(layout, local.to, 0), constant(classBits)), constant(3)),
  ...[...apply(op.i32Shl, get(local.state), constant(2)), op.i32Add, ...tee(local.code)],
  ...[...load32(layout.cells), ...get(local.state), op.i32Ne, op.brIf, 1],
  ...[...get(local.code), ...load32(layout.cells + 4), ...set(local.way)],
  ...[op.br, 0, op.end, op.end],
]

const findBody = (layout: Layout): number[] => [
  ...[...constant(lead), ...set(local.at), ...constant(layout.ends), ...set(local.out)],
  ...gateAll(layout),
  ...[...get(local.out), ...set(local.end)],
  ...[...constant(layout.ends), ...tee(local.at), ...set(local.out)],
  ...sift(layout),
  ...apply(op.i32And, get(local.all), constant(passBit)),
  ...[op.if, nothing, ...constant(-1), op.return, op.end],
  ...[...get(local.out), ...set(local.end)],
  ...[...constant(layout.ends), ...set(local.at), ...constant(layout.found), ...set(local.out)],
  ...whileBelow(local.at, local.end, [
    ...[...get(local.at), ...load32(0), ...tee(local.last)],
    ...[...get(local.from), op.i32GeU, op.if, nothing, ...readBack(layout), op.end],
    ...advance(local.at, 4),
  ]),
  ...apply(op.i32ShrU, apply(op.i32Sub, get(local.out), constant(layout.found)), constant(2)),
]

/** Every character is written down as an end, and the next one over it unless it was one. */
const endsBody = (layout: Layout): number[] => [
  ...[...constant(layout.ends), ...set(endLocal.out)],
  ...whileBelow(endLocal.at, endLocal.length, [
    ...[...apply(op.i32Shl, [...get(endLocal.at), op.i32Load16U, ...at(layout.text + lead)], constant(1))],
    ...[op.i32Load16U, ...at(layout.classOf), ...set(endLocal.code)],
    ...[
      ...get(endLocal.out),
      ...get(endLocal.at),
      ...apply(op.i32Eq, get(endLocal.code), constant(marks.sentenceEnd)),
      op.i32Add,
      ...store32(0),
    ],
    // Class 1 or 2, and no other.
    ...apply(op.i32LtU, apply(op.i32Sub, get(endLocal.code), constant(marks.clauseEnd)), constant(2)),
    ...[...constant(2), op.i32Shl, ...get(endLocal.out), op.i32Add, ...set(endLocal.out)],
    ...advance(endLocal.at, 2),
  ]),
  ...apply(op.i32ShrU, apply(op.i32Sub, get(endLocal.out), constant(layout.ends)), constant(2)),
]

/** Makes one, with the tables in a memory of its own. */
export const openKernel = (trie: Trie): Kernel => {
  const layout = layOut(trie)
  const locals = Array.from({ length: Object.keys(local).length - 2 }, () => i32)
  const find = { name: 'find', parameters: 2, hasResult: true, locals, body: findBody(layout) }
  const findEnds = { name: 'findEnds', parameters: 1, hasResult: true, locals: [i32, i32, i32], body: endsBody(layout) }
  const module = new WebAssembly.Module(moduleBytes([find, findEnds], Math.ceil(layout.size / 65_536)))
  // The exports of the bytes above.
  const exports = new WebAssembly.Instance(module).exports as unknown as {
    memory: WebAssembly.Memory
    find(length: number, from: number): number
    findEnds(length: number): number
  }
  const { buffer } = exports.memory
  for (const name of ['bucketOf', 'pairs', 'wholes', 'triples'] as const) new Uint8Array(buffer, layout[name]).set(trie.gate[name])
  new Uint16Array(buffer, layout.classOf).set(trie.classOf)
  for (const name of ['start', 'endingAt', 'cells'] as const) new Int32Array(buffer, layout[name]).set(trie[name])
  const units = new Uint16Array(buffer, layout.text, lead / 2 + roomUnits + together).fill(nothingUnit).subarray(lead / 2)
  return {
    bytes: Buffer.from(buffer, layout.text + lead, 2 * roomUnits),
    units,
    found: new Int32Array(buffer, layout.found),
    ends: new Int32Array(buffer, layout.ends, roomUnits + together),
    findEnds: (length) => exports.findEnds(2 * length),
    find(length, from) {
      // The last round may read a little further: let it be nothing.
      units[length] = nothingUnit
      units[length + 1] = nothingUnit
      units[length + 2] = nothingUnit
      return exports.find(lead + 2 * length, lead + 2 * from)
    },
  }
}
