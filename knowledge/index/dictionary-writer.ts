import { type ByteWriter, byteWriter } from './bytes.ts'
import { isDense, writeDense } from './dense.ts'
import { apart, dense, frontierFrom, here } from './dictionary.ts'
import { chunkSize, type Postings, writePostings } from './postings.ts'
import { frequencyCodes } from './scoring.ts'

/** Bytes after which a dictionary block is closed: what is read for a rare term. */
const dictionaryBlockBytes = 1_700
/** Bytes of postings after which a list has blocks of its own. */
const longListBytes = 1_024
const listBlockBytes = 16_384
const restartEvery = 16

/** Pairs of frequency and length code, none of which is beaten in both: no posting scores above the best of them, whatever the parameters. */
const writeFrontier = (writer: ByteWriter, { ordinals, codes }: Postings, count: number, lengths: Uint8Array): void => {
  const shortest = new Uint16Array(frequencyCodes).fill(256)
  for (let at = 0; at < count; at += 1) {
    const code = codes[at] ?? 0
    const length = lengths[ordinals[at] ?? 0] ?? 0
    if (length < (shortest[code] ?? 0)) shortest[code] = length
  }
  const pairs: number[] = []
  for (let code = frequencyCodes - 1, best = 256; code > 0; code -= 1) {
    const length = shortest[code] ?? 256
    if (length >= best) continue
    best = length
    pairs.push(code, length)
  }
  writer.u8(pairs.length / 2)
  for (const value of pairs) writer.u8(value)
}

/** What a segment's blocks are made of, and the first term of every dictionary block. */
export interface Blocks {
  readonly bodies: readonly Uint8Array[]
  readonly index: readonly { readonly block: number; readonly term: string }[]
}

/** Writes terms in rising order with their postings. */
export const dictionaryWriter = (lengths: Uint8Array) => {
  const bodies: Uint8Array[] = []
  const index: { block: number; term: string }[] = []
  const block = byteWriter()
  const body = byteWriter()
  const list = byteWriter()
  let restarts: number[] = []
  let [entries, previous] = [0, '']
  const close = (): void => {
    if (entries === 0) return
    for (const offset of restarts) block.u16(offset)
    block.u16(restarts.length)
    bodies.push(block.take())
    restarts = []
    entries = 0
  }
  const writeTerm = (term: string): void => {
    let shared = 0
    if (entries % restartEvery === 0) restarts.push(block.length)
    else while (shared < term.length && term.charCodeAt(shared) === previous.charCodeAt(shared)) shared += 1
    if (entries === 0) index.push({ block: bodies.length, term })
    block.varint(shared)
    block.varint(term.length - shared)
    for (let at = shared; at < term.length; at += 1) {
      const unit = term.charCodeAt(at)
      block.u8(unit >>> 8)
      block.u8(unit)
    }
    entries += 1
    previous = term
  }
  /** Blocks of one long list; its directory goes into the entry. */
  const writeLong = (postings: Postings, count: number): Uint8Array[] => {
    const blocks: Uint8Array[] = []
    let start = 0
    for (let at = 0; at < count; at += chunkSize) {
      const stop = Math.min(count, at + chunkSize)
      writePostings(list, postings, at, stop, at === 0 ? -1 : (postings.ordinals[at - 1] ?? 0), true)
      if (list.length < listBlockBytes && stop < count) continue
      body.varint(stop - start)
      body.u32(postings.ordinals[stop - 1] ?? 0)
      blocks.push(list.take())
      start = stop
    }
    return blocks
  }
  const finishEntry = (count: number, kind: number): void => {
    const bytes = body.take()
    block.varint(count * 4 + kind)
    block.varint(bytes.length)
    block.raw(bytes, 0, bytes.length)
  }
  const standApart = (count: number, kind: number, blocks: readonly Uint8Array[]): void => {
    finishEntry(count, kind)
    close()
    bodies.push(...blocks)
  }
  return {
    add(term: string, postings: Postings, count: number): void {
      writeTerm(term)
      if (count > frontierFrom) writeFrontier(body, postings, count, lengths)
      if (isDense(count, lengths.length)) standApart(count, dense, writeDense(postings, count, lengths.length))
      else {
        writePostings(list, postings, 0, count, -1, count > chunkSize)
        const chunks = list.take()
        if (chunks.length > longListBytes) standApart(count, apart, writeLong(postings, count))
        else {
          body.raw(chunks, 0, chunks.length)
          finishEntry(count, here)
          if (block.length >= dictionaryBlockBytes) close()
        }
      }
    },
    finish(): Blocks {
      close()
      return { bodies, index }
    },
  }
}
