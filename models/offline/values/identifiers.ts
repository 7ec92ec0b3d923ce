import type { Kind } from '../sheets.ts'

/** What was found in a text, or why what was given cannot be right. */
export type Read<T> = { readonly value: T; readonly start: number; readonly end: number } | { readonly fault: Fault } | undefined

/** Why a value is refused, in one closed word; `phrases.ts` says it. */
export type Fault =
  | 'id_length'
  | 'id_check'
  | 'phone_length'
  | 'plate_form'
  | 'date_unknown'
  | 'period_order'
  | 'period_future'
  | 'period_age'
  | 'number_unknown'
  | 'which_one'
  | 'not_a_choice'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Check digit of a resident ID number (公民身份号码); GB 11643-1999, ISO 7064 MOD 11-2. */
const hasRightCheckDigit = (number: string): boolean =>
  '10X98765432'.charAt(weights.reduce((sum, weight, at) => sum + weight * Number(number.charAt(at)), 0) % 11) === number.charAt(17)

const whole = (match: RegExpExecArray, value: string): Read<string> => ({ value, start: match.index, end: match.index + match[0].length })

const residentId = (text: string): Read<string> => {
  const match = /(?<![\dA-Za-z])\d(?:[ \-.]?\d){13,18}(?:[ \-.]?[xX×])?(?![\dA-Za-z])/.exec(text)
  if (!match) return undefined
  const number = match[0].replace(/[ \-.]/g, '').replace(/[x×]/g, 'X')
  if (number.length !== 18) return { fault: 'id_length' }
  return hasRightCheckDigit(number) ? whole(match, number) : { fault: 'id_check' }
}

const phone = (text: string): Read<string> => {
  const match = /(?<![\dA-Za-z])(?:\+?86[ -]?)?(1[3-9]\d(?:[ -]?\d){8})(?![\d])/.exec(text)
  if (match) return whole(match, (match[1] ?? '').replace(/[ -]/g, ''))
  const near = /(?<!\d)1[3-9](?:[ -]?\d){6,11}(?!\d)/.exec(text)
  return near && !/\d{15}/.test(text) ? { fault: 'phone_length' } : undefined
}

const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const plate = (text: string): Read<string> => {
  const match = new RegExp(`([${provinces}])\\s*([A-Za-z])\\s*[·.\\- ]?\\s*([A-Za-z0-9]{5,6}|[A-Za-z0-9]{4}[学警挂港澳使领])`).exec(text)
  if (match) return whole(match, `${match[1]}${match[2]}${match[3]}`.toUpperCase())
  return new RegExp(`[${provinces}]\\s*[A-Za-z]\\s*[A-Za-z0-9]{1,8}`).test(text) ? { fault: 'plate_form' } : undefined
}

const numbered: Readonly<Partial<Record<Kind, RegExp>>> = {
  application_number: /(?<![A-Za-z0-9])[A-Za-z]{1,4} ?(?:\d ?){9,19}\d(?![A-Za-z0-9-])/,
  certificate_number: /(?<![A-Za-z0-9])[A-Za-z]{2,5}[- ]?(?:19|20)\d{2}(?:[- ]?\d){4,10}[- ]?[0-9A-Za-z]?(?![A-Za-z0-9])/,
  verify_code: /(?<![A-Za-z0-9])(?=[A-Za-z0-9 -]*\d)(?=[A-Za-z0-9 -]*[A-Za-z])(?:[A-Za-z0-9][ -]?){16,40}(?![A-Za-z0-9])/,
}

/** A number as people type it: blanks, dashes and small letters do not matter. Asked for it, any token with digits is taken, and the tool judges. */
const documentNumber = (kind: Kind, text: string, isAsked: boolean): Read<string> => {
  // A certificate is also known by the code under its QR picture.
  const match = numbered[kind]?.exec(text) ?? (kind === 'certificate_number' ? numbered.verify_code?.exec(text) : null)
  if (match) {
    const value = match[0].replace(/\s/g, '').toUpperCase().replace(/-+$/, '')
    return whole(match, value)
  }
  const token = isAsked ? /[A-Za-z0-9][A-Za-z0-9 \-〔〕[\]]{2,39}/.exec(text) : null
  return token && /\d/.test(token[0]) ? whole(token, token[0].trim().replace(/\s/g, '').toUpperCase()) : undefined
}

/** Kinds of number that by themselves tell which form is meant. */
export const tellingKinds: readonly Kind[] = ['application_number', 'certificate_number', 'verify_code', 'plate']

/** Reads an identifier of the given kind out of a message. */
export const identifierIn = (kind: Kind, text: string, isAsked: boolean): Read<string> => {
  if (kind === 'resident_id') return residentId(text)
  if (kind === 'phone') return phone(text)
  if (kind === 'plate') return plate(text)
  return documentNumber(kind, text, isAsked)
}
