import { createReadStream } from 'node:fs'
import type { BroughtFile } from '../../files/brought-file.ts'
import { kindOf } from '../../files/kind.ts'
import { type FileLimits, fileLimits } from '../../files/limits.ts'
import { readLines } from '../../files/read-lines.ts'
import { readRows } from '../../files/read-rows.ts'
import { encodingOfFile } from '../../files/text/encoding.ts'
import { UsageError } from '../command.ts'
import { type Columns, columnsOf, type Field } from './columns.ts'
import type { BrokenLine, Lot } from './lot.ts'

/** How far a reading has come (读到哪里): the next lot begins here. */
export interface Mark {
  readonly byte: number
  readonly line: number
}

/** A lot, and where the next one begins. */
export interface FileLot extends Lot {
  readonly next: Mark
  /** Lines that were too long to be handed on. */
  readonly tooLong: readonly BrokenLine[]
}

/** Bytes that are read, and handed on, at a time. */
const lotBytes = 512 * 1024
const rowsAtOnce = 1_000
/** A line longer than this is no incident. */
const longestLine = 4 * 1_048_576
/** Ten million incidents as NDJSON; tables keep the limits of files/. */
export const scanLimits: FileLimits = { ...fileLimits, fileBytes: 64 * 1_073_741_824 }

const tooLong = '太长，超过 4 MB'

/** Cuts chunks of bytes into lots of whole lines; of encodings in which a line ends with a byte of its own. */
export async function* lotsOfBytes(chunks: AsyncIterable<Uint8Array>, from: Mark): AsyncGenerator<FileLot> {
  let kept: Uint8Array[] = []
  let keptBytes = 0
  let { byte, line } = from
  let isSkipping = false
  const take = (bytes: Uint8Array<ArrayBuffer>, long: readonly BrokenLine[]): FileLot => {
    const firstLine = line
    let lines = 0
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines++
    if (bytes.length > 0 && bytes.at(-1) !== 0x0a) lines++
    byte += bytes.length
    line += lines
    return { bytes, firstLine, next: { byte, line }, tooLong: long }
  }
  for await (const whole of chunks) {
    let chunk = whole
    if (isSkipping) {
      const end = chunk.indexOf(0x0a)
      byte += end < 0 ? chunk.length : end + 1
      if (end < 0) continue
      isSkipping = false
      yield { bytes: new Uint8Array(0), firstLine: line, next: { byte, line: line + 1 }, tooLong: [{ line, why: tooLong }] }
      line++
      chunk = chunk.subarray(end + 1)
    }
    const end = chunk.lastIndexOf(0x0a) + 1
    if (end > 0 && keptBytes + end >= lotBytes / 2) {
      yield take(joined([...kept, chunk.subarray(0, end)]), [])
      kept = end < chunk.length ? [chunk.subarray(end)] : []
    } else if (chunk.length > 0) kept.push(chunk)
    keptBytes = kept.reduce((sum, part) => sum + part.length, 0)
    if (keptBytes > longestLine) {
      const all = joined(kept)
      const last = all.lastIndexOf(0x0a) + 1
      if (last > 0) yield take(all.slice(0, last), [])
      byte += all.length - last
      isSkipping = true
      kept = []
      keptBytes = 0
    }
  }
  if (isSkipping) yield { bytes: new Uint8Array(0), firstLine: line, next: { byte, line: line + 1 }, tooLong: [{ line, why: tooLong }] }
  else if (keptBytes > 0) yield take(joined(kept), [])
}

/** A copy, whose buffer can be handed over. */
const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Incidents as lines of JSON, a thousand at a time. */
async function* lotsOfJson(records: AsyncIterable<{ readonly line: number; readonly json: string }>, from: Mark): AsyncGenerator<FileLot> {
  let [text, lines] = ['', [] as number[]]
  const take = (): FileLot => {
    const last = lines.at(-1) ?? from.line
    const bytes = new TextEncoder().encode(text)
    const lot = {
      bytes,
      firstLine: lines[0] ?? 1,
      lines: Int32Array.from(lines),
      next: { byte: 0, line: last + 1 },
      tooLong: [],
    }
    ;[text, lines] = ['', []]
    return lot
  }
  for await (const { line, json } of records) {
    // Of a table that was read before, what is done is passed over.
    if (line < from.line) continue
    text += `${json}\n`
    lines.push(line)
    if (lines.length >= rowsAtOnce) yield take()
  }
  if (lines.length > 0) yield take()
}

/** Rows of a table as incidents; the first row with a column for the text has the headings. */
async function* rowsAsJson(file: BroughtFile, told: Partial<Record<Field, string>>): AsyncGenerator<{ line: number; json: string }> {
  let columns: Columns | undefined
  let before = 0
  for await (const { row, cells } of readRows(file, { limits: scanLimits })) {
    if (!columns) {
      columns = columnsOf(cells, told)
      // Titles and notes may stand above the headings.
      if (!columns && ++before >= 10)
        throw new UsageError('no column for the text of incidents in the first ten rows; name it: --map text=列名')
      continue
    }
    const cell = (field: Field): string | undefined => (columns?.[field] === undefined ? undefined : cells[columns[field]])
    yield { line: row, json: JSON.stringify({ id: cell('id'), text: cell('text') ?? '', at: cell('at'), place: cell('place') }) }
  }
  if (!columns) throw new UsageError('no column for the text of incidents; name it: --map text=列名')
}

async function* linesAsJson(file: BroughtFile): AsyncGenerator<{ line: number; json: string }> {
  // A line end inside would be a second line there.
  for await (const { line, text } of readLines(file, scanLimits)) yield { line, json: text.replace(/[\r\n]/g, ' ') }
}

/** The lots of a table or of lines that cannot be cut by bytes. */
export async function* lotsOfTable(
  file: BroughtFile,
  options: { from: Mark; map: Partial<Record<Field, string>> },
): AsyncGenerator<FileLot> {
  const kind = await kindOf(file, scanLimits)
  if (kind === 'xlsx' || kind === 'csv') return yield* lotsOfJson(rowsAsJson(file, options.map), options.from)
  if (kind !== 'jsonl' && kind !== 'text') throw new UsageError(`${kind.toUpperCase()} holds no incidents: NDJSON, CSV or XLSX`)
  yield* lotsOfJson(linesAsJson(file), options.from)
}

/** The lots of a file from a mark on: NDJSON in any encoding, CSV, XLSX. */
export async function* lotsOf(
  file: { readonly name: string; readonly path: string },
  options: { from: Mark; map: Partial<Record<Field, string>> },
): AsyncGenerator<FileLot> {
  const kind = await kindOf(file, scanLimits)
  const encoding = kind === 'jsonl' || kind === 'text' ? await encodingOfFile(file) : undefined
  if (encoding !== 'utf-8' && encoding !== 'gb18030') return yield* lotsOfTable(file, options)
  yield* lotsOfBytes(createReadStream(file.path, { start: options.from.byte, highWaterMark: lotBytes }), options.from)
}
