import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gather } from './golden/gather.ts'
import { readBlocks } from './read-blocks.ts'
import { readLines } from './read-lines.ts'
import { readRows } from './read-rows.ts'

const folder = join(import.meta.dirname, 'golden')
const expected = (name: string): unknown[] =>
  readFileSync(join(folder, `${name}.read.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('a file of each kind', () => {
  it.each([
    ['law.md', 'Markdown with front matter, wrapped lines, a table and a remark of the editor', readBlocks],
    ['guide.txt', 'text in GB18030, wrapped at a fixed width', readBlocks],
    ['page.html', 'a page in GB2312 with a menu, a table for layout and a table of data', readBlocks],
    ['rules.docx', 'a document with automatic numbers, tracked changes, a note, a text box and merged cells', readBlocks],
    ['typeset.pdf', 'a PDF from a typesetter, with running heads and page numbers', readBlocks],
    ['printed.pdf', 'a PDF printed by a browser, which writes 一人户口 as radicals', readBlocks],
    ['table.xlsx', 'a workbook with dates, formulas, a hidden sheet and merged cells', readRows],
    ['incidents.csv', 'a table in GB18030 with semicolons, quotes and line ends inside quotes', readRows],
    ['clauses.jsonl', 'lines of JSON with a blank one', readLines],
  ])('%s is read as it was written down: %s', async (name, _, read) => {
    expect(await gather<unknown>(read({ name, path: join(folder, name) }))).toEqual(expected(name))
    const bytes = readFileSync(join(folder, name))
    expect(await gather<unknown>(read({ name, bytes }))).toEqual(expected(name))
  })
})
