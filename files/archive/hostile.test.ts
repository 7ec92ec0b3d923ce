import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { gather } from '../golden/gather.ts'
import { docxOf, xlsxOf } from '../golden/office.ts'
import { kindOf } from '../kind.ts'
import { fileLimits } from '../limits.ts'
import { readBlocks } from '../read-blocks.ts'
import { readRows } from '../read-rows.ts'

const golden = readFileSync(join(import.meta.dirname, '..', 'golden', 'rules.docx'))
const read = (bytes: Uint8Array, limits = fileLimits) => gather(readBlocks({ name: '规程.docx', bytes }, limits))
/** A DOCX whose text is this many zero bytes. */
const heavy = (bytes: number): Uint8Array =>
  zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': new Uint8Array(bytes) }, { level: 9 })
/** Writes a number over the size that the directory states for a member. */
const claiming = (zip: Uint8Array, name: string, size: number): Uint8Array => {
  const bytes = Buffer.from(zip)
  const at = bytes.lastIndexOf(name)
  bytes.writeUInt32LE(size, at - 46 + 24)
  return bytes
}
const inMs = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}

describe('a zip that is made to exhaust whoever unpacks it', () => {
  it('is refused by what it claims, before anything is unpacked', async () => {
    const bytes = heavy(200 * 1_048_576)
    const spent = await inMs(() => expect(read(bytes)).rejects.toMatchObject({ code: 'file_zip_bomb' }))
    expect(spent).toBeLessThan(200)
  })

  it('is refused by counting when it claims less than it gives', async () => {
    const bytes = claiming(heavy(200 * 1_048_576), 'word/document.xml', 1_000)
    await expect(read(bytes)).rejects.toMatchObject({ code: 'file_zip_bomb' })
  })

  it('is refused by counting when its ratio shows only on the way', async () => {
    const limits = { ...fileLimits, ratioFromBytes: 1_000_000, ratio: 300 }
    await expect(read(heavy(2_000_000), limits)).rejects.toMatchObject({ code: 'file_zip_bomb' })
  })

  it('is refused when all members together claim or give too much', async () => {
    const limits = { ...fileLimits, unpackedBytes: 1_000 }
    await expect(read(golden, limits)).rejects.toMatchObject({ code: 'file_zip_bomb' })
    const small = claiming(claiming(golden, 'word/document.xml', 10), 'word/styles.xml', 10)
    await expect(read(small, { ...fileLimits, unpackedBytes: 3_000 })).rejects.toMatchObject({ code: expect.stringMatching(/^file_/) })
  })

  it('is refused for tens of thousands of members', async () => {
    const members = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`word/${n}`, new Uint8Array(0)]))
    const bytes = zipSync({ ...members, 'word/document.xml': strToU8('<a/>') }, { level: 0 })
    const spent = await inMs(() => expect(read(bytes)).rejects.toMatchObject({ code: 'file_zip_bomb' }))
    expect(spent).toBeLessThan(500)
  })

  it('is refused when its members lie over each other', async () => {
    const bytes = Buffer.from(zipSync({ 'word/document.xml': randomBytes(40_000), 'word/a': strToU8('a'.repeat(99)) }))
    bytes.writeUInt32LE(39_000, bytes.lastIndexOf('word/a') - 46 + 20)
    await expect(read(bytes)).rejects.toMatchObject({ code: 'file_zip_bomb' })
  })

  it('is not opened inside another zip', async () => {
    const inner = zipSync({ 'a.bin': new Uint8Array(10_000_000) })
    await expect(kindOf({ name: 'a.docx', bytes: zipSync({ 'inner.zip': inner }) })).rejects.toMatchObject({ code: 'file_wrong_type' })
  })

  it('may not fill one record without an end', async () => {
    const bytes = docxOf({ body: `<w:p><w:r><w:t>${'甲乙丙丁'.repeat(400_000)}</w:t></w:r></w:p>` })
    await expect(read(bytes, { ...fileLimits, ratio: 1_000_000 })).rejects.toMatchObject({ code: 'file_too_large' })
  })
})

describe('a damaged or hostile Office file', () => {
  it('that was cut off is named as damaged', async () => {
    await expect(read(golden.subarray(0, golden.length - 60))).rejects.toMatchObject({
      code: 'file_unreadable',
      extra: { problem: 'damaged' },
    })
  })

  it('with one part broken names the part', async () => {
    const bytes = docxOf({ body: '<w:p><w:r><w:t>甲</w:r></w:p>' })
    await expect(read(bytes)).rejects.toMatchObject({ extra: { place: { unit: 'part', at: 'word/document.xml' } } })
  })

  it('expands no entity and fetches nothing', async () => {
    const entities = Array.from({ length: 10 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join('')
    const text = `<!DOCTYPE d [<!ENTITY e0 "甲">${entities}<!ENTITY x SYSTEM "file:///etc/hostname">]><d><p><r><t>&e10;&x;</t></r></p></d>`
    const bytes = zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': strToU8(text) })
    await expect(read(bytes)).rejects.toMatchObject({ extra: { problem: 'entity' } })
    const undeclared = docxOf({ body: '<w:p><w:r><w:t>&x;</w:t></w:r></w:p>' })
    await expect(read(undeclared)).rejects.toMatchObject({ extra: { problem: 'damaged' } })
  })

  it('with tags a hundred thousand deep is read, not followed down', async () => {
    const depth = 100_000
    const bytes = docxOf({ body: `${'<w:x>'.repeat(depth)}<w:p><w:r><w:t>甲</w:t></w:r></w:p>${'</w:x>'.repeat(depth)}` })
    expect(await read(bytes)).toEqual([{ kind: 'paragraph', text: '甲' }])
  })

  it('never runs a formula: its saved value is the value', async () => {
    const rows = '<row r="1"><c r="A1" t="str"><f>WEBSERVICE("http://192.0.2.1/")</f><v>旧值</v></c><c r="B1"><f>1/0</f></c></row>'
    const found = await gather(readRows({ name: 'a.xlsx', bytes: xlsxOf({ sheets: [{ name: '甲', rows }] }) }))
    expect(found).toEqual([{ row: 1, cells: ['旧值'] }])
  })

  it('that is a table is not read as text, nor the other way round', async () => {
    await expect(gather(readRows({ name: 'a.docx', bytes: golden }))).rejects.toMatchObject({ code: 'file_wrong_type' })
    await expect(read(xlsxOf({ sheets: [{ name: '甲', rows: '' }] }))).rejects.toMatchObject({ code: 'file_wrong_type' })
  })
})
