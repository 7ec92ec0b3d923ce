import { addDays, isPlainDate, type PlainDate } from '../../../core/time.ts'
import { numberIn, numeral } from './numbers.ts'

/** A stretch of days named by a text: one day, a month, or a year. */
export interface Stretch {
  readonly first: PlainDate
  readonly last: PlainDate
  readonly start: number
  readonly end: number
}

const pad = (value: number, length = 2): string => String(value).padStart(length, '0')
const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

const stretch = (at: { index: number; length: number }, year: number, month?: number, day?: number): Stretch | undefined => {
  if (year < 1900 || year > 2100 || (month !== undefined && (month < 1 || month > 12))) return undefined
  const first = `${pad(year, 4)}-${pad(month ?? 1)}-${pad(day ?? 1)}`
  const last = day === undefined ? `${pad(year, 4)}-${pad(month ?? 12)}-${pad(lastDay(year, month ?? 12))}` : first
  return isPlainDate(first) ? { first, last, start: at.index, end: at.index + at.length } : undefined
}

const num = `(\\d{1,2}|${numeral}{1,3})`
const relativeYears: Readonly<Record<string, number>> = { 大前年: -3, 前年: -2, 去年: -1, 上一年: -1, 今年: 0, 本年: 0, 明年: 1, 后年: 2 }
const relativeMonths: Readonly<Record<string, number>> = {
  上上个月: -2,
  上个月: -1,
  上月: -1,
  这个月: 0,
  本月: 0,
  当月: 0,
  下个月: 1,
  下月: 1,
}
const relativeDays: Readonly<Record<string, number>> = {
  大前天: -3,
  前天: -2,
  昨天: -1,
  昨日: -1,
  今天: 0,
  今日: 0,
  现在: 0,
  当天: 0,
  目前: 0,
  如今: 0,
  明天: 1,
  明日: 1,
  后天: 2,
  大后天: 3,
}
const monthNames = 'january february march april may june july august september october november december'.split(' ')

type Rule = readonly [RegExp, (match: RegExpExecArray, today: PlainDate) => Stretch | undefined]
const at = (match: RegExpExecArray) => ({ index: match.index, length: match[0].length })
const monthsAway = (today: PlainDate, months: number): [number, number] => {
  const index = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + months
  return [Math.floor(index / 12), (index % 12) + 1]
}
const yearOf = (text: string, today: PlainDate): number | undefined => {
  const year = numberIn(text)
  if (year === undefined) return undefined
  // 98年 is 1998, 20年 is 2020: two digits mean the hundred years that end next year.
  return text.length === 2 && year < 100 ? (year <= Number(today.slice(2, 4)) + 1 ? 2000 + year : 1900 + year) : year
}
const keysOf = (table: Readonly<Record<string, unknown>>): string =>
  Object.keys(table)
    .sort((a, b) => b.length - a.length)
    .join('|')

/** Feasts on a day of our calendar: month and day. */
const feasts: Readonly<Record<string, readonly [number, number]>> = {
  元旦: [1, 1],
  三八: [3, 8],
  劳动节: [5, 1],
  五一: [5, 1],
  六一: [6, 1],
  儿童节: [6, 1],
  七一: [7, 1],
  建党节: [7, 1],
  八一: [8, 1],
  建军节: [8, 1],
  教师节: [9, 10],
  国庆: [10, 1],
  十一: [10, 1],
  双十一: [11, 11],
  圣诞: [12, 25],
}
/** Feasts of the lunar calendar (农历): month and day there. */
const lunarFeasts: Readonly<Record<string, readonly [number, number]>> = {
  春节: [1, 1],
  过年: [1, 1],
  大年初一: [1, 1],
  元宵: [1, 15],
  端午: [5, 5],
  七夕: [7, 7],
  中秋: [8, 15],
  重阳: [9, 9],
}
const lunarCalendar = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: 'UTC' })
/** The day of a year on which a lunar month and day fall; a leap month (6bis) is not the feast's. */
const lunarDay = (year: number, month: number, day: number): readonly [number, number] | undefined => {
  for (let at = Date.UTC(year, 0, 20 + Math.floor((month - 1) * 29)); new Date(at).getUTCFullYear() === year; at += 86_400_000)
    if (lunarCalendar.format(at) === `${month}/${day}`) return [new Date(at).getUTCMonth() + 1, new Date(at).getUTCDate()]
  return undefined
}
/** 清明 is the fifteenth day after the equinox: this count holds from 2000 to 2099. */
const clearBright = (year: number): readonly [number, number] => [
  4,
  Math.floor((year % 100) * 0.2422 + 4.81) - Math.floor((year % 100) / 4),
]
const feastIn = (name: string, year: number): readonly [number, number] | undefined => {
  const lunar = lunarFeasts[name]
  return feasts[name] ?? (lunar ? lunarDay(year, ...lunar) : name === '清明' ? clearBright(year) : undefined)
}
const feastNames = `${keysOf(feasts)}|${keysOf(lunarFeasts)}|清明`

