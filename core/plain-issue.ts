import type { z } from 'zod'

const kinds: Readonly<Record<string, string>> = {
  ...{ string: '文字', number: '数字', int: '整数', boolean: '是或否（true、false）', array: '列表', object: '对象', record: '对象' },
  ...{ null: '空（null）', date: '日期' },
}
const kindOf = (name: string): string => kinds[name] ?? name
const sizeOf = (origin: string, size: number | bigint): string =>
  origin === 'string' ? `${size} 个字` : origin === 'array' || origin === 'set' ? `${size} 项` : `${size}`

const wordsOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return /received undefined|nonoptional/.test(issue.message) ? '缺这一项。' : `要的是${kindOf(issue.expected)}。`
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1 ? '不能是空的。' : `至少要 ${sizeOf(issue.origin, issue.minimum)}。`
    case 'too_big':
      return `最多 ${sizeOf(issue.origin, issue.maximum)}。`
    case 'invalid_value':
      return issue.values.length > 30 ? '不是可以填的值。' : `只能是：${issue.values.map(String).join('、')}。`
    case 'unrecognized_keys':
      return `没有这一项：${issue.keys.slice(0, 5).join('、').slice(0, 80)}。`
    default:
      return '格式不对。'
  }
}

/** What is wrong with a value, in plain Chinese (字段错误): the schema's own words where it has some, and else by what was checked. */
export const plainIssue = (issue: z.core.$ZodIssue): string => (/\p{Script=Han}/u.test(issue.message) ? issue.message : wordsOf(issue))
