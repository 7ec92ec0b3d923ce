import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gather } from '../golden/gather.ts'
import { fileLimits } from '../limits.ts'
import { readRows } from '../read-rows.ts'
import { openRecordReader } from './record-reader.ts'

const rows = (text: string, limits = fileLimits) => gather(readRows({ name: 'a.csv', bytes: Buffer.from(text) }, { limits }))
const cells = async (text: string) => (await rows(text)).map((row) => row.cells)

describe('CSV', () => {
  it.each([
    ['a,b\n1,2\n', 'commas'],
    ['a;b\n1;2\n', 'semicolons'],
    ['a\tb\r\n1\t2\r\n', 'tabs'],
    ['a|b\n1|2', 'bars'],
    ['sep=;\na;b\n1;2\n', 'a first line that names the delimiter'],
    ['\ufeffa,b\n"1","2"\n', 'a mark at the head'],
    ['a，b\n1，2\n', 'Chinese commas'],
  ])('reads %j by its %s', async (text) => {
    expect(await cells(text)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
  })

  it('takes a quote inside a plain field as text', async () => {
    expect(await cells('编号,警情\n1,对方说"再来就砸"，已离开\n')).toEqual([
      ['编号', '警情'],
      ['1', '对方说"再来就砸"，已离开'],
    ])
  })

  it.each([
    ['甲,乙\n1,2\n"3,4\n5,6\n', 3],
    ['甲,乙\n1,2\n"3,4\n"5","6"\n', 3],
    ['甲,乙\n"1\n1",2\n3,"4"四\n', 4],
    ['甲,乙\n1,2\n3,"四\n', 3],
  ])('names the line of a broken quote in %j', async (text, line) => {
    await expect(rows(text)).rejects.toMatchObject({
      code: 'file_unreadable',
      detail: expect.stringContaining(`第 ${line} 行的引号没有配对`),
      extra: { problem: 'quote', place: { unit: 'line', at: line } },
    })
  })

  it('stops at a quote that swallows the rest of a large file, at its line', async () => {
    const text = `甲,乙\n"1,2\n${'3,4\n'.repeat(400_000)}`
    await expect(rows(text)).rejects.toMatchObject({ extra: { place: { unit: 'line', at: 2 } } })
  })

  it('holds its limits of rows and columns', async () => {
    await expect(rows('a,b\n1,2\n3,4\n', { ...fileLimits, rows: 2 })).rejects.toMatchObject({ extra: { what: 'rows' } })
    await expect(rows('a,b,c\n', { ...fileLimits, columns: 2 })).rejects.toMatchObject({ extra: { what: 'columns' } })
  })

  it('reads what was written, however the pieces are cut', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '字', '"', ',', '\n', ' ', ';'), maxLength: 6 })
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        (table, size) => {
          const text = table.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n')
          const reader = openRecordReader({ delimiter: ',', maxChars: 10_000 })
          const found = []
          for (let at = 0; at < text.length; at += size) found.push(...reader.push(text.slice(at, at + size)))
          const last = reader.end()
          if (last) found.push(last)
          expect(found.map((record) => ('cells' in record ? record.cells : record))).toEqual(table)
        },
      ),
    )
  })
})
