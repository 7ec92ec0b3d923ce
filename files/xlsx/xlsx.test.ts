import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gather } from '../golden/gather.ts'
import { xlsxOf } from '../golden/office.ts'
import { fileLimits } from '../limits.ts'
import { readRows } from '../read-rows.ts'
import { shownBy, valueText } from './cell-text.ts'
import { openSharedStrings } from './shared-strings.ts'
import { type SheetChoice, sheetsOf } from './xlsx.ts'

const sheet = (name: string, rows: string) => ({ name, rows })
const inline = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
const two = xlsxOf({ sheets: [sheet('甲', `<row r="1">${inline('A1', '一')}</row>`), sheet('乙', `<row>${inline('A1', '二')}</row>`)] })
const cells = async (bytes: Uint8Array, choice?: SheetChoice) =>
  (await gather(readRows({ name: 'a.xlsx', bytes }, choice === undefined ? {} : { sheet: choice }))).map((row) => row.cells)

describe('sheets', () => {
  it('are chosen by name or by their place', async () => {
    expect(await sheetsOf({ name: 'a.xlsx', bytes: two }, fileLimits)).toEqual([
      { name: '甲', isHidden: false },
      { name: '乙', isHidden: false },
    ])
    expect(await cells(two)).toEqual([['一']])
    expect(await cells(two, '乙')).toEqual([['二']])
    expect(await cells(two, 2)).toEqual([['二']])
  })

  it('say when there is none of that name', async () => {
    await expect(cells(two, '丙')).rejects.toMatchObject({ extra: { problem: 'no_sheet' }, detail: expect.stringContaining('丙') })
  })

  it('hold their limits of rows and columns', async () => {
    const wide = xlsxOf({ sheets: [sheet('甲', `<row r="1">${inline('ZZ1', '远')}</row>`)] })
    const read = (bytes: Uint8Array, limits: typeof fileLimits) => gather(readRows({ name: 'a.xlsx', bytes }, { limits }))
    await expect(read(wide, { ...fileLimits, columns: 100 })).rejects.toMatchObject({ extra: { what: 'columns' } })
    await expect(read(two, { ...fileLimits, rows: 0 })).rejects.toMatchObject({ extra: { what: 'rows' } })
  })

  it('name the row whose text is missing', async () => {
    const bytes = xlsxOf({ sheets: [sheet('甲', '<row r="7"><c r="A7" t="s"><v>99</v></c></row>')], texts: '<si><t>一</t></si>' })
    await expect(cells(bytes)).rejects.toMatchObject({ extra: { place: { unit: 'row', at: 7 } } })
  })
})

describe('values', () => {
  it.each([
    [14, undefined, 'date'],
    [22, undefined, 'date_time'],
    [20, undefined, 'time'],
    [31, undefined, 'date'],
    [0, undefined, 'number'],
    [176, 'yyyy-mm-dd hh:mm', 'date_time'],
    [177, 'h:mm;@', 'time'],
    [178, '[$-804]yyyy"年"m"月"d"日";@', 'date'],
    [179, 'm"月"', 'date'],
    [180, '[h]:mm:ss', 'time'],
    [181, '#,##0.00_);[Red](#,##0.00)', 'number'],
    [182, '"第"0"日"', 'number'],
    [183, '0.00%', 'number'],
    [184, 'General', 'number'],
  ] as const)('format %i (%s) shows a %s', (id, code, shown) => {
    expect(shownBy(id, code)).toBe(shown)
  })

  it.each([
    ['1', 'date', false, '1900-01-01'],
    ['59', 'date', false, '1900-02-28'],
    ['61', 'date', false, '1900-03-01'],
    ['46023', 'date', false, '2026-01-01'],
    ['44561', 'date', true, '2026-01-01'],
    ['46023.999994', 'date_time', false, '2026-01-01 23:59:59'],
    ['46023.9999999', 'date_time', false, '2026-01-02'],
    ['0.75', 'time', false, '18:00:00'],
    ['-1', 'date', false, '-1'],
    ['1.0E-2', 'number', false, '0.01'],
    ['1.2345678901234E+17', 'number', false, '123456789012340000'],
    ['0.1', 'number', false, '0.1'],
  ] as const)('%s as a %s is %s → %s', (raw, shown, is1904, text) => {
    expect(valueText(raw, { type: 'n', shown, is1904 })).toBe(text)
  })
})

describe('shared texts', () => {
  it('come back as they went in, from memory and from the file, in any order', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '字', '𠮷', ' '), maxLength: 400 })
    fc.assert(
      fc.property(fc.array(text, { maxLength: 200 }), fc.array(fc.nat(199), { maxLength: 50 }), (texts, wanted) => {
        using store = openSharedStrings({ memoryBytes: 0 })
        for (const one of texts) store.add(one)
        for (const index of wanted) expect(store.at(index)).toBe(texts[index])
      }),
      { numRuns: 20 },
    )
  })

  it('spill to a file without a name once memory is used up', () => {
    using store = openSharedStrings({ memoryBytes: 1_048_576 })
    const text = (n: number): string => `${n}${'字'.repeat(1_000)}`
    for (let n = 0; n < 4_000; n++) store.add(text(n))
    for (const n of [0, 3_999, 1_500, 1_501, 700]) expect(store.at(n)).toBe(text(n))
    expect(store.at(4_000)).toBeUndefined()
  })
})
