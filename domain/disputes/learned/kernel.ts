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
  /** Row → how often `unite` met it, up to `mostTimes`; nought again after `add`. */
  readonly times: Uint8Array
  /** What `add` came to, one number for each output. */
  readonly sums: Int32Array
  /** Finds the known pairs in the first `length` characters, at most as many as are wanted; gives how many rows. */
  pairs(length: number): number
  /** Leaves each of the first `count` rows once, in the order in which they came first, and counts them in `times`; gives how many are left. */
  unite(count: number): number
  /** Adds up what the first `count` rows weigh in a manner, each by its steps; gives the sum of the squares of steps × rarity. */
  add(count: number, manner: number): number
}

/** A row that a text has more often says more, but less than so much more: 4 · (1 + ln n), rounded. */
export const stepsOf = Uint8Array.of(0, 4, 7, 8, 10, 10, 11, 12, 12)
export const mostTimes = stepsOf.length - 1

/** What the kernel is made for. */
export interface PairTables {
  /** UTF-16 unit → what pairs see. */
  readonly units: Uint16Array
  readonly vocabulary: Vocabulary
  /** Rows in all; those of the pairs are the first. */
  readonly rowCount: number
  /** A byte each, `mostOutputs` a row, a table for each manner. */
  readonly weights?: Int8Array | undefined
  /** Row → how rare it is. */
  readonly rarity?: Uint8Array | undefined
  /** Units of which several in a row count as one. */
  readonly runs: readonly [number, number]
  readonly mostPairs: number
  readonly mostRows: number
  /** Characters that are read. */
  readonly room: number
}

const layOut = ({ units, vocabulary, rowCount, weights, mostRows, room }: PairTables) => {
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
    rarity: take(rowCount),
    times: take(rowCount),
    steps: take(stepsOf.length),
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

const uniteLocal = { end: 0, at: 1, out: 2, row: 3, times: 4 } as const
/** unite(length of the rows in bytes) → rows left. Each row is written down, and the next one over it unless it is met for the first time. No branch. */
const uniteBody = (layout: Layout): number[] => [
  ...whileBelow(uniteLocal.at, uniteLocal.end, [
    ...[...get(uniteLocal.out), ...get(uniteLocal.at), ...load32(layout.rows), ...tee(uniteLocal.row), ...store32(layout.rows)],
    ...[...get(uniteLocal.row), op.i32Load8U, ...at(layout.times), ...set(uniteLocal.times)],
    ...[...get(uniteLocal.times), op.i32Eqz, ...constant(2), op.i32Shl, ...get(uniteLocal.out), op.i32Add, ...set(uniteLocal.out)],
    ...[...get(uniteLocal.row), ...get(uniteLocal.times), ...apply(op.i32LtU, get(uniteLocal.times), constant(mostTimes)), op.i32Add],
    ...[op.i32Store8, ...at(layout.times)],
    ...advance(uniteLocal.at, 4),
  ]),
  ...apply(op.i32ShrU, get(uniteLocal.out), constant(2)),
]

const addLocal = { end: 0, base: 1, at: 2, row: 3, steps: 4, rare: 5, squares: 6, half: 7, weights: 8, by: 9, sum: 10 } as const
const addTo = (sum: number, wide: number): number[] => [
  ...[...get(addLocal.sum + sum), ...get(addLocal.half), ...vector(wide), ...vector(simd.i32x4Add), ...set(addLocal.sum + sum)],
]
/** Eight of the weights times the steps, in 16 bits: 127 × 12 at most. */
const timesSteps = (half: number): number[] => [
  ...[...get(addLocal.weights), ...vector(half), ...get(addLocal.by), ...vector(simd.i16x8Mul), ...set(addLocal.half)],
]

/** add(length of the rows in bytes, where the table begins) → squares. Sums in 32 bits, four to a vector: none runs over. */
const addBody = (layout: Layout): number[] => [
  ...whileBelow(addLocal.at, addLocal.end, [
    ...[...get(addLocal.at), ...load32(layout.rows), ...set(addLocal.row)],
    ...[...get(addLocal.row), op.i32Load8U, ...at(layout.times), op.i32Load8U, ...at(layout.steps), ...set(addLocal.steps)],
    ...[...get(addLocal.row), ...constant(0), op.i32Store8, ...at(layout.times)],
    ...apply(op.i32Mul, [...get(addLocal.row), op.i32Load8U, ...at(layout.rarity)], get(addLocal.steps)),
    ...[...tee(addLocal.rare), ...get(addLocal.rare), op.i32Mul, ...get(addLocal.squares), op.i32Add, ...set(addLocal.squares)],
    ...apply(op.i32Add, apply(op.i32Mul, get(addLocal.row), constant(rowBytes)), get(addLocal.base)),
    ...[...vector(simd.load, ...at(layout.weights)), ...set(addLocal.weights)],
    ...[...get(addLocal.steps), ...vector(simd.i16x8Splat), ...set(addLocal.by)],
    ...timesSteps(simd.i16x8ExtendLowI8x16S),
    ...addTo(0, simd.i32x4ExtendLowI16x8S),
    ...addTo(1, simd.i32x4ExtendHighI16x8S),
    ...timesSteps(simd.i16x8ExtendHighI8x16S),
    ...addTo(2, simd.i32x4ExtendLowI16x8S),
    ...advance(addLocal.at, 4),
  ]),
  ...[0, 1, 2].flatMap((sum) => [...constant(0), ...get(addLocal.sum + sum), ...vector(simd.store, ...at(layout.sums + 16 * sum))]),
  ...get(addLocal.squares),
]

/** Makes one, with the tables in a memory of its own. */
export const openPairKernel = (tables: PairTables): PairKernel => {
  const layout = layOut(tables)
  const { units, vocabulary, rowCount, weights, rarity, mostRows, room } = tables
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
      { name: 'unite', parameters: 1, hasResult: true, locals: [i32, i32, i32, i32], body: uniteBody(layout) },
      {
        name: 'add',
        parameters: 2,
        hasResult: true,
        locals: [i32, i32, i32, i32, i32, v128, v128, v128, v128, v128, v128],
        body: addBody(layout),
      },
    ],
    Math.ceil(layout.size / 65_536),
  )
  // The exports of the bytes above.
  const exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as {
    memory: WebAssembly.Memory
    pairs(length: number): number
    unite(length: number): number
    add(length: number, base: number): number
  }
  const { buffer } = exports.memory
  new Uint16Array(buffer, layout.units).set(units)
  new Int32Array(buffer, layout.keys).set(placed.keys)
  new Uint16Array(buffer, layout.rowOf).set(placed.rowOf)
  new Uint8Array(buffer, layout.steps).set(stepsOf)
  if (weights) new Int8Array(buffer, layout.weights).set(weights)
  if (rarity) new Uint8Array(buffer, layout.rarity).set(rarity)
  return {
    bytes: Buffer.from(buffer, layout.text, 2 * room),
    text: new Uint16Array(buffer, layout.text, room),
    rows: new Int32Array(buffer, layout.rows, mostRows),
    times: new Uint8Array(buffer, layout.times, rowCount),
    sums: new Int32Array(buffer, layout.sums, mostOutputs),
    pairs: (length) => exports.pairs(2 * Math.min(length, room)),
    unite: (count) => exports.unite(4 * count),
    add: (count, manner) => exports.add(4 * count, manner * rowCount * rowBytes),
  }
}
