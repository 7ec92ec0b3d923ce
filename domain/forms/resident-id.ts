import { ageOn, isPlainDate } from '../../core/time.ts'
import { isMod112, mod112CheckDigit } from './check-digits.ts'
import { demoRefusal, demoSegments } from './demo-numbers.ts'
import { statedConflict } from './stated.ts'
import { tidyNumber } from './tidy.ts'
import { type Derived, type FormCheck, type FormContext, reject } from './verdict.ts'

/** Provinces that have ever had an address code. The code only hints: abolished counties stay valid for life (居民身份证法 第三条). */
const provinces = new Set('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(' '))

/** Checks a 居民身份证 number; GB 11643-1999, `certificate.md` §4.1. */
export const checkResidentId = (value: string, context: FormContext): FormCheck => {
  const number = tidyNumber(value)
  const isOld = /^[1-9]\d{14}$/.test(number)
  if (!isOld && !/^[1-9]\d{16}[\dX]$/.test(number)) return reject(shapeReason(number))
  if (context.isDemo && !demoSegments.resident_id.test(number))
    return reject(demoRefusal('请使用 1599 开头的演示身份证号，例如 159901199003072016'))

  const full = isOld ? upgradeOldNumber(number) : number
  const facts = readResidentNumber(full, context.asOf)
  if (!facts) return reject('身份证号里的出生日期不存在或晚于今天，请对照证件重新填写第 7 至 14 位。')
  if (!isMod112(full)) return reject('身份证号最后一位校验码对不上，多半是某一位输错了，请对照证件逐位核对后重填。')

  const found = { normalized: full, derived: facts }
  const conflict = statedConflict('身份证号', facts, context.stated)
  if (conflict) return { verdict: 'needs_fix', reason: conflict, ...found }
  if (isOld)
    return {
      verdict: 'needs_fix',
      reason: '这是 15 位旧号码，不能作为线上办理的证件，请填写现用身份证上的 18 位号码；没有换证的请到窗口办理。',
      ...found,
    }
  if (!provinces.has(full.slice(0, 2)))
    return { verdict: 'soft_warn', reason: '身份证号前六位不常见，可以继续办理，请先核对号码和证件种类是否选对。', ...found }
  return { verdict: 'accept', reason: '身份证号格式正确，可以继续。', ...found }
}

/** The 18-digit form of a 15-digit number of before 1999 (十五位旧号): century 19, then a check digit. */
export const upgradeOldNumber = (old: string): string => {
  const body = `${old.slice(0, 6)}19${old.slice(6)}`
  return body + mod112CheckDigit(body)
}

/** Birth, sex and age written in an 18-digit number; undefined when the birthday does not exist, is before 1850 or after `asOf`. */
export const readResidentNumber = (number: string, asOf: string): Required<Pick<Derived, 'birth' | 'sex' | 'age'>> | undefined => {
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isPlainDate(birth) || birth < '1850-01-01' || birth > asOf) return undefined
  return { birth, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female', age: Math.max(0, ageOn(birth, asOf)) }
}

const shapeReason = (number: string): string => {
  if (number === '') return '还没有填写身份证号，请填写证件上的 18 位号码。'
  if (/\s/.test(number)) return '身份证号中间有空格，请去掉空格后重新填写。'
  if (/[^\dX]/.test(number)) return '身份证号里有不该出现的字符，只能是数字，最后一位可以是 X，请对照证件重填。'
  if (number.length !== 18) return '身份证号应为 18 位，现在的位数不对，请对照证件重填。'
  return '身份证号格式不对，首位不能是 0，X 只能在最后一位，请对照证件重填。'
}
