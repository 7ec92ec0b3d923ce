import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { noticeKinds } from '../../core/notices.ts'
import { readNoticeTemplates, wordsOf } from './templates.ts'

const shipped = readFileSync(new URL('../../data/notices/notices.yaml', import.meta.url), 'utf8')
const fault = (text: string): string => {
  try {
    readNoticeTemplates(text)
    return 'taken'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

it('has words for everything that people are told of, with the end of the number and nothing else of theirs', () => {
  const templates = readNoticeTemplates(shipped)
  for (const kind of noticeKinds) {
    const { title, text } = wordsOf(templates[kind], { target: 'SL1599012026004711', institution: '云河市公安局' })
    expect(text).toContain('4711')
    expect(title + text).not.toMatch(/SL1599|[{}]/)
  }
})

it.each([
  ['how it ended', '您的申请（尾号 {tail}）不予出具', /notices\.yaml:15: done\.text says “不予”/],
  ['of what it was', '您的犯罪记录查询（尾号 {tail}）已办结', /says “犯罪”/],
  ['a name', '请{name}登录，您的申请（尾号 {tail}）已办结', /has \{name\}/],
  ['too much', '您'.repeat(111), /done\.text: .*110/],
] as const)('refuses words that say %s, with the line', (_, words, why) => {
  expect(fault(shipped.replace('您的申请（尾号 {tail}）已办结，请登录查看。', words))).toMatch(why)
})

it('refuses a kind too many, one too few, and a broken file', () => {
  expect(fault(`${shipped}\nother:\n  title: 别的\n  text: 别的消息来了。\n`)).toMatch(/other/)
  expect(fault(shipped.replace(/done:\n.*\n.*\n/, ''))).toMatch(/done/)
  expect(fault('a: [')).toMatch(/notices\.yaml:\d+/)
})
