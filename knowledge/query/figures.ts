import { chineseOf } from '../structure/numerals.ts'

/** What people call a unit, and how statutes write it. */
const units: Readonly<Record<string, string>> = {
  岁: '周岁',
  周岁: '周岁',
  天: '日',
  日: '日',
  个月: '个月',
  月: '个月',
  年: '年',
  小时: '小时',
  块: '元',
  块钱: '元',
  元: '元',
  万: '万元',
  万元: '万元',
  分: '分',
  次: '次',
  倍: '倍',
  人: '人',
}

/** Numbers of a folded question as statutes print them: 14岁 → 十四周岁, 10天 → 十日. */
export const figuresOf = (question: string): readonly string[] => {
  const found: string[] = []
  for (const [, digits, unit] of question.matchAll(
    /(?<![\d.])(\d{1,4})\s*(周岁|岁|天|日|个月|月|年|小时|块钱|块|万元|万|元|分|次|倍|人)/g,
  )) {
    const number = Number(digits)
    // A year is a date, not a period.
    if (number >= 1 && !(unit === '年' && number > 100)) found.push(`${chineseOf(number)}${units[unit ?? ''] ?? ''}`)
  }
  return [...new Set(found)]
}
