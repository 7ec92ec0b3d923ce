import { type ByteWriter, type Cursor, readVarint, u32At } from './bytes.ts'

// Where a term occurs: clause ordinals of one segment with frequency codes, in chunks of 128. A chunk is
//   mode u8 · last ordinal u32 (only where there is something to skip) · varint to the first ordinal · gaps · frequency codes
// Gaps have one width in a chunk, so that decoding does not branch for each posting; codes take half a byte, or one for all.

/** Postings in a chunk; the last one of a list has fewer. */
export const chunkSize = 128

/** Postings of one list, rising by ordinal, or room for some. */
export interface Postings {
  readonly ordinals: Int32Array
  /** Frequency codes. */
  readonly codes: Uint8Array
}

export const roomForPostings = (count: number): Postings => ({ ordinals: new Int32Array(count), codes: new Uint8Array(count) })

const widths = [1, 2, 4] as const
const widthMask = 3
const isSame = 4

const writeChunk = (
  writer: ByteWriter,
  { ordinals, codes }: Postings,
  from: number,
  to: number,
  before: number,
  hasSkip: boolean,
): void => {
  let largest = 0
  let all = isSame
  for (let at = from + 1; at < to; at += 1) {
    largest = Math.max(largest, (ordinals[at] ?? 0) - (ordinals[at - 1] ?? 0) - 1)
    if (codes[at] !== codes[from]) all = 0
  }
  const width = largest < 0x100 ? 0 : largest < 0x1_0000 ? 1 : 2
  writer.u8(width | all)
  if (hasSkip) writer.u32(ordinals[to - 1] ?? 0)
  writer.varint((ordinals[from] ?? 0) - before - 1)
  for (let at = from + 1; at < to; at += 1) {
    const gap = (ordinals[at] ?? 0) - (ordinals[at - 1] ?? 0) - 1
    if (width === 0) writer.u8(gap)
    else if (width === 1) writer.u16(gap)
    else writer.u32(gap)
  }
  if (all) writer.u8(codes[from] ?? 0)
  else for (let at = from; at < to; at += 2) writer.u8((codes[at] ?? 0) | ((at + 1 < to ? (codes[at + 1] ?? 0) : 0) << 4))
}

/** Writes postings `from` to `to`; `before` is the ordinal before the first, -1 at the start of a list. */
export const writePostings = (
  writer: ByteWriter,
  postings: Postings,
  from: number,
  to: number,
  before: number,
  hasSkips: boolean,
): void => {
  let previous = before
  for (let start = from; start < to; start += chunkSize) {
    const stop = Math.min(to, start + chunkSize)
    writeChunk(writer, postings, start, stop, previous, hasSkips)
    previous = postings.ordinals[stop - 1] ?? 0
  }
}

/** Decodes the chunk at the cursor, which has `count` postings, and moves on behind it. Gives back its last ordinal. */
export const readChunk = (cursor: Cursor, count: number, before: number, hasSkip: boolean, into: Postings): number => {
  const { bytes } = cursor
  const { ordinals, codes } = into
  const mode = bytes[cursor.at++] ?? 0
  if (hasSkip) cursor.at += 4
  let ordinal = (before + 1 + readVarint(cursor)) | 0
  ordinals[0] = ordinal
  let at = cursor.at
  const width = mode & widthMask
  if (width === 0)
    for (let i = 1; i < count; i += 1) {
      ordinal = (ordinal + (bytes[at++] ?? 0) + 1) | 0
      ordinals[i] = ordinal
    }
  else
    for (let i = 1; i < count; i += 1) {
      ordinal = (ordinal + (width === 1 ? (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) : u32At(bytes, at)) + 1) | 0
      ordinals[i] = ordinal
      at += width === 1 ? 2 : 4
    }
  if (mode & isSame) codes.fill(bytes[at++] ?? 0, 0, count)
  else
    for (let i = 0; i < count; i += 2) {
      const pair = bytes[at++] ?? 0
      codes[i] = pair & 15
      codes[i + 1] = pair >>> 4
    }
  cursor.at = at
  return ordinal
}

/** The last ordinal of the chunk at the cursor, without decoding it. */
export const lastOfChunk = ({ bytes, at }: Cursor): number => u32At(bytes, at + 1)

/** Moves on behind the chunk at the cursor without decoding it. */
export const skipChunk = (cursor: Cursor, count: number): void => {
  const mode = cursor.bytes[cursor.at] ?? 0
  cursor.at += 5
  readVarint(cursor)
  cursor.at += (count - 1) * (widths[mode & widthMask] ?? 1) + (mode & isSame ? 1 : (count + 1) >>> 1)
}
