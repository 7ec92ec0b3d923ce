import { type Block, headingLevel } from '../block.ts'
import { type BroughtFile, bytesAt, chunksOf } from '../brought-file.ts'
import { cleanLine, joinWrapped } from '../text/clean.ts'
import { decode } from '../text/decode.ts'
import { type Encoding, encodingOfFile } from '../text/encoding.ts'
import { beginCell, endCell, endRow, type OpenTable, openTable } from './table.ts'
import { openHtmlTokens } from './tokens.ts'

/** Not what the page says: programs, looks, ways to other pages, forms. */
const dropped = new Set(
  'script style nav footer aside noscript template svg math iframe object select button textarea dialog audio video canvas head'.split(' '),
)
const lines = new Set(
  'p div section article main header blockquote pre dl dt dd ul ol li hr br figure figcaption address details summary center fieldset legend caption body form'.split(
    ' ',
  ),
)
const empty = new Set('br hr img input meta link col wbr area base embed source track param'.split(' '))
/** More text than this is no cell of data. */
const cellChars = 3_000
/** Tables inside tables beyond this are read as plain text. */
const deepest = 40
const paragraphChars = 200_000
const numbered = /^[（(]?[\d一二三四五六七八九十]+[)）.、．]/

/** The encoding that a page states, where its bytes do not say otherwise. */
const encodingOfPage = async (file: BroughtFile): Promise<Encoding> => {
  const guess = await encodingOfFile(file)
  if (guess !== 'big5' && guess !== 'windows-1252' && guess !== 'shift_jis' && guess !== 'euc-kr') return guess
  const head = Buffer.from(await bytesAt(file, 0, 2_048)).toString('latin1')
  const stated = /charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]?.toLowerCase()
  return stated && /^gb(?:k|2312|18030)$/.test(stated) ? 'gb18030' : guess
}

