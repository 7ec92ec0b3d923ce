import { describe, expect, it } from 'vitest'
import { readLexicon } from './read-lexicon.ts'

const head = 'class: D4\nversion: 2026-11-29\ngroups:\n  - about: 欠薪\n'
const read = (text: string, name = 'D4.yaml') => readLexicon([{ name, text }])
const roleFile = (body: string) => `version: 2026-11-29\ngroups:\n${body}`

describe('a lexicon', () => {
  it('keeps what was said of a word, and where', () => {
    const text = `${head}    strong:\n      - 讨薪\n      - { term: 押身份证, note: 劳动合同法第九条禁止, at: 2026-11-29, also: [D3], unless: [网吧] }\n    weak: [工地]\n`
    const { entries } = read(text)
    expect(entries).toMatchObject([
      { word: '讨薪', kind: 'term', classes: ['D4'], isWeak: false, place: 'data/lexicon/disputes/D4.yaml:6' },
      { word: '押身份证', classes: ['D4', 'D3'], unless: ['网吧'], place: 'data/lexicon/disputes/D4.yaml:7' },
      { word: '工地', isWeak: true },
      { word: '网吧', kind: 'cue', role: 'beside' },
    ])
  })

  it('takes words that are written together apart, shares them between two ways of writing, and says where brackets are wrong', () => {
    const read = (words: string, name = 'factors.yaml', role = 'fallen') =>
      readLexicon([{ name, text: roleFile(`  - { about: 掉进去, role: ${role}, words: [${words}] }\n`) }])
    const wordsOf = (words: string): string[] => read(words).entries.map(({ word }) => word)
    expect(wordsOf('(掉|落)(进|)井')).toEqual(['掉进井', '掉井', '落进井', '落井'])
    expect(wordsOf('(掉|落)井, (掉|坠)井')).toEqual(['掉井', '落井', '坠井'])
    // What holds another of them is found with that.
    expect(wordsOf('掉井(里|了|)')).toEqual(['掉井'])
    expect(() => read('(掉|落井')).toThrow('factors.yaml:3')
    expect(read('(掉|落)井', 'slots.yaml', 'deep').entries.map(({ word, kind }) => [word, kind])).toEqual([['(掉|落)井', 'slot']])
  })

  it('has the same version while no word changes, in whatever order the files come', () => {
    const [a, b] = [
      { name: 'D4.yaml', text: `${head}    strong: [讨薪]\n` },
      { name: 'verbs.yaml', text: roleFile('  - { about: 冲突, role: conflict, words: [闹] }\n') },
    ]
    const versions = [readLexicon([a, b]), readLexicon([b, a])].map(({ version }) => version)
    expect(versions[0]).toBe(versions[1])
    expect(readLexicon([{ ...a, text: a.text.replace('讨薪', '欠薪') }, b]).version).not.toBe(versions[0])
  })

  it.each([
    ['class: D9\nversion: 2026-11-29\ngroups: []\n', 'D4.yaml', 'D4.yaml:1: class: a class is one of D1'],
    ['class: D5\nversion: 2026-11-29\ngroups: []\n', 'D4.yaml', 'D4.yaml:1: class: D5 stands in D4.yaml'],
    [
      `${head}    strong:\n      - 讨薪\n      - { term: 欠薪, also: [D9] }\n`,
      'D4.yaml',
      'D4.yaml:7: groups.0.strong.1.also.0: a class is one of D1',
    ],
    [`${head}    strong:\n      - 讨薪\n      - ''\n`, 'D4.yaml', 'D4.yaml:7: groups.0.strong.1.term: an empty word'],
    [
      `${head}    strong:\n      - 讨薪\n    weak:\n      - 讨薪\n`,
      'D4.yaml',
      'D4.yaml:8: "讨薪" stands already at data/lexicon/disputes/D4.yaml:6',
    ],
    [`${head}    strong: [拖欠…]\n`, 'D4.yaml', 'D4.yaml:5: "拖欠…": a word needs characters on both sides of …'],
    [`${head}    strong: [讨薪，快]\n`, 'D4.yaml', 'D4.yaml:5: "讨薪，快": a word may not hold'],
    [`${head}    strong: [110]\n`, 'D4.yaml', 'D4.yaml:5: groups.0.strong.0: a word, or'],
    [`${head}    strnog: [讨薪]\n`, 'D4.yaml', 'D4.yaml:4: groups.0: Unrecognized key'],
    [`${head}    strong: [讨薪\n`, 'D4.yaml', 'D4.yaml:6: '],
    [
      roleFile('  - { about: 冲突, role: conflit, words: [闹] }\n'),
      'verbs.yaml',
      'verbs.yaml:3: role "conflit" is none of conflict, demand',
    ],
    ['', 'D9.yaml', 'D9.yaml:1: no such file of the lexicon'],
    [
      roleFile('  - { about: 错字, words: { 没有的词: [别的] } }\n'),
      'variants.yaml',
      'variants.yaml:3: "没有的词" is no word of the lexicon',
    ],
  ])('names file and line of what is wrong: %#', (text, name, message) => {
    expect(() => read(text, name)).toThrow(message)
  })
})
