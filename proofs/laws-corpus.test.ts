import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DocumentDraft } from '../core/knowledge.ts'
import { draftOfFile } from '../knowledge/bring.ts'

const corpora = process.env.FENSHEN_CORPORA
const laws = join(corpora ?? '', 'laws')

const read = (name: string): Promise<DocumentDraft> =>
  draftOfFile(
    { file: { name, path: join(laws, name) }, source: `laws/${name}`, topic: 'laws', audience: undefined },
    { today: '2026-11-22', sourceHash: name },
  )
const counted = (): Map<string, number> =>
  new Map(
    readFileSync(join(laws, 'SOURCES.md'), 'utf8')
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .filter((cells) => cells[1]?.endsWith('.md'))
      .map((cells) => [cells[1] ?? '', Number(cells[5])]),
  )
const articles = (draft: DocumentDraft): number => draft.clauses.filter(({ anchor }) => /^a\d/.test(anchor)).length

/** What the list of sources counts otherwise, and why. */
const otherwise: Readonly<Record<string, number>> = {
  // 第一百二十八 条, printed with a space inside, was not counted there.
  '刑事诉讼法(2018-10-26).md': 308,
}

describe.skipIf(!corpora)('a folder of 160 laws', () => {
  it('comes apart into as many articles as were counted by others', async () => {
    const wrong: string[] = []
    for (const [name, count] of counted()) {
      const found = articles(await read(name))
      if (found !== (otherwise[name] ?? count)) wrong.push(`${name}: ${found}, not ${count}`)
    }
    expect(wrong).toEqual([])
    expect(counted().size).toBe(readdirSync(laws).filter((name) => /\(\d{4}-\d{2}-\d{2}\)\.md$/.test(name)).length)
  }, 60_000)

  it.each([
    ['治安管理处罚法(2025-06-27).md', '2026-01-01', undefined],
    ['治安管理处罚法(2012-10-26).md', '2012-10-26', '2026-11-22'],
    ['居民身份证法(2011-10-29).md', '2011-10-29', undefined],
    ['行政处罚法(2021-01-22).md', '2021-07-15', undefined],
    ['看守所条例(1990-03-17).md', '1990-03-17', undefined],
    ['公安机关适用继续盘问规定(2004-07-12).md', '2004-10-01', undefined],
    ['噪声污染防治法(2021-12-24).md', '2022-06-05', '2026-08-15'],
  ])('%s holds from %s', async (name, effective, repealed) => {
    expect(await read(name)).toMatchObject({ effective, repealed })
  })

  it('has articles with their headings, and added ones of their own', async () => {
    const draft = await read('刑法(2023-12-29).md')
    const added = draft.clauses.find(({ anchor }) => anchor === 'a133-1')
    expect(added).toMatchObject({ article: '第一百三十三条之一' })
    expect(added?.path).toMatch(/^第二编 分则 › 第二章 .+ › 第一百三十三条之一$/)
  })
})
