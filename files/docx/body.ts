import { FileTooLargeError } from '../../core/file-errors.ts'
import { type Attributes, attribute, isOn, type XmlListener } from '../archive/xml.ts'
import { type Block, headingLevel } from '../block.ts'
import { cleanLine } from '../text/clean.ts'
import { withNumber } from './numbering.ts'
import type { ParagraphStyle } from './styles.ts'

/** What a body is read against. */
export interface BodyGround {
  readonly styles: ReadonlyMap<string, ParagraphStyle>
  readonly number: (list: string, depth: number) => string
  /** Notes by `f<id>` (footnote) and `e<id>` (endnote). */
  readonly notes: ReadonlyMap<string, string>
  readonly file: string
  readonly recordChars: number
}

interface Paragraph {
  text: string
  style: string
  heading: number | undefined
  listId: string | undefined
  depth: number | undefined
  notes: string[]
  /** The mark at its end was deleted: it goes on with the next paragraph. */
  goesOn: boolean
  isProperties: boolean
}

interface Row {
  cells: string[]
  cell: { parts: string[]; chars: number; columns: number; isCovered: boolean } | undefined
  isHeader: boolean
  isDeleted: boolean
}

/** Deleted text, text moved away, the copy of a drawing for old programs, readings above characters. */
const left = new Set(['del', 'moveFrom', 'Fallback', 'rt'])

const newParagraph = (): Paragraph => ({
  text: '',
  style: '',
  heading: undefined,
  listId: undefined,
  depth: undefined,
  notes: [],
  goesOn: false,
  isProperties: false,
})

