import { Worker } from 'node:worker_threads'
import type { PlatformError } from '../../core/errors.ts'
import { FileProtectedError, FileTooLargeError, FileUnreadableError } from '../../core/file-errors.ts'
import type { BroughtFile } from '../brought-file.ts'
import type { FileLimits } from '../limits.ts'

/** A run of text where it stands on its page; x and y in points from the lower left corner, y of the base line. */
export interface Run {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  /** Height of the letters, points. */
  readonly size: number
  /** False for text that is turned, such as a watermark. */
  readonly isLevel: boolean
}

export interface Page {
  readonly number: number
  readonly width: number
  readonly height: number
  readonly runs: readonly Run[]
}

/** What the thread is given, and what it answers. */
export type PdfQuestion = { readonly path: string | undefined; readonly bytes: Uint8Array | undefined }
export type PdfAnswer =
  | { readonly kind: 'opened'; readonly pages: number }
  | ({ readonly kind: 'page' } & Page)
  | { readonly kind: 'failed'; readonly isProtected: boolean; readonly why: string }

const watchEveryMs = 200

/** Pages of a PDF one by one, each read when it is wanted. The thread that reads ends with the last of them, or when it is too slow or too large. */
export async function* pdfPages(file: BroughtFile, limits: FileLimits): AsyncGenerator<Page> {
  const before = process.memoryUsage.rss()
  const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
    workerData: { path: file.path, bytes: file.bytes } satisfies PdfQuestion,
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(limits.memoryBytes / 1_048_576) },
    stdout: true,
    stderr: true,
  })
  const tooLarge = (): PlatformError => new FileTooLargeError({ file: file.name, what: 'memory', limit: limits.memoryBytes })
  const broken = (why: string, page: number): PlatformError =>
    new FileUnreadableError({ file: file.name, problem: 'damaged', ...(page > 0 ? { place: { unit: 'page', at: page } } : {}), why })

  /** The next answer, or why there is none. */
  const answer = (page: number): Promise<PdfAnswer> =>
    new Promise((resolve, reject) => {
      const slow = setTimeout(
        () =>
          settle(() =>
            reject(
              new FileUnreadableError({
                file: file.name,
                problem: 'slow',
                place: { unit: 'page', at: Math.max(1, page) },
                why: 'took too long',
              }),
            ),
          ),
        page === 0 ? limits.openMs : limits.pageMs,
      )
      const watch = setInterval(() => {
        if (process.memoryUsage.rss() - before > limits.memoryBytes) settle(() => reject(tooLarge()))
      }, watchEveryMs)
      const onMessage = (message: PdfAnswer): void => settle(() => resolve(message))
      const onError = (cause: Error): void =>
        settle(() => reject('code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge() : broken(cause.message, page)))
      const onExit = (): void => settle(() => reject(broken('the reader ended', page)))
      const settle = (end: () => void): void => {
        clearTimeout(slow)
        clearInterval(watch)
        worker.off('message', onMessage).off('error', onError).off('exit', onExit)
        end()
      }
      worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    })
  const ask = (page: number): Promise<PdfAnswer> => {
    const answered = answer(page)
    if (page > 0) worker.postMessage(page)
    return answered
  }
  try {
    const opened = await ask(0)
    if (opened.kind === 'failed')
      throw opened.isProtected ? new FileProtectedError({ file: file.name, kind: 'PDF' }) : broken(opened.why, 0)
    const pages = opened.kind === 'opened' ? opened.pages : 0
    if (pages > limits.pages) throw new FileTooLargeError({ file: file.name, what: 'pages', limit: limits.pages })
    for (let number = 1; number <= pages; number++) {
      const page = await ask(number)
      if (page.kind !== 'page') throw broken(page.kind === 'failed' ? page.why : 'out of order', number)
      yield page
    }
  } finally {
    await worker.terminate()
  }
}
