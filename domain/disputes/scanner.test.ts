import { describe, expect, it } from 'vitest'
import { readLexicon } from './lexicon/read-lexicon.ts'
import { openScanner } from './scanner.ts'

const lexicon = readLexicon([
  { name: 'D4.yaml', text: 'class: D4\nversion: 2026-11-29\ngroups:\n  - about: 欠薪\n    strong: [欠薪, 拖欠…工资]\n    weak: [工地]\n' },
  { name: 'verbs.yaml', text: 'version: 2026-11-29\ngroups:\n  - { about: 冲突, role: conflict, words: [闹] }\n' },
])
const scanner = openScanner(lexicon)

describe('a scan', () => {
  it.each([
    ['老板欠薪', '欠薪', 2],
    ['老板欠·薪', '欠·薪', 2],
    ['老闆拖欠我三個月工資', '拖欠我三個月工資', 2],
    ['\u0000欠\u200b薪', '欠\u200b薪', 1],
    ['𠮷欠薪', '欠薪', 2],
  ])('finds in %j what stands there, and where', (text, word, at) => {
    expect(scanner.scan(text)).toMatchObject({ classes: ['D4'], tier: 'blue', reasons: [{ word, at }] })
  })

  it.each(['', '工地', '他欠的薪', '拖欠。工资', '👍'])('finds no dispute in %j', (text) => {
    expect(scanner.scan(text)).toMatchObject({ classes: [], tier: 'white', points: 0 })
  })

  it('counts a weak word beside a verb', () => {
    expect(scanner.scan('有人在工地闹').classes).toEqual(['D4'])
  })

  it('says which lexicon it was made with', () => {
    expect(scanner.version).toMatch(/^[0-9a-f]{12}$/)
  })
})
