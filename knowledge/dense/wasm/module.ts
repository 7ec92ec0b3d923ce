// WebAssembly as bytes (WebAssembly Core Specification 2.0, chapter 5), as much of it as one function over one memory needs. The
// bytes are made here when they are wanted: nothing binary lies in the repository, and no compiler is needed.

/** Instructions by name; what follows each on the line below is its operand. */
export const op = {
  block: 0x02,
  loop: 0x03,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  i32Store: 0x36,
  i32Const: 0x41,
  i32Eqz: 0x45,
  i32LtU: 0x49,
  i32Add: 0x6a,
  i32Sub: 0x6b,
} as const

/** The same for 128-bit vectors: each stands behind the prefix 0xfd. */
export const simd = {
  load: 0x00,
  /** Eight signed bytes, each widened to 16 bits. */
  load8x8s: 0x01,
  const: 0x0c,
  i32x4ExtractLane: 0x1b,
  i32x4Add: 0xae,
  /** Products of eight pairs of 16-bit numbers, summed two by two. */
  i32x4DotI16x8s: 0xba,
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

const list = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()]
const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes]
const named = (text: string): number[] => sized([...Buffer.from(text)])
const section = (id: number, content: readonly number[]): number[] => [id, ...sized(content)]

/** A function of 32-bit integers that gives nothing back. */
export interface WasmFunction {
  readonly name: string
  readonly parameters: number
  /** Types of further locals; they are numbered after the parameters. */
  readonly locals: readonly number[]
  /** Without the last `end`. */
  readonly body: readonly number[]
}

/** A module that exports one memory of 64 KiB, `memory`, which may grow, and one function. */
export const moduleBytes = ({ name, parameters, locals, body }: WasmFunction): Uint8Array<ArrayBuffer> => {
  const type = [0x60, ...list(Array.from({ length: parameters }, () => [i32])), ...list([])]
  const code = [...list(locals.map((local) => [1, local])), ...body, op.end]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, list([type])),
    ...section(3, list([unsigned(0)])),
    ...section(5, list([[0x00, 1]])),
    ...section(
      7,
      list([
        [...named('memory'), 0x02, 0],
        [...named(name), 0x00, 0],
      ]),
    ),
    ...section(10, list([sized(code)])),
  ])
}
