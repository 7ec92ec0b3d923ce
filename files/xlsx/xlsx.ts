import { FileTooLargeError, FileUnreadableError } from '../../core/file-errors.ts'
import { readXml } from '../archive/xml.ts'
import { openZip, type Zip } from '../archive/zip.ts'
import type { BroughtFile } from '../brought-file.ts'
import type { FileLimits } from '../limits.ts'
import type { Row } from '../row.ts'
import { type Shown, unescapeText, valueText } from './cell-text.ts'
import type { SharedStrings } from './shared-strings.ts'
import { readStyles, readTexts, readWorkbook, type Sheet } from './workbook.ts'

/** Which sheet: by its name, or by the place of its tab counted from 1. */
export type SheetChoice = string | number

/** The tabs of a workbook, hidden ones too. */
export const sheetsOf = async (file: BroughtFile, limits: FileLimits): Promise<readonly Pick<Sheet, 'name' | 'isHidden'>[]> => {
  await using zip = await openZip(file, limits)
  return (await readWorkbook(zip)).sheets.map(({ name, isHidden }) => ({ name, isHidden }))
}

const chosen = (sheets: readonly Sheet[], choice: SheetChoice | undefined, file: string): Sheet => {
  const sheet =
    choice === undefined
      ? (sheets.find((one) => !one.isHidden) ?? sheets[0])
      : typeof choice === 'number'
        ? sheets[choice - 1]
        : sheets.find((one) => one.name === choice)
  if (sheet) return sheet
  const place = choice === undefined ? {} : { place: { unit: 'sheet' as const, at: String(choice) } }
  throw new FileUnreadableError({ file, problem: 'no_sheet', ...place, why: `sheets: ${sheets.length}` })
}

/** Column of a reference such as `AB12`, counted from 0; -1 where there is none. */
const columnOf = (reference: string | undefined): number => {
  let column = 0
  for (let at = 0; reference && at < reference.length; at++) {
    const code = reference.charCodeAt(at) & ~0x20
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}

interface Ground {
  readonly texts: SharedStrings
  readonly shown: readonly Shown[]
  readonly is1904: boolean
  readonly limits: FileLimits
  readonly showsFormulas: boolean
}

/** Rows of one sheet. A formula gives the value that was saved with it, or itself where that is asked for; nothing is ever computed. */
const rowsOfSheet = (zip: Zip, part: string, { texts, shown, is1904, limits, showsFormulas }: Ground): AsyncGenerator<Row> =>
  readXml<Row>(zip, part, (emit) => {
    let [row, rows, column] = [0, 0, -1]
    let cells: string[] = []
    let [type, style, raw, inline] = ['n', 0, '', '']
    let [isValue, isInline, isReading] = [false, false, false]
    let formula: string | undefined
    let isFormula = false
    const tooMany = (what: 'rows' | 'columns'): never => {
      throw new FileTooLargeError({ file: zip.file, what, limit: limits[what] })
    }
    const cellText = (): string => {
      if (formula !== undefined) return `=${unescapeText(formula)}`
      if (type === 'inlineStr') return unescapeText(inline)
      if (raw === '') return ''
      if (type !== 's') return type === 'str' ? unescapeText(raw) : valueText(raw, { type, shown: shown[style] ?? 'number', is1904 })
      const text = texts.at(Number(raw))
      if (text !== undefined) return text
      const place = { unit: 'row', at: row } as const
      throw new FileUnreadableError({ file: zip.file, problem: 'damaged', place, why: `no shared text ${raw}` })
    }
    const put = (text: string): void => {
      if (text === '') return
      if (column >= limits.columns) tooMany('columns')
      while (cells.length < column) cells.push('')
      cells[column] = text
    }
    return {
      open(name, attributes) {
        if (name === 'c') {
          const at = columnOf(attributes.r)
          column = at >= 0 ? at : column + 1
          type = attributes.t ?? 'n'
          style = attributes.s ? Number(attributes.s) : 0
          raw = ''
          inline = ''
          formula = undefined
        } else if (name === 'f' && showsFormulas) {
          formula = ''
          isFormula = true
        } else if (name === 'v') isValue = true
        else if (name === 't') isInline = !isReading
        else if (name === 'rPh') isReading = true
        else if (name === 'row') {
          row = attributes.r ? Number(attributes.r) : row + 1
          column = -1
          cells = []
        }
      },
      close(name) {
        if (name === 'c') put(cellText())
        else if (name === 'f') isFormula = false
        else if (name === 'v') isValue = false
        else if (name === 't') isInline = false
        else if (name === 'rPh') isReading = false
        else if (name === 'row' && cells.length > 0) {
          if (++rows > limits.rows) tooMany('rows')
          emit({ row, cells })
        }
      },
      text(piece) {
        if (isFormula) formula = (formula ?? '') + piece
        else if (isValue) raw += piece
        else if (isInline) inline += piece
      },
    }
  })

/** Rows of a sheet of XLSX, the first visible one unless another is chosen; rows without a value are passed over. */
export async function* xlsxRows(
  file: BroughtFile,
  options: { limits: FileLimits; sheet?: SheetChoice | undefined; showsFormulas?: boolean | undefined },
): AsyncGenerator<Row> {
  const { limits } = options
  await using zip = await openZip(file, limits)
  const workbook = await readWorkbook(zip)
  const sheet = chosen(workbook.sheets, options.sheet, file.name)
  const shown = await readStyles(zip, workbook.stylesPart)
  using texts = await readTexts(zip, workbook.textsPart)
  yield* rowsOfSheet(zip, sheet.part, { texts, shown, is1904: workbook.is1904, limits, showsFormulas: options.showsFormulas ?? false })
}
