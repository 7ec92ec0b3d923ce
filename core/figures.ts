import { numberIn } from './numerals.ts'

/** Which side of a figure is meant: `from` 以上, 已满, 至少; `to` 以下, 不满, 最多; `within` 内, which people leave out when they speak. */
export type Bound = 'from' | 'to' | 'within'

/** A number, period, amount, age or date of a text (数字), however it is written: 三日 is 3日, 两千元 is 2000元. */
export interface Figure {
  /** `day:3`, `yuan:2000`, `date:2026-01-01`, `date:2026`; the same figure has the same key. */
  readonly key: string
  readonly unit: string
  readonly bound: Bound | undefined
  readonly start: number
  readonly end: number
}

const number = '(?:\\d+(?:,\\d{3})*(?:\\.\\d+)?[万千百亿]?|[零〇一二两三四五六七八九十百千万亿]+)'

/** Units as they are written, and the one name of each. The longer ones stand first. */
const units: readonly (readonly [string, string])[] = [
  ['个?工作日', 'workday'],
  ['个?自然日|日(?!常)|天', 'day'],
  ['个?小时|个?钟头', 'hour'],
  ['分钟', 'minute'],
  ['个月', 'month'],
  ['周岁|岁', 'age'],
  ['个?(?:星期|礼拜)|周(?!岁|边|期|围|年)', 'week'],
  ['周?年(?!级|满|龄|度|检|审)', 'year'],
  ['元|块钱|块|圆', 'yuan'],
  ['[%％]', 'percent'],
  ['倍', 'times'],
  ['次|回(?!执|复|答|到|来|去|家)', 'time'],
  ['名|人(?!民|员|身|口|才|像|格|工|家|脸|行)', 'person'],
  ['公里|千米', 'km'],
  ['米', 'metre'],
  ['公斤|千克', 'kg'],
  ['克', 'gram'],
  ['分(?!钟|之|别|局|配|割|居|类|期|析|歧|级|享)', 'point'],
  ['种|类', 'kind'],
  ['项', 'item'],
  ['份', 'copy'],
  ['页', 'page'],
  ['个', 'piece'],
]
const unitPattern = units.map(([written]) => `(?:${written})`).join('|')
const unitOf = (written: string): string => units.find(([pattern]) => new RegExp(`^(?:${pattern})$`).test(written))?.[1] ?? ''

/** What a unit written before its own end looks like without the look-ahead around it. */
const bareUnits = units.map(([written, name]) => [new RegExp(`^(?:${written.replace(/\(\?!.*?\)/g, '')})$`), name] as const)
const nameOf = (written: string): string => unitOf(written) || (bareUnits.find(([pattern]) => pattern.test(written))?.[1] ?? '')

const after = /^(?:的|年龄)?(?:(以上|起|及以上|或以上|往上)|(以下|及以下|或以下|往下|封顶)|(以内|之内|内|前|以前|之前))/
const before =
  /(?:(不少于|不低于|不得少于|不得低于|至少|最少|最低|已满|年满|超过|多于|高于|大于|满)|(不满|未满|不足|不超过|不得超过|不到|少于|低于|最多|至多|最高|最长|小于|没满)|(最迟|最晚))(?:为|是|要|可以?|处|拘留|罚款)?$/

/** The bound of a figure by the words around it. */
const boundOf = (text: string, start: number, end: number): Bound | undefined => {
  const next = after.exec(text.slice(end, end + 6))
  if (next) return next[1] ? 'from' : next[2] ? 'to' : 'within'
  const last = before.exec(text.slice(Math.max(0, start - 10), start))
  // 不满 ends in 满: the longer word is what stands there.
  if (last) return last[2] || /[不未没]$/.test(text.slice(0, start - last[0].length)) ? 'to' : last[1] ? 'from' : 'within'
  return undefined
}

const scales: Readonly<Record<string, number>> = { 百: 100, 千: 1_000, 万: 10_000, 亿: 100_000_000 }
const numberOf = (written: string): number | undefined => {
  const plain = written.replaceAll(',', '')
  const scaled = /^([\d.]+)([百千万亿])$/.exec(plain)
  return scaled ? Number(scaled[1]) * (scales[scaled[2] ?? ''] ?? 1) : numberIn(plain)
}

const two = (value: number): string => String(value).padStart(2, '0')
const num = (written: string | undefined): number => numberOf(written ?? '') ?? 0

type Found = Omit<Figure, 'bound'> & { readonly bound?: Bound }

const yearWritten = '(?:\\d{4}|[一二][零〇一二三四五六七八九]{3})'
const dayWritten = '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})'
const datePatterns: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [
    new RegExp(`(${yearWritten})\\s*年\\s*(?:(${dayWritten})\\s*月(?:份)?\\s*(?:(${dayWritten})\\s*[日号])?)?`, 'g'),
    ([, year, month, day]) => `${num(year)}${month ? `-${two(num(month))}` : ''}${day ? `-${two(num(day))}` : ''}`,
  ],
  [/(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)/g, ([, year, month, day]) => `${year}-${two(num(month))}-${two(num(day))}`],
  [
    new RegExp(`(?<![个\\d零〇一二三四五六七八九十])(${dayWritten})月(${dayWritten})[日号]`, 'g'),
    ([, month, day]) => `--${two(num(month))}-${two(num(day))}`,
  ],
]

