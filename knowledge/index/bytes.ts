import { crc32 } from 'node:zlib'

/** Collects bytes. Numbers are little endian; varints carry seven bits a byte, lowest first, up to 2^53. */
export interface ByteWriter {
  readonly length: number
  u8(value: number): void
  u16(value: number): void
  u32(value: number): void
  varint(value: number): void
  raw(bytes: Uint8Array, from: number, to: number): void
  /** What was written, copied; the writer begins anew. */
  take(): Uint8Array
}

export const byteWriter = (room = 16_384): ByteWriter => {
  let bytes = new Uint8Array(room)
  let end = 0
  const reserve = (more: number): void => {
    if (end + more <= bytes.length) return
    const wider = new Uint8Array(Math.max(bytes.length * 2, end + more))
    wider.set(bytes.subarray(0, end))
    bytes = wider
  }
  const writer = {
    get length() {
      return end
    },
    u8(value: number) {
      reserve(1)
      bytes[end++] = value
    },
    u16(value: number) {
      reserve(2)
      bytes[end++] = value
      bytes[end++] = value >>> 8
    },
    u32(value: number) {
      writer.u16(value & 0xffff)
      writer.u16(value >>> 16)
    },
    varint(value: number) {
      reserve(8)
      let rest = value
      while (rest >= 0x80) {
        bytes[end++] = (rest % 0x80) | 0x80
        rest = Math.floor(rest / 0x80)
      }
      bytes[end++] = rest
    },
    raw(from: Uint8Array, start: number, stop: number) {
      reserve(stop - start)
      bytes.set(from.subarray(start, stop), end)
      end += stop - start
    },
    take() {
      const taken = bytes.slice(0, end)
      end = 0
      return taken
    },
  }
  return writer
}

/** A place in bytes that moves on as it is read. Reading past the end gives zeros: the checksum has been checked before. */
export interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

export const readVarint = (cursor: Cursor): number => {
  const { bytes } = cursor
  let byte = bytes[cursor.at++] ?? 0
  if (byte < 0x80) return byte
  let value = byte & 0x7f
  let scale = 0x80
  do {
    byte = bytes[cursor.at++] ?? 0
    value += (byte & 0x7f) * scale
    scale *= 0x80
  } while (byte >= 0x80)
  return value
}

export const u16At = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)

export const u32At = (bytes: Uint8Array, at: number): number => (u16At(bytes, at) | (u16At(bytes, at + 2) << 16)) >>> 0

const crcBytes = 4

/** The bytes with their checksum behind them; `tag` ties a block to its segment, so that a block of another one does not pass. */
export const sealed = (body: Uint8Array, tag: number): Uint8Array => {
  const whole = new Uint8Array(body.length + crcBytes)
  whole.set(body)
  new DataView(whole.buffer).setUint32(body.length, crc32(body, tag), true)
  return whole
}

/** What `sealed` was given, or undefined where a byte has changed. */
export const unsealed = (whole: Uint8Array, tag: number): Uint8Array | undefined => {
  // A plain view: hot loops stay fast only while every block is of one class, and drivers give Buffers, small ones inside a shared pool.
  const plain =
    whole.buffer.byteLength > 2 * whole.length ? new Uint8Array(whole) : new Uint8Array(whole.buffer, whole.byteOffset, whole.length)
  const end = plain.length - crcBytes
  if (end < 0) return undefined
  const body = plain.subarray(0, end)
  return crc32(body, tag) === u32At(plain, end) ? body : undefined
}
