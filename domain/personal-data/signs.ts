import { introducerSigns } from './introducers.ts'
import { spelledSigns } from './spelled.ts'
import { tellingSigns, townSigns } from './told-addresses.ts'

/** What a sign (one UTF-16 unit) may begin. Everything that begins nothing is passed over. */
export const sign = {
  none: 0,
  digit: 1,
  letter: 2,
  province: 3,
  introducer: 4,
  at: 5,
  mark: 6,
  account: 7,
  home: 8,
  numeral: 9,
  figure: 10,
  /** Between the parts of a name: 阿迪力·买买提. */
  dot: 11,
  /** 镇, 乡, 苏木. */
  town: 12,
} as const

/** Short names of provinces on number plates (车牌), and 使 of embassies; GA 36-2018. */
const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使'

const make = (): Uint8Array => {
  const table = new Uint8Array(65_536)
  const set = (from: string, to: string, what: number) => table.fill(what, from.charCodeAt(0), to.charCodeAt(0) + 1)
  // 微信, 支付宝
  for (const char of '信宝') table[char.charCodeAt(0)] = sign.account
  for (const char of spelledSigns) table[char.charCodeAt(0)] = sign.figure
  for (const char of '一二三四五六七八九十') table[char.charCodeAt(0)] = sign.numeral
  for (const char of townSigns) table[char.charCodeAt(0)] = sign.town
  for (const char of tellingSigns) table[char.charCodeAt(0)] = sign.home
  for (const char of introducerSigns) table[char.charCodeAt(0)] = sign.introducer
  for (const char of provinces) table[char.charCodeAt(0)] = sign.province
  set('0', '9', sign.digit)
  set('０', '９', sign.digit)
  set('A', 'Z', sign.letter)
  set('a', 'z', sign.letter)
  set('Ａ', 'Ｚ', sign.letter)
  set('ａ', 'ｚ', sign.letter)
  table['@'.charCodeAt(0)] = sign.at
  table['＠'.charCodeAt(0)] = sign.at
  table['"'.charCodeAt(0)] = sign.mark
  for (const char of '·•・‧') table[char.charCodeAt(0)] = sign.dot
  return table
}

/** What each sign may begin, by its code. */
export const signs: Uint8Array = make()

const halfWidth = (code: number): number => (code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code)

/** The letters and digits of a stretch in half width and capitals. */
export const compact = (text: string, start: number, end: number): string => {
  let isPlain = true
  for (let at = start; isPlain && at < end; at += 1) {
    const code = text.charCodeAt(at)
    isPlain = (code >= 48 && code <= 57) || (code >= 65 && code <= 90)
  }
  if (isPlain) return text.slice(start, end)
  let out = ''
  for (let at = start; at < end; at += 1) {
    const code = halfWidth(text.charCodeAt(at))
    if (code >= 97 && code <= 122) out += String.fromCharCode(code - 32)
    else if ((code >= 48 && code <= 57) || (code >= 65 && code <= 90)) out += String.fromCharCode(code)
  }
  return out
}

export const isWordSign = (code: number): boolean => signs[code] === sign.digit || signs[code] === sign.letter
export const isDigitSign = (code: number): boolean => signs[code] === sign.digit
export const isHan = (code: number): boolean => (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf) || code === 0x3007
