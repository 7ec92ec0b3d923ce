import { FileTooLargeError } from '../../core/file-errors.ts'

/** A line of a file, counted from 1, without its end. */
export interface Line {
  readonly line: number
  readonly text: string
}

/** Text cut at its line ends (LF, CRLF or CR). A line longer than `maxChars` is refused. */
export async function* linesOf(text: AsyncIterable<string>, { file, maxChars }: { file: string; maxChars: number }): AsyncGenerator<Line> {
  let line = 0
  let kept: string[] = []
  let keptChars = 0
  let endsInReturn = false
  for await (const raw of text) {
    // A CR that ended the last piece and the LF that begins this one are one line end.
    const piece = endsInReturn && raw.startsWith('\n') ? raw.slice(1) : raw
    if (raw) endsInReturn = raw.endsWith('\r')
    const parts = piece.split(/\r\n|\n|\r/)
    for (const [index, part] of parts.entries()) {
      kept.push(part)
      keptChars += part.length
      if (keptChars > maxChars) throw new FileTooLargeError({ file, what: 'record', limit: maxChars })
      if (index === parts.length - 1) continue
      line++
      yield { line, text: kept.length === 1 ? part : kept.join('') }
      kept = []
      keptChars = 0
    }
  }
  if (keptChars > 0) yield { line: line + 1, text: kept.join('') }
}
