import { mainPart, relationsOf } from '../archive/relations.ts'
import { readXml, readXmlWhole } from '../archive/xml.ts'
import type { Zip } from '../archive/zip.ts'
import { type Shown, shownBy, unescapeText } from './cell-text.ts'
import { openSharedStrings, type SharedStrings } from './shared-strings.ts'

/** A sheet (工作表) of a workbook, in the order of its tabs. */
export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
  readonly part: string
}

/** A workbook (工作簿) without its cells. */
export interface Workbook {
  readonly sheets: readonly Sheet[]
  readonly is1904: boolean
  readonly stylesPart: string | undefined
  readonly textsPart: string | undefined
}

/** What a workbook holds, by its tabs. */
export const readWorkbook = async (zip: Zip): Promise<Workbook> => {
  const part = await mainPart(zip, 'xl/workbook.xml')
  const relations = await relationsOf(zip, part)
  const sheets: Sheet[] = []
  let is1904 = false
  await readXmlWhole(zip, part, {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => /(?:^|:)id$/.test(key))?.[1]
      const target = relations.find((relation) => relation.id === id && relation.type === 'worksheet')?.target
      // A tab without cells of its own is a chart.
      if (target) sheets.push({ name: attributes.name ?? '', isHidden: (attributes.state ?? 'visible') !== 'visible', part: target })
    },
  })
  const partOf = (type: string): string | undefined => {
    const target = relations.find((relation) => relation.type === type)?.target
    return target && zip.has(target) ? target : undefined
  }
  return { sheets, is1904, stylesPart: partOf('styles'), textsPart: partOf('sharedStrings') }
}

/** How cells of each style are shown, by the number of the style. */
export const readStyles = async (zip: Zip, part: string | undefined): Promise<readonly Shown[]> => {
  if (!part) return []
  const codes = new Map<number, string>()
  const shown: Shown[] = []
  let isCells = false
  await readXmlWhole(zip, part, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (name === 'cellXfs') isCells = true
      if (name !== 'xf' || !isCells) return
      const id = Number(attributes.numFmtId ?? 0)
      shown.push(shownBy(id, codes.get(id)))
    },
    close(name) {
      if (name === 'cellXfs') isCells = false
    },
  })
  return shown
}

/** The shared texts, runs of one text joined, readings (拼音) left out. */
export const readTexts = async (zip: Zip, part: string | undefined, options?: { memoryBytes?: number }): Promise<SharedStrings> => {
  const texts = openSharedStrings(options)
  if (!part) return texts
  let [text, isText, isReading] = ['', false, false]
  try {
    for await (const one of readXml<string>(zip, part, (emit) => ({
      open(name) {
        if (name === 'si') text = ''
        else if (name === 't') isText = !isReading
        else if (name === 'rPh') isReading = true
      },
      close(name) {
        if (name === 'si') emit(unescapeText(text))
        else if (name === 't') isText = false
        else if (name === 'rPh') isReading = false
      },
      text(piece) {
        if (isText) text += piece
      },
    })))
      texts.add(one)
    return texts
  } catch (cause) {
    texts[Symbol.dispose]()
    throw cause
  }
}
