import { numberIn } from './numerals.ts'
import { addDays, addYears, dateText, isPlainDate, type PlainDate } from './time.ts'

/**
 * The day whose law a question asks for (时点). `day`: something happened then, or the question names a version of a law; `label` is how
 * people say it. `old_law`: the law of former times is meant, and no day can be told from the words. `today`: anything else.
 */
export type DayAsked =
  | { readonly kind: 'day'; readonly asOf: PlainDate; readonly label: string }
  | { readonly kind: 'old_law' }
  | { readonly kind: 'today' }

/** A stretch of time that a question names, with where it stands. */
interface Mention {
  readonly first: PlainDate
  readonly last: PlainDate
  readonly label: string
  readonly start: number
  readonly end: number
}

const digit = '[零〇一二三四五六七八九]'
const two = (value: number): string => String(value).padStart(2, '0')
const lastDay = (year: number, month: number): PlainDate => addDays(month === 12 ? `${year + 1}-01-01` : `${year}-${two(month + 1)}-01`, -1)
const num = (written: string | undefined): number | undefined => (written ? numberIn(written) : undefined)

/** The stretch of a year, a month of it, or a day of that. Undefined for a day that does not exist. */
const stretch = (
  year: number,
  month: number | undefined,
  day: number | undefined,
): Pick<Mention, 'first' | 'last' | 'label'> | undefined => {
  if (month === undefined) return { first: `${year}-01-01`, last: `${year}-12-31`, label: `${year}年` }
  if (month < 1 || month > 12) return undefined
  if (day === undefined) return { first: `${year}-${two(month)}-01`, last: lastDay(year, month), label: `${year}年${month}月` }
  const exact = `${year}-${two(month)}-${two(day)}`
  return isPlainDate(exact) ? { first: exact, last: exact, label: dateText(exact) } : undefined
}

const monthDay = `(?:的?(\\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:的?(\\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?)?`
/** 24年 is a year only where a month, a case or the like follows: 住了24年 is none. */
const shortYear =
  '(?<![\\d零一二三四五六七八九十百了过近约满有第])([012]\\d)(?=年(?:\\d{1,2}月|[底初末]|那|夏|冬|春|秋|的(?:案|事|时候|行为|处罚)))'

const withPart = (
  found: Pick<Mention, 'first' | 'last' | 'label'>,
  part: string | undefined,
): Pick<Mention, 'first' | 'last' | 'label'> => {
  const year = Number(found.first.slice(0, 4))
  if (part === '初') return { ...found, last: `${year}-02-${lastDay(year, 2).slice(8)}`, label: `${year}年初` }
  if (part === '上半年') return { ...found, last: `${year}-06-30`, label: `${year}年上半年` }
  return found
}

