import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The texts of a workbook by number (共享字符串). */
export interface SharedStrings extends Disposable {
  add(text: string): void
  at(index: number): string | undefined
}

const chunkBytes = 1_048_576
const windowBytes = 128 * 1024

/** A file without a name: only this process can read it, and it is gone with the process. Windows keeps the name until the end. */
const openNameless = (): { file: number; close(): void } => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-table-'))
  const file = openSync(join(folder, 'texts'), 'wx+', 0o600)
  const drop = (): void => rmSync(folder, { recursive: true, force: true })
  const isNamed = process.platform === 'win32'
  if (!isNamed) drop()
  return {
    file,
    close() {
      closeSync(file)
      if (isNamed) drop()
    },
  }
}

/** Numbers in a typed array that grows. */
const growing = () => {
  let values = new Uint32Array(4_096)
  return {
    set(at: number, value: number): void {
      if (at >= values.length) {
        const wider = new Uint32Array(values.length * 2)
        wider.set(values)
        values = wider
      }
      values[at] = value
    },
    at: (index: number): number => values[index] ?? 0,
  }
}

/**
 * Keeps texts as bytes outside the heap, and past `memoryBytes` in a file without a name: a million long texts cost no more
 * memory than a hundred thousand. Latin-1 where it fits, UTF-16 otherwise: both are how V8 holds them, so reading is a copy.
 */
export const openSharedStrings = ({ memoryBytes = 32 * chunkBytes }: { memoryBytes?: number } = {}): SharedStrings => {
  /** Full chunks: in memory, or by their place in the file. No text lies across two. */
  const chunks: (Buffer | number)[] = []
  const [chunkOf, startOf, lengthOf] = [growing(), growing(), growing()]
  let tail = Buffer.allocUnsafeSlow(chunkBytes)
  let [tailEnd, count, inMemory, inFile] = [0, 0, 0, 0]
  let spill: ReturnType<typeof openNameless> | undefined
  let window = { from: -1, bytes: Buffer.alloc(0) }

  const endChunk = (): void => {
    if (inMemory + tail.length <= memoryBytes) {
      chunks.push(tail)
      inMemory += tail.length
    } else {
      spill ??= openNameless()
      writeSync(spill.file, tail, 0, tailEnd, inFile)
      chunks.push(inFile)
      inFile += tailEnd
    }
  }
  const fromFile = (from: number, length: number): Buffer => {
    if (window.from < 0 || from < window.from || from + length > window.from + window.bytes.length) {
      const bytes = Buffer.allocUnsafe(Math.max(windowBytes, length))
      window = { from, bytes: bytes.subarray(0, spill ? readSync(spill.file, bytes, 0, bytes.length, from) : 0) }
    }
    return window.bytes.subarray(from - window.from, from - window.from + length)
  }
  return {
    add(text) {
      const isWide = /[^\u0000-\u00ff]/.test(text)
      const bytes = text.length * (isWide ? 2 : 1)
      if (tailEnd + bytes > tail.length) {
        if (tailEnd > 0) endChunk()
        tail = Buffer.allocUnsafeSlow(Math.max(chunkBytes, bytes))
        tailEnd = 0
      }
      chunkOf.set(count, chunks.length)
      startOf.set(count, tailEnd)
      lengthOf.set(count, bytes * 2 + (isWide ? 1 : 0))
      tailEnd += tail.write(text, tailEnd, isWide ? 'utf16le' : 'latin1')
      count++
    },
    at(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) return undefined
      const chunk = chunks[chunkOf.at(index)] ?? tail
      const [from, marked] = [startOf.at(index), lengthOf.at(index)]
      const length = Math.floor(marked / 2)
      const bytes = typeof chunk === 'number' ? fromFile(chunk + from, length) : chunk.subarray(from, from + length)
      return bytes.toString(marked % 2 === 1 ? 'utf16le' : 'latin1')
    },
    [Symbol.dispose]() {
      spill?.close()
      chunks.length = 0
    },
  }
}
