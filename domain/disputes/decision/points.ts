import type { IncidentFacts, Reason } from '../../../core/disputes.ts'
import { type CodeName, codeOf } from '../context/codes.ts'
import type { Reading } from '../context/reading.ts'
import { crowdIn, crowdPoints } from './crowd.ts'

/** One reason for a hit. */
export const reasonAt = ({ hits, text }: Reading, at: number, rule: string, points: number): Reason => {
  const [start, end] = [hits.start[at] as number, hits.end[at] as number]
  return { word: text.slice(start, end), at: start, rule, points }
}

const basePoints = 10
const happeningPoints = 10
/** The same place and cause within thirty days (同地点同事由), by how often before: of the chain of events, never of a person. */
const earlierPoints = (earlier: number): number => (earlier >= 4 ? 25 : earlier >= 2 ? 15 : earlier >= 1 ? 8 : 0)

/** Months (1 to 12, of Asia/Shanghai) in which a season's word counts. */
const seasons: readonly (readonly [words: RegExp, months: readonly number[]])[] = [
  [/^打草/, [7, 8, 9, 10]],
  [/^接羔/, [1, 2, 3, 4, 5]],
  [/^(?:春播|播种|种地|开犁)/, [4, 5, 6]],
  [/^(?:秋收|收秋|收割)/, [8, 9, 10, 11]],
  [/^(?:浇地|灌溉)/, [4, 5, 6, 7, 8, 9]],
  [/^(?:供暖|供热|暖气|采暖|停暖)/, [10, 11, 12, 1, 2, 3, 4]],
]
const shanghaiOffsetMs = 8 * 3_600_000
const isInSeason = (word: string, at: Date | undefined): boolean => {
  if (at === undefined) return true
  const month = new Date(at.getTime() + shanghaiOffsetMs).getUTCMonth() + 1
  const season = seasons.find(([words]) => words.test(word))
  return season === undefined || season[1].includes(month)
}

/** Factors that count once, wherever they stand. */
const plain: readonly CodeName[] = ['injury', 'drunk', 'confined', 'urgent', 'settlement_broken', 'protection_order']
const [minor, vulnerable, familyViolence, threat, gun, fire, burning, selfHarm, crowd, happening, season, settled] = (
  [
    'minor',
    'vulnerable',
    'family_violence',
    'threat',
    'gun',
    'fire',
    'burning',
    'self_harm',
    'crowd',
    'happening',
    'season',
    'settled',
  ] as const
).map(codeOf) as [number, number, number, number, number, number, number, number, number, number, number, number]
const harm = (
  ['conflict', 'injury', 'threat', 'confined', 'family_violence', 'child_beaten', 'choking', 'self_harm', 'weapon', 'gun'] as const
).map(codeOf)
const plainCodes = plain.map(codeOf)
const [family, land, housing, injuries] = [0, 4, 5, 7]

const hasHarm = ({ count }: Reading): boolean => harm.some((code) => (count[code] as number) > 0)

/** What the points are worked out from. */
export interface PointsAsked {
  readonly reading: Reading
  /** The hit that names the dispute, or -1. */
  readonly base: number
  readonly baseReason: Reason
  readonly classes: readonly number[]
  readonly facts: IncidentFacts
  /** A weapon in somebody's hand, or -1. */
  readonly held: number
  readonly isWithdrawn: boolean
}

/** The reasons that carry points (计分), each once, in the order of the table of docs/disputes.md. */
export const pointReasons = ({ reading, baseReason, classes, facts, held, isWithdrawn }: PointsAsked): Reason[] => {
  const { count, first, table, hits, text } = reading
  const reasons: Reason[] = [{ ...baseReason, points: basePoints }]
  const add = (code: number, rule: string): void => {
    const at = first[code] as number
    if ((count[code] as number) > 0) reasons.push(reasonAt(reading, at, rule, table.points[hits.entry[at] as number] as number))
  }
  if (!isWithdrawn && (count[happening] as number) > 0)
    reasons.push(reasonAt(reading, first[happening] as number, 'happening', happeningPoints))
  const armed =
    (count[gun] as number) > 0
      ? (first[gun] as number)
      : held >= 0
        ? held
        : (count[burning] as number) > 0
          ? (first[burning] as number)
          : -1
  if (armed >= 0) reasons.push(reasonAt(reading, armed, 'weapon', 40))
  else if ((count[fire] as number) > 0 && (count[threat] as number) > 0) add(fire, 'weapon')
  add(threat, 'threat')
  if ((count[selfHarm] as number) > 0) add(selfHarm, 'self_harm')
  for (const [at, code] of plainCodes.entries()) add(code, plain[at] ?? '')
  if (hasHarm(reading) || classes.includes(injuries)) {
    add(minor, 'minor')
    add(vulnerable, 'vulnerable')
  }
  if (classes.includes(family)) add(familyViolence, 'family_violence')
  const { people, at, end } = crowdIn(text)
  if (crowdPoints(people) > 0) reasons.push({ word: text.slice(at, end), at, rule: 'crowd', points: crowdPoints(people) })
  else if ((count[crowd] as number) > 0) reasons.push(reasonAt(reading, first[crowd] as number, 'crowd', crowdPoints(5)))
  if (classes.includes(land) || classes.includes(housing)) {
    const own = first[season] as number
    if ((count[season] as number) > 0 && isInSeason(text.slice(hits.start[own], hits.end[own]), facts.at)) add(season, 'season')
  }
  const earlier = earlierPoints(facts.earlier ?? 0)
  if (earlier > 0) reasons.push({ word: '', at: 0, rule: 'repeated', points: earlier })
  add(settled, 'settled')
  return reasons
}
