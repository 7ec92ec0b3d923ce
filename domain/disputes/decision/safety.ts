import { codeCount, codeOf } from '../context/codes.ts'
import type { Reading } from '../context/reading.ts'

const [gun, weapon, club, holding, fire, burning] = (['gun', 'weapon', 'club', 'holding', 'fire', 'burning'] as const).map(codeOf) as [
  number,
  number,
  number,
  number,
  number,
  number,
]
const [selfHarm, perched, childBeaten, choking, hostage, threat] = (
  ['self_harm', 'perched', 'child_beaten', 'choking', 'hostage', 'threat'] as const
).map(codeOf) as [number, number, number, number, number, number]
const [striking, highPlace] = [codeOf('striking'), codeOf('high_place')]
const arms = new Uint8Array(codeCount)
arms[weapon] = 1
arms[club] = 2

/** Characters between a weapon and the hand that holds it. */
const armsLength = 7

/**
 * The first weapon that somebody has in hand or uses (正持械), or -1: 拿菜刀, 刀架脖子上. A knife on a stall is none, and a stick has to be
 * raised against somebody.
 */
export const heldWeapon = (reading: Reading): number => {
  const { hits, codes, aside, count } = reading
  if ((count[weapon] as number) + (count[club] as number) === 0) return -1
  if ((count[holding] as number) + (count[striking] as number) === 0) return -1
  let clubAt = -1
  for (let at = 0; at < hits.count; at++) {
    const kind = arms[codes[at] as number] as number
    if (kind === 0 || aside[at] !== 0) continue
    if (kind === 2 && clubAt >= 0) continue
    for (let hand = 0; hand < hits.count; hand++) {
      const code = codes[hand] as number
      if (aside[hand] !== 0 || hits.sentence[hand] !== hits.sentence[at] || !(code === striking || (code === holding && kind === 1)))
        continue
      const start = hits.start[at] as number
      const end = hits.end[at] as number
      const gap = (hits.end[hand] as number) <= start ? start - (hits.end[hand] as number) : (hits.start[hand] as number) - end
      if (gap > armsLength) continue
      if (kind === 1) return at
      clubAt = at
      break
    }
  }
  return clubAt
}

/** What makes an incident red at once (现实危险), whatever its points: rule and hit. */
export interface Danger {
  rule: string
  at: number
  /** Of a scene: all of the text that tells of it. */
  span?: readonly [start: number, end: number]
}

const first = (reading: Reading, code: number): number => reading.first[code] as number

/** The danger that a text tells of, or undefined. `held` is what heldWeapon found. */
export const dangerIn = (reading: Reading, held: number): Danger | undefined => {
  const { count, codes } = reading
  if ((count[gun] as number) > 0) return { rule: 'safety_gun', at: first(reading, gun) }
  if (held >= 0 && codes[held] === weapon) return { rule: 'safety_weapon', at: held }
  if ((count[burning] as number) > 0) return { rule: 'safety_fire', at: first(reading, burning) }
  if ((count[perched] as number) > 0) return { rule: 'safety_self_harm', at: first(reading, perched) }
  if ((count[childBeaten] as number) > 0) return { rule: 'safety_child', at: first(reading, childBeaten) }
  if ((count[choking] as number) > 0) return { rule: 'safety_assault', at: first(reading, choking) }
  if ((count[hostage] as number) > 0) return { rule: 'safety_hostage', at: first(reading, hostage) }
  if (held >= 0) return { rule: 'safety_weapon', at: held }
  if ((count[weapon] as number) > 0 && (count[threat] as number) > 0) return { rule: 'safety_weapon', at: first(reading, weapon) }
  if ((count[selfHarm] as number) > 0 && (count[highPlace] as number) > 0) return { rule: 'safety_self_harm', at: first(reading, selfHarm) }
  if ((count[fire] as number) > 0 && (count[threat] as number) > 0) return { rule: 'safety_fire', at: first(reading, fire) }
  if ((count[selfHarm] as number) > 1) return { rule: 'safety_self_harm', at: first(reading, selfHarm) }
  return undefined
}
