import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Finding } from '../../core/disputes.ts'
import { xlsxOf } from '../../files/golden/office.ts'
import { readRows } from '../../files/read-rows.ts'
import { type Crew, openCrew } from './crew.ts'
import { type ScanJob, scanFile } from './scan-file.ts'
import { watchFolder } from './watch-folder.ts'

const files = [
  {
    name: 'D4.yaml',
    text: 'class: D4\nversion: 2026-11-29\ngroups:\n  - about: 欠薪\n    strong: [欠薪, 讨薪, 拖欠…工资, 你好]\n',
  },
]
let crew: Crew
let folder = ''
beforeAll(async () => {
  crew = await openCrew(files, 2)
}, 120_000)
afterAll(() => crew?.[Symbol.asyncDispose]())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fenshen-scan-'))
  return () => rmSync(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)
const put = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content)
  return at(name)
}
const job = (input: string, more: Partial<ScanJob> = {}): ScanJob => ({ input, out: at('out.ndjson'), map: {}, ...more })
const scanned = (input: string, more: Partial<ScanJob> = {}) => scanFile(crew, job(input, more))
type Found = Finding & { readonly id: string }
const findings = (path = at('out.ndjson')): Found[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
const line = (id: number | string, text: string): string => JSON.stringify({ id, text })
/** 老板欠薪 in GB18030. */
const oldText = Buffer.from([0xc0, 0xcf, 0xb0, 0xe5, 0xc7, 0xb7, 0xd0, 0xbd])

describe('a file of incidents', () => {
  it('becomes findings in its order, each with class, tier, points, reasons and marks', async () => {
    const input = put('a.ndjson', `${line(1, '老板欠薪')}\n\n${line('乙', '没事')}\r\n${line(3, '拖欠我们工资')}`)
    const report = await scanned(input)
    expect(report).toMatchObject({ count: 3, before: 0, broken: [] })
    const found = findings()
    expect(found.map(({ id, classes }) => [id, classes])).toEqual([
      ['1', ['D4']],
      ['乙', []],
      ['3', ['D4']],
    ])
    expect(found[0]?.reasons).toContainEqual(expect.objectContaining({ word: '欠薪', at: 2 }))
    expect(Object.keys(found[0] ?? {})).toEqual(['id', 'classes', 'tier', 'points', 'reasons', 'marks'])
    for (const { points, reasons } of found)
      expect(points).toBe(
        Math.max(
          0,
          reasons.reduce((sum, reason) => sum + reason.points, 0),
        ),
      )
    for (const { tier } of found) expect(report.tiers[tier]).toBeGreaterThan(0)
    expect(readdirSync(folder).sort()).toEqual(['a.ndjson', 'out.ndjson'])
  })

  it('has its broken lines named by number and nothing else, and the rest is scanned', async () => {
    const input = put('a.ndjson', [line(1, '欠薪'), 'nonsense', '[]', '{"id":2}', '{"id":{},"text":"x"}', '', line(7, '讨薪')].join('\n'))
    const { broken, count } = await scanned(input)
    expect(count).toBe(2)
    expect(broken.map((one) => one.line)).toEqual([2, 3, 4, 5])
    expect(JSON.stringify(broken)).not.toContain('nonsense')
  })

  it('may be pasted together from two encodings', async () => {
    const old = Buffer.concat([Buffer.from('{"id":2,"text":"'), oldText, Buffer.from('"}\n')])
    const spoilt = Buffer.from([0x7b, 0xff, 0xff, 0x22, 0x0a])
    const input = put('a.ndjson', Buffer.concat([Buffer.from(`${line(1, '老板欠薪')}\n`), old, spoilt, Buffer.from(line(4, '讨薪'))]))
    const { broken } = await scanned(input)
    expect(findings().map(({ id, reasons }) => [id, reasons[0]?.word])).toEqual([
      ['1', '欠薪'],
      ['2', '欠薪'],
      ['4', '讨薪'],
    ])
    expect(broken).toEqual([{ line: 3, why: expect.stringContaining('乱码') }])
  })

  it('may be in GB18030 from the first line to the last', async () => {
    const old = Buffer.concat([Buffer.from('{"id":2,"text":"'), oldText, Buffer.from('"}\n')])
    await scanned(put('a.ndjson', Buffer.concat(Array.from({ length: 50 }, () => old))))
    expect(findings().map(({ reasons }) => reasons[0]?.word)).toEqual(Array(50).fill('欠薪'))
  })

  it.each([
    ['nothing', '', []],
    ['a million times one character', '打'.repeat(1_000_000), []],
    ['emoji', '😀🙃👩‍👩‍👧', []],
    ['only words of the lexicon', '欠薪讨薪欠薪', ['欠薪']],
    ['NUL bytes', '老板\u0000欠\u0000薪\u0000', ['欠\u0000薪']],
    ['half a character', '\ud83d欠薪\udc00', ['欠薪']],
  ])('may hold %s', async (_, text, words) => {
    await scanned(put('a.ndjson', line(1, text)))
    const found = findings()[0]?.reasons.map(({ word }) => word)
    for (const word of words) expect(found).toContain(word)
    expect(found?.length).toBeGreaterThanOrEqual(words.length)
    if (words.length === 0) expect(found).toEqual([])
  })

  it('may have a line that is longer than any incident', async () => {
    const input = put('a.ndjson', `${line(1, '欠薪')}\n${line(2, 'x'.repeat(6_000_000))}\n${line(3, '讨薪')}\n`)
    const { broken } = await scanned(input)
    expect(broken).toEqual([{ line: 2, why: expect.stringContaining('太长') }])
    expect(findings().map(({ id }) => id)).toEqual(['1', '3'])
  })

  it('is refused while it is empty', async () => {
    await expect(scanned(put('a.ndjson', ''))).rejects.toMatchObject({ code: 'file_unreadable' })
  })
})

describe('a table of incidents', () => {
  it('may have quotes and line ends inside its cells, a title above, and headings of its own', async () => {
    const input = put(
      'a.csv',
      '某局警情\r\n警情编号,报警时间,简要警情\r\nA-1,2026-11-29 10:00,"他说""欠\r\n薪"",老板讨薪"\r\nA-2,昨天,没事\r\n',
    )
    expect(await scanned(input)).toMatchObject({ count: 2, unreadTimes: 1 })
    expect(findings().map(({ id, reasons }) => [id, reasons.map(({ word }) => word)])).toEqual([
      ['A-1', ['讨薪']],
      ['A-2', []],
    ])
  })

  it('has its columns named by whoever knows them', async () => {
    const input = put('a.csv', 'no,content\n7,欠薪\n')
    await expect(scanned(input)).rejects.toThrow('--map text=')
    await scanned(input, { map: { text: 'content', id: 'no' } })
    expect(findings()).toMatchObject([{ id: '7', classes: ['D4'] }])
    await expect(scanned(input, { map: { text: 'content', id: 'nr' } })).rejects.toThrow('no column "nr"; the columns are no、content')
  })

  it('may be a workbook, and its findings another', async () => {
    const cell = (ref: string, text: string): string => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`
    const rows = `<row r="1">${cell('A1', '编号')}${cell('B1', '警情内容')}</row><row r="2">${cell('A2', '=1+1')}${cell('B2', '老板欠薪')}</row>`
    const input = put('a.xlsx', xlsxOf({ sheets: [{ name: '甲', rows }] }))
    expect((await scanned(input, { out: at('out.xlsx') })).files).toEqual([at('out.xlsx')])
    const read = []
    for await (const { cells } of readRows({ name: 'out.xlsx', path: at('out.xlsx') })) read.push(cells)
    expect(read[0]?.slice(0, 4)).toEqual(['警情编号', '等级', '分值', '主类'])
    expect([read[1]?.[0], read[1]?.[3]]).toEqual(["'=1+1", '劳动劳资'])
    expect(readdirSync(folder).sort()).toEqual(['a.xlsx', 'out.xlsx'])
  })
})

describe('a scan that was cut off', () => {
  const lines = (count: number): string =>
    Array.from({ length: count }, (_, index) => `${line(index, `${index} 老板欠薪，拖欠我们三个月的工资`)}\n`).join('')

  it('goes on where the journal says, whatever else was written, and gives the same file', async () => {
    const input = put('a.ndjson', `${lines(20_000)}broken\n${lines(20_000)}`)
    const whole = await scanned(input, { out: at('whole.ndjson') })
    let seen = 0
    const stopped = scanned(input, {
      onProgress: () => {
        if (++seen === 3) throw new Error('cut off')
      },
    })
    await expect(stopped).rejects.toThrow('cut off')
    expect(existsSync(at('out.ndjson'))).toBe(false)
    appendFileSync(at('out.ndjson.part'), '{"id":"half a fin')
    appendFileSync(at('out.ndjson.part.journal'), '{"next":{"byte":99')
    const again = await scanned(input)
    expect(again.before).toBeGreaterThan(1_000)
    expect(again).toMatchObject({ count: whole.count, broken: [{ line: 20_001 }], tiers: whole.tiers })
    expect(readFileSync(at('out.ndjson'), 'utf8') === readFileSync(at('whole.ndjson'), 'utf8')).toBe(true)
  })

  it('begins anew when the file is another, or the lexicon', async () => {
    const input = put('a.ndjson', lines(40_000))
    const cut = (): Promise<unknown> =>
      scanned(input, {
        onProgress: () => {
          throw new Error('cut off')
        },
      })
    await expect(cut()).rejects.toThrow('cut off')
    expect((await scanFile({ ...crew, version: 'another' }, job(input))).before).toBe(0)
    await expect(cut()).rejects.toThrow('cut off')
    put('a.ndjson', lines(30_000))
    expect(await scanned(input)).toMatchObject({ before: 0, count: 30_000 })
  })

  it('goes on with a table, too', async () => {
    const input = put('a.csv', `编号,内容\n${Array.from({ length: 5_000 }, (_, index) => `${index},欠薪\n`).join('')}`)
    let seen = 0
    await expect(
      scanned(input, {
        onProgress: () => {
          if (++seen === 2) throw new Error('cut off')
        },
      }),
    ).rejects.toThrow('cut off')
    expect(await scanned(input)).toMatchObject({ before: 2_000, count: 5_000 })
    expect(findings().map(({ id }) => Number(id))).toEqual(Array.from({ length: 5_000 }, (_, index) => index))
  })

  it('may have been killed with -9: nothing is lost, nothing is there twice', { timeout: 300_000 }, async () => {
    const input = put('a.ndjson', lines(120_000))
    const journal = at('out.ndjson.part.journal')
    const main = join(import.meta.dirname, '../../main.ts')
    const run = () =>
      spawn(process.execPath, [main, 'scan', input, '--out', at('out.ndjson'), '--json', '--workers', '1'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
    let kills = 0
    for (const lots of [2, 5, 9]) {
      const child = run()
      const ended = new Promise((resolve) => child.once('exit', resolve))
      while (child.exitCode === null && (!existsSync(journal) || readFileSync(journal, 'utf8').split('\n').length < lots + 2))
        await new Promise((resolve) => setTimeout(resolve, 5))
      if (child.kill('SIGKILL')) kills++
      await ended
    }
    expect(kills).toBeGreaterThan(1)
    const child = run()
    let said = ''
    for await (const chunk of child.stdout) said += chunk
    expect(JSON.parse(said)).toMatchObject({ incidents: 120_000, broken: [] })
    expect(JSON.parse(said).before).toBeGreaterThan(0)
    const ids = findings().map(({ id }) => Number(id))
    expect(ids.length).toBe(120_000)
    expect(ids.every((id, index) => id === index)).toBe(true)
  })
})

describe('a watched folder', () => {
  const watch = (tell: (line: string) => void = () => undefined) =>
    watchFolder({ folder: at('in'), outDir: at('out'), map: {}, crew, isOnce: true, tell })
  beforeEach(() => {
    mkdirSync(at('in'))
    mkdirSync(at('out'))
  })

  it('has each file scanned once, moves it away, and says why one could not be read', { timeout: 120_000 }, async () => {
    const words: string[] = []
    put('in/a.ndjson', `${line(1, '包工头跑了，拖欠我们三个月工资')}\nbroken\n`)
    put('in/b.csv', 'no,such\n1,2\n')
    put('in/c.ndjson.part', 'not yet')
    expect(await watch((said) => words.push(said))).toBe(1)
    expect(readdirSync(at('in')).sort()).toEqual(['c.ndjson.part', 'done', 'failed'])
    const [done = ''] = readdirSync(at('in/done'))
    expect(done).toMatch(/^a-[0-9a-f]{12}\.ndjson$/)
    expect(readdirSync(at('in/failed')).map((name) => name.replace(/-[0-9a-f]{12}/, ''))).toEqual(['b.csv', 'b.csv.reason.txt'])
    const out = readdirSync(at('out')).sort()
    expect(out.map((name) => name.replace(/-[0-9a-f]{12}/, ''))).toEqual(['a.findings.ndjson', 'a.findings.ndjson.broken.txt'])
    expect(findings(at(`out/${out[0]}`))).toMatchObject([{ id: '1', classes: expect.arrayContaining(['D4']) }])
    expect(words.join('\n')).toContain('a.ndjson：研判了 1 条')

    // The same file once more, and another of the same name.
    put('in/a.ndjson', `${line(1, '包工头跑了，拖欠我们三个月工资')}\nbroken\n`)
    await watch((said) => words.push(said))
    expect(words.at(-1)).toContain('以前研判过')
    put('in/a.ndjson', line(1, '没事'))
    await watch()
    expect(readdirSync(at('out')).filter((name) => name.endsWith('.ndjson'))).toHaveLength(2)
  })
})