/** Reads a page as blocks; gives them by `emit` as they end. */
const pageReader = (emit: (block: Block) => void) => {
  const tables: OpenTable[] = []
  const lists: { ordered: boolean; next: number }[] = []
  let skipped: { name: string; depth: number } | undefined
  let title: { text: string; isOpen: boolean } | undefined
  let heading = 0
  let line = ''
  let item = ''
  let tableCount = 0
  let deeper = 0

  const table = (): OpenTable | undefined => tables.at(-1)
  const cell = () => (table()?.isLayout ? undefined : table()?.cell)
  const endLine = (): void => {
    const text = cleanLine(line)
    line = ''
    if (!text) return
    const full = item && !numbered.test(text) ? `${item}${text}` : text
    item = ''
    const inside = cell()
    if (inside && heading === 0) {
      inside.parts.push(full)
      inside.chars += full.length
      if (inside.chars > cellChars) layOut(table())
    } else if (heading > 0) emit({ kind: 'heading', level: headingLevel(heading), text: full })
    else emit({ kind: 'paragraph', text: full })
  }
  /** The table only arranges the page: what its open row holds was text. */
  const layOut = (one: OpenTable | undefined): void => {
    if (!one || one.isLayout) return
    one.isLayout = true
    const held = [...(one.row?.cells ?? []), ...(one.cell?.parts ?? [])]
    one.row = undefined
    one.cell = undefined
    for (const text of held) if (text) emit({ kind: 'paragraph', text })
  }
  const closeCell = (): void => {
    endLine()
    const one = table()
    if (one?.cell) endCell(one, one.cell.parts.join('\n'))
  }
  const closeRow = (): void => {
    closeCell()
    const one = table()
    const row = one && !one.isLayout ? endRow(one) : undefined
    if (!one || !row) return
    if (one.number === 0) one.number = ++tableCount
    emit({ kind: 'row', cells: row.cells, header: row.header, table: one.number })
  }
  const openTableTag = (): void => {
    endLine()
    for (const one of tables) layOut(one)
    if (tables.length >= deepest) deeper++
    else tables.push(openTable())
  }
  const closeTable = (): void => {
    closeRow()
    if (deeper > 0) deeper--
    else tables.pop()
  }
  const openTablePart = (name: string, attributes: ReadonlyMap<string, string>): void => {
    const one = table()
    if (name === 'td' || name === 'th') {
      closeCell()
      if (one && !one.isLayout) beginCell(one, name === 'th', attributes)
    } else closeRow()
    if (one && name === 'thead') one.isHead = true
  }
  const isHidden = (attributes: ReadonlyMap<string, string>): boolean =>
    attributes.has('hidden') || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attributes.get('style') ?? '')

  return {
    open(name: string, attributes: ReadonlyMap<string, string>): void {
      if (name === 'title' && (!skipped || skipped.name === 'head')) title ??= { text: '', isOpen: true }
      if (skipped) {
        if (name === skipped.name) skipped.depth++
        // A head that was never closed ends where the body begins.
        if (skipped.name !== 'head' || !/^(?:body|p|div|h[1-6]|table)$/.test(name)) return
        skipped = undefined
      }
      if (empty.has(name)) {
        if (name === 'br' || name === 'hr') endLine()
        return
      }
      if (dropped.has(name) || isHidden(attributes)) {
        skipped = { name, depth: 1 }
        return
      }
      const level = /^h([1-6])$/.exec(name)?.[1]
      if (level) {
        endLine()
        for (const one of tables) layOut(one)
        heading = Number(level)
      } else if (name === 'table') openTableTag()
      else if (/^(?:tr|td|th|thead|tbody|tfoot)$/.test(name)) openTablePart(name, attributes)
      else if (lines.has(name)) {
        endLine()
        // A heading that was never closed ends with the first paragraph after it.
        if (name === 'p') heading = 0
        if (name === 'ul' || name === 'ol') {
          if (lists.length < 100) lists.push({ ordered: name === 'ol', next: Number(attributes.get('start') ?? 1) || 1 })
        } else if (name === 'li') {
          const list = lists.at(-1)
          item = list?.ordered ? `${list.next++}. ` : ''
        }
      }
    },
    close(name: string): void {
      if (name === 'title' && title?.isOpen) {
        title.isOpen = false
        const text = cleanLine(title.text)
        if (text) emit({ kind: 'title', text })
        return
      }
      if (skipped) {
        if (name === skipped.name && --skipped.depth === 0) skipped = undefined
        else if (name === 'body' || name === 'html') skipped = undefined
        return
      }
      if (/^h[1-6]$/.test(name)) {
        endLine()
        heading = 0
      } else if (name === 'table') closeTable()
      else if (name === 'td' || name === 'th') closeCell()
      else if (name === 'tr' || name === 'thead' || name === 'tbody' || name === 'tfoot') {
        closeRow()
        const one = table()
        if (one && name === 'thead') one.isHead = false
      } else if (lines.has(name)) {
        endLine()
        if (name === 'ul' || name === 'ol') lists.pop()
        if (name === 'li') item = ''
      }
    },
    text(text: string): void {
      if (title?.isOpen && title.text.length < 500) title.text += text.slice(0, 500)
      if (skipped || title?.isOpen) return
      // A line end in the source is a blank on the page, and between Chinese characters not even that.
      for (const [index, part] of text.split(/[\r\n]+/).entries())
        line = index === 0 ? line + part : joinWrapped(line.trimEnd(), part.trimStart())
      if (line.length > paragraphChars) endLine()
    },
    end(): void {
      while (tables.length > 0) closeTable()
      endLine()
    },
  }
}

/** Blocks of a page: headings, paragraphs, rows of tables. */
export async function* htmlBlocks(file: BroughtFile): AsyncGenerator<Block> {
  let found: Block[] = []
  const reader = pageReader((block) => {
    found.push(block)
  })
  const tokens = openHtmlTokens(reader)
  for await (const piece of decode(chunksOf(file), await encodingOfPage(file), file.name)) {
    tokens.write(piece)
    yield* found
    found = []
  }
  tokens.end()
  reader.end()
  yield* found
}
