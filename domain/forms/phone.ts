import { demoRefusal, type PhoneRange } from './demo-numbers.ts'
import { toHalfWidth } from './tidy.ts'
import { type FormCheck, type FormContext, reject } from './verdict.ts'

/** Checks a phone that can receive a code: a mainland mobile number, or E.164 from abroad. It alone never proves who somebody is. */
export const checkPhone = (value: string, context: FormContext & { demoPhones: readonly PhoneRange[] }): FormCheck => {
  const dialled = toHalfWidth(value).replace(/[\s\u200B-\u200F\u2060\uFEFF()\-‐‑–—]/g, '')
  const number = dialled.replace(/^(\+?86|0086)(?=1\d{10}$)/, '')
  if (number === '') return reject('还没有填写手机号，请填写能接收短信的手机号码。')
  const isMainland = /^1[3-9]\d{9}$/.test(number)
  if (!isMainland && !/^\+(?!86)[1-9]\d{6,14}$/.test(number)) return reject(shapeReason(number))
  if (context.isDemo && !(isMainland && context.demoPhones.some(({ from, to }) => from <= number && number <= to)))
    return reject(demoRefusal(`请使用演示手机号，例如 ${context.demoPhones[0]?.from ?? '演示说明里列出的号码'}`))
  return { verdict: 'accept', reason: '手机号格式正确，可以继续。', normalized: number }
}

const shapeReason = (number: string): string => {
  if (/^0\d{9,11}$/.test(number)) return '这像是固定电话，收不到短信验证码，请改填手机号码。'
  if (number.startsWith('+')) return '国际号码格式不对，请用“+国家代码+号码”填写，例如 +85212345678。'
  return '手机号应为 1 开头的 11 位数字；境外号码请在前面加 + 和国家代码，请核对后重填。'
}
