import { isPlainDate, type PlainDate } from '../../core/time.ts'
import { numberOf, numeralClass } from './numerals.ts'

const day = `([${numeralClass}]{4})\\s*年\\s*([${numeralClass}]{1,3})\\s*月\\s*([${numeralClass}]{1,3})\\s*日`
const iso = '(\\d{4})-(\\d{1,2})-(\\d{1,2})'
const anyDay = new RegExp(`${day}|${iso}`, 'g')

const asDate = (year: string, month: string, dayOfMonth: string): PlainDate | undefined => {
  const date = [year, month, dayOfMonth].map((part, index) => String(numberOf(part) ?? 0).padStart(index === 0 ? 4 : 2, '0')).join('-')
  return isPlainDate(date) ? date : undefined
}

/** Days that a text prints, with their places: `2005年6月7日`, `二○○四年十月一日`, full-width digits, `2025-06-27`. */
export const daysIn = (text: string): { readonly date: PlainDate; readonly at: number; readonly end: number }[] =>
  [...text.matchAll(anyDay)].flatMap((found) => {
    const date = asDate(found[1] ?? found[4] ?? '', found[2] ?? found[5] ?? '', found[3] ?? found[6] ?? '')
    return date ? [{ date, at: found.index, end: found.index + found[0].length }] : []
  })

/** The first day that a text prints. */
export const dayIn = (text: string): PlainDate | undefined => daysIn(text)[0]?.date

const kindOfText = '(?:法典|法|条例|规定|办法|解释|细则|规则|规范|决定|通知|意见|标准|制度|章程|批复)'
const own = `本${kindOfText}(?:[（(][^（）()]*[)）])?自\\s*`
const ownStart = new RegExp(`${own}([^。；，,;]{2,24}?)(?:起|之日起)?(?:开始)?(?:施行|实施|执行|生效)`)
const ofPublication = /^(?:公布|发布|颁布|印发|下发|通过|批准)(?:之日)?$/
const headStart = new RegExp(`自?\\s*(?:${day}|${iso})\\s*起?(?:开始)?(?:施行|实施|生效)`)

/** When a text says that it begins: a day, the day it was published, or nothing. */
export const startIn = (body: string): PlainDate | 'publication' | undefined => {
  const said = ownStart.exec(body)?.[1]
  if (said === undefined) return undefined
  return dayIn(said) ?? (ofPublication.test(said.replace(/\s/g, '')) ? 'publication' : undefined)
}

/** What the lines above the first article tell: who made the text, how often it was changed, when it begins. */
export interface History {
  /** The day this version was made: the last of its events. */
  readonly made: PlainDate | undefined
  /** The day the text was first made. */
  readonly first: PlainDate | undefined
  /** True where it was changed later without being made anew (修正), or made anew (修订). */
  readonly isAmended: boolean
  readonly start: PlainDate | undefined
  readonly issuer: string | undefined
  readonly number: string | undefined
}

const event = /通过|公布|发布|颁布|印发|批准|修正|修订|施行|制定/
const changed = /修正|修订|修改/
const bodies =
  /全国人民代表大会常务委员会|全国人民代表大会(?!常务|公告)|中共中央|中央军事委员会|国务院办公厅|国务院|最高人民法院|最高人民检察院|公安部|司法部|民政部|外交部|交通运输部|国家移民管理局|[\u4e00-\u9fa5]{2,12}(?:人民代表大会常务委员会|人民代表大会|人民政府办公厅|人民政府|公安厅|公安局)/
const numberForms = [
  new RegExp(
    `(?:中华人民共和国)?((?:国务院[ 、]中央军事委员会|[\\u4e00-\\u9fa5]{2,14}?)(?:令|公告))\\s*[（(]?(?:\\d{4}年)?第?\\s*([${numeralClass}]+)\\s*号[）)]?`,
  ),
  /([\u4e00-\u9fa5]{1,10}(?:字|发|办|释|规|函|令|通))\s*[〔[［（(]\s*(\d{4})\s*[〕\]］）)]\s*(?:第)?\s*(\d+)\s*号/,
] as const
/** Which body writes numbers that begin so. */
const series: readonly (readonly [RegExp, string])[] = [
  [/国务院令|^国发|^国函/, '国务院'],
  [/^国办/, '国务院办公厅'],
  [/公安部令|^公通字|^公发/, '公安部'],
  [/^法释|^法发/, '最高人民法院'],
  [/^高检/, '最高人民检察院'],
]

