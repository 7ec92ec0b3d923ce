import { codeCount, codeOf } from './codes.ts'
import { dangers } from './dangers.ts'
import { type Reading, setAside, trapOf } from './reading.ts'

const cue = {
  past: codeOf('cue past'),
  dated: codeOf('cue dated'),
  supposed: codeOf('cue supposed'),
  consultation: codeOf('cue consultation'),
  lawQuestion: codeOf('cue law_question'),
} as const
const injury = codeOf('injury')
const trap = { past: trapOf('past'), hypothetical: trapOf('hypothetical'), lawQuestion: trapOf('law_question') } as const
/** What tells of this very hour, or that it came again. */
const now = new Uint8Array(codeCount)
for (const name of ['happening', 'cue ongoing', 'cue again', 'cue turn'] as const) now[codeOf(name)] = 1
/** What somebody did to somebody: 过 right behind it says that it is over (捅过, 拿过). */
const deeds = new Uint8Array(codeCount)
for (const name of ['holding', 'striking', 'choking', 'child_beaten', 'self_harm', 'conflict', 'threat'] as const) deeds[codeOf(name)] = 1

const stands = ({ codes, aside }: Reading, at: number, code: number): boolean => aside[at] === 0 && codes[at] === code
const inClause = (reading: Reading, clause: number | undefined, holds: (at: number) => boolean): boolean => {
  for (let at = 0; at < reading.hits.count; at++) if (reading.hits.clause[at] === clause && holds(at)) return true
  return false
}
const isAsking = (reading: Reading, clause: number | undefined): boolean =>
  inClause(reading, clause, (at) => stands(reading, at, cue.consultation) || stands(reading, at, cue.lawQuestion))

/** Times of day, and what stands in 正当防卫 and 凉快: in a clause that asks they tell at most when it is asked. */
const onlyTimes = /^(?:今|现在|这会儿|此刻|眼下|目前|刚|正$|快$)/
/** Whether a clause tells of now: 今天是来问手续 does not, 到楼下了怎么办 does. */
const tellsOfNow = (reading: Reading): boolean => {
  const { hits, codes, aside, text } = reading
  for (let at = 0; at < hits.count; at++)
    if (
      aside[at] === 0 &&
      now[codes[at] as number] === 1 &&
      !(onlyTimes.test(text.slice(hits.start[at], hits.end[at])) && isAsking(reading, hits.clause[at]))
    )
      return true
  return false
}

/** 捅过一刀 is over; 砍过来 is not. */
const isDone = (text: string, end: number): boolean => text.charAt(end) === '过' && !'来去分头'.includes(text.charAt(end + 1) || '去')
const isOver = (reading: Reading, danger: number): boolean => {
  const { hits, codes, aside, text } = reading
  for (let at = 0; at < hits.count; at++) {
    if (hits.clause[at] !== hits.clause[danger] || aside[at] !== 0) continue
    const code = codes[at] as number
    if ((code === cue.past || code === cue.dated) && (hits.end[at] as number) <= (hits.start[danger] as number)) return true
    if (deeds[code] === 1 && isDone(text, hits.end[at] as number)) return true
  }
  return false
}

/** What somebody else said begins behind one of these: 他说要是报警就砍死我 supposes nothing, nor does 要是不给钱他就点房子, which threatens. */
const told = /[说讲喊骂称吼言胁道:：“"「]\S?$/u
const isSupposed = (reading: Reading, danger: number): boolean => {
  const { hits, text } = reading
  for (let at = 0; at < hits.count && at < danger; at++)
    if (stands(reading, at, cue.supposed) && hits.clause[at] === hits.clause[danger])
      return (
        !told.test(text.slice(Math.max(0, (hits.start[at] as number) - 2), hits.start[at])) &&
        !text.slice(hits.end[at], (hits.start[danger] as number) + 1).includes('就')
      )
  return false
}

/**
 * Sets aside dangers of which a text that asks something says in their own clause that they are over, only supposed, or asked about (当年捅过; 要是有人
 * 拿刀; 持刀抢劫判几年), unless anything in it tells of now or of somebody hurt. In doubt a danger stays.
 */
export const setAsideNotNow = (reading: Reading): void => {
  const { hits, codes, count, aside } = reading
  let hasDanger = false
  for (let code = 0; code < codeCount && !hasDanger; code++) hasDanger = dangers[code] === 1 && (count[code] as number) > 0
  const asks = (count[cue.consultation] as number) + (count[cue.lawQuestion] as number) > 0
  if (!hasDanger || !asks || (count[injury] as number) > 0 || tellsOfNow(reading)) return
  for (let at = 0; at < hits.count; at++) {
    if (aside[at] !== 0 || dangers[codes[at] as number] !== 1) continue
    if (isOver(reading, at)) setAside(reading, at, trap.past)
    else if (isSupposed(reading, at)) setAside(reading, at, trap.hypothetical)
    else if (inClause(reading, hits.clause[at], (other) => stands(reading, other, cue.lawQuestion))) setAside(reading, at, trap.lawQuestion)
  }
}
