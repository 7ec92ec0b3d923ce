import { type Block, headingLevel } from '../block.ts'
import { beginsClause } from './clause-start.ts'
import { cleanLine, joinWrapped } from './clean.ts'
import type { Line } from './lines.ts'

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', emsp: '\u3000', ensp: ' ' }

/** What a reader sees of one line: emphasis, code marks and links gone, their words kept. */
export const inlineText = (text: string): string =>
  cleanLine(
    text
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
      .replace(/\[([^\]]+)\]\([^)\s]*(?:\s+"[^"]*")?\)/g, '$1')
      .replace(/<\/?[a-zA-Z][^<>]{0,500}>/g, '')
      .replace(/(\*\*|__)(?=\S)(.+?)\1/g, '$2')
      .replace(/(?<![*\\\w])\*(?=[^\s*])([^*]+)\*(?!\*)/g, '$1')
      .replace(/`([^`]+)`/g, '$1')
      .replace(/&(amp|lt|gt|quot|nbsp|emsp|ensp);/g, (_, name: string) => named[name] ?? '')
      .replace(/\\([\\`*_{}[\]()#+\-.!|>])/g, '$1'),
  )

const cellsOf = (row: string): string[] =>
  row
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map(inlineText)

const isTableRule = (text: string): boolean => /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/.test(text) && text.includes('|')

/** Blocks of Markdown as laws and guides use it: front matter, headings, paragraphs, lists, tables, fences. */
export async function* markdownBlocks(lines: AsyncIterable<Line>): AsyncGenerator<Block> {
  let open: { text: string; line: number; raw: string } | undefined
  let matter: string[] | undefined
  let fence: string | undefined
  let isComment = false
  let table = 0
  let isTable = false
  const close = function* (): Generator<Block> {
    const text = open ? inlineText(open.text) : ''
    if (open && text) yield { kind: 'paragraph', text, line: open.line }
    open = undefined
  }
  for await (const { line, text } of lines) {
    const trimmed = text.trim()
    if (line === 1 && /^---\s*$/.test(text)) {
      matter = []
      continue
    }
    if (matter) {
      if (/^(?:---|\.\.\.)\s*$/.test(text)) {
        yield { kind: 'front_matter', yaml: matter.join('\n'), line: 1 }
        matter = undefined
      } else matter.push(text)
      continue
    }
    if (fence !== undefined) {
      if (trimmed.startsWith(fence)) fence = undefined
      else if (cleanLine(text)) yield { kind: 'paragraph', text: cleanLine(text), line }
      continue
    }
    if (isComment) {
      isComment = !text.includes('-->')
      continue
    }
    if (/^\s*<!--/.test(text) && !text.includes('-->')) {
      isComment = true
      continue
    }
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1]
    if (mark) {
      yield* close()
      fence = mark
      continue
    }
    if (isTable && trimmed.includes('|')) {
      yield { kind: 'row', cells: cellsOf(text), header: false, table }
      continue
    }
    isTable = false
    const heading = /^ {0,3}(#{1,6})[ \t\u3000]+(.*?)(?:[ \t]+#+)?\s*$/.exec(text)
    if (heading) {
      yield* close()
      const words = inlineText(heading[2] ?? '')
      if (words) yield { kind: 'heading', level: headingLevel(heading[1]?.length ?? 1), text: words }
      continue
    }
    if (!trimmed) {
      yield* close()
      continue
    }
    if (open && isTableRule(text) && open.raw.includes('|')) {
      table++
      isTable = true
      yield { kind: 'row', cells: cellsOf(open.raw), header: true, table }
      open = undefined
      continue
    }
    if (open && /^ {0,3}(?:=+|-{2,})\s*$/.test(text) && open.raw === open.text) {
      yield { kind: 'heading', level: trimmed.startsWith('=') ? 1 : 2, text: inlineText(open.text) }
      open = undefined
      continue
    }
    if (/^ {0,3}([-*_])(?:\s*\1){2,}\s*$/.test(text)) {
      yield* close()
      continue
    }
    const item = /^\s*(?:>\s?)*(?:[-*+]\s+)(.*)$/.exec(text)
    const words = (item?.[1] ?? text).replace(/^\s*(?:>\s?)+/, '')
    const isItem = item || /^\s*\d{1,9}[.)]\s/.test(text)
    const goesOn = open && !isItem && !/(?: {2}|\\)$/.test(open.raw) && !beginsClause(inlineText(words), inlineText(open.raw))
    if (open && goesOn) open = { text: joinWrapped(open.text.trimEnd(), words.trim()), line: open.line, raw: text }
    else {
      yield* close()
      open = { text: words, line, raw: text }
    }
  }
  // Dashes that were never closed are a rule, and what follows them is text.
  for (const [index, text] of (matter ?? []).entries())
    if (inlineText(text)) yield { kind: 'paragraph', text: inlineText(text), line: index + 2 }
  yield* close()
}
