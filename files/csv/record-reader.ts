/** A record of a CSV, and the line on which it begins. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

/** A quote that was opened and never rightly closed, or a record without an end. */
export type CsvFault = { readonly line: number; readonly problem: 'quote' | 'record' }

/**
 * Reads CSV piece by piece. A quote counts only where a field begins, as in spreadsheets, so that 他说“"滚"” inside a plain
 * field is text; a field that was quoted must end at a delimiter. Hence a broken quote is found at its own line, where a reader
 * that forgives would swallow the records up to the next quote.
 */
export const openRecordReader = ({ delimiter, maxChars }: { delimiter: string; maxChars: number }) => {
  let rest = ''
  let line = 0
  let cells: string[] = []
  let chars = 0
  let recordLine = 0
  let quoted: { text: string; openedAt: number } | undefined

  /** Goes on with one line; gives true when the record is complete. */
  const feed = (text: string): boolean | CsvFault => {
    let at = 0
    chars += text.length
    for (;;) {
      if (quoted) {
        const end = text.indexOf('"', at)
        if (chars > maxChars) return { line: quoted.openedAt, problem: 'quote' }
        if (end < 0) {
          quoted.text += `${text.slice(at)}\n`
          return false
        }
        quoted.text += text.slice(at, end)
        at = end + 1
        if (text[at] === '"') {
          quoted.text += '"'
          at++
          continue
        }
        while (text[at] === ' ') at++
        if (at < text.length && !text.startsWith(delimiter, at)) return { line: quoted.openedAt, problem: 'quote' }
        cells.push(quoted.text)
        quoted = undefined
        if (at >= text.length) return true
        at += delimiter.length
        continue
      }
      let start = at
      while (text[start] === ' ') start++
      if (text[start] === '"') {
        quoted = { text: '', openedAt: line }
        at = start + 1
        continue
      }
      const end = text.indexOf(delimiter, at)
      cells.push(end < 0 ? text.slice(at) : text.slice(at, end))
      if (end < 0) return true
      at = end + delimiter.length
    }
  }
  const take = (text: string): CsvRecord | CsvFault | undefined => {
    line++
    if (!quoted) {
      if (text.trim() === '') return undefined
      if (text.length > maxChars) return { line, problem: 'record' }
      recordLine = line
      if (!text.includes('"')) return { line, cells: text.split(delimiter) }
      cells = []
      chars = 0
    }
    const done = feed(text)
    if (typeof done !== 'boolean') return done
    return done ? { line: recordLine, cells } : undefined
  }
  return {
    /** Records that are complete with this piece of text; a fault is the last of them. */
    push(piece: string): readonly (CsvRecord | CsvFault)[] {
      const found: (CsvRecord | CsvFault)[] = []
      const text = rest + piece
      let from = 0
      for (let end = text.indexOf('\n', rest.length); end >= 0; end = text.indexOf('\n', from)) {
        const record = take(text.slice(from, text[end - 1] === '\r' ? end - 1 : end))
        if (record) found.push(record)
        from = end + 1
      }
      rest = text.slice(from)
      if (rest.length > maxChars) found.push({ line: line + 1, problem: 'record' })
      return found
    },
    /** The record without a line end, if there is one. */
    end(): CsvRecord | CsvFault | undefined {
      const last = rest === '' && !quoted ? undefined : take(rest)
      return quoted ? { line: quoted.openedAt, problem: 'quote' } : last
    },
  }
}
