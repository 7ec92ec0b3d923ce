import type { ClauseDraft } from '../../core/knowledge.ts'
import type { Block } from '../../files/block.ts'
import { plainLine, rowText } from './rows.ts'
import { cleanTitle } from './title.ts'

/** A text without headings comes apart at paragraphs, about so many characters each. */
const pieceChars = 900
/** A table longer than this gives every row a clause of its own. */
const rowsInSection = 20

/** Sections of a guide: one clause for each heading that has text below it. A text without headings is cut at paragraphs. */
export const sectionClauses = (blocks: readonly Block[], title: string): ClauseDraft[] => {
  const clauses: ClauseDraft[] = []
  const stack: { level: number; text: string }[] = []
  let count = 0
  let lines: string[] = []
  let rows: string[] = []
  let table = { number: -1, names: [] as readonly string[] }
  const name = (): string => stack.at(-1)?.text ?? title
  const path = (): string => (stack.length > 0 ? stack.map(({ text }) => text).join(' › ') : title)
  const push = (anchor: string, text: string, article = name(), trail = path()): void => {
    if (text.trim()) clauses.push({ anchor, article, path: trail, text: text.trim(), externalId: undefined })
  }
  const flush = (): void => {
    const isLong = rows.length > rowsInSection
    if (!isLong) lines.push(...rows)
    if (stack.length > 0) push(`s${count}`, lines.join('\n'))
    else for (const [index, piece] of piecesOf(lines).entries()) push(index === 0 ? 's0' : `s0-${index + 1}`, piece)
    if (isLong)
      for (const [index, text] of rows.entries())
        push(`s${count}-r${index + 1}`, text, `${name()} 第${index + 1}行`, `${path()} › 第${index + 1}行`)
    lines = []
    rows = []
  }
  for (const block of blocks) {
    if (block.kind === 'row') {
      if (block.table !== table.number) table = { number: block.table, names: [] }
      if (block.header) table.names = block.cells
      else rows.push(rowText(table.names, block.cells))
      continue
    }
    if (block.kind === 'front_matter' || block.kind === 'title' || block.kind === 'page') continue
    const text = plainLine(block.text)
    if (!text) continue
    if (block.kind !== 'heading') {
      lines.push(text)
      continue
    }
    flush()
    if (cleanTitle(text) === title && stack.length === 0) continue
    while (stack.length > 0 && (stack.at(-1)?.level ?? 0) >= block.level) stack.pop()
    stack.push({ level: block.level, text })
    count++
  }
  flush()
  return clauses
}

const piecesOf = (lines: readonly string[]): string[] => {
  const pieces: string[] = []
  let open = ''
  for (const line of lines) {
    if (open && open.length + line.length > pieceChars) {
      pieces.push(open)
      open = ''
    }
    open = open ? `${open}\n${line}` : line
  }
  return open ? [...pieces, open] : pieces
}
