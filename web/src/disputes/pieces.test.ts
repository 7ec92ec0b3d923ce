import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dueText } from './due.ts'
import { groupsOf, withWord } from './lexicon/add-word.ts'
import { piecesOf } from './pieces.ts'
import { stepOf } from './plot.tsx'

it('cuts a text into pieces that are the text again, whatever hits overlap or point beyond it', () => {
  const reason = fc.record({
    word: fc.string({ maxLength: 6 }),
    at: fc.integer({ min: -3, max: 40 }),
    points: fc.integer({ min: -20, max: 40 }),
  })
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.array(reason, { maxLength: 6 }), (text, reasons) => {
      const pieces = piecesOf(text, reasons)
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      for (const [at, piece] of pieces.slice(1).entries()) expect(piece.reason).not.toBe(pieces[at]?.reason)
    }),
  )
})

it('shows the hit with points over the one that only names a class, and that over one that was set aside', () => {
  const text = '拿菜刀砍邻居'
  const reasons = [
    { word: '菜刀', at: 1, points: 40 },
    { word: '拿菜刀砍', at: 0, points: 0, class: 'D2' },
    { word: '砍邻居', at: 3, points: 0 },
  ]
  expect(piecesOf(text, reasons)).toEqual([
    { text: '拿', reason: 1 },
    { text: '菜刀', reason: 0 },
    { text: '砍', reason: 1 },
    { text: '邻居', reason: 2 },
  ])
})

it.each([
  ['2026-11-29T10:00:00Z', '2026-11-29T09:00:00Z', '还有 1 小时', false],
  ['2026-11-29T10:00:30Z', '2026-11-29T09:58:00Z', '还有 2 分钟', false],
  ['2026-12-02T10:00:00Z', '2026-11-29T09:00:00Z', '还有 3 天 1 小时', false],
  ['2026-11-29T10:00:00Z', '2026-11-29T10:00:01Z', '超时 0 分钟', true],
  ['2026-11-27T10:00:00Z', '2026-11-29T10:00:00Z', '超时 2 天', true],
])('tells at %s how long it is from %s: %s', (due, now, text, isOver) => {
  expect(dueText(due, new Date(now).getTime())).toEqual({ text, isOver })
})

it('puts a word into the list of its group, in quotes where YAML would read something else', () => {
  const yaml = 'class: D4\ngroups:\n  - about: 甲\n    strong: [欠薪]\n  - about: 乙\n    strong: [\n      讨薪\n    ]\n    weak: [工地]\n'
  expect(groupsOf(yaml)).toEqual(['甲', '乙'])
  expect(withWord(yaml, { group: '乙', list: 'strong', word: '要工钱' })).toContain('  - about: 乙\n    strong: [要工钱, \n      讨薪')
  expect(withWord(yaml, { group: '乙', list: 'weak', word: 'yes' })).toContain('weak: ["yes", 工地]')
  expect(withWord(yaml, { group: '甲', list: 'strong', word: '欠: 钱' })).toContain('strong: ["欠: 钱", 欠薪]')
  // The list of another group is not taken for the own one.
  expect(withWord(yaml, { group: '甲', list: 'weak', word: '工棚' })).toBeUndefined()
  expect(withWord(yaml, { group: '丙', list: 'strong', word: '工棚' })).toBeUndefined()
})

it.each([
  [0, 1],
  [4, 1],
  [7, 2],
  [23, 10],
  [180, 50],
  [5_000, 2_000],
])('divides an axis up to %d by %d', (highest, step) => {
  expect(stepOf(highest)).toBe(step)
})
