import type { PersonalKind } from '../../core/personal.ts'
import { isMod112, usccAlphabet, usccCheckCharacter } from '../forms/check-digits.ts'

/** What stands around a number: the words before it, and what follows it. */
export interface Surroundings {
  /** At most `labelReach` signs before the number. */
  readonly before: string
  /** At most four signs after it. */
  readonly after: string
  /** True where it is written in groups. */
  readonly isGrouped?: boolean
}

/** How far before a number its label may begin. */
export const labelReach = 24

const years = { from: 1900, to: 2035 }
const isDay = (month: number, day: number): boolean => month >= 1 && month <= 12 && day >= 1 && day <= 31
/** The birthday that stands in a number, as far as one can be read. */
const hasBirth = (digits: string): boolean => {
  const year = Number(digits.slice(0, 4))
  return year >= years.from && year <= years.to && isDay(Number(digits.slice(4, 6)), Number(digits.slice(6, 8)))
}
const isProvince = (two: string): boolean => /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])$/.test(two)

/** Bank card check digit; ISO/IEC 7812-1, Luhn. */
export const isLuhn = (digits: string): boolean => {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48
    const twice = at % 2 === 1 ? digit * 2 : digit
    sum += twice > 9 ? twice - 9 : twice
  }
  return sum % 10 === 0
}

/** Words after which a number counts things, files or money and names nobody. */
const things =
  /(?:订单|运单|快递单?|单|流水|受理|案件?|文|合同|发票|批|期|型|学|工|病历|准考证|警|条形码|条码|序列|编|房本|电表|水表|取件码|验证码|版本|端口|邮编|证书编|回执|票据?|车次|航班|SN|IMEI|ISBN|order|ticket|ref|serial|invoice)(?:号码?|编号|no\.?|number)?(?: is|是|为)?\s*[:：#=]?\s*[A-Za-z]{0,4}$|第$|[¥￥$]\s*$|(?:人民币|金额|欠款|借款|价格|共计?|一共|总计|转账|时间戳)[:：是为]?\s*$/iu
/** What follows an amount, a measure or a decimal fraction. */
const amounts = /^\s?(?:[.．]\d|元|块|万|亿|圆|角|个|米|公里|吨|斤|平|条|次|页|股|人民币|号(?:文件|令|通知|窗|线))/u
/** Addresses on the net and names of files. */
const onTheNet = /(?:https?:\/\/|www\.)[^\s，。；]*$/iu
const ofIdentity =
  /(?:身份证|证件|公民身份|身份号|老号|旧号|居民证|居住证|驾驶证|id(?:entity)? ?(?:card|number|no\.?)?|sfz)[^0-9，。；]{0,10}$/iu
const ofForeigner = /(?:永居|永久居留|外国人|外籍|五星卡|five.?star|permanent resid)[^0-9，。；]{0,14}$/iu
const ofPassport = /(?:护照|passport)(?:证?号码?|编号)?(?: ?(?:no\.?|number|num))?(?: is|是|为|叫)?\s*["'“]?[:：#]?\s*["'“]?$/iu
const ofPermit = /(?:通行证|台胞证|回乡证|台湾|签注|居住证|证件)[^0-9，。；]{0,8}$/u
const ofTaiwan = /(?:台胞证|台湾居民来往大陆通行证|台湾通行证|来往大陆通行证)[^0-9，。；]{0,6}$/u
const ofPhone = /(?:电话|座机|手机|拨打|致电|来电|打给?|联系方式|传真|tel|phone|mobile|call)[^0-9，。；]{0,6}$/iu
const ofCard =
  /(?:银行卡|信用卡|储蓄卡|借记卡|工资卡|社保卡|卡|账户|账号|帐号|帐户|转到|打到|转给|汇到|汇入|card|account)(?:号码?)?(?: ?(?:no\.?|number))?(?: is|是|为)?[^0-9，。；A-Za-z]{0,4}$/iu
const ofCompany = /(?:信用代码|单位代码|机构代码|营业执照|执照|税号|公司|单位|uscc)[^0-9A-Za-z，。；]{0,6}$/iu
/** Letters that people put straight before a number of the kind. */
const leads = /^(?:ID|SFZ|NO|TEL|PHONE|MOB|WX|QQ|CALL|T|M)$/

const isUsccShape = (code: string): boolean =>
  /^(?:1[1239]|2[19]|3[1-59]|4[19]|5[1239]|6[129]|7[1249]|8[19]|9[123]|A[19]|N[1239]|Y1)\d{6}[0-9A-Z]{10}$/.test(code) &&
  ![...code].some((char) => !usccAlphabet.includes(char))

const eighteen = (code: string, around: Surroundings): PersonalKind | undefined => {
  if (/^[1-9]\d{16}[\dX]$/.test(code)) {
    const isChecked = isMod112(code) && hasBirth(code.slice(6, 14))
    if (isChecked && code[0] === '9') return 'foreigner_id'
    if (isChecked) return /^8[1-3]/.test(code) ? 'permit' : 'resident_id'
    if (ofForeigner.test(around.before) && code[0] === '9') return 'foreigner_id'
    // A slip of one digit is somebody's number all the same.
    if (isProvince(code.slice(0, 2)) && hasBirth(code.slice(6, 14)) && !things.test(around.before)) return 'resident_id'
    if (ofIdentity.test(around.before) && isProvince(code.slice(0, 2))) return 'resident_id'
  }
  if (!isUsccShape(code)) return undefined
  if (ofCompany.test(around.before)) return 'uscc'
  // Eighteen digits that fit are as often counted up or made up.
  return /[A-Z]/.test(code) && usccCheckCharacter(code.slice(0, 17)) === code[17] ? 'uscc' : undefined
}

const fifteen = (code: string, around: Surroundings): PersonalKind | undefined => {
  if (/^[A-Z]{3}\d{12}$/.test(code))
    return ofForeigner.test(around.before) || (hasBirth(`19${code.slice(7, 13)}`) && !things.test(around.before))
      ? 'foreigner_id'
      : undefined
  if (!/^[1-9]\d{14}$/.test(code)) return undefined
  const isBorn = isDay(Number(code.slice(8, 10)), Number(code.slice(10, 12)))
  if (isBorn && /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])/.test(code) && !things.test(around.before)) return 'resident_id'
  return /^3[47]/.test(code) && isLuhn(code) && ofCard.test(around.before) ? 'bank_card' : undefined
}

