import type { PersonalKind } from '../../core/personal.ts'
import { findPersonal } from './find-personal.ts'

/** What stands in a text in place of a personal value, in words that a search and an analyst still understand. */
const places: Readonly<Record<PersonalKind, string>> = {
  resident_id: '〔证件号〕',
  foreigner_id: '〔证件号〕',
  permit: '〔证件号〕',
  passport: '〔证件号〕',
  phone: '〔电话〕',
  plate: '〔车牌〕',
  bank_card: '〔号码〕',
  uscc: '〔号码〕',
  email: '〔邮箱〕',
  address: '〔地址〕',
  name: '〔姓名〕',
  account: '〔账号〕',
}

/** Numbers that name a matter, not a person: a model may read them, a note that is kept for long need not. */
const matters: readonly RegExp[] = [
  /(?<![\dA-Za-z])(?:\d[ -]?){15,18}\d(?![\dA-Za-z])/g,
  /(?<=(?:账号|卡号|编号|受理号|证号|号码)(?:是|为|[:：])?\s*)[A-Za-z0-9-]{6,30}/g,
]

/** The text with what `place` names in place of each value. */
const replacePersonal = (text: string, place: (kind: PersonalKind, value: string) => string): string => {
  let out = ''
  let last = 0
  for (const { kind, start, end } of findPersonal(text)) {
    out += text.slice(last, start) + place(kind, text.slice(start, end))
    last = end
  }
  return last === 0 ? text : out + text.slice(last)
}

/** The text without what names a person, for a reader who answers with no words: embeddings, rerankers. */
export const hidePersonal = (text: string): string => replacePersonal(text, (kind) => places[kind])

/**
 * The text with personal values replaced (脱敏): documents, phones, plates, accounts, addresses, and names after 我叫 and the like. For
 * notes that analysts read; what happened stays readable, who it happened to does not.
 */
export const maskPersonal = (text: string): string =>
  matters.reduce((said, pattern) => said.replace(pattern, '〔号码〕'), hidePersonal(text))

/** What only says which value comes: 我叫…, 身份证…, 住…. */
const telling =
  /^\s*(?:我|本人|我的|我家)?(?:叫|是|姓名|名字|身份证|证件|护照|电话|手机|联系|座机|车牌?|银行卡|卡|家?住址?|家住?|地址|邮箱|微信|QQ)?(?:号码?|在)?(?:是|为|[:：])?\s*$/
const clauseEnd = /[，,。；;！!？?\n]/
/** Where a value stood; a name keeps its words between two of them. */
const gap = '\u0000'
const gaps = /\u0000(?:[^\u0000，,。；;！!？?\n]{1,20}\u0000)?/g

/**
 * A message without what names a person, for telling what it is about: numbers and addresses tell no matter, and a clause that only tells a value
 * goes with it. Other names stay: they may be words. A message that is nothing else stays as it is.
 */
export const withoutPersonal = (text: string): string => {
  const marked = replacePersonal(text, (kind, value) => (kind === 'name' ? `${gap}${value}${gap}` : gap))
  if (marked === text) return text
  const kept = marked
    .split(/(?<=[，,。；;！!？?\n])/)
    .filter((clause) => !clause.includes(gap) || !telling.test(clause.replace(gaps, '').replace(clauseEnd, '')))
    .join('')
    .replaceAll(gap, '')
  return /[\p{L}\p{N}]/u.test(kept) ? kept : text
}
