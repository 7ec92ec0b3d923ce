import type { Unit } from '../../core/people.ts'
import { type UnitTree, unitKind } from '../../core/units.ts'

/** Which unit an incident falls to (管辖). */
export interface Jurisdiction {
  /** The most exact unit known: by the name that the sender gave, else by the address, else the sender's own, else the one at the top. */
  unitOf(
    facts: { readonly unit?: string | undefined; readonly place?: string | undefined; readonly text: string },
    home?: string,
  ): string | undefined
  /** The unit that a task over it is sent to: the station, or whoever stands above where none is known. */
  stationOf(unit: string): string
}

const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '')

/** Words of an address that tell a unit: the places it names as its own, and its short name. */
const areasOf = (unit: Unit): readonly string[] => {
  const short = unit.name.replace(/^.*公安(?:分)?局(?=.)/, '').replace(/(?:派出所|社区警务室|警务室)$/, '')
  return [...(unit.areas ?? []), ...(unitKind(unit) === 'station' || unitKind(unit) === 'community' ? [short] : [])]
    .map(bare)
    .filter((area) => area.length >= 2)
}

/** Opens jurisdiction over the units as they stand. */
export const openJurisdiction = (tree: UnitTree): Jurisdiction => {
  const police = tree.all.filter((unit) => unitKind(unit) !== 'department')
  const byName = new Map(police.flatMap((unit) => [[unit.id, unit.id] as const, [unit.name, unit.id] as const]))
  const areas = police
    .flatMap((unit) => areasOf(unit).map((area) => ({ area, unit: unit.id, depth: tree.above(unit.id).length })))
    // The longest name tells most; of two alike the unit further down.
    .toSorted((a, b) => b.area.length - a.area.length || b.depth - a.depth || (a.unit < b.unit ? -1 : 1))
  const top = police.find(({ parent }) => parent === undefined)?.id
  const found = (words: string): string | undefined => {
    const text = bare(words)
    return areas.find(({ area }) => text.includes(area))?.unit
  }
  return {
    unitOf: ({ unit, place, text }, home) =>
      (unit === undefined ? undefined : byName.get(unit.trim())) ??
      (place === undefined ? undefined : found(place)) ??
      found(text.slice(0, 500)) ??
      home ??
      top,
    stationOf: (unit) => [unit, ...tree.above(unit).map(({ id }) => id)].find((id) => tree.kindOf(id) === 'station') ?? unit,
  }
}