const rules: readonly Rule[] = [
  // 去年国庆: a feast is a day; without a year it is the last one that has begun.
  [
    new RegExp(
      `(?:(\\d{4})年?|(${keysOf(relativeYears)}))?的?(?<![零〇一二三四五六七八九十第\\d])(${feastNames})(?:节|那天|假期)?(?![个月号日岁点人天次块元名家条件份])`,
    ),
    (m, today) => {
      const thisYear = Number(today.slice(0, 4))
      const told = m[1] ? Number(m[1]) : m[2] ? thisYear + (relativeYears[m[2]] ?? 0) : undefined
      const day = feastIn(m[3] ?? '', told ?? thisYear)
      if (!day) return undefined
      const isAhead = told === undefined && `${thisYear}-${pad(day[0])}-${pad(day[1])}` > today
      const last = isAhead ? feastIn(m[3] ?? '', thisYear - 1) : day
      return last && stretch(at(m), told ?? (isAhead ? thisYear - 1 : thisYear), ...last)
    },
  ],
  [/(?<!\d)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:[日号])?(?!\d)/, (m) => stretch(at(m), Number(m[1]), Number(m[2]), Number(m[3]))],
  [/(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/, (m) => stretch(at(m), Number(m[1]), Number(m[2]), Number(m[3]))],
  [
    new RegExp(
      `(?<!\\d)(\\d{4}|\\d{2}|[零〇一二九][${'零〇一二三四五六七八九'}](?=年[^，。]{1,2}月)|[一二〇零九][${'零〇一二三四五六七八九'}]{3})年的?(?:${num}月(?:份)?(?:${num}[日号]?)?|(初|底|末))?`,
    ),
    (m, today) => {
      const year = yearOf(m[1] ?? '', today)
      if (year === undefined) return undefined
      const half = m[4] === undefined ? undefined : m[4] === '初' ? 1 : 12
      return stretch(at(m), year, m[2] ? numberIn(m[2]) : half, m[3] ? numberIn(m[3]) : undefined)
    },
  ],
  [/(?<!\d)((?:19|20)\d{2})[-/.](0?[1-9]|1[0-2])(?!\d)/, (m) => stretch(at(m), Number(m[1]), Number(m[2]))],
  [
    new RegExp(`(${keysOf(relativeYears)})的?(?:${num}月(?:份)?(?:${num}[日号]?)?|(初|底|末))?`),
    (m, today) => {
      const half = m[4] === undefined ? undefined : m[4] === '初' ? 1 : 12
      return stretch(
        at(m),
        Number(today.slice(0, 4)) + (relativeYears[m[1] ?? ''] ?? 0),
        m[2] ? numberIn(m[2]) : half,
        m[3] ? numberIn(m[3]) : undefined,
      )
    },
  ],
  [
    new RegExp(`(${keysOf(relativeMonths)})(?:的?${num}[日号])?`),
    (m, today) => stretch(at(m), ...monthsAway(today, relativeMonths[m[1] ?? ''] ?? 0), m[2] ? numberIn(m[2]) : undefined),
  ],
  [
    /(?:(上上|上|这|本|下)个?(?:周|星期|礼拜)|(?:周|星期|礼拜))([一二三四五六日天])/,
    (m, today) => {
      const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7
      const wanted = '一二三四五六日'.indexOf(m[2] === '天' ? '日' : (m[2] ?? ''))
      const weeks = { 上上: -2, 上: -1, 下: 1 }[m[1] ?? ''] ?? 0
      const day = addDays(today, wanted - weekday + weeks * 7)
      return { first: day, last: day, start: m.index, end: m.index + m[0].length }
    },
  ],
  [
    new RegExp(`(\\d{1,3}|${numeral}{1,3}|半)个?(天|日|周|星期|礼拜|月|年)(?:之)?(前|后)`),
    (m, today) => {
      const count = m[1] === '半' ? undefined : numberIn(m[1] ?? '')
      const sign = m[3] === '前' ? -1 : 1
      const unit = m[2] ?? ''
      const months = unit === '年' ? (count ?? 0.5) * 12 : unit === '月' ? (count ?? 0) : undefined
      const day =
        months === undefined
          ? addDays(today, sign * Math.round((count ?? 0.5) * (/天|日/.test(unit) ? 1 : 7)))
          : dayMonthsAway(today, sign * months)
      return { first: day, last: day, start: m.index, end: m.index + m[0].length }
    },
  ],
  [
    new RegExp(`(?<![\\d年])${num}月(?:份)?(?:${num}[日号]?)?`),
    (m, today) => {
      const month = numberIn(m[1] ?? '') ?? 0
      const thisYear = Number(today.slice(0, 4))
      // A month without a year is the last one that has begun.
      const year = `${thisYear}-${pad(month)}` > today.slice(0, 7) ? thisYear - 1 : thisYear
      return stretch(at(m), year, month, m[2] ? numberIn(m[2]) : undefined)
    },
  ],
  [
    new RegExp(
      `(?:(\\d{1,2})(?:st|nd|rd|th)? )?(${monthNames.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join('|')})\\.?(?: (\\d{1,2})(?:st|nd|rd|th)?,?)? (\\d{4})`,
      'i',
    ),
    (m) => {
      const month = monthNames.findIndex((name) => name.startsWith((m[2] ?? '').slice(0, 3).toLowerCase())) + 1
      const day = m[1] ?? m[3]
      return stretch(at(m), Number(m[4]), month, day ? Number(day) : undefined)
    },
  ],
  [
    new RegExp(`(${keysOf(relativeDays)}|today|now|yesterday|tomorrow|present)`, 'i'),
    (m, today) => {
      const away = relativeDays[m[1] ?? ''] ?? { yesterday: -1, tomorrow: 1 }[(m[1] ?? '').toLowerCase()] ?? 0
      const day = addDays(today, away)
      return { first: day, last: day, start: m.index, end: m.index + m[0].length }
    },
  ],
  [/(?<!\d)((?:19|20)\d{2})(?!\d)/, (m) => stretch(at(m), Number(m[1]))],
]

