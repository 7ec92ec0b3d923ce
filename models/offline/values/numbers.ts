import { numberIn } from '../../../core/numerals.ts'

export { chineseNumber, numberIn, numeral } from '../../../core/numerals.ts'

const amountPattern =
  /(\d[\d,，]*(?:\.\d+)?|[零〇一二两三四五六七八九十百千万亿]+)\s*(亿|万|千|百|k|w)?\s*(?:多)?\s*(?:块钱?|元|圆|人民币|rmb|yuan)?/i
const factors: Readonly<Record<string, number>> = { 亿: 100_000_000, 万: 10_000, w: 10_000, 千: 1_000, k: 1_000, 百: 100 }

/** An amount of money in yuan (元): 1.2万, 三千五, 3,500块. */
export const amountIn = (text: string): { value: number; start: number; end: number } | undefined => {
  const match = amountPattern.exec(text)
  if (!match) return undefined
  const number = numberIn((match[1] ?? '').replace(/[,，]/g, ''))
  if (number === undefined) return undefined
  const value = number * (factors[(match[2] ?? '').toLowerCase()] ?? 1)
  return { value: Math.round(value * 100) / 100, start: match.index, end: match.index + match[0].length }
}
