import type { FindPersonal, PersonalKind, PersonalSpan } from '../../core/personal.ts'
import { addressAt, beginOf, englishAddress } from './addresses.ts'
import { englishName, nameAfter, nameBeside, nameOfKey, type Place } from './introduced.ts'
import { mayIntroduce } from './introducers.ts'
import { withNames } from './names/with-names.ts'
import { isUsualGrouping, kindOfNumber, labelReach, partOfNumber, type Surroundings } from './numbers.ts'
import { tableOfSigns } from './sign-tables.ts'
import { compact, isDigitSign, isWordSign, sign, signs } from './signs.ts'
import { gapLength, spelledNumber } from './spelled.ts'
import { surnameLength } from './surnames.ts'
import { addressToldAt, mayTell, townAt } from './told-addresses.ts'

/** Most groups that people write one number in. */
const mostGroups = 6

const endOfRun = (text: string, start: number): number => {
  let end = start
  while (end < text.length && isWordSign(text.charCodeAt(end))) end += 1
  return end
}

const endOfNumeral = (text: string, start: number): number => {
  let end = start
  while (end < text.length && signs[text.charCodeAt(end)] === sign.numeral) end += 1
  return end
}

/** A sign that may stand inside a number that is written in groups: a blank, a hyphen, or brackets of an area code. */
const isGap = (code: number): boolean => code === 32 || code === 45 || code === 0x3000 || code === 0x2011 || code === 0xff0d

const isFigure = (code: number): boolean => {
  const what = signs[code]
  return what === sign.digit || what === sign.numeral || what === sign.figure
}
/** Whether another digit follows a gap at this place. */
const goesOnAfterGap = (text: string, at: number): boolean => {
  let next = at
  for (let wide = gapLength(text, next); wide > 0 && next < at + 4; wide = gapLength(text, next)) next += wide
  return next > at && isFigure(text.charCodeAt(next))
}

/** The last of the English words after which a name is told: name, name is, is called, I am, I'm. */
const leadsToName = new Set(['m', 'am', 'is', 'name', 'called'])

/** What they, and words for roads, begin with. */
const [leadingLetters, roadLetters] = [tableOfSigns('mainc'), tableOfSigns('rsla')]

/** A capital and a small letter: only so does a name in Latin letters begin that nothing introduces. */
const isCapitalised = (text: string, at: number): boolean => {
  const [first, second] = [text.charCodeAt(at), text.charCodeAt(at + 1)]
  return first >= 65 && first <= 90 && second >= 97 && second <= 122
}

/** Labels in traditional signs are read as the others. */
const simplified: Readonly<Record<string, string>> = {
  證: '证',
  號: '号',
  碼: '码',
  電: '电',
  話: '话',
  護: '护',
  銀: '银',
  帳: '帐',
  賬: '账',
  戶: '户',
}
const folded = (label: string): string =>
  /[證號碼電話護銀帳賬戶]/u.test(label) ? label.replace(/./gu, (one) => simplified[one] ?? one) : label

const around = (text: string, start: number, end: number): Surroundings => ({
  before: folded(text.slice(Math.max(0, start - labelReach), start)),
  after: text.slice(end, end + 4),
})

