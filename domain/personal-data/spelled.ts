import { digitSigns, type PersonalKind } from '../../core/personal.ts'
import type { Place } from './introduced.ts'
import { isUsualGrouping, kindOfNumber, labelReach } from './numbers.ts'
import { tableOfSigns } from './sign-tables.ts'

/** Han signs that a number which is written in words may begin with. */
export const spelledSigns = [...digitSigns.keys()].filter((sign) => /\p{Script=Han}|○/u.test(sign))

/** Between digits that are told one by one, or break over a line. */
const isGapSign = tableOfSigns([...' \t\r\n\u3000\u00a0-－‐‑.．·•,，\u200b\u200c\u200d\u2060\ufeff'])
/** How many signs at a place stand between digits; a line's end as JSON writes it, in arguments of a tool, is two. */
export const gapLength = (text: string, at: number): number =>
  isGapSign[text.charCodeAt(at)] === 1 ? 1 : text[at] === '\\' && /[nrt]/.test(text[at + 1] ?? '') ? 2 : 0
const [shortest, longest, widestGap] = [11, 19, 4]
const ofSomebody =
  /(?:电话|手机|号码|联系|身份证|证件|卡号?|账号|打给?|拨打?|tel|phone|mobile)[^，。；]{0,12}$|(?:号|卡|机|话)(?:码)?(?:是|为)?[:：\s]*$/iu

interface Spelled extends Place {
  readonly code: string
  /** How many digits stand together, group by group. */
  readonly lengths: readonly number[]
  readonly gaps: string
  readonly hasHan: boolean
}

/** All digits from a place on, with what stands between them. */
const readAt = (text: string, start: number): Spelled => {
  let [code, gaps, end, at, group] = ['', '', start, start, 0]
  let hasHan = false
  const lengths: number[] = []
  while (at < text.length && code.length <= longest) {
    const sign = text[at] ?? ''
    const digit = digitSigns.get(sign)
    if (digit !== undefined || (code.length === 17 && /[xXｘＸ]/u.test(sign))) {
      hasHan ||= /\p{Script=Han}|○/u.test(sign)
      code += digit ?? 'X'
      group += 1
      at += 1
      end = at
      if (digit === undefined) break
      continue
    }
    let over = at
    for (let wide = gapLength(text, over); wide > 0 && over - at < widestGap; wide = gapLength(text, over)) over += wide
    if (over === at || !digitSigns.has(text[over] ?? '')) break
    gaps += text.slice(at, over)
    lengths.push(group)
    group = 0
    at = over
  }
  return { start, end, code, lengths: [...lengths, group], gaps, hasHan }
}

const isDigit = tableOfSigns(digitSigns.keys())
/** Whether enough digits follow one another, with nothing but gaps between them. */
const hasDigits = (text: string, start: number): boolean => {
  let count = 0
  for (let at = start; at < text.length; ) {
    if (isDigit[text.charCodeAt(at)] === 1) {
      count += 1
      at += 1
      if (count === shortest) return true
      continue
    }
    let over = at
    for (let wide = gapLength(text, over); wide > 0 && over - at < widestGap; wide = gapLength(text, over)) over += wide
    if (over === at) return false
    at = over
  }
  return false
}

/**
 * A number that is told in another way than in one piece: digit by digit, in Han digits (一三九…, 壹伍玖…), over a line's end, with dots. Check
 * digits and the words before it have to speak for it.
 */
export const spelledNumber = (text: string, start: number): { readonly kind: PersonalKind; readonly place: Place } | undefined => {
  if (!hasDigits(text, start)) return undefined
  const { end, code, lengths, gaps, hasHan } = readAt(text, start)
  if (code.length < shortest || code.length > longest || (!hasHan && gaps === '')) return undefined
  const before = text.slice(Math.max(0, start - labelReach), start)
  const kind = kindOfNumber(code, { before, after: text.slice(end, end + 4), isGrouped: true })
  if (!kind || kind === 'passport' || kind === 'permit') return undefined
  const isOneByOne = lengths.length > 1 && lengths.every((length) => length === 1)
  const isBroken = /[\r\n\\]/u.test(gaps)
  // Over a line's end two numbers meet as well as one is broken; a comma is between things.
  const isSure = isUsualGrouping(lengths, code) || isOneByOne || lengths.length === 1
  if (/[,，]/u.test(gaps) && !isOneByOne) return undefined
  if (kind === 'resident_id' || kind === 'foreigner_id') return isSure || isBroken ? { kind, place: { start, end } } : undefined
  return (isSure || isBroken) && ofSomebody.test(before) ? { kind, place: { start, end } } : undefined
}
