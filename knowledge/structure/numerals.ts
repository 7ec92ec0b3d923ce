import { numberIn } from '../../core/numerals.ts'

/** Characters of a printed number, for a character class: Chinese, ASCII and full-width. */
export const numeralClass = '0-9０-９〇○零一二两三四五六七八九十百千'

/** The number a text prints (`八十八`, `88`, `８８`, `二○○四`, `一千零四十`); undefined where it is none. */
export const numberOf = (printed: string): number | undefined =>
  numberIn(
    printed
      .replace(/[\s]/g, '')
      .normalize('NFKC')
      .replace(/[○OＯ]/g, '〇'),
  )

const marks = '〇一二三四五六七八九'

/** A number from 1 to 9,999 as laws print it: 十二, 一百零五, 一千零四十. */
export const chineseOf = (number: number): string => {
  if (number < 10) return marks[number] ?? ''
  const place = number >= 1000 ? 1000 : number >= 100 ? 100 : 10
  const name = place === 1000 ? '千' : place === 100 ? '百' : '十'
  const rest = number % place
  const head = `${number < 20 ? '' : (marks[Math.floor(number / place)] ?? '')}${name}`
  if (rest === 0) return head
  const inner = rest < 20 && rest >= 10 ? `一${chineseOf(rest)}` : chineseOf(rest)
  return rest < place / 10 ? `${head}零${inner}` : `${head}${inner}`
}
