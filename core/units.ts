import type { Unit, UnitKind } from './people.ts'

/** The units of a bureau as a tree (单位树): who stands above whom, to any depth. */
export interface UnitTree {
  readonly all: readonly Unit[]
  find(id: string): Unit | undefined
  kindOf(id: string): UnitKind | undefined
  /** The unit and everything below it (所辖单位); empty for a unit that is not there. */
  under(id: string): readonly string[]
  /** The units above it (上级单位), nearest first. */
  above(id: string): readonly Unit[]
  nameOf(id: string): string
}

/** What a unit is, also where nobody said. */
export const unitKind = (unit: Unit): UnitKind => unit.kind ?? (unit.parent === undefined ? 'city' : 'station')

/** Builds the tree. A parent that is not there ends the chain; a circle, which no chain of command has, is cut. */
export const unitTree = (units: readonly Unit[]): UnitTree => {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const children = new Map<string, string[]>()
  for (const { id, parent } of units) if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), id])
  const under = (id: string): readonly string[] => {
    if (!byId.has(id)) return []
    const found = new Set([id])
    for (const one of found) for (const child of children.get(one) ?? []) found.add(child)
    return [...found]
  }
  const above = (id: string): readonly Unit[] => {
    const found = new Set<Unit>()
    for (let parent = byId.get(id)?.parent; parent !== undefined && parent !== id; ) {
      const unit = byId.get(parent)
      if (!unit || found.has(unit)) break
      found.add(unit)
      parent = unit.parent
    }
    return [...found]
  }
  const find = (id: string): Unit | undefined => byId.get(id)
  return {
    all: units,
    find,
    kindOf: (id) => {
      const unit = find(id)
      return unit && unitKind(unit)
    },
    under,
    above,
    nameOf: (id) => find(id)?.name ?? id,
  }
}
