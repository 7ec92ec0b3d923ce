import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { entriesWith, readAsks } from './asks.ts'
import { readLexicon } from './query/lexicon.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fenshen-asks-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const write = (text: string): void => writeFileSync(join(folder, 'kites.yaml'), text)

it('gives the ways of asking for a clause, whatever spelling its law has', () => {
  write('law: 民法典\nasks:\n  - [第一千零四十二条, 放风筝, "能放风筝吗；风筝放哪"]\n')
  const asks = readAsks(folder)
  for (const title of ['民法典', '中华人民共和国民法典', '民法典-婚姻家庭编', '《民法典 婚姻家庭编》'])
    expect(asks.asksFor(title, '第一千零四十二条', '可以 放风筝。'), title).toEqual(['能放风筝吗', '风筝放哪'])
  expect(asks.asksFor('刑法', '第一千零四十二条', '可以放风筝。')).toEqual([])
})

it('gives none where the article says something else: the law was renumbered', () => {
  write('law: 风筝法\nasks:\n  - [第二条, 放风筝, 能放风筝吗]\n')
  expect(readAsks(folder).asksFor('风筝法', '第二条', '线应当结实。')).toEqual([])
})

it('knows a section of a guide by its heading', () => {
  write('law: 放风筝指南\nasks:\n  - [风筝挂在树上，怎么办, 物业, "风筝上树了咋整"]\n')
  expect(readAsks(folder).asksFor('放风筝指南', '风筝挂在树上， 怎么办', '请找物业。')).toEqual(['风筝上树了咋整'])
})

it('counts what people ask among the words of a clause, without making it longer', () => {
  write('law: 风筝法\nasks:\n  - [第二条, 放风筝, 咋放鹞子]\n')
  const clause = { title: '风筝法', shortTitle: '风筝法', path: '第二条', article: '第二条', text: '放风筝要小心。', asks: [] }
  const [plain, with_] = [entriesWith({ asksFor: () => [] })(clause), entriesWith(readAsks(folder))(clause)]
  expect(plain.terms.has('鹞子')).toBe(false)
  expect(with_.terms.get('鹞子')).toBe(0.5)
  expect(with_.length).toBe(plain.length)
})

it.each([
  ['law: 风筝法\nasks:\n  - [第二条, 放风筝, 甲乙]\n  - [二, 放风筝, 甲乙]\n', 4, 'no article'],
  ['law: 风筝法\nasks:\n  - [第二条, 放风筝, "甲；；乙"]\n', 3, 'nothing between'],
  ['law: 风筝法\nasks:\n  - [第二条, 放风筝]\n', 3, 'asks.0'],
  ['law: 风筝法\nmore: 1\nasks:\n  - [第二条, 放风筝, 甲乙]\n', 1, 'more'],
  ['law: 风筝法\nlaw: 风筝法\n', 2, 'unique'],
])('names file and line of what is wrong: %j', (text, line, why) => {
  write(text)
  expect(() => readAsks(folder)).toThrow(expect.objectContaining({ file: 'data/asks/kites.yaml', line, dev: expect.stringContaining(why) }))
})

it('reads every file that ships, and every table of words', () => {
  const data = join(import.meta.dirname, '..', 'data')
  expect(readAsks(join(data, 'asks')).size).toBeGreaterThan(100)
  expect(readLexicon(join(data, 'lexicon')).lawNames.size).toBeGreaterThan(50)
})
