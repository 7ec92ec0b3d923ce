import { FileTooLargeError, FileUnreadableError } from '../../core/file-errors.ts'
import type { BroughtFile } from '../brought-file.ts'
import type { FileLimits } from '../limits.ts'
import type { Row } from '../row.ts'
import { textOf } from '../text/decode.ts'
import { type CsvFault, type CsvRecord, openRecordReader } from './record-reader.ts'

const delimiters = [',', '\t', ';', '|', '，', '；']
const headChars = 64 * 1024

/** What divides the fields: what stands outside quotes in the first lines, equally often in most of them. */
export const delimiterOf = (head: string): string => {
  const lines = head
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .slice(0, 20)
  const score = (delimiter: string): number => {
    const counts = lines.map((line) => line.split(delimiter).length - 1)
    const first = counts[0] ?? 0
    return first === 0 ? 0 : counts.filter((count) => count === first).length * 1_000 + first
  }
  return delimiters.reduce((best, one) => (score(one) > score(best) ? one : best), ',')
}

const tidy = (cell: string): string => (cell.includes('\u0000') ? cell.replaceAll('\u0000', '') : cell).trim()

/** Rows of a CSV by the line on which they begin: quotes, line ends inside quotes, any usual delimiter and encoding. */
export async function* csvRows(file: BroughtFile, { limits }: { limits: FileLimits }): AsyncGenerator<Row> {
  let reader: ReturnType<typeof openRecordReader> | undefined
  let rows = 0
  const rowOf = (record: CsvRecord | CsvFault): Row => {
    if ('problem' in record) {
      if (record.problem === 'record') throw new FileTooLargeError({ file: file.name, what: 'record', limit: limits.recordChars })
      const place = { unit: 'line', at: record.line } as const
      throw new FileUnreadableError({ file: file.name, problem: 'quote', place, why: 'a quoted field does not end at a delimiter' })
    }
    if (++rows > limits.rows) throw new FileTooLargeError({ file: file.name, what: 'rows', limit: limits.rows })
    if (record.cells.length > limits.columns) throw new FileTooLargeError({ file: file.name, what: 'columns', limit: limits.columns })
    return { row: record.line, cells: record.cells.map(tidy) }
  }
  for await (const piece of textOf(file)) {
    // Excel writes the delimiter in a first line of its own when it is told to.
    const told = reader ? undefined : /^sep=(.)\r?\n/.exec(piece)
    reader ??= openRecordReader({ delimiter: told?.[1] ?? delimiterOf(piece.slice(0, headChars)), maxChars: limits.recordChars })
    for (const record of reader.push(piece)) if (!told || record.line > 1) yield rowOf(record)
  }
  const last = reader?.end()
  if (last) yield rowOf(last)
}
