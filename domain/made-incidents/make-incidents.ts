import type { DisputeClass } from '../../core/disputes.ts'
import type { PlainDate } from '../../core/time.ts'
import { byWeight, type Random, randomOf } from './random.ts'
import type { Grammar, MadeKind, Situation } from './read-grammar.ts'
import { tidySigns } from './sentence.ts'

/** A place that a unit answers for (辖区地名), as it stands in addresses. */
export interface MadeArea {
  readonly name: string
  readonly kind: 'rural' | 'estate' | 'street'
}

/** What a made incident really is: what a reader of its text should find. */
export interface MadeLabels {
  readonly classes: readonly DisputeClass[]
  readonly red: boolean
  readonly kind: MadeKind
  readonly about: string
  readonly trap?: string
  /** The first incident of the same place and cause on this day. */
  readonly chain?: string
  /** The call that this one follows up, in nearly the same words. */
  readonly follows?: string
}

/** A made incident (虚构警情), in the shape that `scan` and the intake take, with its labels beside it. */
export interface MadeIncident {
  readonly source: '110' | '12345' | 'station'
  readonly id: string
  readonly text: string
  readonly at: Date
  readonly place: string
  readonly labels: MadeLabels
}

/** What is asked for. The same question always gives the same incidents. */
export interface MakeFacts {
  readonly seed: number
  readonly day: PlainDate
  readonly count: number
  readonly areas: readonly MadeArea[]
}

/** Calls by hour of the day, in parts; the quiet is before dawn, the peak in the evening. */
const hours = [3, 2, 2, 1, 1, 1, 2, 4, 6, 7, 7, 6, 5, 5, 6, 6, 6, 7, 8, 9, 9, 8, 7, 5]
const nightHours = hours.map((calls, hour) => (hour >= 21 || hour < 6 ? calls : 0))
/** Shares of all incidents: a second call about a matter of this day, and another incident of the same place and cause. */
const followShare = 0.02
const againShare = 0.04
/** Places where the same thing happens day after day, and the share that comes from them. */
const sores = 12
const soreShare = 0.03
/** How many matters of the day may still be followed up. */
const remembered = 300
const dayMs = 86_400_000

interface Matter {
  readonly situation: Situation
  readonly place: string
  readonly kind: MadeKind
  readonly heart: string
  /** Undefined until the first incident of the day. */
  id: string | undefined
}