/** How people name a time, and what stretch it is; `today` is what 去年 counts from. */
const readers: readonly (readonly [
  RegExp,
  (match: RegExpMatchArray, today: PlainDate) => Pick<Mention, 'first' | 'last' | 'label'> | undefined,
])[] = [
  [
    /(?<!\d)((?:19|20)\d{2})[-./](\d{1,2})[-./](\d{1,2})(?!\d)/g,
    ([, year, month, day]) => stretch(Number(year), Number(month), Number(day)),
  ],
  [
    new RegExp(`(?<!\\d)((?:19|20)\\d{2}|[一二]${digit}{3}|${shortYear})年(?:度)?(初|上半年)?${monthDay}`, 'g'),
    ([, written = '', , part, month, day]) => {
      const year = num(written) ?? 0
      const found = stretch(year < 100 ? 2000 + year : year, num(month), num(day))
      return found && withPart(found, part)
    },
  ],
  [
    new RegExp(`(大前年|前年|去年|今年)(初|上半年|年初)?${monthDay}`, 'g'),
    ([, word = '', part, month, day], today) => {
      const back = { 今年: 0, 去年: 1, 前年: 2, 大前年: 3 }[word] ?? 0
      const found = stretch(Number(today.slice(0, 4)) - back, num(month), num(day))
      return found && withPart(found, part === '年初' ? '初' : part)
    },
  ],
  [
    /上(?:个)?月(?:的?(\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?/g,
    ([, day], today) => {
      const month = Number(today.slice(5, 7))
      return stretch(Number(today.slice(0, 4)) - (month === 1 ? 1 : 0), month === 1 ? 12 : month - 1, num(day))
    },
  ],
  [
    /(\d{1,2}|[一二两三四五六七八九十]{1,3}|半)个?(年|月|星期|周|天|日)(?:多)?(?:以|之)?前/g,
    ([, written = '', unit], today) => {
      const n = written === '半' ? 0.5 : (num(written) ?? 0)
      const months = unit === '年' ? n * 12 : unit === '月' ? n : undefined
      if (months === undefined) return exactDay(addDays(today, -Math.round(n * (unit === '星期' || unit === '周' ? 7 : 1))))
      if (months % 12 === 0) return exactDay(addYears(today, -months / 12))
      const at = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - Math.round(months)
      return stretch(Math.floor(at / 12), (at % 12) + 1, undefined)
    },
  ],
  [
    /(?<!以)(大前天|前天|昨天|昨晚|昨日|上周)/g,
    ([, word = ''], today) => exactDay(addDays(today, -({ 大前天: 3, 前天: 2, 上周: 7 }[word] ?? 1))),
  ],
]

const exactDay = (day: PlainDate): Pick<Mention, 'first' | 'last' | 'label'> => ({ first: day, last: day, label: dateText(day) })

const mentionsOf = (question: string, today: PlainDate): readonly Mention[] => {
  let rest = question
  const found: Mention[] = []
  for (const [pattern, read] of readers)
    for (const match of rest.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length]
      const time = read(match, today)
      if (time) found.push({ ...time, start, end })
      rest = rest.slice(0, start) + '＃'.repeat(end - start) + rest.slice(end)
    }
  return found.sort((a, b) => a.start - b.start)
}

/** Right after a time: it is a birthday, or the life of a paper, and nothing happened that law is asked about. */
const ofLife =
  /^(?:[那的]?(?:时候|前后)?)?.{0,3}(?:出生|(?<!发)生的|生人|年生|生日|到期|过期|失效|有效|毕业|入职|参加工作|结的?婚|落的?户|搬|办的|领的|拿的|考的|买的|注册|登记的|成立)/
const beforeLife = /(?:出生于|生于|出生日期.{0,2}|生日.{0,2}|有效期.{0,4}|到期日?.{0,2}|毕业于|截止|截至)$/
/** Right after a year: it names a version of a law (2012年治安法, 2025年修订的). */
const ofVersion =
  /^(?:的|版的?|那版的?|新?修[订正]的?|出台的?|颁布的?|公布的?|通过的?|实?施行?的?|发布的?)?(?:《|新版?|旧版?|老版?|中华人民共和国)?[^，。？！、\s]{0,14}?(?:法(?!院|官|律|人)|条例|规定|办法|细则|版|修[订正]案?)/
/** Something that was done then, whatever else is said. */
const deed = /打|殴|罚|拘|偷|盗|骗|抢|赌|嫖|毒|吵|闹|骂|砸|毁|伤|撞|事故|酒驾|醉驾|违法|犯|案|处罚|行为|发生|当时|那时|那会|纠纷|扰民|咬|逃/
/** What is to be done now about something of then: papers and procedure go by the law of today. */
const nowAsked = /现在(?:怎么|如何|去哪|要|还?能|可以|补|换|办|申请|想)|(?:丢|掉|遗失|损坏)了?.{0,8}(?:补|换|挂失|怎么办)/
/** What follows today from something of then (去年罚过款还能开证明吗): the law of today, whatever was done. */
const followsToday =
  /还能(?:不能)?(?:开|办|申请|领|补|换|考|报|当|去)|能不?能?(?:开|办|申请|考).{0,8}(?:证明|证|护照|签证).{0,2}[吗么]|影响.{0,6}(?:开|办|考|政审|入职|出国|孩子|证明)/
/** It goes on: the law of its newest part is asked for. */
const goesOn = /从那(?:以后|时起|之后)|至今|到现在|直到今天|现在还|还在|一直没停/
const oldLaw =
  /旧法|老法|旧规|老规定|旧规定|旧条例|(?:修[订正改]|新法|改)(?:之|以)?前的?(?:规定|法|条文|怎么|是)|新法(?:实?施行?|出台|生效)?(?:之|以)?前|以前的(?:规定|法律|治安|条例)|原来的(?:规定|法律)|过去的(?:规定|法律)/

/**
 * Finds, by code and not by a model, the day whose law is asked for. A stretch of time stands for its last day: 2025年 is 31 December
 * 2025, 去年3月 its 31 March; a stretch that is not over, a time to come, a birthday and the life of a paper name no day. A year before
 * a law (2012年治安法) names the version made in it, which is in force at the latest at the end of the year after.
 */
export const dayAskedAbout = (question: string, today: PlainDate): DayAsked => {
  const text = question.normalize('NFKC').slice(0, 2_000)
  const days: Mention[] = []
  for (const mention of mentionsOf(text, today)) {
    const rest = text.slice(mention.end, mention.end + 24)
    const before = text.slice(Math.max(0, mention.start - 10), mention.start)
    const isYear = /^\d{4}年$/.test(mention.label)
    if (isYear && ofVersion.test(rest) && !/^(?:的?案|.{0,4}(?:违反|违法))/.test(rest)) {
      const year = Number(mention.first.slice(0, 4))
      if (`${year + 1}-12-31` < today) return { kind: 'day', asOf: `${year + 1}-12-31`, label: `${year}年版本` }
      continue
    }
    if (beforeLife.test(before) || ofLife.test(rest)) continue
    // A stretch that is not over, or has not begun, is judged by the law of today.
    if (mention.last < today) days.push(mention)
  }
  if (days.length > 0 && !followsToday.test(text) && !(nowAsked.test(text) && !deed.test(text))) {
    const [first, second] = days
    // 从2023年到2025年: what went on counts from its end (行政处罚法 第三十六条); otherwise the first time named is that of the deed.
    const isOngoing = second !== undefined && /^[^，。]{0,2}(?:到|至|[-—~～])$/.test(text.slice(first?.end, second.start).trim())
    if (goesOn.test(text) && !second) return { kind: 'today' }
    const meant = isOngoing || goesOn.test(text) ? days.at(-1) : first
    if (meant) return { kind: 'day', asOf: meant.last, label: meant.label }
  }
  return oldLaw.test(text) ? { kind: 'old_law' } : { kind: 'today' }
}

/** A day as a model names it: `2025-06-03`, or the last day of `2025-06` and `2025`. Undefined for anything else. */
export const dayNamed = (text: string | undefined): PlainDate | undefined => {
  const match = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text?.trim() ?? '')
  return match ? stretch(Number(match[1]), num(match[2]), num(match[3]))?.last : undefined
}

const dayTold = /(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}[日号])?(?:发生的事?|的事情?|的时候|那时候?|当时)?[，,：:\s]*/g

/** A question without the day that it tells: that says which text is meant, and is a word of none. */
export const withoutDay = (question: string): string => {
  const rest = question.replace(dayTold, ' ').trim()
  return rest.length >= 4 ? rest : question
}