const isMobile = (digits: string): boolean => /^(?:(?:00)?86)?1[3-9]\d{9}$/.test(digits)

const phone = (digits: string, around: Surroundings): PersonalKind | undefined => {
  if (isMobile(digits)) return things.test(around.before) ? undefined : 'phone'
  const isLandline = (around.isGrouped ? /^0\d{9,11}$/ : /^(?:010|02\d)[2-9]\d{6,7}$|^0[3-9]\d{2}[2-9]\d{6,7}$/).test(digits)
  if (isLandline) return things.test(around.before) ? undefined : 'phone'
  // Hotlines of 95xxx, 400 and 800 belong to nobody.
  return /^[2-8]\d{6,7}$/.test(digits) && !/^[48]00/.test(digits) && ofPhone.test(around.before) ? 'phone' : undefined
}

const bank = (digits: string, around: Surroundings): PersonalKind | undefined => {
  if (/^(\d)\1+$/.test(digits)) return undefined
  if (ofCard.test(around.before)) return 'bank_card'
  const isIssued = /^(?:62|4\d|5[1-5]|35|3[47]|60|68|69|9558)/.test(digits)
  return isIssued && isLuhn(digits) && !things.test(around.before) ? 'bank_card' : undefined
}

const travel = (code: string, around: Surroundings): PersonalKind | undefined => {
  if (ofPassport.test(around.before) && /^[A-Z0-9]{6,12}$/.test(code) && /\d{5}/.test(code)) return 'passport'
  if (/^\d{8}$/.test(code)) return ofTaiwan.test(around.before) ? 'permit' : undefined
  if (things.test(around.before) || /^型|^号(?:文|房|楼)/.test(around.after)) return undefined
  if (/^(?:E[A-HJ-NP-Z0-9]\d{7}|G\d{8}|[SDP]E?\d{7,8}|ZZ\d{7})$/.test(code)) return 'passport'
  if (/^[HM]\d{8}(?:\d{2})?$|^C(?:\d|[A-HJ-NP-Z])\d{7}$/.test(code)) return 'permit'
  return /^[WTL]\d{8}$/.test(code) && ofPermit.test(around.before) ? 'permit' : undefined
}

/** The kind of one number in half width and capitals without gaps; undefined where it is nobody's. */
export const kindOfNumber = (code: string, around: Surroundings): PersonalKind | undefined => {
  if (code.length < 7 || code.length > 19 || amounts.test(around.after) || onTheNet.test(around.before)) return undefined
  if (code.length === 18) {
    const found = eighteen(code, around)
    if (found) return found
  }
  if (code.length === 15) {
    const found = fifteen(code, around)
    if (found) return found
  }
  if (!/^\d+$/.test(code)) return code.length <= 12 ? travel(code, around) : undefined
  if (code.length >= 16) return bank(code, around)
  return phone(code, around) ?? travel(code, around)
}

/** A number that letters or another number run into: which part of it is somebody's, from where to where. */
export const partOfNumber = (code: string, around: Surroundings): { kind: PersonalKind; from: number; to: number } | undefined => {
  const lead = /^[A-Z]{1,5}(?=\d)/.exec(code)?.[0]
  if (lead && leads.test(lead)) {
    const kind = kindOfNumber(code.slice(lead.length), around)
    return kind && { kind, from: lead.length, to: code.length }
  }
  if (code.length === 29 && isMod112(code.slice(0, 18)) && isMobile(code.slice(18))) return { kind: 'resident_id', from: 0, to: 18 }
  if (code.length === 29 && isMod112(code.slice(11)) && isMobile(code.slice(0, 11))) return { kind: 'phone', from: 0, to: 11 }
  return undefined
}

/** Groups in which people write a number of a kind, by the lengths of the groups. Other groups are several numbers. */
export const isUsualGrouping = (lengths: readonly number[], code: string): boolean => {
  const shape = lengths.join('-')
  if (/^(?:00)?86/.test(code) && isMobile(code)) return /^(?:2|4)-(?:11|3-4-4|3-8|7-4)$/.test(shape)
  if (code.length === 18) return isMod112(code) || /^(?:6-8-4|6-4-4-4|3-3-4-4-4|6-12|14-4|4-4-4-4-2|4-4-4-6)$/.test(shape)
  if (code.length === 15) return /^(?:6-6-3|6-9|3-3-3-3-3)$/.test(shape)
  if (isMobile(code)) return /^(?:3-4-4|3-8|7-4|4-4-3|3-3-5|4-3-4)$/.test(shape)
  if (/^0/.test(code)) return /^(?:3|4)-(?:7|8|4-4|3-4)$/.test(shape)
  return code.length >= 15 && /^(?:4-)+[1-4]$/.test(`${shape}`) && lengths.slice(0, -1).every((length) => length === 4)
}
