import type { Place } from '../introduced.ts'
import { introductionAt } from '../introducers.ts'
import { candidatesAt, type Written, written } from './candidates.ts'
import { openFeatures } from './features.ts'
import { openGate } from './gate.ts'
import type { NameModel } from './model.ts'
import { openPairs } from './regional-pairs.ts'
import { part, signTable } from './signs.ts'
import { openWords } from './words.ts'

/** A name that was found, and how sure it is above the threshold. */
export interface FoundName extends Place {
  readonly sum: number
}

/** Finds names that nothing introduces. `told` is what else was found of persons: where one is told of, others are too. */
export type FindNames = (text: string, told: readonly Place[]) => FoundName[]

/** How sure it is above the threshold that a name stands just there; undefined where it could be none by its signs. */
export type WeighName = (text: string, place: Place) => number | undefined

export interface NameReader {
  readonly find: FindNames
  readonly weigh: WeighName
}

/** A finder of names by a learned model: a sign that can begin no name costs one look into a table. */
export const openNames = ({ facts, weights, gate, words, beginnings, signs, pairs, threshold, gateThreshold }: NameModel): NameReader => {
  const table = signTable(facts, signs)
  const { parts } = table
  const known = new Set(facts.known)
  const gateSum = openGate(table, gate)
  const follows = openPairs(pairs)
  const features = openFeatures(table, openWords(words, beginnings), follows)
  const begins = part.surname | part.compound | part.opens
  const goesOn = part.given | part.regional
  let [text, start, best, bestLength, isRead] = ['', 0, 0, 0, false]
  const sumOf = (length: number, how: Written): number => {
    if (!isRead) features.at(text, start)
    isRead = true
    const count = features.of(length, how)
    let sum = 0
    for (let at = 0; at < count; at++) sum += weights[features.rows[at] as number] as number
    return (
      sum - (features.tears() ? tearDoubt : 0) + (how === written.regional ? regionalEase : features.hasOwnSurname() ? compoundEase : 0)
    )
  }
  const weigh = (length: number, how: Written): void => {
    let sum = sumOf(length, how) - (features.isWord() ? wordDoubt : features.beginsWithWord() ? headDoubt : 0)
    // Who somebody is, told before or after, makes a name of what might be a word.
    if (sum > threshold - roleEase - titleEase && sum <= threshold + certain) sum += eased(text, start, start + length)
    if (sum > best && length > 2 && known.has(text.slice(start, start + length))) sum -= knownDoubt
    if (sum > best) {
      best = sum
      bestLength = length
    }
  }
  const weighOne: WeighName = (all, place) => {
    ;[text, start, isRead] = [all, place.start, false]
    let sum: number | undefined
    candidatesAt(table, follows, all, place.start, (length, how) => {
      if (length === place.end - place.start) sum = Math.max(sum ?? -Infinity, sumOf(length, how) - threshold)
    })
    return sum
  }
  const find: FindNames = (all, told) => {
    let found: FoundName[] | undefined
    text = all
    const end = all.length - 1
    let next = end < 1 ? 0 : (parts[all.charCodeAt(0)] as number)
    for (let at = 0; at < end; at++) {
      const here = next
      next = parts[all.charCodeAt(at + 1)] as number
      if ((here & begins) === 0 || (next & goesOn) === 0) continue
      if (gateSum(all, at) < gateThreshold) continue
      best = threshold - doubt
      bestLength = 0
      start = at
      isRead = false
      candidatesAt(table, follows, all, at, weigh)
      if (bestLength === 0) continue
      found ??= []
      const last = found.at(-1)
      if (last && last.end > at) {
        if (last.sum >= best) continue
        found.pop()
      }
      found.push({ start: at, end: at + bestLength, sum: best })
    }
    return found ? sure(all, found, told, threshold) : none
  }
  return { find, weigh: weighOne }
}

/** How much less sure where who somebody is stands straight before (邻居…) or after (…先生). */
const [roleEase, titleEase] = [70, 80]
const calledAfter = /^(?:先生|女士|同志|同学|老人|夫妇|小姐|师傅|大爷|大妈|大娘|阿姨|警官|所长|老师|主任|书记|会计)/u
const eased = (text: string, start: number, end: number): number =>
  (introductionAt(text, start - 1) ? roleEase : 0) + (calledAfter.test(text.slice(end, end + 2)) ? titleEase : 0)
/** How much surer one has to be of a name that is a word of every day (和平), begins with one (宋体字), or tears one in two (发展改革). */
const [wordDoubt, headDoubt, tearDoubt] = [110, 60, 60]
/** How much surer of one that is read of (诸葛亮, 王守义): who is called so in private is told of in other words. */
const knownDoubt = 70
/** How much less sure of a name of the region, whose signs seldom stand together otherwise. */
const regionalEase = 40
/** How much less of one with a surname that is nothing else. */
const compoundEase = 50
/** How far below the threshold a candidate may stay that is in a list with a name. */
const doubt = 110
/** How far below it may stay within so many signs of another value of a person, or of a name that is certain by so much. */
const [company, near, certain] = [75, 60, 30]
const none: FoundName[] = []
const listed = /^(?:[、，,;；/和与及跟 \t|]|、 )$/u

/** Names that are sure by themselves, and those that stand in a list with one. */
const sure = (text: string, all: FoundName[], told: readonly Place[], threshold: number): FoundName[] => {
  if (all.length === 0) return all
  const isSure = all.map(({ sum }) => sum > threshold)
  const join = (at: number, beside: number): void => {
    const [one, other] = [all[Math.min(at, beside)], all[Math.max(at, beside)]]
    if (one && other && isSure[beside] && !isSure[at] && other.start - one.end < 3 && listed.test(text.slice(one.end, other.start)))
      isSure[at] = true
  }
  // Where one is named for certain, others are too.
  const named = [...told, ...all.filter(({ sum }) => sum > threshold + certain)]
  if (named.length > 0)
    all.forEach(({ start, sum }, at) => {
      if (sum > threshold - company && named.some((other) => Math.abs(other.start - start) < near)) isSure[at] = true
    })
  for (let at = 1; at < all.length; at++) join(at, at - 1)
  for (let at = all.length - 2; at >= 0; at--) join(at, at + 1)
  return all.filter((_, at) => isSure[at])
}
