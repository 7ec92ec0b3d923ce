import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Command, readWords, UsageError } from './command.ts'
import { ingest } from './ingest.ts'
import { search } from './search.ts'

const home = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'fenshen-search-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ran {
  code: number
  out: string
  err: string
}
const run = (...words: string[]): Promise<Ran> =>
  new Promise((done) => {
    execFile(process.execPath, ['main.ts', ...words, '--data-dir', join(folder, 'data')], { cwd: home }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    )
  })
const linesOf = (out: string): Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

// Invented rules throughout: no text here is law.
const kites = (head: string, rule: string, last: string): string =>
  `# 风筝管理法\n\n${head}\n\n第一条 ${rule}\n\n第二条 本法自${last}起施行。\n`

beforeAll(async () => {
  mkdirSync(join(folder, 'laws'))
  writeFileSync(join(folder, 'laws/2006.md'), kites('2005年8月28日 公安部令第7号公布', '放飞软翅风筝的，每人一只。', '2006年3月1日'))
  writeFileSync(
    join(folder, 'laws/2026.md'),
    kites('2005年8月28日 公安部令第7号公布\n\n2025年6月27日 公安部令第9号修订', '放飞软翅风筝的，每人两只。', '2026年1月1日'),
  )
  const ran = await run('ingest', join(folder, 'laws'), '--json')
  expect(ran).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(ran.out)).toMatchObject({ documents: { new: 1, changed: 1, unchanged: 0, broken: 0 }, clauses: { changed: 2 } })
}, 60_000)

describe('the terminal', () => {
  it('finds the text of today, and that of another day', async () => {
    const today = JSON.parse((await run('search', '软翅风筝每人能放几只', '--json', '--as-of', '2026-05-01')).out)
    expect(today.results[0]).toMatchObject({
      id: '风筝管理法@2025-06-27#a1',
      article: '第一条',
      text: '放飞软翅风筝的，每人两只。',
      effective: '2026-01-01',
    })
    const then = JSON.parse((await run('search', '软翅风筝每人能放几只', '--json', '--as-of', '2010-05-01')).out)
    expect(then.results.map(({ text }: { text: string }) => text).join()).toContain('每人一只')
    expect(then.results.map(({ text }: { text: string }) => text).join()).not.toContain('每人两只')
  }, 60_000)

  it('answers what ships without any ingest, and says when nothing supports an answer', async () => {
    const { out } = await run('search', '无犯罪记录证明收费吗', '--json', '--topic', 'certificates')
    expect(JSON.parse(out).results[0]).toMatchObject({ document: '无犯罪记录证明办理须知' })
    const lost = JSON.parse((await run('search', 'zxqvw', '--json')).out)
    expect(lost).toMatchObject({ results: [], abstain: true })
  }, 60_000)

  it('answers a file of questions in their order, and names a broken line', async () => {
    const file = join(folder, 'q.jsonl')
    writeFileSync(
      file,
      ['{"id":1,"q":"软翅风筝","asOf":"2010-05-01"}', 'not json', '{"id":"b","q":"软翅风筝","asOf":"2026-05-01"}'].join('\n'),
    )
    const { code, out } = await run('search', '--batch', file, '--k', '1')
    const lines = linesOf(out)
    expect(code).toBe(1)
    expect(lines[0]).toMatchObject({ id: 1, results: [{ effective: '2006-03-01' }] })
    expect(lines[1]).toEqual({ line: 2, error: 'not JSON' })
    expect(lines[2]).toMatchObject({ id: 'b', results: [{ effective: '2026-01-01' }] })
  }, 60_000)

  it('does not show an internal document where a citizen asks', async () => {
    writeFileSync(join(folder, 'inner.md'), '# 风筝巡查手册\n\n## 暗语\n纸鸢起飞暗语规则。\n')
    await run('ingest', join(folder, 'inner.md'), '--audience', 'internal')
    expect((await run('search', '纸鸢起飞暗语', '--json')).out).toContain('暗语规则')
    expect((await run('search', '纸鸢起飞暗语', '--json', '--audience', 'public')).out).not.toContain('暗语规则')
  }, 60_000)

  it('lists documents with their versions, and takes the newest back', async () => {
    const listed = linesOf((await run('ingest', '--list', '--json')).out).find(({ id }) => id === '风筝管理法')
    expect(listed).toMatchObject({ versions: [{ label: '2005-08-28', until: '2026-01-01' }, { label: '2025-06-27' }] })
    expect(await run('ingest', '--rollback', '风筝管理法')).toMatchObject({
      code: 0,
      out: '《风筝管理法》已撤回 2025-06-27，没有更早的文本可恢复。\n',
    })
    const after = JSON.parse((await run('search', '软翅风筝', '--json', '--as-of', '2026-05-01')).out)
    expect(after.results[0].text).toContain('每人一只')
    expect(await run('ingest', '--rollback', '没有这部法')).toMatchObject({ code: 1 })
  }, 60_000)

  it.each<[Command, ...string[]]>([
    [ingest],
    [ingest, '--list', 'x'],
    [ingest, '/nothing/there'],
    [ingest, 'package.json', '--audience', 'all'],
    [ingest, 'package.json', '--topic', '../laws'],
    [ingest, 'package.json', 'README.md', '--effective', '2026-01-01'],
    [ingest, 'package.json', '--nonsense'],
    [search],
    [search, '问', '--as-of', 'heute'],
    [search, '问', '--k', '0'],
    [search, '--batch', '/nothing.jsonl'],
  ])('says how it was used wrongly before it opens anything: %o %s %s %s', async (command, ...words) => {
    await expect((async () => command.run(readWords(command, words)))()).rejects.toThrow(UsageError)
  })
})