/** Everything that a run of letters and digits is, with the groups that follow it; at least where to go on. */
class Finding {
  readonly spans: PersonalSpan[] = []
  /** Where names begin that are names only if they read like one. */
  supposed: Set<number> | undefined
  hasLatin = false
  hasDots = false
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }

  add(kind: PersonalKind, place: Place): void {
    // What begins earlier and reaches further wins: an address holds its numbers.
    for (let last = this.spans.at(-1); last && last.end > place.start; last = this.spans.at(-1)) {
      if (last.start <= place.start && last.end >= place.end) return
      if (last.start < place.start && kind !== 'address') return
      this.spans.pop()
    }
    this.spans.push({ kind, ...place })
  }

  /** A number written in groups, the most groups first. Gives back where it ends. */
  grouped(start: number, firstEnd: number): number | undefined {
    const text = this.#text
    if (!isGap(text.charCodeAt(firstEnd)) || !isDigitSign(text.charCodeAt(firstEnd + 1))) return undefined
    const ends = [firstEnd]
    const lengths = [firstEnd - start]
    for (let end = firstEnd; ends.length < mostGroups && isGap(text.charCodeAt(end)) && isDigitSign(text.charCodeAt(end + 1)); ) {
      const next = endOfRun(text, end + 1)
      lengths.push(next - end - 1)
      ends.push(next)
      end = next
    }
    for (let groups = ends.length; groups > 1; groups -= 1) {
      const end = ends[groups - 1] ?? firstEnd
      if (end - start > 26) continue
      const code = compact(text, start, end)
      if (code.length < 9 || !/^\d+X?$/.test(code) || !isUsualGrouping(lengths.slice(0, groups), code)) continue
      const kind = kindOfNumber(code, { ...around(text, start, end), isGrouped: true })
      if (!kind) continue
      const extension = kind === 'phone' ? (/^-\d{1,4}(?!\d)/.exec(text.slice(end, end + 6))?.[0].length ?? 0) : 0
      this.add(kind, { start: this.#withCountry(start), end: end + extension })
      return end + extension
    }
    return undefined
  }

  /** `+` and the bracket of an area code belong to the phone after them. */
  #withCountry(start: number): number {
    return this.#text[start - 1] === '+' || this.#text[start - 1] === '＋' ? start - 1 : start
  }

  /** (0474)8123456 */
  bracketed(start: number, end: number): number | undefined {
    const text = this.#text
    const [before, after] = [text.charCodeAt(start - 1), text.charCodeAt(end)]
    if ((before !== 40 && before !== 0xff08) || (after !== 41 && after !== 0xff09)) return undefined
    const code = compact(text, start, end)
    if (!/^0\d{2,3}$/.test(code)) return undefined
    const from = isGap(text.charCodeAt(end + 1)) ? end + 2 : end + 1
    const last = endOfRun(text, from)
    if (!/^\d{7,8}$/.test(compact(text, from, last))) return undefined
    this.add('phone', { start: start - 1, end: last })
    return last
  }

  /** A run of letters and digits. Gives back where to go on. */
  run(start: number): number {
    const text = this.#text
    const end = endOfRun(text, start)
    const isDigits = isDigitSign(text.charCodeAt(start))
    if (isDigits) {
      const grouped = this.bracketed(start, end) ?? this.grouped(start, end)
      if (grouped !== undefined) return grouped
      const told = this.spelled(start, end)
      if (told !== undefined) return told
    } else {
      this.#english(start, end)
      this.hasLatin ||= end - start > 1 && isCapitalised(text, start)
    }
    const code = end - start >= 7 && end - start <= 34 ? compact(text, start, end) : ''
    if (code !== '' && /\d{4}/.test(code)) {
      const surroundings = around(text, start, end)
      const kind = kindOfNumber(code, surroundings)
      const name = kind === 'resident_id' || kind === 'phone' ? nameBeside(text, start) : undefined
      if (name) this.add('name', name)
      if (kind) this.add(kind, { start: this.#withCountry(start), end })
      else this.#part(code, start, surroundings)
      if (kind) return end
    }
    if (isDigits && end - start <= 5) {
      const address = addressAt(text, start, end)
      if (address) {
        this.add('address', address)
        return Math.max(end, address.end)
      }
      const passport = this.#spacedPassport(start, end)
      if (passport) return passport
    }
    return end
  }

  /** A number that is told digit by digit, in Han digits, or over a line's end; `end` is where its first piece does. */
  spelled(start: number, end: number): number | undefined {
    const text = this.#text
    const next = text.charCodeAt(end)
    // Most numbers end where a word, a bracket or a full stop begins.
    if (!isFigure(next) && !goesOnAfterGap(text, end)) return undefined
    const found = spelledNumber(text, start)
    if (!found) return undefined
    this.add(found.kind, found.place)
    return found.place.end
  }

  /** 12 3456789: passports of some countries are written with a blank. */
  #spacedPassport(start: number, end: number): number | undefined {
    const text = this.#text
    if (!isGap(text.charCodeAt(end))) return undefined
    const last = endOfRun(text, end + 1)
    const code = compact(text, start, last)
    if (!/^\d{9,10}$/.test(code) || kindOfNumber(code, around(text, start, last)) !== 'passport') return undefined
    this.add('passport', { start, end: last })
    return last
  }

  #part(code: string, start: number, surroundings: Surroundings): void {
    const part = partOfNumber(code, surroundings)
    if (!part) return
    this.add(part.kind, { start: start + part.from, end: start + part.to })
    if (part.to < code.length) {
      const kind = kindOfNumber(code.slice(part.to), { before: '', after: surroundings.after })
      if (kind) this.add(kind, { start: start + part.to, end: start + code.length })
    }
  }

  #english(start: number, end: number): void {
    const text = this.#text
    const length = end - start
    if (length > 13) return
    const first = text.charCodeAt(start) | 32
    if (length <= 6 && leadingLetters[first] === 1 && leadsToName.has(text.slice(start, end).toLowerCase())) {
      const name = englishName(text, start, end)
      if (name) this.add('name', name)
    }
    if (first === 113 && length <= 4 && /^(?:QQ|qq)$/.test(text.slice(start, end))) this.account(end)
    if (first === 113 && length >= 7 && /^(?:QQ|qq)\d{5,11}$/.test(text.slice(start, end))) this.add('account', { start: start + 2, end })
    if (length <= 6 && roadLetters[first] === 1 && /^(?:Road|Street|Lane|Avenue|Rd|St|Ave)$/.test(text.slice(start, end))) {
      const address = englishAddress(text, start, end)
      if (address) this.add('address', address)
    }
  }

  /** 微信号abc_12345, QQ 12345678 */
  account(at: number): void {
    const found = /^(?:号码?|账号|账户|ID|id)?(?:是|为)?\s*[:：]?\s*([A-Za-z0-9_-]{5,20})(?![A-Za-z0-9_@.])/u.exec(
      this.#text.slice(at, at + 32),
    )
    if (!found?.[1] || !/\d/.test(found[1])) return
    const start = at + found[0].length - found[1].length
    this.add('account', { start, end: at + found[0].length })
  }

  /** A plate: 蒙A12345, 蒙A·D12345, 蒙A1234挂, 使012345. Gives back where it ends. */
  plate(at: number): number | undefined {
    const text = this.#text
    if (text[at] === '使') {
      const end = endOfRun(text, at + 1)
      if (end - at !== 7 || !/^\d{6}$/.test(compact(text, at + 1, end))) return undefined
      this.add('plate', { start: at, end })
      return end
    }
    if (signs[text.charCodeAt(at + 1)] !== sign.letter) return undefined
    const isApart = /[ ·•・.．-]/.test(text[at + 2] ?? '')
    const from = isApart ? at + 3 : at + 2
    const end = endOfRun(text, from)
    const rest = compact(text, at + 1, at + 2) + compact(text, from, end)
    const isSpecial = /[挂学警港澳领试超]/.test(text[end] ?? '')
    if (!/^[A-HJ-NP-Z][A-HJ-NP-Z0-9]+$/.test(rest) || (rest.match(/\d/g)?.length ?? 0) < 2) return undefined
    const isPlate = isSpecial ? rest.length === 5 || rest.length === 6 : rest.length === 6 || rest.length === 7
    if (!isPlate || /^(?:次|号车|路|元|型)/.test(text.slice(end, end + 2))) return undefined
    this.add('plate', { start: at, end: isSpecial && rest.length === 5 ? end + 1 : end })
    return end
  }

  /** @林安然, in a group's talk: a name that nothing else stands beside. */
  mention(at: number): number | undefined {
    const name = /^[\p{Script=Han}]{2,4}(?=$|[ 　\u2005\t\n,，:：。！!？?])/u.exec(this.#text.slice(at + 1, at + 6))?.[0]
    if (!name || surnameLength(name) === 0) return undefined
    const place = { start: at + 1, end: at + 1 + name.length }
    this.supposed = (this.supposed ?? new Set<number>()).add(place.start)
    this.add('name', place)
    return place.end
  }

  /** The address of a mailbox around its @. */
  mailbox(at: number): number | undefined {
    const text = this.#text
    let start = at
    while (start > 0 && at - start < 64 && /[A-Za-z0-9._%+\-Ａ-Ｚａ-ｚ０-９．]/.test(text[start - 1] ?? '')) start -= 1
    const host = /^[A-Za-z0-9Ａ-Ｚａ-ｚ０-９-]{1,63}(?:[.．][A-Za-z0-9Ａ-Ｚａ-ｚ０-９-]{1,63}){0,4}[.．][A-Za-zＡ-Ｚａ-ｚ]{2,12}/u.exec(
      text.slice(at + 1, at + 260),
    )
    if (start === at || !host) return undefined
    const end = at + 1 + host[0].length
    while (/[.．]/.test(text[start] ?? '')) start += 1
    this.add('email', { start, end })
    return end
  }
}

