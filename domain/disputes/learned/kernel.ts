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
  simd,
  store32,
  tee,
  v128,
  vector,
  whileBelow,
} from '../../../core/wasm.ts'
import { passedOver } from '../matcher/fold.ts'
import { placePairs } from './placing.ts'
import { slotBits, type Vocabulary } from './vocabulary.ts'

/** Outputs that a row may have weights for: lanes of three vectors. */
export const mostOutputs = 12
/** Bytes of a row of weights. */
const rowBytes = mostOutputs

/** What is done for every pair of characters of every text (内核), and the memory that it works on. */
export interface PairKernel {
  /** Where a text is written, as UTF-16; what does not fit is not read. */
  readonly bytes: Buffer
  /** The same as units. */
  readonly text: Uint16Array
  /** Rows: those that `pairs` finds, and behind them what the caller adds. */
  readonly rows: Int32Array
  /** What `add` came to, one number for each output. */
  readonly sums: Int32Array
  /** Finds the known pairs in the first `length` characters, at most as many as are wanted; gives how many rows. */
  pairs(length: number): number
  /** Adds up the weights of the first `count` rows. */
  add(count: number): void
}

/** What the kernel is made for. */
export interface PairTables {
  /** UTF-16 unit → what pairs see. */
  readonly units: Uint16Array
  readonly vocabulary: Vocabulary
  /** A byte each, `mostOutputs` a row. */
  readonly weights?: Int8Array | undefined
  /** Units of which several in a row count as one. */
  readonly runs: readonly [number, number]
  readonly mostPairs: number
  readonly mostRows: number
  /** Characters that are read. */
  readonly room: number
}

const layOut = ({ units, vocabulary, weights, mostRows, room }: PairTables) => {
  let size = 0
  const take = (bytes: number): number => {
    const place = size
    size = (size + bytes + 15) & ~15
    return place
  }
  return {
    units: take(units.byteLength),
    keys: take(vocabulary.byteLength),
    rowOf: take(2 * vocabulary.length),
    // A vector is loaded for each row: the last reaches past it.
    weights: take((weights?.byteLength ?? 0) + 16),
    sums: take(4 * mostOutputs),
    text: take(2 * room),
    rows: take(4 * mostRows),
    size,
  }
}
type Layout = ReturnType<typeof layOut>

type Factors = readonly [number, number]

// Parameters and locals by their number.
const pairLocal = { length: 0, at: 1, out: 2, last: 3, unit: 4, key: 5, one: 6, other: 7, isOther: 8, row: 9, full: 10 } as const
const isOne = (local: number, value: number): number[] => apply(op.i32Eq, get(local), constant(value))

/** The place, in bytes of the table, that a hash of the pair in `key` gives it. */
const placeBy = (factor: number): number[] => [
  ...apply(op.i32Mul, apply(op.i32Xor, get(pairLocal.key), apply(op.i32ShrU, get(pairLocal.key), constant(15))), constant(factor)),
  ...[...constant(32 - slotBits), op.i32ShrU, ...constant(2), op.i32Shl],
]
const isAt = (layout: Layout, place: number): number[] => apply(op.i32Eq, [...get(place), ...load32(layout.keys)], get(pairLocal.key))

/** The row of the pair in `key` is written down, and the next one over it unless the pair stands at one of its two places. No branch. */
const lookUp = (layout: Layout, factors: Factors): number[] => [
  ...[...placeBy(factors[0]), ...set(pairLocal.one), ...placeBy(factors[1]), ...set(pairLocal.other)],
  ...[...get(pairLocal.other), ...get(pairLocal.one), ...isAt(layout, pairLocal.other), ...tee(pairLocal.isOther), op.select],
  ...[...constant(1), op.i32ShrU, op.i32Load16U, ...at(layout.rowOf), ...set(pairLocal.row)],
  ...[...get(pairLocal.out), ...get(pairLocal.row), ...store32(0)],
  ...apply(op.i32Or, isAt(layout, pairLocal.one), get(pairLocal.isOther)),
  ...[...constant(2), op.i32Shl, ...get(pairLocal.out), op.i32Add, ...set(pairLocal.out)],
]

