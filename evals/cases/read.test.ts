import { describe, expect, it } from 'vitest'
import { CaseError, readCases } from './read.ts'

describe('a file of cases', () => {
  const read = (text: string) => () => readCases(text, 'agents/x/cases.yaml')

  it.each([
    [
      '- title: 甲\n  visit:\n    - says: 您好\n      ends: answered\n      reply: 好\n',
      5,
      'unknown field "reply"; the nearest is "replies"; there are: says',
    ],
    ['- title: 甲\n  visit:\n    - says: 您好\n      end: answered\n', 4, 'unknown field "end"; the nearest is "ends"'],
    ['- title: 甲\n  who: 乙\n  visit: [{ says: 您好, ends: answered }]\n', 2, 'unknown field "who"'],
    ['- title: 甲\n  visit:\n    - says: 您好\n      ends: done\n', 4, 'ends'],
    ['- title: 甲\n  visit:\n    - says: 您好\n', 3, 'ends'],
    ['- title: 甲\n  visit:\n    - ends: answered\n', 3, 'either says something or confirms'],
    ['- title: 甲\n  visit:\n    - says: 您好\n      confirms: true\n      ends: answered\n', 3, 'either says something or confirms'],
    [
      '- title: 甲\n  visit: [{ says: 您好, ends: answered }]\n  leaves:\n    aplications: 1\n',
      4,
      'unknown field "aplications"; the nearest is "applications"',
    ],
    ['- title: 甲\n  visit:\n    - says: 您好\n      ends: answered\n      calls: { name: a, args: {} }\n', 5, 'unknown field "args"'],
    ['title: 甲\n', 1, 'cases are a list'],
    ['- title: 甲: 乙\n', 1, 'not YAML'],
  ])('that is wrong is refused with its line: %j', (text, line, why) => {
    expect(read(text)).toThrow(CaseError)
    expect(read(text)).toThrow(`agents/x/cases.yaml:${line}: `)
    expect(read(text)).toThrow(why)
  })

  it('says where each case begins', () => {
    const text = '# one\n- title: 甲\n  visit: [{ says: 您好, ends: answered }]\n- title: 乙\n  visit: [{ says: 您好, ends: answered }]\n'
    expect(readCases(text, 'x').map(({ title, line }) => [title, line])).toEqual([
      ['甲', 2],
      ['乙', 4],
    ])
  })
})
