import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  type ISectionOptions,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type { PageBar, PageTable, ReportPage } from './page.ts'

/** A font that Chinese office software has; others take the nearest. */
const font = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: 'SimSun' }
const [ink, soft, blue, tint, bar, pale] = ['1C1F26', '555D6B', '27456F', 'EEF2F8', '5B7FB4', '9FB0C9']
/** Twentieths of a point: A4, and what its margins leave. */
const page = { width: 11_906, height: 16_838, margin: 1_247 }
const textWidth = page.width - 2 * page.margin

const words = (text: string, facts: { size?: number; color?: string; bold?: boolean } = {}): TextRun =>
  new TextRun({ text, size: facts.size ?? 21, color: facts.color ?? ink, bold: facts.bold ?? false })

const line = { style: BorderStyle.SINGLE, size: 4, color: pale }
const ruled = { top: line, bottom: line, left: line, right: line }
const nothing = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' }
const unruled = { top: nothing, bottom: nothing, left: nothing, right: nothing }
/** White lines that keep bars apart. */
const gap = { style: BorderStyle.SINGLE, size: 24, color: 'FFFFFF' }

const cell = (text: string, facts: { width: number; isHead?: boolean; isFirst?: boolean; size?: number }): TableCell =>
  new TableCell({
    borders: ruled,
    width: { size: facts.width, type: WidthType.DXA },
    margins: { top: 50, bottom: 50, left: 90, right: 90 },
    ...(facts.isHead ? { shading: { type: ShadingType.CLEAR, fill: tint, color: 'auto' } } : {}),
    children: [
      new Paragraph({
        alignment: facts.isFirst ? AlignmentType.LEFT : AlignmentType.RIGHT,
        children: [words(text, { size: facts.size ?? 18, color: facts.isHead ? soft : ink })],
      }),
    ],
  })

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[], widths: readonly number[], leftUpTo = 1): Table => {
  const row = (texts: readonly string[], isHead: boolean): TableRow =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: true,
      children: texts.map((text, at) => cell(text, { width: widths[at] ?? 1_000, isHead, isFirst: at < leftUpTo })),
    })
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [...widths],
    rows: [row(head, true), ...rows.map((one) => row(one, false))],
  })
}

/** Bars as shaded cells: they need no picture, print sharply, and are read aloud as name and number. */
const plotOf = (bars: readonly PageBar[]): readonly Table[] => {
  const most = Math.max(1e-9, ...bars.map(({ value }) => value ?? 0))
  const [nameWidth, numberWidth] = [2_300, 1_000]
  const room = textWidth - nameWidth - numberWidth
  const box = (width: number, facts: { text?: string; fill?: string; isName?: boolean }): TableCell =>
    new TableCell({
      borders: { ...unruled, top: gap, bottom: gap },
      width: { size: width, type: WidthType.DXA },
      margins: { top: 0, bottom: 0, left: 60, right: 60 },
      ...(facts.fill ? { shading: { type: ShadingType.CLEAR, fill: facts.fill, color: 'auto' } } : {}),
      children: [
        new Paragraph({
          alignment: facts.isName ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: [words(facts.text ?? '', { size: 17 })],
        }),
      ],
    })
  return bars.map(({ name, value, text }) => {
    const drawn = value === undefined || value <= 0 ? 0 : Math.max(60, Math.round((value / most) * room))
    const widths = [nameWidth, ...(drawn > 0 ? [drawn] : []), page.width - 2 * page.margin - nameWidth - drawn]
    return new Table({
      width: { size: textWidth, type: WidthType.DXA },
      columnWidths: widths,
      borders: { ...unruled, insideHorizontal: nothing, insideVertical: nothing },
      rows: [
        new TableRow({
          cantSplit: true,
          children: [
            box(nameWidth, { text: name, isName: true }),
            ...(drawn > 0 ? [box(drawn, { fill: bar })] : []),
            box(textWidth - nameWidth - drawn, { text }),
          ],
        }),
      ],
    })
  })
}

const heading = (text: string, level: 1 | 2): Paragraph =>
  new Paragraph({
    heading: level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
    keepNext: true,
    spacing: { before: level === 1 ? 320 : 260, after: 120 },
    children: [words(text, { size: level === 1 ? 27 : 23, color: blue })],
  })
const small = (text: string, size = 15): Paragraph =>
  new Paragraph({ spacing: { before: 60, after: 60 }, children: [words(text, { size, color: soft })] })

const partOf = (one: PageTable): ISectionOptions['children'] => {
  const first = one.columns.length > 6 ? 1_900 : 2_600
  const rest = Math.floor((textWidth - first) / one.columns.length)
  return [
    heading(one.title, 2),
    ...(one.bars ? [...plotOf(one.bars), small('')] : []),
    tableOf(
      [one.of, ...one.columns],
      one.rows.map(({ name, cells }) => [name, ...cells]),
      [textWidth - rest * one.columns.length, ...one.columns.map(() => rest)],
    ),
    small(one.source),
  ]
}

/** A report as DOCX (可编辑的报告), with the same words as the PDF. */
export const reportDocx = async (report: ReportPage): Promise<Uint8Array> => {
  const annexWidths = [700, 1_700, textWidth - 700 - 1_700 - 2_300 - 900, 2_300, 900]
  const document = new Document({
    title: report.title,
    description: report.period,
    creator: 'Fenshen',
    styles: { default: { document: { run: { font, size: 21, color: ink } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height },
            margin: { top: 1_361, bottom: 1_247, left: page.margin, right: page.margin },
          },
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [
                  new TextRun({ size: 17, color: soft, children: [`${report.foot}　`, PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] }),
                ],
              }),
            ],
          }),
        },
        children: [
          ...(report.demo
            ? [new Paragraph({ alignment: AlignmentType.CENTER, children: [words(report.demo, { size: 18, color: 'C8161D' })] })]
            : []),
          new Paragraph({
            heading: HeadingLevel.TITLE,
            alignment: AlignmentType.CENTER,
            children: [words(report.title, { size: 38, color: blue })],
          }),
          new Paragraph({ alignment: AlignmentType.CENTER, children: [words(report.period, { color: soft })] }),
          heading(report.heads.text, 1),
          ...report.sentences.map(
            ({ text, source }) =>
              new Paragraph({
                indent: { firstLine: 420 },
                spacing: { line: 360 },
                children: [words(text), words(source, { size: 15, color: soft })],
              }),
          ),
          ...report.tables.flatMap(partOf),
          heading(report.heads.annex, 1),
          tableOf(report.annexHead, report.queries, annexWidths, 4),
          heading(report.heads.notes, 1),
          ...report.notes.map((note) => small(note, 18)),
        ],
      },
    ],
  })
  return new Uint8Array(await Packer.toBuffer(document))
}
