import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { FileTooLargeError, FileUnreadableError } from '../core/file-errors.ts'
import type { FileLimits } from './limits.ts'

/** A file that somebody brought (送来的文件): an upload in memory, or a path. The name is what they called it. */
export type BroughtFile =
  | { readonly name: string; readonly bytes: Uint8Array; readonly path?: undefined }
  | { readonly name: string; readonly path: string; readonly bytes?: undefined }

const chunkBytes = 256 * 1024

/** Messages of the file system hold the path, and so the name; its code says enough. */
const missing = (file: BroughtFile, cause: unknown): FileUnreadableError =>
  new FileUnreadableError({
    file: file.name,
    problem: 'damaged',
    why: cause instanceof Error && 'code' in cause ? String(cause.code) : 'not a regular file',
  })

/** Size in bytes; an empty file and one over the limit are refused here, before anything is read. */
export const sizeOf = async (file: BroughtFile, limits: FileLimits): Promise<number> => {
  const found = file.bytes ? undefined : await stat(file.path).catch((cause: unknown) => Promise.reject(missing(file, cause)))
  if (found && !found.isFile()) throw missing(file, undefined)
  const size = file.bytes?.length ?? found?.size ?? 0
  if (size === 0) throw new FileUnreadableError({ file: file.name, problem: 'empty', why: '0 bytes' })
  if (size > limits.fileBytes) throw new FileTooLargeError({ file: file.name, what: 'bytes', limit: limits.fileBytes })
  return size
}

/** The bytes from `from`, at most `length`. */
export const bytesAt = async (file: BroughtFile, from: number, length: number): Promise<Uint8Array> => {
  if (file.bytes) return file.bytes.subarray(from, from + length)
  await using handle = await open(file.path).catch((cause: unknown) => Promise.reject(missing(file, cause)))
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await handle.read(buffer, 0, length, from)
  return buffer.subarray(0, bytesRead)
}

/** The bytes in order, piece by piece. */
export async function* chunksOf(file: BroughtFile): AsyncGenerator<Uint8Array> {
  if (file.bytes) {
    for (let at = 0; at < file.bytes.length; at += chunkBytes) yield file.bytes.subarray(at, at + chunkBytes)
    return
  }
  for await (const chunk of createReadStream(file.path, { highWaterMark: chunkBytes })) yield chunk
}