/** pairs(length in bytes) → rows written. */
const pairsBody = (layout: Layout, { runs: [one, other], mostPairs }: PairTables, factors: Factors): number[] => [
  ...[...constant(layout.rows), ...set(pairLocal.out), ...constant(layout.rows + 4 * mostPairs), ...set(pairLocal.full)],
  ...whileBelow(pairLocal.at, pairLocal.length, [
    ...[op.block, nothing],
    ...apply(op.i32Shl, [...get(pairLocal.at), op.i32Load16U, ...at(layout.text)], constant(1)),
    ...[op.i32Load16U, ...at(layout.units), ...tee(pairLocal.unit)],
    ...[...constant(passedOver), op.i32Eq, op.brIf, 0],
    ...apply(op.i32Eq, get(pairLocal.unit), get(pairLocal.last)),
    ...[...apply(op.i32Or, isOne(pairLocal.unit, one), isOne(pairLocal.unit, other)), op.i32And, op.brIf, 0],
    ...[...apply(op.i32Or, apply(op.i32Shl, get(pairLocal.last), constant(16)), get(pairLocal.unit)), ...set(pairLocal.key)],
    ...lookUp(layout, factors),
    ...[...get(pairLocal.unit), ...set(pairLocal.last)],
    // Out of this block, its loop and the block around.
    ...[...apply(op.i32GeU, get(pairLocal.out), get(pairLocal.full)), op.brIf, 2],
    op.end,
    ...advance(pairLocal.at, 2),
  ]),
  ...apply(op.i32ShrU, apply(op.i32Sub, get(pairLocal.out), constant(layout.rows)), constant(2)),
]

const addLocal = { end: 0, at: 1, row: 2, sum: 3 } as const
const addTo = (sum: number, half: number, wide: number): number[] => [
  ...get(addLocal.sum + sum),
  ...get(addLocal.row),
  ...vector(half),
  ...vector(wide),
  ...vector(simd.i32x4Add),
  ...set(addLocal.sum + sum),
]

/** add(length of the rows in bytes). Sums in 32 bits, four to a vector: none runs over. */
const addBody = (layout: Layout): number[] => [
  ...whileBelow(addLocal.at, addLocal.end, [
    ...apply(op.i32Mul, [...get(addLocal.at), ...load32(layout.rows)], constant(rowBytes)),
    ...[...vector(simd.load, ...at(layout.weights)), ...set(addLocal.row)],
    ...addTo(0, simd.i16x8ExtendLowI8x16S, simd.i32x4ExtendLowI16x8S),
    ...addTo(1, simd.i16x8ExtendLowI8x16S, simd.i32x4ExtendHighI16x8S),
    ...addTo(2, simd.i16x8ExtendHighI8x16S, simd.i32x4ExtendLowI16x8S),
    ...advance(addLocal.at, 4),
  ]),
  ...[0, 1, 2].flatMap((sum) => [...constant(0), ...get(addLocal.sum + sum), ...vector(simd.store, ...at(layout.sums + 16 * sum))]),
]

/** Makes one, with the tables in a memory of its own. */
export const openPairKernel = (tables: PairTables): PairKernel => {
  const layout = layOut(tables)
  const { units, vocabulary, weights, mostRows, room } = tables
  const placed = placePairs(vocabulary)
  const bytes = moduleBytes(
    [
      {
        name: 'pairs',
        parameters: 1,
        hasResult: true,
        locals: Array.from({ length: 10 }, () => i32),
        body: pairsBody(layout, tables, placed.factors),
      },
      { name: 'add', parameters: 1, locals: [i32, v128, v128, v128, v128], body: addBody(layout) },
    ],
    Math.ceil(layout.size / 65_536),
  )
  // The exports of the bytes above.
  const exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as {
    memory: WebAssembly.Memory
    pairs(length: number): number
    add(length: number): void
  }
  const { buffer } = exports.memory
  new Uint16Array(buffer, layout.units).set(units)
  new Int32Array(buffer, layout.keys).set(placed.keys)
  new Uint16Array(buffer, layout.rowOf).set(placed.rowOf)
  if (weights) new Int8Array(buffer, layout.weights).set(weights)
  return {
    bytes: Buffer.from(buffer, layout.text, 2 * room),
    text: new Uint16Array(buffer, layout.text, room),
    rows: new Int32Array(buffer, layout.rows, mostRows),
    sums: new Int32Array(buffer, layout.sums, mostOutputs),
    pairs: (length) => exports.pairs(2 * Math.min(length, room)),
    add: (count) => exports.add(4 * count),
  }
}
