import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openFold } from '../matcher/fold.ts'
import { openMatcher } from '../matcher/matcher.ts'
import { readLexicon } from './read-lexicon.ts'
import { soundAlikes } from './sound-alikes.ts'

const strong = (word: string) => soundAlikes({ word, kind: 'term', isWeak: false }, () => false)

describe('slips by sound', () => {
  it('are made for long strong words, one character at a time, the last two left', () => {
    expect(strong('拖欠工资')).toContain('托欠工资')
    expect(strong('拖欠工资').every((word) => word.endsWith('工资') && word.length === 4)).toBe(true)
    expect(strong('拖欠工资')).not.toContain('拖欠工资')
  })

  it.each(['欠薪', '不给钱', '拖欠…工资', 'KTV打架'])('are not made for %s', (word) => {
    expect(strong(word)).toEqual([])
  })

  it('leave a first character alone that is a word of its own', () => {
    expect(strong('未签订合同').every((word) => word.startsWith('未'))).toBe(true)
  })

  it('are not made for weak words, cues and factors, nor where the slip is a word itself', () => {
    expect(soundAlikes({ word: '劳务公司', kind: 'term', isWeak: true }, () => false)).toEqual([])
    expect(soundAlikes({ word: '同归于尽', kind: 'factor', isWeak: false }, () => false)).toEqual([])
    expect(soundAlikes({ word: '拖欠工资', kind: 'term', isWeak: false }, (text) => text === '托欠工资')).not.toContain('托欠工资')
  })

  it('stand in none of the texts that were written with care', () => {
    const root = join(import.meta.dirname, '../../../data')
    const shipped = join(root, 'lexicon', 'disputes')
    const files = readdirSync(shipped).filter((name) => name.endsWith('.yaml'))
    const { entries } = readLexicon(files.map((name) => ({ name, text: readFileSync(join(shipped, name), 'utf8') })))
    const words = new Set(entries.map(({ word }) => word))
    const forms = entries.flatMap((entry) => soundAlikes(entry, (text) => words.has(text))).map((word, entry) => ({ word, entry, gap: 0 }))
    expect(forms.length).toBeGreaterThan(3_000)
    const matcher = openMatcher(forms, openFold())
    const texts = ['policies', 'asks'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:md|yaml)$/.test(name))
        .map((name) => readFileSync(join(root, folder, name), 'utf8')),
    )
    expect(texts.join('').length).toBeGreaterThan(200_000)
    const found = texts.flatMap((text) => {
      const { count, start, end } = matcher.match(text)
      return Array.from({ length: count }, (_, at) => text.slice(start[at], end[at]))
    })
    // 押 and 压 are both written, and mean the same here.
    expect(found.filter((word) => word !== '压一个月工资')).toEqual([])
  })
})
