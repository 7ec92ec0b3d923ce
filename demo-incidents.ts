import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Unit } from './core/people.ts'
import { unitKind } from './core/units.ts'
import { type MadeArea, type MadeIncident, makeIncidents } from './domain/made-incidents/make-incidents.ts'
import { type Grammar, readGrammar } from './domain/made-incidents/read-grammar.ts'

const folder = join(import.meta.dirname, 'data', 'demo', 'incidents')

/** The grammar that ships, read and checked. */
export const shippedGrammar = (): Grammar =>
  readGrammar(
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })),
  )

const isRural = (name: string): boolean => /苏木|嘎查|牧|乡|镇|村|营子|艾里/.test(name)

/** Where incidents of these units may happen: the areas they answer for, or what a station is called after. */
export const areasOf = (units: readonly Unit[]): readonly MadeArea[] => {
  const areas = units
    .filter((unit) => ['station', 'community'].includes(unitKind(unit)))
    .flatMap(({ name, areas: own }) => (own && own.length > 0 ? own : [name.replace(/^.*公安局|派出所$|社区警务室$/g, '')]))
  return [...new Set(areas)].map((name) => ({ name, isRural: isRural(name) }))
}

/** A day of invented incidents over invented places. */
export const madeIncidents = (
  units: readonly Unit[],
  facts: { readonly seed: number; readonly day: string; readonly count: number },
): Generator<MadeIncident> => makeIncidents(shippedGrammar(), { ...facts, areas: areasOf(units) })
