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

const kindOf = (area: string): MadeArea['kind'] => {
  if (/苏木|嘎查|牧|乡$|镇$|村$|营子|旗$/.test(area)) return 'rural'
  return /[路街巷]$|道$/.test(area) ? 'street' : 'estate'
}

/** Where incidents of these units may happen: the areas that stations and communities answer for. */
export const areasOf = (units: readonly Unit[]): readonly MadeArea[] =>
  [...new Set(units.filter((unit) => ['station', 'community'].includes(unitKind(unit))).flatMap(({ areas }) => areas ?? []))].map(
    (name) => ({
      name,
      kind: kindOf(name),
    }),
  )

/** A day of invented incidents over invented places. */
export const madeIncidents = (
  units: readonly Unit[],
  facts: { readonly seed: number; readonly day: string; readonly count: number },
): Generator<MadeIncident> => makeIncidents(shippedGrammar(), { ...facts, areas: areasOf(units) })