/** The first document number (文号) in a text, in one spelling: `国务院令第656号`, `公通字〔2016〕21号`. */
export const numberIn = (text: string): string | undefined => {
  // Days come before a number without a space: 2014年11月24日中华人民共和国国务院令第656号.
  const plain = text.normalize('NFKC').replace(anyDay, ' ')
  const order = numberForms[0].exec(plain)
  const letter = numberForms[1].exec(plain)
  if (order && (!letter || order.index < letter.index))
    return `${(order[1] ?? '').replace(/^(?:根据|依据|经|由)/, '')}第${numberOf(order[2] ?? '') ?? order[2]}号`
  return letter ? `${letter[1]}〔${letter[2]}〕${letter[3]}号` : undefined
}

const issuerIn = (line: string): string | undefined => {
  // What stands in 《》 is another text, and may name another body.
  const outside = line.replace(/《[^》]*》?|〈[^〉]*〉?|<[^>]*>?/g, '')
  const meeting = /(?:第.{1,3}届)?(全国人民代表大会(?:常务委员会)?)/.exec(outside)?.[1]
  return meeting ?? bodies.exec(outside)?.[0]
}

/** The body that a title begins with: 公安部关于…, 最高人民法院、最高人民检察院关于…. */
export const issuerOfTitle = (title: string): string | undefined => {
  const found = new RegExp(`^(?:${bodies.source})`).exec(title)?.[0]
  return found && /^(?:关于|对|、|印发|令)/.test(title.slice(found.length)) ? found : undefined
}

/** Reads the lines above the first article. */
export const historyOf = (head: readonly string[]): History => {
  const lines = head.map((line) => line.normalize('NFKC'))
  const days: PlainDate[] = []
  let start: PlainDate | undefined
  for (const line of lines) {
    const begins = headStart.exec(line)
    if (begins) start = dayIn(begins[0])
    for (const { date, at, end } of daysIn(line)) {
      const after = line.slice(end, end + 90)
      // `自…起施行` is when it begins, not when it was made.
      const isStart = /^\s*起?(?:开始)?(?:施行|实施|生效)/.test(after) || line.slice(Math.max(0, at - 1), at) === '自'
      if (!isStart && (event.test(after) || event.test(line))) days.push(date)
    }
  }
  days.sort()
  const numbers = lines.flatMap((line) => {
    const number = numberIn(line.replace(/《[^》]*》?/g, ''))
    return number ? [number] : []
  })
  const made = lines.filter((line) => event.test(line) && daysIn(line).length > 0)
  // 国务院批准, 公安部发布: the one who gave it out is its issuer. Changes later may come from another.
  const issued = made.find((line) => /通过|公布|发布|颁布|印发/.test(line) && !changed.test(line)) ?? made[0]
  const published = made.find((line) => /公布|发布|颁布|印发/.test(line) && !changed.test(line))
  const own = published ?? issued
  const issuer = (own && issuerIn(own)) ?? (issued && issuerIn(issued)) ?? seriesOf(numbers[0])
  return {
    made: days.at(-1),
    first: days[0],
    isAmended: lines.some((line) => changed.test(line.replace(/《[^》]*》/g, '')) && daysIn(line).length > 0),
    start,
    issuer,
    number: numbers.at(-1),
  }
}

/** Which body a document number belongs to. */
export const seriesOf = (number: string | undefined): string | undefined =>
  number === undefined ? undefined : series.find(([form]) => form.test(number))?.[1]

/** A title that a sentence names whole, not `《…》中有关…的规定`. */
const wholeTitle = /《((?:[^《》]|《[^《》]*》)+)》(?=(?:[（(][^（）()]*[）)])?\s*(?:[、，,和及]|以及|同时|即行))/g

/** Other texts that this one ends (同时废止), by their titles. */
export const endedBy = (body: string): string[] =>
  body
    .split(/[。\n]/)
    .filter((sentence) => /(?:同时|即行)废止/.test(sentence))
    .flatMap((sentence) => [...sentence.matchAll(wholeTitle)].map((found) => found[1] ?? ''))
