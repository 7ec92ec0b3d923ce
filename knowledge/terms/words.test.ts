import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Jieba } from '@node-rs/jieba'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openWords } from './words.ts'

const own = ['无犯罪记录证明', '行政复议法', '高空抛物', '居住证']
const cut = openWords([...own, 'law', '一'])
const jieba = Jieba.withDict(readFileSync(createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt')))
jieba.loadDict(Buffer.from(own.map((word) => `${word} 1000 n`).join('\n')))

const home = join(import.meta.dirname, '..', '..')
const linesUnder = (folder: string): readonly string[] =>
  readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:md|yaml)$/.test(name))
    .flatMap((name) => readFileSync(join(home, folder, name), 'utf8').split('\n'))

describe('a cutter of words', () => {
  it('cuts every line of the guides, the pages and the questions as jieba does', () => {
    const lines = ['data/policies', 'agents', 'evals/routing'].flatMap(linesUnder)
    expect(lines.length).toBeGreaterThan(5_000)
    for (const line of lines) expect(cut(line)).toEqual(jieba.cut(line, true))
  })

  it('cuts whatever else is written as jieba does', () => {
    const odd = [
      '',
      '\r\n a\u3000b',
      '👍🏽我们',
      '𠀀𠀁我',
      'a\ud800b我们',
      'ﾊ我%#a-b_c.d',
      '\u0000',
      '\u200f我们',
      ' \t',
      'ＡＢ我们',
      'C++和AT&T，3.14%',
    ]
    for (const text of odd) expect(cut(text)).toEqual(jieba.cut(text, true))
    const signs = fc.constantFrom(
      ...'我们在无犯罪记录证明行政复议法高空抛物了的龘乜嘢',
      'A',
      '1',
      '.',
      '%',
      '，',
      ' ',
      '\n',
      '👍',
      '𠮷',
      'é',
    )
    fc.assert(
      fc.property(fc.string({ unit: signs, maxLength: 40 }), (text) => {
        expect(cut(text)).toEqual(jieba.cut(text, true))
      }),
    )
  })

  it('knows words that it was given', () => {
    expect(cut('开无犯罪记录证明')).toContain('无犯罪记录证明')
    expect(openWords([])('开无犯罪记录证明')).not.toContain('无犯罪记录证明')
  })
})
