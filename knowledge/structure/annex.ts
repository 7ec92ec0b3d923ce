import type { ClauseDraft } from '../../core/knowledge.ts'
import type { Block } from '../../files/block.ts'
import { annexHeading } from './headings.ts'
import { plainLine, rowReader } from './rows.ts'

/** An annex that is text comes apart at paragraphs, about so many characters each: long enough for a list, short enough to be quoted. */
const annexChars = 1_200

/** Annexes (附件、附表) of a law: rows of a table are clauses of their own, text is kept in pieces. */
export const annexClauses = (blocks: readonly Block[], unique: (anchor: string) => string): ClauseDraft[] => {
  const clauses: ClauseDraft[] = []
  let count = 0
  let name = '附件'
  let title = ''
  let lines: string[] = []
  let pieces = 0
  let rows = 0
  const row = rowReader()
  const push = (anchor: string, article: string, text: string): void => {
    const path = [title && title !== article ? title : '', article].filter(Boolean).join(' › ')
    clauses.push({ anchor: unique(anchor), article, path, text, externalId: undefined })
  }
  const flush = (): void => {
    const text = lines.join('\n').trim()
    lines = []
    if (!text) return
    pieces++
    push(pieces === 1 ? `x${count}` : `x${count}-${pieces}`, pieces === 1 ? name : `${name}（${pieces}）`, text)
  }
  for (const block of blocks) {
    if (block.kind === 'row') {
      const text = row(block)
      if (!text) continue
      flush()
      rows++
      push(`x${count}-r${rows}`, `${name} 第${rows}行`, text)
      continue
    }
    if (block.kind === 'front_matter' || block.kind === 'title' || block.kind === 'page') continue
    const text = plainLine(block.text)
    if (!text) continue
    const found = annexHeading(text)
    if (found !== undefined) {
      flush()
      count++
      ;[name, title, pieces, rows] = [found.split(' ')[0] ?? found, found, 0, 0]
      continue
    }
    if (lines.join('\n').length + text.length > annexChars) flush()
    lines.push(text)
  }
  flush()
  return clauses
}
