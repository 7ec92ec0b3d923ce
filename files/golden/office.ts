import { strToU8, zipSync } from 'fflate'

// Office files as small as they can be, for tests: parts are given as the XML inside their root.

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const word =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
const sheet = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"`

/** Nothing changes from one run to the next, so the bytes do not either. */
const pack = (parts: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(head + text)])), { mtime: '2026-01-01T00:00:00Z' })

const relations = (list: readonly (readonly [type: string, target: string])[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(([type, target], index) => `<Relationship Id="r${index + 1}" Type="${office}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

const types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'

/** A DOCX of these parts. */
export const docxOf = (parts: { body: string; styles?: string; numbering?: string; footnotes?: string }): Uint8Array =>
  pack({
    '[Content_Types].xml': types,
    '_rels/.rels': relations([['officeDocument', 'word/document.xml']]),
    'word/_rels/document.xml.rels': relations([
      ['styles', 'styles.xml'],
      ['numbering', 'numbering.xml'],
      ['footnotes', 'footnotes.xml'],
    ]),
    'word/document.xml': `<w:document ${word}><w:body>${parts.body}</w:body></w:document>`,
    ...(parts.styles ? { 'word/styles.xml': `<w:styles ${word}>${parts.styles}</w:styles>` } : {}),
    ...(parts.numbering ? { 'word/numbering.xml': `<w:numbering ${word}>${parts.numbering}</w:numbering>` } : {}),
    ...(parts.footnotes ? { 'word/footnotes.xml': `<w:footnotes ${word}>${parts.footnotes}</w:footnotes>` } : {}),
  })

/** An XLSX of these sheets; each is the XML inside `sheetData`, and what follows it. */
export const xlsxOf = (parts: {
  sheets: readonly { readonly name: string; readonly rows: string; readonly after?: string; readonly isHidden?: boolean }[]
  texts?: string
  styles?: string
  is1904?: boolean
}): Uint8Array =>
  pack({
    '[Content_Types].xml': types,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/_rels/workbook.xml.rels': relations([
      ...parts.sheets.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`] as const),
      ['sharedStrings', 'sharedStrings.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/workbook.xml': `<workbook ${sheet}><workbookPr date1904="${parts.is1904 ? 1 : 0}"/><sheets>${parts.sheets
      .map(
        ({ name, isHidden }, index) =>
          `<sheet name="${name}" sheetId="${index + 1}"${isHidden ? ' state="hidden"' : ''} r:id="r${index + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    ...(parts.texts ? { 'xl/sharedStrings.xml': `<sst ${sheet}>${parts.texts}</sst>` } : {}),
    ...(parts.styles ? { 'xl/styles.xml': `<styleSheet ${sheet}>${parts.styles}</styleSheet>` } : {}),
    ...Object.fromEntries(
      parts.sheets.map(({ rows, after = '' }, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<worksheet ${sheet}><sheetData>${rows}</sheetData>${after}</worksheet>`,
      ]),
    ),
  })
