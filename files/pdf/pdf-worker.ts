import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { getDocument, PDFDataRangeTransport } from 'unpdf/pdfjs'
import type { PdfAnswer, PdfQuestion } from './pages.ts'

// pdf.js in a thread of its own: a page that never ends is ended from outside, and its memory goes with the thread.

/** After so many pages, fonts and pictures that pdf.js keeps are let go. */
const cleanUpEvery = 64
const cMapFolder = join(import.meta.dirname, 'cmaps')

/** Character maps of Chinese fonts that a PDF names but does not carry; nothing is ever fetched. */
class ShippedMaps {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    if (kind !== 'cMapUrl' || !/^[\w-]+\.bcmap$/.test(filename)) throw new Error(`not shipped: ${filename}`)
    return new Uint8Array(readFileSync(join(cMapFolder, filename)))
  }
}

/** Reads the file where pdf.js wants it, so that only those parts are in memory. */
const rangesOf = (path: string): PDFDataRangeTransport => {
  const file = openSync(path, 'r')
  const transport = new PDFDataRangeTransport(fstatSync(file).size, null)
  transport.requestDataRange = (begin: number, end: number): void => {
    const bytes = new Uint8Array(end - begin)
    const read = readSync(file, bytes, 0, bytes.length, begin)
    // Later, as from a network: pdf.js does not expect an answer inside its question.
    setImmediate(() => transport.onDataRange(begin, bytes.subarray(0, read)))
  }
  transport.abort = () => closeSync(file)
  return transport
}

const say = (answer: PdfAnswer): void => parentPort?.postMessage(answer)

const { path, bytes }: PdfQuestion = workerData
const task = getDocument({
  ...(path === undefined ? { data: bytes } : { range: rangesOf(path) }),
  disableAutoFetch: true,
  disableStream: true,
  rangeChunkSize: 256 * 1_024,
  // Any address will do: the factory below reads by name.
  cMapUrl: 'cmaps/',
  cMapPacked: true,
  BinaryDataFactory: ShippedMaps,
  useWorkerFetch: false,
  useSystemFonts: false,
  useWasm: false,
  disableFontFace: true,
  isOffscreenCanvasSupported: false,
  verbosity: 0,
})
const pdf = await task.promise.catch((cause: unknown) => {
  const [name, message] = cause instanceof Error ? [cause.name, cause.message] : ['', String(cause)]
  say({ kind: 'failed', isProtected: name === 'PasswordException', why: message })
  return undefined
})

const readPage = async (number: number): Promise<PdfAnswer> => {
  const page = await pdf?.getPage(number)
  if (!page) return { kind: 'failed', isProtected: false, why: `no page ${number}` }
  const { items } = await page.getTextContent()
  const view = page.view
  const runs = items.flatMap((item) => {
    if (!('str' in item) || item.str === '') return []
    const [a = 1, b = 0, , , x = 0, y = 0] = item.transform.map(Number)
    return [
      {
        text: item.str,
        x: x - (view[0] ?? 0),
        y: y - (view[1] ?? 0),
        width: item.width,
        size: Math.hypot(a, b),
        isLevel: Math.abs(b) < Math.abs(a),
      },
    ]
  })
  page.cleanup()
  if (number % cleanUpEvery === 0) await pdf?.cleanup()
  return { kind: 'page', number, width: (view[2] ?? 0) - (view[0] ?? 0), height: (view[3] ?? 0) - (view[1] ?? 0), runs }
}

if (pdf) {
  say({ kind: 'opened', pages: pdf.numPages })
  parentPort?.on('message', (number: number) => {
    readPage(number).then(say, (cause: unknown) =>
      say({ kind: 'failed', isProtected: false, why: cause instanceof Error ? cause.message : 'page cannot be read' }),
    )
  })
}
