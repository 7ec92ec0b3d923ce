import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignClauses, stretchesOf } from './compare.ts'

const clause = (anchor: string, text: string) => ({ anchor, text })
const pairs = (before: ReturnType<typeof clause>[], after: ReturnType<typeof clause>[]) =>
  alignClauses(before, after).map(({ before, after }) => `${before?.anchor ?? '-'}→${after?.anchor ?? '-'}`)

describe('clauses of two versions', () => {
  it('belong together by their words, wherever the number went', () => {
    const before = [clause('a1', '办理登记应当提交身份证明和照片两张。'), clause('a2', '违反规定的，处警告。')]
    const after = [
      clause('a1', '本办法自公布之日起施行，由市局解释。'),
      clause('a2', '办理登记应当提交身份证明和照片三张。'),
      clause('a3', '违反规定的，处警告。'),
    ]
    expect(pairs(before, after)).toEqual(['-→a1', 'a1→a2', 'a2→a3'])
  })
  it('that have nothing in common are one gone and one new, even under one number', () => {
    expect(pairs([clause('a1', '犬只应当拴绳出户。')], [clause('a1', '登记机关每年公布统计数字。')])).toEqual(['a1→-', '-→a1'])
  })
  it('that say the same twice keep their numbers', () => {
    const twice = [clause('a1', '略。'), clause('a2', '略。')]
    expect(pairs(twice, twice)).toEqual(['a1→a1', 'a2→a2'])
  })
  it('are each there exactly once, whatever the texts', () => {
    const text = fc.array(fc.constantFrom('登记', '办理', '犬只', '证明', '。'), { maxLength: 12 }).map((words) => words.join(''))
    const version = fc.array(text, { maxLength: 12 }).map((texts) => texts.map((words, at) => clause(`a${at + 1}`, words)))
    fc.assert(
      fc.property(version, version, (before, after) => {
        const found = alignClauses(before, after)
        expect(found.flatMap((pair) => pair.after ?? [])).toEqual(after)
        expect(found.flatMap((pair) => pair.before ?? []).sort((a, b) => Number(a.anchor.slice(1)) - Number(b.anchor.slice(1)))).toEqual(
          before,
        )
      }),
    )
  })
})

describe('the words of a clause', () => {
  it('show what was taken out and put in', () => {
    expect(stretchesOf('处五日以下拘留。', '处十日以下拘留。')).toEqual([
      { kind: 'same', text: '处' },
      { kind: 'removed', text: '五' },
      { kind: 'added', text: '十' },
      { kind: 'same', text: '日以下拘留。' },
    ])
  })
  it('give both texts back exactly', () => {
    const text = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '1', '2', '\n', '😀'), maxLength: 40 })
    fc.assert(
      fc.property(text, text, (before, after) => {
        const stretches = stretchesOf(before, after)
        const side = (kind: string) =>
          stretches
            .filter((one) => one.kind !== kind)
            .map((one) => one.text)
            .join('')
        expect([side('added'), side('removed')]).toEqual([before, after])
      }),
    )
  })
})
