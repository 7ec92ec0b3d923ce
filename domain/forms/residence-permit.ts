import { isMod112 } from './check-digits.ts'
import { demoRefusal, demoSegments } from './demo-numbers.ts'
import { readResidentNumber } from './resident-id.ts'
import { statedConflict } from './stated.ts'
import { tidyNumber } from './tidy.ts'
import { type FormCheck, type FormContext, reject } from './verdict.ts'

/** Checks a 港澳台居民居住证 number: same sum as a resident ID. The address segment is unconfirmed, so it only hints. */
export const checkResidencePermit = (value: string, context: FormContext): FormCheck => {
  const number = tidyNumber(value)
  if (!/^8[123]\d{15}[\dX]$/.test(number)) return reject('居住证号码应为 18 位，以 81、82 或 83 开头，请对照港澳台居民居住证重填。')
  if (context.isDemo && !demoSegments.hk_mo_tw_residence_permit.test(number))
    return reject(demoRefusal('请使用 819999、829999 或 839999 开头的演示居住证号，例如 819999199912310011'))
  const facts = readResidentNumber(number, context.asOf)
  if (!facts) return reject('居住证号码里的出生日期不存在或晚于今天，请对照证件重新填写第 7 至 14 位。')
  if (!isMod112(number)) return reject('居住证号码最后一位校验码对不上，多半是某一位输错了，请对照证件逐位核对后重填。')

  const found = { normalized: number, derived: facts }
  const conflict = statedConflict('居住证号码', facts, context.stated)
  if (conflict) return { verdict: 'needs_fix', reason: conflict, ...found }
  if (!context.isDemo && !/^8[123]0000/.test(number))
    return { verdict: 'soft_warn', reason: '居住证号码前六位不常见，可以继续办理，请先对照证件核对一遍。', ...found }
  return { verdict: 'accept', reason: '居住证号码格式正确，可以继续。', ...found }
}
