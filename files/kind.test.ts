import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { docxOf, xlsxOf } from './golden/office.ts'
import { kindOf } from './kind.ts'
import { fileLimits } from './limits.ts'

const kind = (name: string, content: string | Uint8Array) =>
  kindOf({ name, bytes: typeof content === 'string' ? Buffer.from(content) : content })
const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const wide = (text: string): string => [...text].map((char) => `${char}\u0000`).join('')
const ole = (stream: string): Uint8Array => latin(`\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${'\u0000'.repeat(512)}${wide(stream)}`)

it.each([
  ['law.md', '# 办法', 'markdown'],
  ['law.txt', '第一条', 'text'],
  ['无后缀', '第一条', 'text'],
  ['a.csv', '甲,乙', 'csv'],
  ['a.tsv', '甲\t乙', 'csv'],
  ['a.ndjson', '{}', 'jsonl'],
  ['网页另存.doc', '<!DOCTYPE html><html><body>办法</body></html>', 'html'],
  ['办法.txt', '%PDF-1.7\n', 'pdf'],
] as const)('%s with its content is read as %s', async (name, content, expected) => {
  expect(await kind(name, content)).toBe(expected)
})

it('knows Office files by what is in them, whatever they are called', async () => {
  expect(await kind('a.zip', docxOf({ body: '' }))).toBe('docx')
  expect(await kind('a.docx', xlsxOf({ sheets: [{ name: '甲', rows: '' }] }))).toBe('xlsx')
})

it.each([
  ['规定.pdf', latin('MZ\x90\x00\x03'), 'Windows 程序'],
  ['规定.pdf', latin('\x89PNG\r\n\x1a\n'), '图片（PNG）'],
  ['规定.docx', latin('\xff\xd8\xff\xe0'), '图片（JPEG）'],
  ['规定.txt', latin('\x7fELF\x02'), 'Linux 程序'],
  ['规定.txt', latin('\x01\x02\x03\x04\x05\x06\x07\x08'.repeat(50)), '二进制文件'],
  ['规定.docx', latin('{\\rtf1\\ansi'), 'RTF 文档'],
  ['规定.docx', ole('WordDocument'), '旧版 Word 文档'],
  ['规定.xlsx', ole('Workbook'), '旧版 Excel 表格'],
  ['规定.zip', zipSync({ 'a.txt': strToU8('甲') }), '压缩包（ZIP）'],
  ['规定.pdf', zipSync({ 'OFD.xml': strToU8('<OFD/>') }), 'OFD'],
  ['清理.bat', latin('del *.*'), '程序或脚本'],
])('refuses %s that is really something else, and says what it is', async (name, bytes, found) => {
  await expect(kind(name, bytes)).rejects.toMatchObject({ code: 'file_wrong_type', detail: expect.stringContaining(found) })
})

it('says that an Office file has a password', async () => {
  await expect(kind('规定.docx', ole('EncryptedPackage'))).rejects.toMatchObject({
    code: 'file_protected',
    detail: expect.stringContaining('去掉密码'),
  })
})

it('refuses an empty file, a folder, a missing file and one that is too large, before reading', async () => {
  await expect(kind('空.txt', '')).rejects.toMatchObject({ code: 'file_unreadable', extra: { problem: 'empty' } })
  await expect(kindOf({ name: '夹', path: import.meta.dirname })).rejects.toMatchObject({ code: 'file_unreadable' })
  await expect(kindOf({ name: '没有', path: join(import.meta.dirname, 'no-such-file') })).rejects.toMatchObject({ code: 'file_unreadable' })
  const limits = { ...fileLimits, fileBytes: 3 }
  await expect(kindOf({ name: '大.txt', bytes: Buffer.from('第一条') }, limits)).rejects.toMatchObject({ code: 'file_too_large' })
})

it('keeps the name of the file out of what is logged', async () => {
  const error = await kindOf({ name: '王某某.pdf', bytes: readFileSync(process.execPath).subarray(0, 4_096) }).catch(
    (cause: unknown) => cause,
  )
  expect(error).toMatchObject({ detail: expect.stringContaining('王某某') })
  expect(String(error)).not.toContain('王某某')
  const gone = await kindOf({ name: '王某某.pdf', path: join(import.meta.dirname, '王某某.pdf') }).catch((cause: unknown) => cause)
  expect(String(gone)).not.toContain('王某某')
})
