const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  壹: 1,
  贰: 2,
  叁: 3,
  肆: 4,
  伍: 5,
  陆: 6,
  柒: 7,
  捌: 8,
  玖: 9,
  幺: 1,
}
const units: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1_000, 仟: 1_000 }
const big: Readonly<Record<string, number>> = { 万: 10_000, 萬: 10_000, 亿: 100_000_000 }

/** Characters of which a Chinese numeral is made. */
export const numeral = '[零〇一二两三四五六七八九十百千万亿]'

/** Reads 三千五 as 3500, 一万二 as 12000, 二〇二〇 as 2020, 十八 as 18. Undefined when it is no numeral. */
export const chineseNumber = (text: string): number | undefined => {
  if (!text || [...text].some((char) => !(char in digits) && !(char in units) && !(char in big))) return undefined
  if ([...text].every((char) => char in digits)) return Number([...text].map((char) => digits[char]).join(''))
  let total = 0
  let section = 0
  let digit: number | undefined
  let unitBefore = 1
  for (const char of text) {
    if (char in digits) {
      digit = digits[char] ?? 0
      // After a 零 the next digit counts as ones: 一万零二 is 10002.
      if (digit === 0) unitBefore = 10
    } else if (char in units) {
      unitBefore = units[char] ?? 1
      section += (digit ?? 1) * unitBefore
      digit = undefined
    } else {
      unitBefore = big[char] ?? 1
      total = (total + section + (digit ?? 0)) * unitBefore
      section = 0
      digit = undefined
    }
  }
  // A digit left over takes the unit below the last one: 三千五 is 3500.
  return total + section + (digit === undefined ? 0 : digit * (unitBefore >= 10 && digit !== 0 ? unitBefore / 10 : 1))
}

/** Reads digits or a Chinese numeral. */
export const numberIn = (text: string): number | undefined => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : chineseNumber(text))