/**
 * Every personal value of a text (个人信息查找), in one pass: a sign that can begin none is only looked up in a table. Numbers are judged by
 * their check digits, their birthday and the words before them; names by what introduces them; addresses by their parts.
 */
export const findPersonal: FindPersonal = (text) => {
  const finding = new Finding(text)
  const { length } = text
  let at = 0
  while (at < length) {
    const code = text.charCodeAt(at)
    const what = signs[code]
    if (what === sign.none) {
      at += 1
      continue
    }
    switch (what) {
      case sign.digit:
      case sign.letter:
        at = finding.run(at)
        continue
      case sign.province:
        at = finding.plate(at) ?? at + 1
        continue
      case sign.introducer: {
        if (!mayIntroduce(at > 0 ? text.charCodeAt(at - 1) : 0, code)) {
          at += 1
          continue
        }
        const name = nameAfter(text, at)
        if (name?.isSupposed) finding.supposed = (finding.supposed ?? new Set<number>()).add(name.start)
        if (name) finding.add('name', { start: name.start, end: name.end })
        at = name && name.start > at ? name.end : at + 1
        continue
      }
      case sign.home: {
        if (!mayTell(at > 0 ? text.charCodeAt(at - 1) : 0, code)) {
          at += 1
          continue
        }
        const address = addressToldAt(text, at)
        if (address) finding.add('address', address)
        at = address ? address.end : at + 1
        continue
      }
      case sign.town: {
        const address = townAt(text, at, beginOf)
        if (address) finding.add('address', address)
        at = address ? address.end : at + 1
        continue
      }
      case sign.figure:
        at = finding.spelled(at, at + 1) ?? at + 1
        continue
      case sign.numeral: {
        const told = finding.spelled(at, at + 1)
        if (told !== undefined) {
          at = told
          continue
        }
        const end = endOfNumeral(text, at)
        const address = end - at <= 3 ? addressAt(text, at, end) : undefined
        if (address) finding.add('address', address)
        at = Math.max(end, address?.end ?? 0)
        continue
      }
      case sign.at:
        at = finding.mailbox(at) ?? finding.mention(at) ?? at + 1
        continue
      case sign.mark: {
        const name = nameOfKey(text, at)
        if (name) finding.add('name', name)
        at = name ? name.end : at + 1
        continue
      }
      case sign.account:
        if (/微信$|支付宝$/u.test(text.slice(Math.max(0, at - 2), at + 1))) finding.account(at + 1)
        at += 1
        continue
      case sign.dot:
        finding.hasDots = true
        at += 1
        continue
      default:
        at += 1
    }
  }
  return withNames(text, finding.spans, finding)
}
