import { ageOn, isPlainDate } from '../../core/time.ts'
import { isMod112 } from './check-digits.ts'
import { demoRefusal, demoSegments } from './demo-numbers.ts'
import { statedConflict } from './stated.ts'
import { tidyNumber } from './tidy.ts'
import { type Derived, type FormCheck, type FormContext, reject } from './verdict.ts'

/**
 * Checks a 外国人永久居留身份证 number: 18 digits from 9 with MOD 11-2 (2023), or three letters and twelve digits (2017).
 * Where the birthday stands in the 2023 number is unconfirmed: it is compared and offered, but never a reason to reject.
 */
export const checkForeignerId = (value: string, context: FormContext): FormCheck => {
  const number = tidyNumber(value)
  const isNew = /^9\d{16}[\dX]$/.test(number)
  const isOld = /^[A-Z]{3}\d{12}$/.test(number)
  if (!isNew && !isOld) return reject('永久居留身份证号码应为以 9 开头的 18 位号码，或旧版的 3 位字母加 12 位数字，请对照证件重填。')
  if (context.isDemo && !demoSegments.foreigner_id.test(number))
    return reject(demoRefusal('请使用国别为 999 的演示永居证号，例如 915999198805201237'))
  if (isOld) return { verdict: 'accept', reason: '旧版永久居留身份证号码格式正确，证件在有效期内可以继续使用。', normalized: number }
  if (!isMod112(number)) return reject('永久居留身份证号码最后一位校验码对不上，多半是某一位输错了，请对照证件逐位核对后重填。')

  const facts = readBirth(number, context.asOf)
  if (!facts)
    return { verdict: 'soft_warn', reason: '从号码里没有读出有效的出生日期，可以继续办理，窗口会对照证件核对。', normalized: number }
  const conflict = statedConflict('永久居留身份证号码', facts, context.stated)
  if (conflict) return { verdict: 'needs_fix', reason: conflict, normalized: number, derived: facts }
  return { verdict: 'accept', reason: '永久居留身份证号码格式正确，可以继续。', normalized: number, derived: facts }
}

const readBirth = (number: string, asOf: string): Derived | undefined => {
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isPlainDate(birth) || birth < '1850-01-01' || birth > asOf) return undefined
  return { birth, age: Math.max(0, ageOn(birth, asOf)) }
}
