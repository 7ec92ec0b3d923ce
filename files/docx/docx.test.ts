import { describe, expect, it } from 'vitest'
import type { Block } from '../block.ts'
import { gather } from '../golden/gather.ts'
import { docxOf } from '../golden/office.ts'
import { readBlocks } from '../read-blocks.ts'
import { numberText } from './number-text.ts'

const level = (at: number, format: string, text: string): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`
const numbering = `<w:abstractNum w:abstractNumId="0">${level(0, 'chineseCounting', '第%1章')}${level(1, 'chineseCountingThousand', '第%2条')}${level(2, 'decimal', '%1.%2.%3').replace('</w:lvl>', '<w:isLgl/></w:lvl>')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`
const item = (at: number, text: string): string =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`
const run = (text: string): string => `<w:r><w:t>${text}</w:t></w:r>`
const read = async (body: string): Promise<string[]> =>
  (await gather<Block>(readBlocks({ name: 'a.docx', bytes: docxOf({ body, numbering }) }))).map((block) =>
    block.kind === 'row' ? block.cells.join('|') : 'text' in block ? block.text : '',
  )

describe('numbers that Word counts', () => {
  it.each([
    [1, 'chineseCounting', '一'],
    [10, 'chineseCounting', '十'],
    [21, 'chineseCountingThousand', '二十一'],
    [101, 'chineseCountingThousand', '一百零一'],
    [110, 'japaneseCounting', '一百一十'],
    [10_010, 'chineseCountingThousand', '一万零一十'],
    [12, 'chineseLegalSimplified', '壹拾贰'],
    [20, 'ideographDigital', '二〇'],
    [3, 'ideographTraditional', '丙'],
    [4, 'decimalEnclosedCircleChinese', '④'],
    [28, 'lowerLetter', 'bb'],
    [1_994, 'upperRoman', 'MCMXCIV'],
    [7, 'decimalZero', '07'],
    [5, 'somethingNew', '5'],
  ])('%i in %s is %s', (count, format, text) => {
    expect(numberText(count, format)).toBe(text)
  })

  it('stand in the text, begin again under each heading and are never doubled', async () => {
    const body = [item(0, '总则'), item(1, '甲。'), item(2, '乙。'), item(0, '附则'), item(1, '第一条　丙。'), item(1, '丁。')].join('')
    expect(await read(body)).toEqual(['第一章　总则', '第一条　甲。', '1.1.1 乙。', '第二章　附则', '第一条　丙。', '第二条　丁。'])
  })
})

describe('tracked changes', () => {
  it('keep what was put in, leave out what was taken out, and join paragraphs whose mark was taken out', async () => {
    const mark = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    const body = `<w:p>${mark}${run('自受理之日起')}</w:p><w:p><w:del w:id="2"><w:r><w:delText>七</w:delText><w:t>错</w:t></w:r></w:del><w:ins w:id="3">${run('三')}</w:ins>${run('日内。')}</w:p>`
    expect(await read(body)).toEqual(['自受理之日起三日内。'])
  })

  it('do not bring back a format from before', async () => {
    const before = '<w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange></w:pPr>'
    expect(await read(`<w:p>${before}${run('没有编号')}</w:p>`)).toEqual(['没有编号'])
  })
})

it('breaks a paragraph where its writer broke the line, and reads a table inside a cell as words of the cell', async () => {
  const cell = (inner: string): string => `<w:tc>${inner}</w:tc>`
  const paragraph = (text: string): string => `<w:p>${run(text)}</w:p>`
  const inner = `<w:tbl><w:tr>${cell(paragraph('里一'))}${cell(paragraph('里二'))}</w:tr></w:tbl>`
  expect(
    await read(
      `<w:p>${run('甲')}<w:r><w:br/></w:r>${run('乙')}</w:p><w:tbl><w:tr>${cell(paragraph('外') + inner)}${cell(paragraph('旁'))}</w:tr></w:tbl>`,
    ),
  ).toEqual(['甲', '乙', '外\n里一\n里二|旁'])
})
