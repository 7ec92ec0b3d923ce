import { z } from 'zod'
import type { Citizen, DocumentKind, Officer, Unit, Who } from '../../core/people.ts'
import { isPlainDate, type PlainDate } from '../../core/time.ts'
import { unitKind } from '../../core/units.ts'
import { checkForm, formKindOf } from '../forms/check-form.ts'
import { type RecordState, recordStates } from '../records/demo-files.ts'

const roles = ['officer', 'reviewer', 'approver', 'analyst', 'admin', 'auditor'] as const
const kinds = [
  'resident_id',
  'hk_mo_tw_residence_permit',
  'hk_mo_travel_permit',
  'tw_travel_permit',
  'chinese_passport',
  'foreign_passport',
  'foreign_permanent_id',
] as const

/** One row of a people file: `seed --people FILE.yaml`. YAML may read a number or a date where text is meant. */
const row = z.object({
  id: z.coerce.string().regex(/^[\w.-]{1,60}$/, 'letters, digits, dot, dash or underscore'),
  name: z.string().min(1).max(50),
  id_number: z.coerce.string().optional(),
  document: z.enum(kinds).optional(),
  nationality: z.string().length(3).optional(),
  birth: z.coerce.string().refine(isPlainDate, 'a day as YYYY-MM-DD').optional(),
  sex: z.enum(['male', 'female', '男', '女', 'M', 'F', 'm', 'f']).optional(),
  registry: z.enum(recordStates).optional(),
  hukou: z.coerce.string().nullish(),
  residence: z.coerce.string().nullish(),
  phone: z.coerce.string().optional(),
  roles: z.array(z.enum(roles)).optional(),
  unit: z.coerce.string().optional(),
  note: z.string().optional(),
})
const file = z.union([z.object({ people: z.array(row) }), z.array(row)])

/** One invented person (演示人员): who they are, and which state the embedded registry shall hold for them. */
export interface DemoPerson {
  readonly who: Who
  readonly state: RecordState | undefined
  readonly note: string
}

/** The document kind that a number looks like. */
const kindOf = (number: string): DocumentKind => {
  if (/^8[123]\d{16}$/.test(number)) return 'hk_mo_tw_residence_permit'
  if (/^9\d{16}[\dX]$/.test(number)) return 'foreign_permanent_id'
  return /^[1-7]\d{16}[\dX]$/.test(number) ? 'resident_id' : 'foreign_passport'
}

/** What a station is called in everyday words: 青禾 of 云河市公安局青禾派出所. */
const shortName = (unit: Unit): string => unit.name.replace(/^.*公安局/, '').replace(/派出所$/, '')

/** A unit by id or name, or a station whose short name stands in the words; other words count as the area of the number, and 外地 as none. */
const unitOf = (text: string | null | undefined, number: string, units: readonly Unit[]): string | undefined => {
  if (!text || /^(?:外地|外省|none|no|-|无)$/i.test(text)) return undefined
  const stations = units.filter((unit) => unitKind(unit) === 'station')
  const named = units.find((unit) => unit.id === text || unit.name === text) ?? stations.find((unit) => text.includes(shortName(unit)))
  return (named ?? stations.find((unit) => number.startsWith(unit.id)) ?? stations[0])?.id
}

const citizenOf = (person: z.output<typeof row>, units: readonly Unit[]): Citizen => {
  const number = (person.id_number ?? '').normalize('NFKC').trim().toUpperCase()
  const kind = person.document ?? kindOf(number)
  if (person.birth === undefined) throw new Error(`${person.id}: birth is missing`)
  const isMale = person.sex === undefined ? Number(number.at(-2)) % 2 === 1 : ['male', '男', 'M', 'm'].includes(person.sex)
  const hasPlace = person.hukou !== undefined || person.residence !== undefined
  return {
    kind: 'citizen',
    id: person.id,
    name: person.name,
    document: { kind, number },
    birth: person.birth,
    sex: isMale ? 'male' : 'female',
    nationality: person.nationality ?? (kind.startsWith('foreign') ? 'XXA' : 'CHN'),
    phone: person.phone,
    hukouUnit: hasPlace ? unitOf(person.hukou, number, units) : unitOf(number.slice(0, 6), number, units),
    residenceUnit: unitOf(person.residence, number, units),
  }
}

const officerOf = (person: z.output<typeof row>, units: readonly Unit[]): Officer => {
  const unit = units.find(
    (candidate) => candidate.id === person.unit || candidate.name === person.unit || candidate.name.endsWith(person.unit ?? ' '),
  )
  if (!unit) throw new Error(`${person.id}: unknown unit "${person.unit ?? ''}"; there are ${units.map((u) => u.id).join(', ')}`)
  return { kind: 'officer', id: person.id, name: person.name, unit: unit.id, roles: person.roles ?? ['officer'] }
}

/**
 * Reads a people file. Every document number must lie in an invented segment and be well formed: a real person's data may not
 * enter the demo (`certificate.md` §4.1). Throws Error with the row's id.
 */
export const readDemoPeople = (raw: unknown, facts: { units: readonly Unit[]; asOf: PlainDate }): readonly DemoPerson[] => {
  const parsed = file.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Error(`people file: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`)
  }
  const rows = Array.isArray(parsed.data) ? parsed.data : parsed.data.people
  return rows.map((person) => {
    if ((person.roles && person.roles.length > 0) || person.unit !== undefined)
      return { who: officerOf(person, facts.units), state: undefined, note: person.note ?? '' }
    const who = citizenOf(person, facts.units)
    const check = checkForm({ kind: formKindOf(who.document.kind), value: who.document.number, asOf: facts.asOf }, { demo: true })
    if (check.verdict === 'reject' || check.verdict === 'needs_fix') throw new Error(`${person.id}: ${check.reason}`)
    return { who, state: person.registry ?? 'R0', note: person.note ?? '' }
  })
}
