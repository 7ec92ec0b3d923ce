import type { PlainDate } from '../../../core/time.ts'
import type { Field } from '../sheets.ts'
import { bareOf } from '../text.ts'
import { choiceIn, correction, newPartOf } from './choices.ts'
import { dateIn, periodIn, stretchesIn, wantsWholeLife } from './dates.ts'
import { identifierIn, type Read } from './identifiers.ts'
import { amountIn, numberIn } from './numbers.ts'

/** How a message is read for one field. */
export interface Reading {
  readonly today: PlainDate
  /** The person was asked for this very field. */
  readonly isAsked: boolean
}

const yesNo = (text: string): Read<boolean> => {
  const bare = bareOf(text)
  if (/^(?:不|没|否|无|别|no|nope|n$)/i.test(bare)) return { value: false, start: 0, end: text.length }
  return /^(?:是|对|有|要|需要|可以|行|好|嗯|同意|愿意|yes|y$|yep|sure|ok)/i.test(bare)
    ? { value: true, start: 0, end: text.length }
    : undefined
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const body =
  '(?:公司|集团|学校|大学|学院|中学|小学|幼儿园|医院|银行|大使馆|领事馆|使馆|总领馆|移民局|教育局|人社局|卫健委|公证处|事务所|研究院|研究所|协会|委员会|中心|政府|法院|局|厂|店|工厂|酒店|机构)'
const vague = /^(?:我们?|咱们?|他们?|她们?|你们?|这|那|该|某|一家|单位|新|老|自己|哪|人家|外面|当地|公司|学校)/

const orgIn = (text: string): Read<string> => {
  const match = new RegExp(`(?:交给|提供给|发给|寄给|开给|交到|递交给?|出具给|报给|给)\\s*([^，。,;；！!？?\\s]{2,40}?${body})`).exec(text)
  const name = match?.[1]
  return match && name && !vague.test(name) ? { value: name, start: match.index, end: match.index + match[0].length } : undefined
}

/** Chinese names hold no blanks: 清禾小学 纸质的 goes on to something else; Latin ones do. */
const firstWords = (text: string): string => text.replace(/(?<=\p{Script=Han})\s+(?=[\p{Script=Han}\d]).*$/u, '')

/** Free text that the message names as this field: 接收单位是腾讯, 接收单位：腾讯. */
const namedText = (field: Field, text: string): Read<string> => {
  // 改一下，单位是…: in a correction the end of the title names it too.
  const short = field.title.length >= 4 && correction.test(text) ? `|(?<![我你他她们该某新老])${escaped(field.title.slice(-2))}` : ''
  const match = new RegExp(
    `(?:${escaped(field.title)}${short})\\s*(?:的?名称)?\\s*(?:是|为|就是|[:：]|改成|改为|换成|写成?|填成?|叫|应该是)\\s*[「“"]?((?!错)[^，。,;；」”"\\n]{1,100})`,
    'i',
  ).exec(text)
  const value = firstWords(match?.[1]?.trim() ?? '').replace(/(?:吧|了|就行|就好)$/, '')
  return match && value ? { value, start: match.index, end: match.index + match[0].indexOf(value) + value.length } : undefined
}

const freeText = (field: Field, text: string, isAsked: boolean): Read<string> => {
  const named = namedText(field, text)
  if (named) return named
  if (/单位|接收|机构|recipient/i.test(`${field.title}${field.name}`)) {
    const org = orgIn(text)
    if (org) return org
  }
  if (!isAsked) return undefined
  const value = (correction.test(text) ? newPartOf(text) : text)
    .replace(/^(?:不对|错了|是|就是|给|交给|叫|写|填)[，,、\s]*/, '')
    .replace(/[。.！!]+$/, '')
    .trim()
  return value ? { value: value.slice(0, 200), start: 0, end: text.length } : undefined
}

/** 11月20日受理的, 受理于11月20日: a day that stands beside what the field is the day of, though nobody asked. */
const dayBeside = (field: Field, text: string, today: PlainDate): Read<PlainDate> => {
  const deed = field.title.replace(/(?:日期|时间)$/, '')
  if (deed.length < 2 || deed === field.title) return undefined
  const day = stretchesIn(text, today).find(
    ({ first, last, start, end }) =>
      first === last && (text.startsWith(deed, end) || text.slice(Math.max(0, start - deed.length - 1), start).includes(deed)),
  )
  return day && { value: day.first, start: day.start, end: day.end }
}

/** 求职，从2015年1月到今天，纸质的: a stretch with both its ends stands between two marks by itself. */
const isBreath = (text: string, { start, end }: { start: number; end: number }): boolean =>
  /到|至|以来|[-–—~～]/.test(text.slice(start, end)) &&
  /(?:^|[\s，,、。;；])[从自由]?$/.test(text.slice(0, start)) &&
  /^(?:的|为止)?(?:$|[\s，,、。;；])/.test(text.slice(end))

const period = (field: Field, text: string, { today, isAsked }: Reading): Read<unknown> => {
  if ((isAsked || /时段|时间|期间|period|dates?/i.test(text)) && wantsWholeLife(text))
    return { value: undefined, start: 0, end: text.length }
  // 从我18岁起: we do not know when that was, and must not take 现在 for the whole of it.
  if (/(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?(?:周)?岁(?:以后|之后|起|开始|到|至|以来)|成年(?:以后|之后|起|到现在|至今)/.test(text))
    return { fault: 'period_age' }
  // Numbers of papers (WFZ-2026-…) are no years.
  const found = periodIn(
    text.replace(/[a-z]{2,5}[- ]?(?:19|20)\d{2}[\d- ]{4,}[0-9a-z]?/gi, (number) => ' '.repeat(number.length)),
    today,
  )
  if (!found) return undefined
  // 明天入职 names a day, and no period.
  if (
    found.value.from === found.value.to ||
    (found.value.from > today && !/\d|[一二三四五六七八九]{2}/.test(text.slice(found.start, found.end)))
  ) {
    if (!isAsked) return undefined
  }
  const around = `${text.slice(Math.max(0, found.start - 12), found.start)}|${text.slice(found.end, found.end + 12)}`
  const isMeant =
    isAsked ||
    correction.test(text) ||
    text.includes(field.title) ||
    found.end - found.start >= text.length * 0.6 ||
    isBreath(text, found) ||
    /查|只|期间|时间段|时段|范围|起止|犯罪|记录|证明|案底|record|period|cover/.test(around)
  if (!isMeant) return undefined
  if (found.value.from > found.value.to) return { fault: found.value.from > today ? 'period_future' : 'period_order' }
  return found
}

/** A day with its year, as it is written in Chinese or English. */
const wholeDay =
  /\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2} [A-Za-z]{3,9} \d{4}/g

/** Reads one field out of a message; undefined when the message says nothing of it. */
export const readField = (field: Field, text: string, reading: Reading): Read<unknown> => {
  const { isAsked, today } = reading
  switch (field.kind) {
    case 'choice':
      return choiceIn(field, text, isAsked)
    case 'yes_no':
      return isAsked ? yesNo(text) : undefined
    case 'resident_id':
    case 'phone':
    case 'plate':
    case 'application_number':
    case 'certificate_number':
    case 'verify_code':
      return identifierIn(field.kind, text, isAsked)
    case 'date':
      return isAsked || text.includes(field.title) ? dateIn(text, today) : dayBeside(field, text, today)
    case 'period':
      return period(field, text, reading)
    case 'stays':
      return isAsked || (text.match(wholeDay) ?? []).length >= 2 ? { value: text, start: 0, end: text.length } : undefined
    case 'amount':
      return isAsked || /元|块|钱/.test(text) ? amountIn(text) : undefined
    case 'number': {
      const match = isAsked || text.includes(field.title) ? /\d+(?:\.\d+)?|[零一二两三四五六七八九十百千万]+/.exec(text) : null
      const value = match ? numberIn(match[0]) : undefined
      return match && value !== undefined ? { value, start: match.index, end: match.index + match[0].length } : undefined
    }
    case 'text':
      return freeText(field, text, isAsked)
    case 'query':
      return isAsked ? { value: text, start: 0, end: text.length } : undefined
  }
}
