import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Config } from './config.ts'
import { purposes } from './core/certificates.ts'
import { SettingError } from './core/errors.ts'
import type { Store } from './core/ports.ts'
import { type Clock, shanghaiDate } from './core/time.ts'
import type { Calendar } from './domain/calendar/calendar.ts'
import { intakeDoor } from './domain/certificates/intake/door.ts'
import { type DemoPerson, readDemoPeople } from './domain/people/demo-people.ts'
import { demoFile } from './domain/records/demo-files.ts'
import { registryKey } from './domain/records/embedded.ts'
import { openSeal } from './institution-seal.ts'
import type { Keyring } from './keyring.ts'
import { openApprovals } from './open-approvals.ts'
import { openCertificates } from './open-certificates.ts'
import { openOfficerDesk } from './open-officer-desk.ts'

const hourMs = 3_600_000
const note = z.string().min(2)
const caseRows = z.object({
  cases: z.array(
    z.strictObject({
      person: z.unknown(),
      purpose: z.enum(purposes),
      hours_ago: z.number().positive(),
      worked: z
        .array(
          z.discriminatedUnion('act', [
            z.strictObject({ by: z.string(), act: z.literal('claim') }),
            z.strictObject({ by: z.string(), act: z.literal('refuse'), note }),
          ]),
        )
        .default([]),
    }),
  ),
})

/** What a played desk stands on. */
export interface CasesGround {
  readonly config: Config
  readonly keyring: Keyring
  readonly store: Store
  readonly calendar: Calendar
  readonly log: Logger
}

const file = join(import.meta.dirname, 'data', 'demo', 'cases.yaml')

/** The shipped applications, with their people. Throws SettingError when the file is wrong. */
const readCases = async (store: Store, asOf: string) => {
  const parsed = caseRows.safeParse(parse(readFileSync(file, 'utf8')))
  if (!parsed.success) throw new SettingError({ setting: 'data/demo/cases.yaml', why: parsed.error.issues[0]?.message ?? 'wrong shape' })
  const units = await store.people.listUnits()
  const people = readDemoPeople(
    parsed.data.cases.map(({ person }) => person),
    { units, asOf },
  )
  return parsed.data.cases.flatMap((one, index) => {
    const person = people[index]
    return person ? [{ ...one, person }] : []
  })
}

const savePerson = (store: Store, { who, state }: DemoPerson, asOf: string): Promise<void> =>
  store.transaction(async (records) => {
    await records.people.save(who)
    if (who.kind === 'citizen' && state)
      await records.registryFiles.save(registryKey(who.document.number), demoFile(state, who.birth, asOf))
  })

/**
 * Lets a new demo have applications on the officers' desk (演示的待办): handed in by the form's own door and worked by invented officers
 * under their rights, each at its own moment. Gives how many; undefined where they are already there.
 */
export const playFirstCases = async (ground: CasesGround, until: Date): Promise<number | undefined> => {
  const { config, keyring, store, calendar, log } = ground
  const asOf = shanghaiDate(until)
  const cases = await readCases(store, asOf)
  const [first] = cases
  const bureau = await store.people.findUnit(config.bureau)
  if (!first || !bureau || (await store.people.find(first.person.who.id))) return undefined

  let now = until
  const clock: Clock = () => now
  const seal = await openSeal(config, keyring, { institution: bureau.name, at: until })
  const certificates = openCertificates({ config, store, calendar, clock, log, bureau, seal, registry: undefined })
  const { approvals } = openApprovals({ store, clock })
  const { desk } = openOfficerDesk({ store, clock, calendar, approvals, certificates, config, log, monotonicMs: undefined })
  const door = intakeDoor({ store, clock, desk: certificates.desk.over })

  const earliestFirst = [...cases].sort((a, b) => b.hours_ago - a.hours_ago)
  for (const { person, purpose, hours_ago, worked } of earliestFirst) {
    const { who } = person
    if (who.kind !== 'citizen') continue
    await savePerson(store, person, asOf)
    now = new Date(until.getTime() - hours_ago * hourMs)
    const draft = await door.save({ applicant: 'self', purpose, delivery: 'electronic' }, who)
    const { view } = await door.submit(draft.view.number, who)
    for (const step of worked) {
      now = new Date(now.getTime() + hourMs)
      const officer = await store.people.find(step.by)
      if (officer?.kind !== 'officer') throw new SettingError({ setting: 'data/demo/cases.yaml', why: `${step.by} is no officer` })
      const { revision } = await desk.find(officer, view.number)
      await desk.act(
        officer,
        view.number,
        step.act === 'claim' ? { act: 'claim', facts: { revision } } : { act: 'refuse', facts: { revision, note: step.note } },
      )
    }
  }
  return cases.length
}
