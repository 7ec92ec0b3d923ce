import { codeCount, codeOf } from './codes.ts'
import { dangers } from './dangers.ts'
import { type Reading, setAside, trapOf } from './reading.ts'

const cleared = codeOf('cue cleared')
const turnedOut = codeOf('cue turned_out')
const atWork = codeOf('cue at_work')
const thing = codeOf('cue thing')
const nobody = codeOf('cue nobody')
const [minor, weapon, hostage] = [codeOf('minor'), codeOf('weapon'), codeOf('hostage')]
const lookalike = trapOf('lookalike')
const arms = new Uint8Array(codeCount)
for (const role of ['weapon', 'club', 'gun', 'high_place', 'perched', 'self_harm', 'hostage'] as const) arms[codeOf(role)] = 1
const harm = new Uint8Array(codeCount)
for (const role of ['striking', 'threat', 'choking', 'injury'] as const) harm[codeOf(role)] = 1
const numerals = '一二三四五六七八九'
/** Characters between a tool and the work it does, and between a thing and the lock upon it. */
const [workReach, thingReach] = [3, 2]
/** 车里没人 is empty; 屋里没人应 is not. */
const answers = '应答回管能敢理来救帮吭听'

const isIn = ({ hits, codes, aside }: Reading, holds: (at: number, code: number) => boolean): boolean => {
  for (let at = 0; at < hits.count; at++) if (aside[at] === 0 && holds(at, codes[at] as number)) return true
  return false
}

/** A knife that cuts meat, in a sentence in which nobody is hurt. */
const isAtWork = (reading: Reading, tool: number): boolean => {
  const { hits } = reading
  const end = hits.end[tool] as number
  return (
    isIn(
      reading,
      (at, code) =>
        code === atWork &&
        hits.clause[at] === hits.clause[tool] &&
        (hits.start[at] as number) >= end &&
        (hits.start[at] as number) <= end + workReach,
    ) && !isIn(reading, (at, code) => harm[code] === 1 && hits.sentence[at] === hits.sentence[tool])
  )
}
/** Somebody, right before a lock: 我被锁车里. */
const somebody = /[被我他她人们孩儿女爸妈]/
/** And a thing, or somebody with it: 孩子和小狗. */
const beside = /[和跟与及同带抱、]/
/** A key in a locked car (钥匙锁车里), or a lock with nobody behind it. */
const isEmpty = (reading: Reading, lock: number): boolean => {
  const { hits, text } = reading
  const start = hits.start[lock] as number
  if (!'锁关反'.includes(text.charAt(start))) return false
  const isSomebody = somebody.test(text.slice(Math.max(0, start - thingReach), start))
  return isIn(reading, (at, code) => {
    const [from, end] = [hits.start[at] as number, hits.end[at] as number]
    // 孩子和狗锁在车里 is a child, too.
    if (code === thing)
      return (
        end <= start &&
        end >= start - thingReach &&
        !somebody.test(text.slice(end, start).replace('被', '')) &&
        !beside.test(text.slice(Math.max(0, from - 2), from))
      )
    return (
      code === nobody &&
      !isSomebody &&
      hits.sentence[at] === hits.sentence[lock] &&
      from > start &&
      !'这那哪'.includes(text.charAt(from - 1)) &&
      !answers.includes(text.charAt(end) || '。')
    )
  })
}
/** Where a text says what it was instead (一看是钓鱼的): a danger before that was none, unless one stands behind it too. */
const turningPoint = (reading: Reading): number => {
  const { hits, table, count } = reading
  if (count[turnedOut] === 0) return -1
  let point = -1
  isIn(reading, (at, code) => {
    // 所谓…系 turns where its last piece stands.
    if (code === turnedOut) {
      const last = table.lastPiece[hits.entry[at] as number] as number
      point = last > 0 ? (hits.end[at] as number) - last : (hits.start[at] as number)
    }
    return false
  })
  return isIn(reading, (at, code) => (dangers[code] === 1 || harm[code] === 1) && (hits.start[at] as number) > point) ? -1 : point
}

/**
 * What only looks like a danger (像危险): a blade that was an umbrella, a gun long handed in, a knife at work, a locked car with nobody in it;
 * 七十四岁 holds no child of 十四岁.
 */
export const clearLookalikes = (reading: Reading): void => {
  const { hits, codes, count, text } = reading
  const isCleared = (count[cleared] as number) > 0
  const point = turningPoint(reading)
  const isTool = (count[atWork] as number) > 0
  const isLocked = (count[hostage] as number) > 0 && (count[thing] as number) + (count[nobody] as number) > 0
  if (!isCleared && point < 0 && !isTool && !isLocked && count[minor] === 0) return
  for (let at = 0; at < hits.count; at++) {
    const code = codes[at] as number
    const start = hits.start[at] as number
    if (isCleared && arms[code] === 1) setAside(reading, at, lookalike)
    if (start < point && dangers[code] === 1) setAside(reading, at, lookalike)
    if (isTool && code === weapon && isAtWork(reading, at)) setAside(reading, at, lookalike)
    if (isLocked && code === hostage && isEmpty(reading, at)) setAside(reading, at, lookalike)
    if (
      code === minor &&
      start > 0 &&
      '十一二三四五六七八九两'.includes(text.charAt(start)) &&
      (numerals.includes(text.charAt(start - 1)) || text.charAt(start - 1) === '十')
    )
      setAside(reading, at, lookalike)
  }
}
