import { usccCheckCharacter } from './check-digits.ts'
import { tidyNumber } from './tidy.ts'
import { type FormCheck, reject } from './verdict.ts'

/**
 * Checks a 统一社会信用代码; GB 32100-2015. Some early codes in real use fail their own sum, so a wrong sum warns and a person
 * looks. It names organisations, not people, so the demo takes any.
 */
export const checkUscc = (value: string): FormCheck => {
  const code = tidyNumber(value)
  if (code === '') return reject('还没有填写统一社会信用代码，请填写营业执照或登记证书上的 18 位代码。')
  if (/^[0-9A-Z]+$/.test(code) && /[IOSVZ]/.test(code))
    return reject('统一社会信用代码里不会有字母 I、O、S、V、Z，可能是把 1、0、5、2 看成了字母，请对照证照重填。')
  if (/^[0-9A-Z]+$/.test(code) && code.length !== 18) return reject('统一社会信用代码应为 18 位，现在的位数不对，请对照证照重填。')
  if (!/^[0-9A-Z]{2}\d{6}[0-9A-Z]{10}$/.test(code))
    return reject('统一社会信用代码只有数字和大写字母，第 3 至 8 位是数字，请对照证照重填。')
  if (usccCheckCharacter(code.slice(0, 17)) !== code[17])
    return {
      verdict: 'soft_warn',
      reason: '统一社会信用代码最后一位校验码对不上，请再核对一遍；确认无误可以继续，民警会人工核对。',
      normalized: code,
    }
  return { verdict: 'accept', reason: '统一社会信用代码格式正确，可以继续。', normalized: code }
}