/** Finds with a pattern and blanks out what was found, so that nothing is read twice. */
const take = (text: { rest: string }, pattern: RegExp, read: (match: RegExpExecArray) => Found[]): Found[] => {
  const found: Found[] = []
  for (const match of text.rest.matchAll(pattern)) found.push(...read(match))
  for (const { start, end } of found) text.rest = text.rest.slice(0, start) + '＃'.repeat(end - start) + text.rest.slice(end)
  return found
}

const one = (match: RegExpExecArray, unit: string, value: string | number, more: { bound?: Bound } = {}): Found => ({
  key: `${unit}:${value}`,
  unit,
  start: match.index,
  end: match.index + match[0].length,
  ...more,
})

const rangePattern = new RegExp(`(${number})(${unitPattern})?\\s*(?:至|到|[-—–~～]+)\\s*(${number})(${unitPattern})`, 'g')
const singlePattern = new RegExp(`(${number})(?:多|余|来)?\\s*(${unitPattern})`, 'g')
/** One of something is mostly no number at all: 一个、一种、一份. */
const vague = /^(?:piece|kind|item|copy|page):1$/

/**
 * Every figure of a text in its order. Numbers of articles (第八十八条) and of list entries are none; both texts that are compared must
 * come through here.
 */
export const figuresIn = (raw: string): readonly Figure[] => {
  const text = raw.normalize('NFKC')
  const left = {
    rest: text
      .replace(/第[零〇一二两三四五六七八九十百千\d]+(?:[编章节条款项]|次|类|种|名)(?:之[一二三四五六七八九十\d]+)?/g, (part) =>
        '＃'.repeat(part.length),
      )
      .replace(
        /(?<=^|\n)\s*(?:[-*•]\s*)?(?:\d{1,2}[.、．)]|\(\d{1,2}\)|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、)/g,
        (part) => '＃'.repeat(part.length),
      )
      .replace(/[（(][一二三四五六七八九十\d]{1,3}[)）]/g, (part) => '＃'.repeat(part.length))
      .replace(
        /(?:哪|某|有|每|同|那|这|当)一(?:天|年|日|次|个月|种|项)|一(?:般|定|些|样|起|下|旦|律|并|直|致|切|方|边|步|句|同|经|时|带|体|手|面)|万一|十分|千万(?!元)|统一|唯一|(?<!分)之一|其一|同一|单一|逐一|进一|三轮|百姓|一次性/g,
        (part) => '＃'.repeat(part.length),
      ),
  }
  const found: Found[] = datePatterns.flatMap(([pattern, read]) => take(left, pattern, (match) => [one(match, 'date', read(match))]))
  found.push(
    ...take(left, /百分之([零〇一二两三四五六七八九十百\d.]+)/g, (match) => [one(match, 'percent', num(match[1]))]),
    ...take(left, /([二两三四五六七八九十\d]+)分之([一二两三四五六七八九十\d]+)/g, (match) => [
      one(match, 'part', `${num(match[2])}/${num(match[1])}`),
    ]),
    ...take(left, /每(?:个)?(小时|天|日|月|年|周|次|人)/g, (match) => [one(match, 'per', match[1] === '天' ? '日' : (match[1] ?? ''))]),
    ...take(left, /半年/g, (match) => [one(match, 'month', 6)]),
    ...take(left, rangePattern, (match) => {
      const [, low = '', lowUnit, high = '', highUnit = ''] = match
      const unit = nameOf(highUnit)
      if (lowUnit && nameOf(lowUnit) !== unit) return []
      return [one(match, unit, num(low), { bound: 'from' }), one(match, unit, num(high), { bound: 'to' })]
    }),
    ...take(left, singlePattern, (match) => {
      const [, written = '', unit = ''] = match
      const value = numberOf(written)
      // 十分 and 几分 are no points; a penalty of points is written in digits or after 记.
      const isPoint = nameOf(unit) !== 'point' || /\d/.test(written) || /[记扣满]$/.test(text.slice(0, match.index))
      const figure = one(match, nameOf(unit), value ?? 0)
      return value === undefined || !isPoint || vague.test(figure.key) ? [] : [figure]
    }),
    ...take(left, /(?<![A-Za-z\d])\d+(?:\.\d+)?(?![A-Za-z\d])/g, (match) => [one(match, 'bare', Number(match[0]))]),
  )
  return found
    .map((figure) => ({ ...figure, bound: figure.bound ?? boundOf(text, figure.start, figure.end) }))
    .sort((a, b) => a.start - b.start || a.end - b.end)
}
