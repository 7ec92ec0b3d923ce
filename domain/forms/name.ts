import { toHalfWidth } from './tidy.ts'
import { type FormCheck, reject } from './verdict.ts'

/** Look-alikes of the middle dot (间隔号) that keyboards and old systems produce. */
const dots = /[\u2022\u2027\u2219\u22C5\u2024\u30FB\uFF65\uFF0E\u0387\u16EB\u25CF\u25CB]/g

/**
 * Checks a name (姓名): 2–50 characters by code point, so that a rare character of the Unicode extensions counts as one. Never
 * NFKC or NFC over Han: it would swap a rare character for its common twin.
 */
export const checkName = (value: string): FormCheck => {
  if (value.length > 400) return reject('姓名太长，请填写 2 至 50 个字的姓名。')
  if (/\p{Cc}/u.test(value.trim()) || /\p{Cs}/u.test(value)) return reject('姓名里有无法识别的控制字符，请删除后重新填写。')
  const name = tidyName(value)
  if (name === '') return reject('还没有填写姓名，请填写与证件一致的姓名。')
  if (/[?\uFFFD\u25A1]/.test(name)) return reject('姓名里有没能显示出来的字，请不要用问号或方框代替，打不出的生僻字可到窗口办理。')
  if (!/^[\p{L}\p{M}\p{Co}\u3007· .,'-]+$/u.test(name)) return reject('姓名里只能有文字和间隔号“·”，请去掉数字和其他符号后重填。')
  if (/^[·\p{M}]|·$/u.test(name)) return reject('姓名开头或结尾多了间隔号，请去掉后重填。')
  const length = [...name].length
  if (length < 2 || length > 50) return reject('姓名应为 2 至 50 个字，请填写与证件一致的全名。')
  if (/\p{Co}/u.test(name))
    return { verdict: 'soft_warn', reason: '姓名里有使用自定义编码的生僻字，可以继续办理，窗口会对照证件核对这个字。', normalized: name }
  return { verdict: 'accept', reason: '姓名格式正确，可以继续。', normalized: name }
}

/** The one stored form of a name: `·` is U+00B7 and stands alone, spaces are single, a Latin name is in capitals as in a passport. */
const tidyName = (value: string): string => {
  const dotted = toHalfWidth(value.replace(dots, '·'))
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(/[\u2018\u2019\u02BC\u0060\u00B4]/g, "'")
    .replace(/[\u2010\u2011\u2013]/g, '-')
    .replace(/\s+/gu, ' ')
    .replace(/(?<=\p{Script=Han}) ?\. ?(?=\p{Script=Han})/gu, '·')
    .replace(/ ?(?:· ?)+/gu, '·')
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
    .trim()
  return /^[\p{Script=Latin}\p{M}· .,'-]+$/u.test(dotted) ? dotted.normalize('NFC').toUpperCase().normalize('NFC') : dotted
}
