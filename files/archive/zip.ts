import type { Readable } from 'node:stream'
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl'
import { PlatformError } from '../../core/errors.ts'
import { FileProtectedError, FileTooLargeError, FileUnreadableError, ZipBombError } from '../../core/file-errors.ts'
import { type BroughtFile, sizeOf } from '../brought-file.ts'
import type { FileLimits } from '../limits.ts'

/** A zip whose directory has been checked (压缩包). Members are read one by one; every byte that comes out is counted. */
export interface Zip extends AsyncDisposable {
  readonly file: string
  readonly names: readonly string[]
  has(name: string): boolean
  /** The bytes of a member; throws when it is missing. */
  read(name: string): AsyncIterable<Uint8Array>
}

const unreadable = (file: string, cause: unknown, part?: string): PlatformError =>
  cause instanceof PlatformError
    ? cause
    : new FileUnreadableError({
        file,
        problem: 'damaged',
        ...(part ? { place: { unit: 'part', at: part } } : {}),
        why: cause instanceof Error ? cause.message : 'not a zip',
      })

/** The directory of a zip; what it claims is checked before any member is opened, and again by counting when one is. */
const directoryOf = async (zip: ZipFile, { file, size, limits }: { file: string; size: number; limits: FileLimits }) => {
  if (zip.entryCount > limits.members) throw new ZipBombError({ file, why: `${zip.entryCount} members` })
  const entries = new Map<string, Entry>()
  let [packed, unpacked] = [0, 0]
  for await (const entry of zip.eachEntry()) {
    packed += entry.compressedSize
    unpacked += entry.uncompressedSize
    if (packed > size) throw new ZipBombError({ file, why: 'members overlap' })
    if (unpacked > limits.unpackedBytes) throw new ZipBombError({ file, why: `claims ${unpacked} bytes unpacked` })
    if (entry.uncompressedSize > limits.ratioFromBytes && entry.uncompressedSize > entry.compressedSize * limits.ratio)
      throw new ZipBombError({ file, why: `a member claims ${entry.uncompressedSize} bytes from ${entry.compressedSize}` })
    entries.set(entry.fileName.replace(/^\//, ''), entry)
  }
  return entries
}

/** Opens a zip. Throws for one that is damaged, and for one that is made to exhaust whoever unpacks it. */
export const openZip = async (file: BroughtFile, limits: FileLimits): Promise<Zip> => {
  const size = await sizeOf(file, limits)
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true }
  const { name } = file
  const zip = await (file.bytes
    ? fromBufferPromise(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length), options)
    : openPromise(file.path, options)
  ).catch((cause: unknown) => Promise.reject(unreadable(name, cause)))
  const entries = await directoryOf(zip, { file: name, size, limits }).catch((cause: unknown) => {
    zip.close()
    throw unreadable(name, cause)
  })
  let unpacked = 0
  return {
    file: name,
    names: [...entries.keys()],
    has: (member) => entries.has(member),
    async *read(member) {
      const entry = entries.get(member)
      if (!entry) throw unreadable(name, new Error('no such member'), member)
      if (entry.isEncrypted()) throw new FileProtectedError({ file: name, kind: 'zip' })
      let bytes = 0
      let stream: Readable | undefined
      try {
        stream = await zip.openReadStreamPromise(entry)
        for await (const chunk of stream) {
          bytes += chunk.length
          unpacked += chunk.length
          if (unpacked > limits.unpackedBytes) throw new FileTooLargeError({ file: name, what: 'unpacked', limit: limits.unpackedBytes })
          if (bytes > limits.ratioFromBytes && bytes > entry.compressedSize * limits.ratio)
            throw new ZipBombError({ file: name, why: `${bytes} bytes from ${entry.compressedSize}` })
          yield chunk
        }
      } catch (cause) {
        // yauzl stops a member that gives more than it claimed.
        if (cause instanceof Error && /too many bytes in the stream/.test(cause.message))
          throw new ZipBombError({ file: name, why: cause.message })
        throw unreadable(name, cause, member)
      } finally {
        stream?.destroy()
      }
    },
    async [Symbol.asyncDispose]() {
      zip.close()
    },
  }
}
