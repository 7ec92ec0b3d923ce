import { z } from 'zod'
import type { DocumentKind, Role, Who } from '../../core/people.ts'
import { isPlainDate } from '../../core/time.ts'
import { SignInFailedError } from '../errors.ts'

const documentKinds = [
  'resident_id',
  'hk_mo_tw_residence_permit',
  'hk_mo_travel_permit',
  'tw_travel_permit',
  'chinese_passport',
  'foreign_passport',
  'foreign_permanent_id',
  'household_register',
] as const satisfies readonly DocumentKind[]

const roles = ['officer', 'reviewer', 'approver', 'analyst', 'admin', 'auditor'] as const satisfies readonly Role[]

/** Our id of a person must fit a column, a log line and a header. */
const sub = z.string().regex(/^[\x21-\x7e]{1,200}$/)
const name = z.string().trim().min(1).max(100)
const unit = z.string().min(1).max(100)

const citizenClaims = z.object({
  kind: z.literal('citizen').default('citizen'),
  sub,
  name,
  document_kind: z.enum(documentKinds),
  document_number: z.string().trim().min(1).max(40),
  birthdate: z.string().refine(isPlainDate, 'not a day'),
  gender: z.enum(['male', 'female']),
  nationality: z.string().regex(/^[A-Z]{3}$/),
  phone_number: z.string().max(30).optional(),
  hukou_unit: unit.optional(),
  residence_unit: unit.optional(),
})

const officerClaims = z.object({ kind: z.literal('officer'), sub, name, unit, roles: z.array(z.enum(roles)).min(1) })

/**
 * The person that an identity provider vouches for. Standard claims (`sub`, `name`, `birthdate`, `gender`, `phone_number`) are those of
 * OpenID Connect Core §5.1; the rest is ours, and docs/ tells an operator how to map them.
 */
export const personFromClaims = (claims: Readonly<Record<string, unknown>>): Who => {
  const present = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null && value !== ''))
  const parsed = present.kind === 'officer' ? officerClaims.safeParse(present) : citizenClaims.safeParse(present)
  if (!parsed.success) {
    // Only the names of the claims: their values are personal data.
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
    throw new SignInFailedError({ reason: 'claims', why: `missing or unusable claims ${names.join(', ')}` })
  }
  const facts = parsed.data
  if (facts.kind === 'officer') return { kind: 'officer', id: facts.sub, name: facts.name, unit: facts.unit, roles: facts.roles }
  return {
    kind: 'citizen',
    id: facts.sub,
    name: facts.name,
    document: { kind: facts.document_kind, number: facts.document_number },
    birth: facts.birthdate,
    sex: facts.gender,
    nationality: facts.nationality,
    phone: facts.phone_number,
    hukouUnit: facts.hukou_unit,
    residenceUnit: facts.residence_unit,
  }
}

/** The claims of a person: the other way round, for a provider of our own (the demo). */
export const claimsOf = (who: Who): Record<string, unknown> =>
  who.kind === 'officer'
    ? { kind: 'officer', sub: who.id, name: who.name, unit: who.unit, roles: [...who.roles] }
    : {
        kind: 'citizen',
        sub: who.id,
        name: who.name,
        document_kind: who.document.kind,
        document_number: who.document.number,
        birthdate: who.birth,
        gender: who.sex,
        nationality: who.nationality,
        phone_number: who.phone,
        hukou_unit: who.hukouUnit,
        residence_unit: who.residenceUnit,
      }
