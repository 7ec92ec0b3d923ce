const digits = '〇一二三四五六七八九'
const legalDigits = '零壹贰叁肆伍陆柒捌玖'

/** A count in Chinese: 十、十一、一百零一. Below 100,000,000. */
const chinese = (count: number, zero: string, figures: string, units: readonly string[]): string => {
  if (count >= 10_000) {
    const [high, low] = [Math.floor(count / 10_000), count % 10_000]
    const rest = low === 0 ? '' : (low < 1_000 ? zero : '') + chinese(low, zero, figures, units)
    return `${chinese(high, zero, figures, units)}${units[4]}${rest}`
  }
  let text = ''
  let isGap = false
  for (const [place, unit] of [3, 2, 1, 0].map((power) => [power, 10 ** power] as const)) {
    const figure = Math.floor(count / unit) % 10
    if (figure === 0) {
      isGap = text !== ''
      continue
    }
    text += (isGap ? zero : '') + figures[figure] + (units[place] ?? '')
    isGap = false
  }
  return text
}

const roman = (count: number): string => {
  const parts = [['M', 1_000], ['CM', 900], ['D', 500], ['CD', 400], ['C', 100], ['XC', 90], ['L', 50], ['XL', 40], ['X', 10], ['IX', 9], ['V', 5], ['IV', 4], ['I', 1]] as const // biome-ignore format: a table
  let [text, rest] = ['', count]
  for (const [sign, value] of parts)
    while (rest >= value) {
      text += sign
      rest -= value
    }
  return text
}

const counted = (count: number): string => chinese(count, '零', digits, ['', '十', '百', '千', '万']).replace(/^一十/, '十')
const letter = (count: number): string => String.fromCharCode(65 + ((count - 1) % 26)).repeat(Math.floor((count - 1) / 26) + 1)
const figures = (count: number): string => [...String(count)].map((digit) => digits[Number(digit)]).join('')
const cycle = (signs: string, count: number): string => signs[(count - 1) % signs.length] ?? ''

/** A number of a list as Word shows it in one of its formats (编号格式, ECMA-376 part 1 §17.18.59). */
export const numberText = (count: number, format: string): string => {
  if (!Number.isInteger(count) || count < 0 || count > 99_999_999) return String(count)
  switch (format) {
    case 'none':
      return ''
    case 'decimalZero':
      return String(count).padStart(2, '0')
    case 'upperRoman':
      return count < 10_000 ? roman(count) : String(count)
    case 'lowerRoman':
      return count < 10_000 ? roman(count).toLowerCase() : String(count)
    case 'upperLetter':
      return count > 0 && count < 1_000 ? letter(count) : String(count)
    case 'lowerLetter':
      return count > 0 && count < 1_000 ? letter(count).toLowerCase() : String(count)
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'taiwaneseCounting':
    case 'taiwaneseCountingThousand':
    case 'japaneseCounting':
      return count === 0 ? '〇' : counted(count)
    case 'ideographDigital':
    case 'taiwaneseDigital':
    case 'japaneseDigitalTenThousand':
      return figures(count)
    case 'chineseLegalSimplified':
      return count === 0 ? '零' : chinese(count, '零', legalDigits, ['', '拾', '佰', '仟', '万'])
    case 'ideographTraditional':
      return cycle('甲乙丙丁戊己庚辛壬癸', count)
    case 'ideographZodiac':
      return cycle('子丑寅卯辰巳午未申酉戌亥', count)
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return count >= 1 && count <= 20 ? String.fromCharCode(0x2460 + count - 1) : String(count)
    default:
      return String(count)
  }
}
