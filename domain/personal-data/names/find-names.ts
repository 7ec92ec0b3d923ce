import type { Place } from '../introduced.ts'
import { candidatesAt } from './candidates.ts'
import { openFeatures, type Written } from './features.ts'
import { openWords } from './known-words.ts'
import type { NameModel } from './model.ts'
import { part, signTable } from './signs.ts'

/** A name that was found, and how sure it is above the threshold. */
export interface FoundName extends Place {
  readonly sum: number
}

/** Finds names that nothing introduces. */
export type FindNames = (text: string) => FoundName[]

/** A finder of names by a learned model: a sign that can begin no name costs one look into a table. */
export const openNames = ({ facts, weights, words, threshold }: NameModel): FindNames => {
  const table = signTable(facts)
  const { parts } = table
  const known = new Set(facts.known)
  const filter = openWords(words)
  const features = openFeatures(table, filter)
  const begins = part.surname | part.compound | part.opens
  const goesOn = part.given | part.regional
  let [text, start, best, bestLength] = ['', 0, 0, 0]
  const weigh = (length: number, how: Written): void => {
    const count = features.of(text, start, length, how)
    let sum = 0
    for (let at = 0; at < count; at++) sum += weights[features.rows[at] as number] as number
    if (sum > best && !(length > 2 && known.has(text.slice(start, start + length)))) {
      best = sum
      bestLength = length
    }
  }
  return (all) => {
    const found: FoundName[] = []
    text = all
    for (let at = 0; at < all.length - 1; at++) {
      if (((parts[all.charCodeAt(at)] as number) & begins) === 0) continue
      if (((parts[all.charCodeAt(at + 1)] as number) & goesOn) === 0) continue
      best = threshold - doubt
      bestLength = 0
      start = at
      candidatesAt(table, filter, all, at, weigh)
      if (bestLength === 0) continue
      const last = found.at(-1)
      if (last && last.end > at) {
        if (last.sum >= best) continue
        found.pop()
      }
      found.push({ start: at, end: at + bestLength, sum: best })
    }
    return sure(all, found, threshold)
  }
}

/** How far below the threshold a candidate may stay that is in a list with a name. */
const doubt = 60
const listed = /^(?:[、，,;；/和与及跟 \t|]|、 )$/u

/** Names that are sure by themselves, and those that stand in a list with one. */
const sure = (text: string, all: FoundName[], threshold: number): FoundName[] => {
  if (all.length < 2) return all.filter(({ sum }) => sum > threshold)
  const isSure = all.map(({ sum }) => sum > threshold)
  const join = (at: number, beside: number): void => {
    const [one, other] = [all[Math.min(at, beside)], all[Math.max(at, beside)]]
    if (one && other && isSure[beside] && !isSure[at] && other.start - one.end < 3 && listed.test(text.slice(one.end, other.start)))
      isSure[at] = true
  }
  for (let at = 1; at < all.length; at++) join(at, at - 1)
  for (let at = all.length - 2; at >= 0; at--) join(at, at + 1)
  return all.filter((_, at) => isSure[at])
}
