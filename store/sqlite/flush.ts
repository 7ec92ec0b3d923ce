import { closeSync, fsyncSync, openSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Puts on the disk what has been written to a file, without holding the event loop. */
export interface Flush {
  /** Resolves when all that was written before the call is on the disk. Those who ask while one is under way share the next. */
  settled(): Promise<void>
  /** The disk once failed to keep something: nobody knows how much of the file it holds. */
  readonly hasFailed: boolean
  /** After those that were asked for. */
  close(): Promise<void>
}

/** A new file is found again after a power cut only if its folder is on the disk too. Windows has no such thing to open. */
const keepName = (path: string): void => {
  if (process.platform === 'win32') return
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** For the file at the path, which is there. */
export const openFlush = async (path: string): Promise<Flush> => {
  const file = await open(path, 'r+')
  keepName(path)
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  let hasFailed = false
  const flush = async (): Promise<void> => {
    try {
      await file.datasync()
    } catch (cause) {
      hasFailed = true
      throw cause
    } finally {
      running = undefined
    }
  }
  const start = (): Promise<void> => {
    next = undefined
    running = flush()
    return running
  }
  return {
    settled() {
      // The one under way may have begun before the bytes were written.
      if (running) next ??= running.then(start, start)
      return next ?? start()
    },
    get hasFailed() {
      return hasFailed
    },
    async close() {
      await Promise.allSettled([running, next])
      await file.close()
    },
  }
}
