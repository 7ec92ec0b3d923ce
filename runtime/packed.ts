import { createHash } from 'node:crypto'

/** Numbers of one kind in a row. */
export type Numbers = Float64Array | Float32Array | Uint32Array | Uint16Array

const kinds = { f8: Float64Array, f4: Float32Array, u4: Uint32Array, u2: Uint16Array } as const
type Kind = keyof typeof kinds

/** What stands at the head: plain values, and which rows of numbers follow. */
interface Head {
  readonly plain: unknown
  readonly rows: readonly { readonly name: string; readonly kind: Kind; readonly length: number }[]
}

const sumBytes = 32
const headAt = sumBytes + 8
const eight = (length: number): number => Math.ceil(length / 8) * 8

const kindOf = (numbers: Numbers): Kind => {
  if (numbers instanceof Float64Array) return 'f8'
  if (numbers instanceof Float32Array) return 'f4'
  return numbers instanceof Uint32Array ? 'u4' : 'u2'
}

/** Plain values and rows of numbers as bytes, with their sum before them. Every row begins at a multiple of eight. */
export const pack = (plain: unknown, rows: Readonly<Record<string, Numbers>>): Uint8Array => {
  const all = Object.entries(rows)
  const head: Head = { plain, rows: all.map(([name, numbers]) => ({ name, kind: kindOf(numbers), length: numbers.length })) }
  const text = Buffer.from(JSON.stringify(head))
  const bytes = Buffer.alloc(all.reduce((at, [, { byteLength }]) => at + eight(byteLength), eight(headAt + text.length)))
  bytes.writeUInt32LE(text.length, sumBytes)
  text.copy(bytes, headAt)
  let at = eight(headAt + text.length)
  for (const [, { buffer, byteOffset, byteLength }] of all) {
    Buffer.from(buffer, byteOffset, byteLength).copy(bytes, at)
    at += eight(byteLength)
  }
  createHash('sha256').update(bytes.subarray(sumBytes)).digest().copy(bytes)
  return bytes
}

/** The same again, the rows where they stand in the bytes and not copied; undefined for bytes that were changed or cut off. */
export const unpack = (bytes: Uint8Array): { readonly plain: unknown; readonly rows: ReadonlyMap<string, Numbers> } | undefined => {
  if (bytes.length <= headAt) return undefined
  const sum = createHash('sha256').update(bytes.subarray(sumBytes)).digest()
  if (!sum.equals(bytes.subarray(0, sumBytes))) return undefined
  // What the sum is right for was written by `pack`.
  const own = bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes)
  const length = Buffer.from(own.buffer, own.byteOffset, headAt).readUInt32LE(sumBytes)
  const head = JSON.parse(Buffer.from(own.buffer, own.byteOffset + headAt, length).toString()) as Head
  const rows = new Map<string, Numbers>()
  let at = eight(headAt + length)
  for (const { name, kind, length: count } of head.rows) {
    const Row = kinds[kind]
    rows.set(name, new Row(own.buffer as ArrayBuffer, own.byteOffset + at, count))
    at += eight(count * Row.BYTES_PER_ELEMENT)
  }
  return { plain: head.plain, rows }
}