/** Listens to the body of a DOCX, or to its notes, and emits what a reader of the final text sees. */
export const bodyListener = (emit: (block: Block) => void, ground: BodyGround, onNote?: (id: string | undefined) => void): XmlListener => {
  const paragraphs: Paragraph[] = []
  const rows: Row[] = []
  let tables = 0
  /** Tables that are open: only the outermost gives rows, one inside a cell is text of the cell. */
  let tableDepth = 0
  let skipped: { name: string; depth: number } | undefined
  let [isText, isHidden, isRowProperties, isRunProperties] = [false, false, false, false]
  let carried = ''
  const now = (): Paragraph | undefined => paragraphs.at(-1)

  const write = (text: string): void => {
    const paragraph = now()
    if (!paragraph || isHidden) return
    paragraph.text += text
    if (paragraph.text.length > ground.recordChars)
      throw new FileTooLargeError({ file: ground.file, what: 'record', limit: ground.recordChars })
  }
  const give = (paragraph: Paragraph): void => {
    const style = ground.styles.get(paragraph.style)
    const listId = paragraph.listId ?? style?.list?.id
    const label = listId && listId !== '0' ? ground.number(listId, paragraph.depth ?? style?.list?.depth ?? 0) : ''
    if (style?.isContents) return
    const lines = paragraph.text.split('\n').map(cleanLine).filter(Boolean)
    lines[0] = withNumber(label, lines[0] ?? '')
    const cell = rows[0]?.cell
    const heading = paragraph.heading ?? style?.heading ?? 0
    if (cell) {
      const text = lines.join('\n')
      if (text) cell.parts.push(text)
      cell.chars += text.length
      if (cell.chars > ground.recordChars) throw new FileTooLargeError({ file: ground.file, what: 'record', limit: ground.recordChars })
    } else if (heading > 0 && lines[0]) emit({ kind: 'heading', level: headingLevel(heading), text: lines.join(' ') })
    else for (const text of lines) if (text) emit({ kind: 'paragraph', text })
    for (const note of paragraph.notes) emit({ kind: 'note', text: note })
  }
  const endParagraph = (): void => {
    const paragraph = paragraphs.pop()
    if (!paragraph) return
    paragraph.text = carried + paragraph.text
    carried = paragraph.goesOn ? paragraph.text : ''
    if (!paragraph.goesOn) give(paragraph)
  }
  const endRow = (): void => {
    const row = rows.pop()
    if (row && rows.length === 0 && !row.isDeleted && row.cells.some((cell) => cell !== ''))
      emit({ kind: 'row', cells: row.cells, header: row.isHeader, table: tables })
  }
  const endCell = (): void => {
    const row = rows.at(-1)
    if (!row?.cell) return
    const { parts, columns, isCovered } = row.cell
    row.cell = undefined
    if (rows.length > 1) return
    for (let column = 0; column < columns; column++) row.cells.push(column === 0 && !isCovered ? parts.join('\n') : '')
  }
  const openProperty = (paragraph: Paragraph, name: string, attributes: Attributes): void => {
    const value = attribute(attributes, 'val')
    if (name === 'pStyle') paragraph.style = value ?? ''
    else if (name === 'outlineLvl') paragraph.heading = Number(value) < 9 ? Number(value) + 1 : 0
    else if (name === 'numId') paragraph.listId = value ?? '0'
    else if (name === 'ilvl') paragraph.depth = Number(value) || 0
    else if (name === 'rPr') isRunProperties = true
    // In the properties of the mark, not around text.
    else if ((name === 'del' || name === 'moveFrom') && isRunProperties) paragraph.goesOn = true
  }
  const openTablePart = (name: string, attributes: Attributes): boolean => {
    const row = rows.at(-1)
    if (name === 'tbl') {
      if (++tableDepth === 1) tables++
    } else if (name === 'tr') rows.push({ cells: [], cell: undefined, isHeader: false, isDeleted: false })
    else if (name === 'trPr') isRowProperties = true
    else if (name === 'tblHeader' && row) row.isHeader = isOn(attributes)
    else if (name === 'del' && isRowProperties && row) row.isDeleted = true
    else if (name === 'tc' && row) row.cell = { parts: [], chars: 0, columns: 1, isCovered: false }
    else if (name === 'gridSpan' && row?.cell) row.cell.columns = Math.min(200, Math.max(1, Number(attribute(attributes, 'val')) || 1))
    else if (name === 'vMerge' && row?.cell) row.cell.isCovered = (attribute(attributes, 'val') ?? 'continue') === 'continue'
    else return false
    return true
  }
  return {
    open(name, attributes) {
      if (skipped) {
        if (name === skipped.name) skipped.depth++
        return
      }
      // How things were before a change of format.
      if (name.endsWith('Change')) skipped = { name, depth: 1 }
      if (skipped || openTablePart(name, attributes)) return
      const paragraph = now()
      if (name === 'p') paragraphs.push(newParagraph())
      else if (name === 'pPr' && paragraph) paragraph.isProperties = true
      else if (paragraph?.isProperties) openProperty(paragraph, name, attributes)
      else if (left.has(name)) skipped = { name, depth: 1 }
      else if (name === 't') isText = true
      else if (name === 'r') isHidden = false
      else if (name === 'vanish') isHidden = isOn(attributes)
      else if (name === 'tab' || name === 'ptab') write(' ')
      else if (name === 'br' || name === 'cr') write('\n')
      else if (name === 'noBreakHyphen') write('-')
      else if (name === 'footnoteReference' || name === 'endnoteReference') {
        const note = ground.notes.get(`${name.charAt(0)}${attribute(attributes, 'id')}`)
        if (note) paragraph?.notes.push(note)
      } else if (name === 'footnote' || name === 'endnote') {
        // Separators between text and notes are notes of a type of their own.
        const type = attribute(attributes, 'type') ?? 'normal'
        onNote?.(type === 'normal' ? attribute(attributes, 'id') : undefined)
      }
    },
    close(name) {
      if (skipped) {
        if (name === skipped.name && --skipped.depth === 0) skipped = undefined
        return
      }
      const paragraph = now()
      if (name === 't') isText = false
      else if (name === 'p') endParagraph()
      else if (name === 'r') isHidden = false
      else if (name === 'pPr' && paragraph) paragraph.isProperties = false
      else if (name === 'rPr') isRunProperties = false
      else if (name === 'trPr') isRowProperties = false
      else if (name === 'tc') endCell()
      else if (name === 'tr') endRow()
      else if (name === 'tbl') tableDepth--
    },
    text(text) {
      if (isText && !skipped) write(text)
    },
  }
}
