// WebAssembly as bytes (WebAssembly Core Specification 3.0, chapter 5), as much of it as functions over one memory need. The
// bytes are made here when they are wanted: nothing binary lies in the repository, and no compiler is needed.

/** Instructions by name; what follows each on the line below is its operand. */
export const op = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  return: 0x0f,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  i32Load: 0x28,
  i32Load8U: 0x2d,
  i32Load16U: 0x2f,
  i32Store: 0x36,
  i32Store8: 0x3a,
  i32Store16: 0x3b,
  i32Const: 0x41,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32Ne: 0x47,
  i32LtS: 0x48,
  i32LtU: 0x49,
  i32GeU: 0x4f,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32And: 0x71,
  i32Or: 0x72,
  i32Xor: 0x73,
  i32Shl: 0x74,
  i32ShrU: 0x76,
} as const

/** The same for 128-bit vectors: each stands behind the prefix 0xfd. */
export const simd = {
  load: 0x00,
  store: 0x0b,
  const: 0x0c,
  i16x8Splat: 0x10,
  i32x4ExtractLane: 0x1b,
  and: 0x4e,
  i8x16ShrU: 0x6d,
  i16x8ExtendLowI8x16S: 0x87,
  i16x8ExtendHighI8x16S: 0x88,
  i16x8Mul: 0x95,
  i32x4ExtendLowI16x8S: 0xa7,
  i32x4ExtendHighI16x8S: 0xa8,
  i32x4Add: 0xae,
  /** Products of sixteen pairs of bytes, the second ones from 0 to 127, summed four by four and added (3.0, relaxed SIMD). */
  i32x4RelaxedDotI8x16I7x16AddS: 0x113,
} as const

export const i32 = 0x7f
export const v128 = 0x7b
/** Type of a block that leaves nothing behind. */
export const nothing = 0x40

/** Unsigned LEB128. */
export const unsigned = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)])

/** Signed LEB128. */
export const signed = (value: number): number[] => {
  const rest = value >> 7
  const isLast = (rest === 0 && (value & 64) === 0) || (rest === -1 && (value & 64) !== 0)
  return isLast ? [value & 127] : [(value & 127) | 128, ...signed(rest)]
}

/** A vector instruction with its operands. */
export const vector = (instruction: number, ...operands: readonly number[]): number[] => [0xfd, ...unsigned(instruction), ...operands]

/** Where a load or store points: bytes after the address on the stack; no alignment is promised. */
export const at = (offset: number): number[] => [0, ...unsigned(offset)]

// Pieces of code that most kernels are made of. Locals go by their number.

export const get = (local: number): number[] => [op.localGet, local]
export const set = (local: number): number[] => [op.localSet, local]
export const tee = (local: number): number[] => [op.localTee, local]
export const constant = (value: number): number[] => [op.i32Const, ...signed(value)]
export const load32 = (offset: number): number[] => [op.i32Load, ...at(offset)]
export const store32 = (offset: number): number[] => [op.i32Store, ...at(offset)]
/** Terms joined by one operation, from the left. */
export const apply = (operation: number, ...terms: readonly (readonly number[])[]): number[] =>
  terms.flatMap((term, index) => (index === 0 ? [...term] : [...term, operation]))
/** local += value. */
export const advance = (local: number, value: number): number[] => [...apply(op.i32Add, get(local), constant(value)), ...set(local)]
/** Repeats `body` while the local `from` < the local `to`; `br 1` of the body's own level leaves. */
export const whileBelow = (from: number, to: number, body: readonly number[]): number[] => [
  ...[op.block, nothing, op.loop, nothing],
  ...[...get(from), ...get(to), op.i32GeU, op.brIf, 1],
  ...body,
  ...[op.br, 0, op.end, op.end],
]

const list = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()]
const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes]
const named = (text: string): number[] => sized([...Buffer.from(text)])
const section = (id: number, content: readonly number[]): number[] => [id, ...sized(content)]

/** A function of 32-bit integers. */
export interface WasmFunction {
  readonly name: string
  readonly parameters: number
  /** True when it gives an integer back. */
  readonly hasResult?: boolean
  /** Types of further locals; they are numbered after the parameters. */
  readonly locals: readonly number[]
  /** Without the last `end`. */
  readonly body: readonly number[]
}

/** A module that exports its functions and one memory, `memory`, of `pages` × 64 KiB, which may grow. */
export const moduleBytes = (functions: readonly WasmFunction[], pages = 1): Uint8Array<ArrayBuffer> => {
  const types = functions.map(({ parameters, hasResult }) => [
    0x60,
    ...list(Array.from({ length: parameters }, () => [i32])),
    ...list(hasResult ? [[i32]] : []),
  ])
  const codes = functions.map(({ locals, body }) => sized([...list(locals.map((local) => [1, local])), ...body, op.end]))
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, list(types)),
    ...section(3, list(functions.map((_, index) => unsigned(index)))),
    ...section(5, list([[0x00, ...unsigned(pages)]])),
    ...section(7, list([[...named('memory'), 0x02, 0], ...functions.map(({ name }, index) => [...named(name), 0x00, ...unsigned(index)])])),
    ...section(10, list(codes)),
  ])
}