/** Makes a day of incidents (虚构的一天), in the order of their time. Lazily, so that a million need no more memory than one. */
export const makeIncidents = function* (grammar: Grammar, facts: MakeFacts): Generator<MadeIncident> {
  const random = randomOf(`${facts.seed}/${facts.day}`)
  const towns = facts.areas.filter(({ kind }) => kind !== 'rural')
  const rural = facts.areas.filter(({ kind }) => kind === 'rural')
  const areasFor = (where: Situation['where']): readonly MadeArea[] => {
    const fitting = where === 'town' ? towns : where === 'rural' ? rural : facts.areas
    return fitting.length > 0 ? fitting : facts.areas
  }
  const placeOf = (where: Situation['where'], dice: Random): string => {
    const { name, kind } = dice.of(areasFor(where))
    if (kind === 'rural') return `${name}${dice.of(grammar.steppe)}${dice.below(60) + 1}号`
    if (kind === 'estate') return `${name}${dice.below(24) + 1}号楼${dice.below(4) + 1}单元${dice.below(18) + 1}0${dice.below(4) + 1}`
    return dice.isOf(0.25) ? `${name}${dice.of(grammar.venues)}` : `${name}${dice.below(280) + 1}号`
  }
  const kindNames = Object.keys(grammar.kinds) as MadeKind[] // its keys are the kinds, by type
  const choosers = new Map<string, (at: number) => number>()
  const kindFor = (situation: Situation): MadeKind => {
    const key = situation.kinds.join()
    const choose = choosers.get(key) ?? byWeight(kindNames.map((kind) => (situation.kinds.includes(kind) ? grammar.kinds[kind].weight : 0)))
    choosers.set(key, choose)
    return kindNames[choose(random.next())] ?? 'police'
  }
  const matterOf = (situation: Situation, place: string): Matter => {
    const kind = kindFor(situation)
    return { situation, place, kind, heart: tidySigns(random.of(situation.says[kind])(random)), id: undefined }
  }
  const fresh = {
    day: byWeight(grammar.situations.map(({ weight, isAtNight }) => (isAtNight ? weight / 3 : weight))),
    night: byWeight(grammar.situations.map(({ weight, isAtNight }) => (isAtNight ? weight * 3 : weight))),
  }
  // Sores are the same every day: made of the seed alone.
  const lasting = randomOf(`${facts.seed}/sores`)
  const disputes = grammar.situations.filter(({ classes, isRed, trap }) => classes.length > 0 && !isRed && trap === undefined)
  const sore = Array.from({ length: sores }, () => {
    const situation = lasting.of(disputes)
    return { situation, place: placeOf(situation.where, lasting) }
  })
  const first = new Map<string, string>()
  const matters: Matter[] = []
  const ends = byWeight(hours)
  const midnight = new Date(`${facts.day}T00:00:00+08:00`).getTime()
  const digits = String(facts.count).length

  const textOf = ({ situation, kind, heart }: Matter): string => {
    const { begins, ends } = grammar.kinds[kind]
    const end =
      situation.classes.length > 0 && !situation.isRed && situation.trap === undefined
        ? random.of(ends)(random)
        : kind === 'spoken'
          ? ''
          : '。'
    return tidySigns(`${random.of(begins)(random)}${heart}${end}`)
  }

  const newMatter = (isNight: boolean): Matter => {
    const situation = grammar.situations[(isNight ? fresh.night : fresh.day)(random.next())] ?? random.of(grammar.situations)
    return matterOf(situation, placeOf(situation.where, random))
  }

  for (let n = 0; n < facts.count; n++) {
    const id = `${facts.day.replaceAll('-', '')}-${facts.seed}-${String(n + 1).padStart(digits, '0')}`
    const at = momentOf((n + random.next()) / facts.count, ends)
    const isNight = nightHours[Math.floor(at / 3_600_000)] !== 0
    const roll = random.next()
    const old = matters.length > 0 && roll < followShare + againShare ? random.of(matters) : undefined
    const isFollow = old !== undefined && roll < followShare
    const soreOne = !old && roll < followShare + againShare + soreShare ? random.of(sore) : undefined
    const made = old
      ? isFollow
        ? old
        : matterOf(old.situation, old.place)
      : soreOne
        ? matterOf(soreOne.situation, soreOne.place)
        : newMatter(isNight)
    const { situation, place, kind } = made
    const key = `${place}/${situation.id}`
    const chain = first.get(key)
    const text = isFollow ? random.of(grammar.follows).replace('{first}', made.heart) : textOf(made)
    const isOpen = situation.classes.length > 0 && situation.trap === undefined
    if (isOpen && !isFollow) {
      made.id = id
      if (chain === undefined) first.set(key, id)
      if (matters.length < remembered) matters.push(made)
      else matters[n % remembered] = made
      // Only matters that can still come again are kept, so that a million need no more memory.
      if (first.size > 4 * remembered) first.delete(first.keys().next().value ?? '')
    }
    yield {
      source: kind === 'hotline' ? '12345' : kind === 'record' ? 'station' : '110',
      id,
      text,
      at: new Date(midnight + at),
      place,
      labels: {
        classes: situation.classes,
        red: situation.isRed,
        kind: isFollow ? 'spoken' : kind,
        about: situation.id,
        ...(situation.trap === undefined ? {} : { trap: situation.trap }),
        ...(chain === undefined || !isOpen ? {} : { chain }),
        ...(isFollow && made.id !== undefined ? { follows: made.id } : {}),
      },
    }
  }
}

/** The moment of the day, in milliseconds, at which such a share of the calls has come in. */
const momentOf = (share: number, choose: (at: number) => number): number => {
  const hour = choose(share)
  const sum = hours.reduce((total, calls) => total + calls, 0)
  const before = hours.slice(0, hour).reduce((total, calls) => total + calls, 0)
  const within = Math.min(0.999, Math.max(0, (share * sum - before) / (hours[hour] ?? 1)))
  return Math.min(dayMs - 1_000, Math.floor(((hour + within) * 3_600_000) / 1_000) * 1_000)
}
