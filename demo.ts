import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { SettingError } from './core/errors.ts'
import { type Unit, unitKinds, type Who } from './core/people.ts'
import type { Store } from './core/ports.ts'
import { type Clock, shanghaiDate } from './core/time.ts'
import { readDemoPeople } from './domain/people/demo-people.ts'
import { demoFile } from './domain/records/demo-files.ts'
import { registryKey } from './domain/records/embedded.ts'
import { claimsOf } from './server/auth/claims.ts'
import type { DemoPeople } from './server/demo-identity/demo-identity.ts'

const unitRows = z.array(
  z.strictObject({
    id: z
      .string()
      .regex(/^(?:\d{6}|\d{9}|\d{12}|\d{6}-[a-z][a-z-]{1,30})$/, 'the area code of 6, 9 or 12 digits; of a department code-duty'),
    name: z.string().min(1),
    parent: z.string().optional(),
    phone: z.string(),
    address: z.string(),
    kind: z.enum(unitKinds).optional(),
    areas: z.array(z.string().min(2)).optional(),
    duty: z
      .string()
      .regex(/^[a-z_]{2,40}$/, 'small letters and _')
      .optional(),
  }),
)

/**
 * A bureau, its banners, stations and communities, and the departments that are called to help, from YAML: rows of
 * `{id, name, parent?, phone, address, kind?, areas?, duty?}`; the id is the area code.
 */
export const parseUnits = (text: string): readonly Unit[] => {
  const parsed = unitRows.safeParse(parse(text))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new SettingError({ setting: 'units file', why: `${issue?.path.join('.') || 'file'}: ${issue?.message ?? 'wrong shape'}` })
  }
  return parsed.data.map((unit) => ({ ...unit, parent: unit.parent }))
}

/** The invented bureau and its stations. */
const readUnits = (dataFolder: string): readonly Unit[] => parseUnits(readFileSync(join(dataFolder, 'demo', 'units.yaml'), 'utf8'))

/** Puts invented people and what the embedded registry holds of them into the store; again and again gives the same. */
export const seedPeople = async (store: Store, text: string, facts: { dataFolder: string; clock: Clock }): Promise<number> => {
  const asOf = shanghaiDate(facts.clock())
  const units = readUnits(facts.dataFolder)
  let people: ReturnType<typeof readDemoPeople>
  try {
    people = readDemoPeople(parse(text), { units, asOf })
  } catch (cause) {
    throw new SettingError({ setting: 'people file', why: cause instanceof Error ? cause.message : 'unreadable' })
  }
  await store.transaction(async (records) => {
    for (const unit of units) await records.people.saveUnit(unit)
    for (const { who, state } of people) {
      await records.people.save(who)
      if (who.kind === 'citizen' && state)
        await records.registryFiles.save(registryKey(who.document.number), demoFile(state, who.birth, asOf))
    }
  })
  return people.length
}

/** Seeds the shipped people when the store has none, or has them as an early version shipped them: units without a kind get no work. */
export const seedOnce = async (store: Store, facts: { dataFolder: string; clock: Clock }): Promise<void> => {
  const there = new Map((await store.people.listUnits()).map((unit) => [unit.id, unit]))
  const isOfToday = (unit: Unit): boolean => {
    const stored = there.get(unit.id)
    return stored !== undefined && (stored.kind !== undefined || unit.kind === undefined)
  }
  if (there.size > 0 && readUnits(facts.dataFolder).every(isOfToday)) return
  await seedPeople(store, readFileSync(join(facts.dataFolder, 'demo', 'people.yaml'), 'utf8'), facts)
}

/** One line of `main.ts personas`. */
export interface PersonaLine {
  readonly id: string
  readonly kind: Who['kind']
  readonly name: string
  readonly state: string | undefined
  readonly roles: readonly string[]
  readonly unit: string | undefined
}

/** Everybody that a demo knows, with the record state that was seeded. Demo only: the state is in no other list. */
export const listPersonas = async (store: Store): Promise<readonly PersonaLine[]> =>
  Promise.all(
    (await store.people.list()).map(async (who) =>
      who.kind === 'officer'
        ? { id: who.id, kind: who.kind, name: who.name, state: undefined, roles: who.roles, unit: who.unit }
        : {
            id: who.id,
            kind: who.kind,
            name: who.name,
            state: (await store.registryFiles.find(registryKey(who.document.number)))?.demoState ?? 'R0',
            roles: [],
            unit: who.hukouUnit ?? who.residenceUnit,
          },
    ),
  )

const noteRow = z.object({ id: z.string(), note: z.string().optional() })
const noteRows = z.object({ people: z.array(noteRow) })
const caseNotes = z.object({ cases: z.array(z.object({ person: noteRow })) })

/** Invented people in the order of the sign-in page: those that ship, then those whose applications a new demo begins with. */
const noted = (dataFolder: string): readonly z.output<typeof noteRow>[] => {
  const read = (name: string): unknown => parse(readFileSync(join(dataFolder, 'demo', name), 'utf8'))
  return [...noteRows.parse(read('people.yaml')).people, ...caseNotes.parse(read('cases.yaml')).cases.map(({ person }) => person)]
}

/** What the demo sign-in page and provider ask for. Notes come from the shipped files; who is who from the store. */
export const demoPeople = (store: Store, dataFolder: string): DemoPeople => {
  const rows = noted(dataFolder)
  const notes = new Map(rows.map((row) => [row.id, row.note ?? '']))
  const order = new Map(rows.map((row, index) => [row.id, index]))
  return {
    async personas() {
      const units = new Map((await store.people.listUnits()).map((unit) => [unit.id, unit.name]))
      const people = [...(await store.people.list())].sort((a, b) => (order.get(a.id) ?? 1e9) - (order.get(b.id) ?? 1e9))
      return people.map((who) => ({
        id: who.id,
        name: who.name,
        kind: who.kind,
        note: notes.get(who.id) ?? '',
        group: who.kind === 'citizen' ? '群众' : (units.get(who.unit) ?? '民警'),
      }))
    },
    async claims(id) {
      const who = await store.people.find(id)
      return who && claimsOf(who)
    },
  }
}
