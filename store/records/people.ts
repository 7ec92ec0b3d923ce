import { and, asc, eq } from 'drizzle-orm'
import type { Citizen, Officer, Unit, Who } from '../../core/people.ts'
import type { People } from '../../core/ports.ts'
import type { Cipher } from '../cipher.ts'
import type { Tables } from '../database.ts'
import { type Ground, orUndefined } from './ground.ts'
import { isListedText, listOf } from './lists.ts'
import { gap, once } from './prepared.ts'

/** Everything about a citizen but the id is personal; of an officer, the name. */
type Personal = Omit<Citizen, 'kind' | 'id'> | { readonly name: string }

/** A person as a row of their table holds them. */
export const personOf = (row: Tables['people']['$inferSelect'], cipher: Cipher): Who => {
  if (row.kind === 'citizen') {
    const personal = cipher.openJson<Omit<Citizen, 'kind' | 'id'>>('people.personal', row.id, row.personal)
    const { phone, hukouUnit, residenceUnit } = personal
    return { ...personal, kind: 'citizen', id: row.id, phone, hukouUnit, residenceUnit }
  }
  const { name } = cipher.openJson<{ name: string }>('people.personal', row.id, row.personal)
  return { kind: 'officer', id: row.id, name, unit: row.unit ?? '', roles: row.roles ?? [] }
}

/** People and units. */
export const people = (ground: Ground): People => {
  const { db, tables, cipher } = ground
  const { people, units } = tables
  const whoOf = (row: typeof people.$inferSelect): Who => personOf(row, cipher)
  const unitOf = (row: typeof units.$inferSelect): Unit => ({
    ...row,
    parent: orUndefined(row.parent),
    kind: orUndefined(row.kind),
    areas: orUndefined(row.areas),
    duty: orUndefined(row.duty),
  })
  const find = once(() =>
    db
      .select()
      .from(people)
      .where(eq(people.id, gap('id')))
      .prepare('find_person'),
  )
  const officersOf = once(() =>
    db
      .select()
      .from(people)
      .where(and(eq(people.kind, 'officer'), isListedText(ground, people.unit, 'units')))
      .orderBy(asc(people.id))
      .prepare('officers_of_units'),
  )
  const officersBy = once(() =>
    db
      .select()
      .from(people)
      .where(and(eq(people.kind, 'officer'), isListedText(ground, people.id, 'ids')))
      .prepare('officers_by_ids'),
  )
  const byIds = once(() =>
    db
      .select()
      .from(people)
      .where(isListedText(ground, people.id, 'ids'))
      .prepare('people_by_ids'),
  )
  const isOfficer = (who: Who): who is Officer => who.kind === 'officer'
  return {
    find: async (id) => {
      const [row] = await find().execute({ id })
      return row && whoOf(row)
    },
    save: async (person) => {
      const { kind, id, ...rest } = person
      const personal: Personal = person.kind === 'citizen' ? rest : { name: person.name }
      const columns = {
        kind,
        unit: person.kind === 'officer' ? person.unit : null,
        roles: person.kind === 'officer' ? person.roles : null,
        personal: cipher.sealJson('people.personal', id, personal),
      }
      await db
        .insert(people)
        .values({ id, ...columns })
        .onConflictDoUpdate({ target: people.id, set: columns })
    },
    list: async () => (await db.select().from(people).orderBy(asc(people.id))).map(whoOf),
    officersOf: async (wanted) => (await officersOf().execute({ units: listOf(ground, wanted) })).map(whoOf).filter(isOfficer),
    byIds: async (ids) => {
      if (ids.length === 0) return new Map()
      const rows = await byIds().execute({ ids: listOf(ground, ids) })
      return new Map(rows.map(whoOf).map((who) => [who.id, who]))
    },
    namesOf: async (officers) => {
      if (officers.length === 0) return new Map()
      const rows = await officersBy().execute({ ids: listOf(ground, officers) })
      return new Map(rows.map(whoOf).map(({ id, name }) => [id, name]))
    },
    findUnit: async (id) => {
      const [row] = await db.select().from(units).where(eq(units.id, id))
      return row && unitOf(row)
    },
    saveUnit: async ({ id, name, parent, phone, address, kind, areas, duty }) => {
      const columns = { name, parent: parent ?? null, phone, address, kind: kind ?? null, areas: areas ?? null, duty: duty ?? null }
      await db
        .insert(units)
        .values({ id, ...columns })
        .onConflictDoUpdate({ target: units.id, set: columns })
    },
    listUnits: async () => (await db.select().from(units).orderBy(asc(units.id))).map(unitOf),
  }
}
