import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import type { Block } from '../block.ts'
import { gather } from '../golden/gather.ts'
import { readBlocks } from '../read-blocks.ts'

const read = (body: string): Promise<Block[]> => gather(readBlocks({ name: 'a.html', bytes: Buffer.from(`<html><body>${body}`) }))
const texts = async (body: string): Promise<string[]> =>
  (await read(body)).map((block) => (block.kind === 'row' ? block.cells.join('|') : 'text' in block ? block.text : ''))

it('drops programs, looks, menus, forms and what is hidden', async () => {
  const dropped =
    '<script>if (a<b) "<p>假</p>"</script><style>p{}</style><nav>菜单<nav>里层</nav></nav><footer>版权</footer><p hidden>藏</p><select><option>选</select>'
  expect(await texts(`${dropped}<p>正文</p><!-- 注释 <p>假</p> --><noscript>请打开脚本</noscript>`)).toEqual(['正文'])
})

it('reads entities, named and by number, and joins lines of the source', async () => {
  expect(await texts('<p>第一条&emsp;&ldquo;甲&rdquo;&#20065;&#x4e59;&amp;&lt;p&gt;\n乙 and\nmore</p>')).toEqual([
    '第一条　“甲”乡乙&<p>乙 and more',
  ])
})

it('reads on where tags were never closed', async () => {
  expect(await texts('<h1>标题<p>一<p>二<br>三<ul><li>四<li>五</ul><table><tr><td>六<td>七<tr><td>八<td>九</table>尾')).toEqual([
    '标题',
    '一',
    '二',
    '三',
    '四',
    '五',
    '六|七',
    '八|九',
    '尾',
  ])
})

it('takes a table that arranges the page as text, and the table inside it as rows', async () => {
  const inner = '<table><tr><th>事项</th><th>时限</th></tr><tr><td>换领</td><td>20日</td></tr></table>'
  expect(await read(`<table><tr><td>左栏</td><td><h2>规程</h2>${inner}</td></tr></table>`)).toEqual([
    { kind: 'paragraph', text: '左栏' },
    { kind: 'heading', level: 2, text: '规程' },
    { kind: 'row', cells: ['事项', '时限'], header: true, table: 1 },
    { kind: 'row', cells: ['换领', '20日'], header: false, table: 1 },
  ])
  expect(await texts(`<table><tr><td>${`<p>${'长'.repeat(1_000)}</p>`.repeat(5)}</td></tr></table>`)).toHaveLength(5)
})

it('goes through millions of open tags, and a hundred thousand closed ones, in the time of their bytes', async () => {
  const started = process.cpuUsage()
  expect(await texts(`${'<div>'.repeat(1_000_000)}底${'</span>'.repeat(100_000)}${'</div>'.repeat(100_000)}`)).toEqual(['底'])
  expect(await texts(`${'<table><tr><td>'.repeat(100_000)}底`)).toEqual(['底'])
  expect(await texts(`${'<ol><li>'.repeat(100_000)}底`)).toHaveLength(1)
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(5_000)
})

it('bounds what a page asks for: spans of cells, paragraphs without an end', async () => {
  const [row] = await read('<table><tr><td colspan=99999999>甲</td><td>乙</td></tr></table>')
  expect(row?.kind === 'row' && row.cells.length).toBe(201)
  const long = await read('字'.repeat(900_000))
  expect(long.length).toBeGreaterThan(1)
  expect(Math.max(...long.map((block) => ('text' in block ? block.text.length : 0)))).toBeLessThan(700_000)
})

it('reads a page of 30 MB with the whole process under 300 MB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-html-'))
  try {
    const path = join(folder, 'long.html')
    const section = `<h2>一节</h2><p>${'办事窗口应当公布办理依据、申请材料和办理时限。'.repeat(12)}</p><script>var a=1</script><table><tr><td>事项</td><td>30日</td></tr></table>\n`
    const count = Math.ceil((30 * 1_048_576) / Buffer.byteLength(section))
    writeFileSync(path, `<!doctype html><meta charset="utf-8"><title>汇编</title>${section.repeat(count)}`)
    const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, '..', '..', 'bench', 'files-read.ts'), path])
    const read = JSON.parse(stdout)
    expect(read.items).toBeGreaterThanOrEqual(count * 3)
    expect(read.peakMb).toBeLessThan(300)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
