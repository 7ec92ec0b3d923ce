import { codeCount, codeOf } from './codes.ts'
import { type Reading, setAside, trapOf } from './reading.ts'

const negation = codeOf('cue negation')
const affirmed = codeOf('cue affirmed')
const turn = codeOf('cue turn')
const negated = trapOf('negated')
/** A negation inside one of these is part of it: 不给, 没少. */
const absorbs = new Uint8Array(codeCount)
/** What can be negated. */
const content = new Uint8Array(codeCount)
for (let code = 0; code < codeCount; code++) {
  const isCue = code >= codeOf('cue negation') && code < codeOf('weapon')
  content[code] = isCue ? 0 : 1
  absorbs[code] = isCue ? 0 : 1
}
absorbs[affirmed] = 1
absorbs[codeOf('cue other_sense')] = 1
absorbs[codeOf('cue fixed_phrase')] = 1
absorbs[codeOf('cue real')] = 1
absorbs[codeOf('happening')] = 0
content[codeOf('happening')] = 0

/** A cue that reaches further than this denies all that it reaches: 未发现有人持刀. */
const nearest = 6

const isAbsorbed = (reading: Reading, cue: number, widest: number): boolean => {
  const { hits, table, codes } = reading
  const start = hits.start[cue] as number
  const end = hits.end[cue] as number
  for (let at = cue - 1; at >= 0 && hits.end[at] === end; at--) if (swallows(reading, at, start)) return true
  for (let at = cue + 1; reaches(reading, at, cue, start + widest); at++) {
    if ((hits.start[at] as number) > start) continue
    if (table.lastPiece[hits.entry[at] as number] === 0 && swallows(reading, at, start)) return true
    // A longer negation (没有) speaks for the shorter (没).
    if ((hits.start[at] as number) <= start && codes[at] === negation) return true
  }
  return false
}
const swallows = (reading: Reading, at: number, start: number): boolean =>
  (reading.hits.start[at] as number) <= start && absorbs[reading.codes[at] as number] === 1

/** The widest hit. Hits stand by their end: from one whose end lies further than this behind a place, none reaches back to it. */
const widestOf = ({ hits }: Reading): number => {
  let widest = 0
  for (let at = 0; at < hits.count; at++) widest = Math.max(widest, (hits.end[at] as number) - (hits.start[at] as number))
  return widest
}

/** A hit of the same clause that ends no further than `to`. */
const reaches = ({ hits }: Reading, at: number, cue: number, to: number): boolean =>
  at < hits.count && hits.clause[at] === hits.clause[cue] && (hits.end[at] as number) <= to

/** Where a hit begins for a negation that ends at `end`: 丈夫没有打我 is a word with a gap that the negation stands in, and begins behind it. */
const begins = ({ hits, table }: Reading, at: number, end: number): number => {
  const start = hits.start[at] as number
  const last = table.lastPiece[hits.entry[at] as number] as number
  return last > 0 && start < end ? (hits.end[at] as number) - last : start
}

/**
 * Negation (否定) reaches the nearest word after it in its clause, at most `window` characters on, and not past a turn (但, 结果); what somebody
 * looked for and did not find (未发现) is denied as a whole. What sounds like one and is none (不是没, 没少, 没完没了) was written down as `affirmed`.
 */
export const negate = (reading: Reading): void => {
  const { hits, table, codes } = reading
  if (reading.count[negation] === 0) return
  // Every cue looks at its neighbours alone, also where a clause is a whole page of 没没没.
  const widest = widestOf(reading)
  for (let cue = 0; cue < hits.count; cue++) {
    if (codes[cue] !== negation || reading.aside[cue] !== 0 || isAbsorbed(reading, cue, widest)) continue
    const end = hits.end[cue] as number
    const window = table.window[hits.entry[cue] as number] as number
    const reach = end + window
    let from = reach + 1
    let turned = reach + 1
    let until = 0
    for (let at = cue + 1; reaches(reading, at, cue, reach + widest); at++) {
      const start = begins(reading, at, end)
      const code = codes[at] as number
      if (start < end) continue
      if (code === turn) turned = Math.min(turned, start)
      // A word inside another (地 in 本地人) is not what is denied.
      if (content[code] === 1 && reading.aside[at] === 0 && start < from) {
        from = start
        until = hits.end[at] as number
      }
    }
    if (from > reach || from >= turned) continue
    for (let at = cue + 1; reaches(reading, at, cue, Math.max(reach, until) + widest); at++) {
      if (content[codes[at] as number] === 0) continue
      const start = begins(reading, at, end)
      if (start >= from && start < (window > nearest ? Math.min(reach, turned) : Math.max(until, from + 1))) setAside(reading, at, negated)
    }
  }
}
