import { apply, at, constant, get, i32, moduleBytes, nothing, op, set, simd, v128, vector } from '../../../core/wasm.ts'

/** Rows that are gone through side by side: the question's numbers are read once for all of them. */
export const rowsTogether = 4
/** Numbers of a row that are gone through at a time, two to a byte: a row is padded to a multiple. */
export const stepNumbers = 32
/** Bytes of a row for them: byte n holds number n in its lower half and number 16 + n in its upper one. */
export const stepBytes = 16

/** Parameters and locals by their number. */
const local = {
  rows: 0,
  count: 1,
  stride: 2,
  question: 3,
  out: 4,
  column: 5,
  q: 6,
  q0: 7,
  q1: 8,
  both: 9,
  mask: 10,
  row: 11,
  sum: 11 + rowsTogether,
} as const

const plus = (...terms: readonly (readonly number[])[]): number[] => apply(op.i32Add, ...terms)
const each = (make: (row: number) => number[]): number[] => Array.from({ length: rowsTogether }, (_, row) => make(row)).flat()

const addHalf = (row: number, question: number, half: readonly number[]): number[] => [
  ...get(question),
  ...half,
  ...get(local.sum + row),
  ...vector(simd.i32x4RelaxedDotI8x16I7x16AddS),
  ...set(local.sum + row),
]

/**
 * sum += dot(32 numbers of the question, 32 of the row), four sums side by side. The instruction leaves open what becomes of numbers above
 * 127 in a row, and of two neighbouring products that together pass 16 bits: there are none, so every processor gives the same.
 */
const addDot = (row: number): number[] => [
  ...plus(get(local.row + row), get(local.column)),
  ...vector(simd.load, ...at(0)),
  ...set(local.both),
  ...addHalf(row, local.q0, [...get(local.both), ...get(local.mask), ...vector(simd.and)]),
  ...addHalf(row, local.q1, [...get(local.both), ...constant(4), ...vector(simd.i8x16ShrU)]),
]

const lane = (row: number, index: number): number[] => [...get(local.sum + row), ...vector(simd.i32x4ExtractLane, index)]

/** One step along the columns of all rows side by side. */
const columns = [
  ...[op.loop, nothing],
  ...get(local.q),
  ...vector(simd.load, ...at(0)),
  ...set(local.q0),
  ...get(local.q),
  ...vector(simd.load, ...at(16)),
  ...set(local.q1),
  ...each(addDot),
  ...plus(get(local.q), constant(stepNumbers)),
  ...set(local.q),
  ...plus(get(local.column), constant(stepBytes)),
  ...[op.localTee, local.column],
  ...get(local.stride),
  ...[op.i32LtU, op.brIf, 0],
  op.end,
]

const zero = Array.from({ length: 16 }, () => 0)

/**
 * dotRows(rows, count, stride, question, out): for each of `count` rows of `stride` bytes, two numbers from 0 to 15 in each, the dot product
 * with the question's bytes from -127 to 127, as 32-bit integers at `out`. `count` is a multiple of `rowsTogether`, `stride` of `stepBytes`.
 */
const body = [
  ...vector(simd.const, ...Array.from({ length: 16 }, () => 15)),
  ...set(local.mask),
  ...[op.block, nothing, op.loop, nothing],
  ...[...get(local.count), op.i32Eqz, op.brIf, 1],
  // Where each row begins, and its sum.
  ...each((row) => [
    ...(row === 0 ? get(local.rows) : plus(get(local.row + row - 1), get(local.stride))),
    ...set(local.row + row),
    ...vector(simd.const, ...zero),
    ...set(local.sum + row),
  ]),
  ...constant(0),
  ...set(local.column),
  ...get(local.question),
  ...set(local.q),
  ...columns,
  ...each((row) => [...get(local.out), ...plus(lane(row, 0), lane(row, 1), lane(row, 2), lane(row, 3)), ...[op.i32Store, ...at(4 * row)]]),
  ...plus(get(local.row + rowsTogether - 1), get(local.stride)),
  ...set(local.rows),
  ...plus(get(local.out), constant(4 * rowsTogether)),
  ...set(local.out),
  ...get(local.count),
  ...constant(rowsTogether),
  ...[op.i32Sub, ...set(local.count)],
  ...[op.br, 0, op.end, op.end],
]

/** The kernel with its memory. */
export interface DotRows {
  readonly memory: WebAssembly.Memory
  dotRows(rows: number, count: number, stride: number, question: number, out: number): void
}

/** Makes the kernel; a memory of its own for each. */
export const openDotRows = (): DotRows => {
  const locals = [i32, i32, v128, v128, v128, v128, ...each(() => [i32]), ...each(() => [v128])]
  const bytes = moduleBytes([{ name: 'dotRows', parameters: 5, locals, body }])
  // The two exports of the bytes above.
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as DotRows
}
