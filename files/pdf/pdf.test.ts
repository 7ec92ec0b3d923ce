import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Block } from '../block.ts'
import { gather } from '../golden/gather.ts'
import { pdfOf, type SetLine } from '../golden/pdf.ts'
import { fileLimits } from '../limits.ts'
import { readBlocks } from '../read-blocks.ts'

const [left, size, pitch, columns] = [72, 12, 20, 36]

/** Sets paragraphs as an office does: two letters in, wrapped after so many columns. */
const setPage = (paragraphs: readonly string[], extra: readonly SetLine[] = []): SetLine[] => {
  const lines = paragraphs.flatMap((text) => [
    { x: left + 2 * size, text: text.slice(0, columns - 2) },
    ...Array.from({ length: Math.ceil(Math.max(0, text.length - columns + 2) / columns) }, (_, n) => ({
      x: left,
      text: text.slice(columns - 2 + n * columns, columns - 2 + (n + 1) * columns),
    })),
  ])
  return [...lines.map(({ x, text }, index) => ({ x, y: 720 - index * pitch, size, text })), ...extra]
}
const read = (bytes: Uint8Array, limits = fileLimits): Promise<Block[]> => gather(readBlocks({ name: '规程.pdf', bytes }, limits))
const texts = (found: readonly Block[]): string[] => found.flatMap((block) => ('text' in block ? [block.text] : []))

const first =
  '第一条　窗口应当在醒目位置公布服务事项和申请材料，群众有疑问的当场说明；违反本规程关于公布内容要求的，依照本办法第八条的规定责令改正。'
const items = [
  '（一）户籍窗口；',
  '（二）出入境管理大厅，以及设在政务服务中心并由公安机关派员值守、办理身份证件的综合窗口；',
  '1. 派出所；',
]

describe('paragraphs', () => {
  it('join wrapped lines without blanks and begin at articles and items', async () => {
    expect(texts(await read(pdfOf([setPage([first, ...items])])))).toEqual([first, ...items])
  })

  it('go on over the end of a page, past its number and the running head', async () => {
    const [before, after] = [first.slice(0, columns - 2 + columns), first.slice(columns - 2 + columns)]
    const edge = (number: number): SetLine[] => [
      { x: left, y: 800, size: 9, text: '某市公安局规范性文件' },
      { x: 280, y: 40, size: 9, text: `— ${number} —` },
    ]
    const second = [{ x: left, y: 720, size, text: after }, ...setPage(items).map((line) => ({ ...line, y: line.y - pitch })), ...edge(2)]
    const found = await read(pdfOf([setPage([before], edge(1)), second]))
    expect(texts(found)).toEqual([first, ...items])
    expect(found.filter((block) => block.kind === 'page')).toEqual([
      { kind: 'page', number: 1, hasText: true },
      { kind: 'page', number: 2, hasText: true },
    ])
  })

  it('keep text at the top of pages that differs in its figures only', async () => {
    const page = (n: number) => setPage([`第${n}条　窗口应当公布办事指南。`, '（一）指南；', '（二）时限。'])
    expect(texts(await read(pdfOf([1, 2, 3].map(page)))).filter((text) => text.startsWith('第'))).toHaveLength(3)
  })

  it('stand in the order of the page, not of the program that wrote it', async () => {
    expect(texts(await read(pdfOf([setPage(items).toReversed()])))).toEqual(items)
  })

  it('mend radicals that a printer put in place of characters', async () => {
    const page = [{ x: left, y: 700, size, text: '⼈⺠警察⽤⼼办事，⼀⽇办结。' }]
    expect(texts(await read(pdfOf([page])))).toEqual(['人民警察用心办事，一日办结。'])
  })
})

describe('a PDF that cannot be read', () => {
  it('says that it is a scan and what to do', async () => {
    await expect(read(pdfOf([[], [], []]))).rejects.toMatchObject({
      code: 'file_no_text',
      detail: expect.stringContaining('扫描件，没有文字层'),
    })
  })

  it('counts a stamp on every page as no text', async () => {
    const pages = [1, 2, 3, 4].map(() => [{ x: 300, y: 400, size: 9, text: '全能扫描' }])
    await expect(read(pdfOf(pages))).rejects.toMatchObject({ code: 'file_no_text' })
  })

  it('tells of a page that is only a picture among others', async () => {
    const found = await read(pdfOf([setPage(items), [], setPage(items)]))
    expect(found.flatMap((block) => (block.kind === 'page' ? [block.hasText] : []))).toEqual([true, false, true])
  })

  it('asks to take the password off', async () => {
    const bytes = readFileSync(join(import.meta.dirname, '..', 'golden', 'protected.pdf'))
    await expect(read(bytes)).rejects.toMatchObject({ code: 'file_protected' })
  })

  it('is named as damaged', async () => {
    await expect(read(Buffer.from('%PDF-1.7\nnothing'))).rejects.toMatchObject({ code: 'file_unreadable' })
  })

  it('is refused for its pages, and given up when it takes too long', async () => {
    const bytes = pdfOf([setPage(items), setPage(items)])
    await expect(read(bytes, { ...fileLimits, pages: 1 })).rejects.toMatchObject({ extra: { what: 'pages', limit: 1 } })
    await expect(read(bytes, { ...fileLimits, openMs: 1 })).rejects.toMatchObject({ extra: { problem: 'slow' } })
  })

  it('leaves no thread behind when reading stops half way', async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
    for await (const block of readBlocks({ name: 'a.pdf', bytes: pdfOf([1, 2, 3, 4, 5].map(() => setPage(items))) }))
      if (block.kind === 'heading' || block.kind === 'paragraph') break
    expect(process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length).toBeLessThanOrEqual(before)
  })
})

it('reads 1,600 pages with the whole process under 400 MB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-pdf-'))
  try {
    const path = join(folder, 'long.pdf')
    writeFileSync(
      path,
      pdfOf(
        Array.from({ length: 1_600 }, (_, n) => setPage([`第${n + 1}条　${first.slice(4)}`, ...items, first, ...items, first, ...items])),
      ),
    )
    const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, '..', '..', 'bench', 'files-read.ts'), path])
    const { items: count, peakMb } = JSON.parse(stdout)
    expect(count).toBeGreaterThan(1_600 * 12)
    expect(peakMb).toBeLessThan(400)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 60_000)