/** The same day of the month some months away, or the last of that month. */
export const dayMonthsAway = (today: PlainDate, months: number): PlainDate => {
  const [year, month] = monthsAway(today, Math.round(months))
  return `${pad(year, 4)}-${pad(month)}-${pad(Math.min(Number(today.slice(8)), lastDay(year, month)))}`
}

/** Every day, month or year that a text names, in the order of the text. */
export const stretchesIn = (text: string, today: PlainDate): readonly Stretch[] => {
  const found: Stretch[] = []
  let rest = text
  for (const [pattern, read] of rules)
    for (let guard = 0; guard < 6; guard++) {
      const match = pattern.exec(rest)
      if (!match) break
      const one = read(match, today)
      if (one) found.push(one)
      // What is read is blanked, so that no later rule reads half of it again.
      rest = rest.slice(0, match.index) + ' '.repeat(match[0].length) + rest.slice(match.index + match[0].length)
    }
  return found.sort((a, b) => a.start - b.start)
}

/** A single day, for a form: the first of a month or year when no day is named. */
export const dateIn = (text: string, today: PlainDate): { value: PlainDate; start: number; end: number } | undefined => {
  const [one] = stretchesIn(text, today)
  return one ? { value: one.first, start: one.start, end: one.end } : undefined
}

const earlier = (a: PlainDate, b: PlainDate): PlainDate => (a < b ? a : b)

/** A period (起止日期): 2020年1月到现在, 去年三月至今年五月, 最近三年, 2021年. Ends today at the latest. */
export const periodIn = (
  text: string,
  today: PlainDate,
): { value: { from: PlainDate; to: PlainDate }; start: number; end: number } | undefined => {
  const recent = new RegExp(
    `(?:最近|近|过去|这|前|last|past)\\s*(\\d{1,2}|${numeral}{1,2}|半)\\s*(?:个)?(年|月|years?|months?)(?!前|后)`,
    'i',
  ).exec(text)
  if (recent) {
    const count = recent[1] === '半' ? 0.5 : (numberIn(recent[1] ?? '') ?? 0)
    const months = /年|year/i.test(recent[2] ?? '') ? count * 12 : count
    if (months > 0)
      return { value: { from: dayMonthsAway(today, -months), to: today }, start: recent.index, end: recent.index + recent[0].length }
  }
  const found = stretchesIn(text, today)
  const [first, second] = found
  if (!first) return undefined
  if (second && /^[^，。,;；]{0,4}(?:到|至|[-–—~～]|直到|截至|until|to|and)/.test(text.slice(first.end, second.start) || '-')) {
    // 去年三月到五月: the year of the first half holds for the second.
    const isBare = /^\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})月/.test(text.slice(second.start, second.end))
    const last =
      isBare && second.last.slice(0, 4) !== first.first.slice(0, 4) ? `${first.first.slice(0, 4)}${second.last.slice(4)}` : second.last
    const to = last >= first.first ? earlier(last, today) : second.last
    return { value: { from: first.first, to: earlier(to, today) }, start: first.start, end: second.end }
  }
  const after = text.slice(first.end)
  const open = /^\s*(?:[日号]?\s*)?(?:至今|到今|以来|起|开始|之后|以后|往后|till now|onwards?|到(?:现|目前))/i.exec(after)
  const isOpen = open !== null || /(?:从|自|since|from)\s*$/i.test(text.slice(0, first.start))
  const end = first.end + (open?.[0].length ?? 0)
  return { value: { from: first.first, to: isOpen ? today : earlier(first.last, today) }, start: first.start, end }
}

/** Says that no period is wanted: the whole life (全时段). */
export const wantsWholeLife = (text: string): boolean =>
  /全(?:部)?时(?:段|间)|全部|所有|一直|出生|一辈子|从小|不限|不要(?:时间)?限制|不要时间|不设(?:时间|限)|整个|whole|entire|all (?:of it|time|my life)|everything|life ?time/i.test(
    text,
  )
