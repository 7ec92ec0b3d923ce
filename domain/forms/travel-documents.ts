import { demoRefusal, demoSegments } from './demo-numbers.ts'
import { tidyNumber } from './tidy.ts'
import { type FormCheck, type FormContext, reject } from './verdict.ts'

const demoPassport = demoRefusal('请使用 ZZ 开头的演示护照号，例如 ZZ1234567')
const accepted = (what: string, number: string): FormCheck => ({
  verdict: 'accept',
  reason: `${what}号码格式正确，可以继续。`,
  normalized: number,
})

/** Checks a 外国护照 number: 5–20 letters and digits; the filler `<` of the machine-readable line is no part of it. */
export const checkForeignPassport = (value: string, context: FormContext): FormCheck => {
  const number = tidyNumber(value)
  if (number.includes('<')) return reject('护照号码里不要填写 < 符号，请只填资料页右上角的字母和数字。')
  if (!/^[A-Z0-9]{5,20}$/.test(number)) return reject('护照号码应为 5 至 20 位字母和数字，请对照护照资料页重填。')
  if (context.isDemo && !demoSegments.passport.test(number)) return reject(demoPassport)
  return accepted('护照', number)
}

/** Checks a 中国护照 number of a citizen who has settled abroad (华侨). The shapes are customary, a setting rather than law. */
export const checkChinesePassport = (value: string, context: FormContext): FormCheck => {
  const number = tidyNumber(value)
  const isDemoNumber = context.isDemo && /^ZZ\d{7}$/.test(number)
  if (!isDemoNumber && !/^(E[A-Z0-9]\d{7}|G\d{8}|[PSD]E?\d{7,8})$/.test(number)) {
    if (context.isDemo && demoSegments.passport.test(number)) return reject('演示护照号应为 ZZ 加 7 位数字，例如 ZZ1234567，请重新填写。')
    return reject('护照号码格式不对，普通护照是 E 或 G 开头的 9 位号码，请对照资料页重填；确实不同的请到窗口办理。')
  }
  if (context.isDemo && !isDemoNumber) return reject(demoPassport)
  return accepted('护照', number)
}

/** Checks a 港澳居民来往内地通行证 number: H or M and 8 digits; the two digits of the issue number may follow. */
export const checkHkMoTravelPermit = (value: string, context: FormContext): FormCheck => {
  const number = tidyNumber(value)
  if (!/^[HM]\d{8}(\d{2})?$/.test(number)) return reject('通行证号码应为 H 或 M 开头加 8 位数字，请对照港澳居民来往内地通行证重填。')
  if (context.isDemo) return reject(demoRefusal('通行证没有演示号段，请改用 819999 开头的演示居住证号'))
  return accepted('通行证', number.slice(0, 9))
}

/** Checks a 台湾居民来往大陆通行证 number: 8 digits. */
export const checkTwTravelPermit = (value: string, context: FormContext): FormCheck => {
  const number = tidyNumber(value)
  if (!/^\d{8}$/.test(number)) return reject('通行证号码应为 8 位数字，请对照台湾居民来往大陆通行证重填。')
  if (context.isDemo) return reject(demoRefusal('通行证没有演示号段，请改用 839999 开头的演示居住证号'))
  return accepted('通行证', number)
}
