import { isInstitution, type Subject } from '../../../core/applicants.ts'
import type { Decision, Origin, RuleFacts } from '../../../core/certificate-rules.ts'
import type { Application } from '../../../core/certificates.ts'
import type { IntakeFault } from '../../../core/intake.ts'
import type { MaterialKind } from '../../../core/materials.ts'
import type { Citizen, DocumentKind } from '../../../core/people.ts'
import { ageOn, isPlainDate, type PlainDate } from '../../../core/time.ts'
import type { UnitTree } from '../../../core/units.ts'
import { checkResidence, type ResidenceRule } from '../../forms/residence.ts'
import { basisStanding, decide, fieldsFor, periodBounds } from '../rulebook/decide.ts'
import type { Rulebook } from '../rulebook/read.ts'
import { formFaults } from './form-faults.ts'

/** What is known besides the form. */
export interface AssessGround {
  readonly today: PlainDate
  readonly book: Rulebook
  readonly bureau: string
  readonly isDemo: boolean
  readonly canPrint: (name: string) => boolean
  /** Needed where a station was chosen or a unit asks. */
  readonly tree: UnitTree | undefined
  readonly handedIn: readonly MaterialKind[]
  /** The how-manieth within the window, this one included. */
  readonly ordinal: number
}

/** A form read against the rules. */
export interface Assessment {
  readonly decision: Decision
  readonly faults: readonly IntakeFault[]
  readonly days: number | undefined
  /** Unit that accepts. */
  readonly unit: string
}

/** Where somebody comes from, by the document (人员类别). */
export const originOf = (document: DocumentKind): Origin => {
  if (document.startsWith('foreign')) return 'foreigner'
  if (document === 'chinese_passport') return 'overseas_chinese'
  return document === 'resident_id' || document === 'household_register' ? 'mainland' : 'hk_mo_tw'
}

/** Who is asked about: the subject of the form, else whoever is signed in. */
export const personOf = ({ applicant, facts }: Pick<Application, 'applicant' | 'facts'>, who: Citizen): Subject | undefined =>
  applicant === 'self' ? who : isInstitution(applicant) ? undefined : facts.subject

/** How this place counts days of residence. */
export const residenceRuleOf = ({ settings }: Rulebook): ResidenceRule => ({
  requiredDays: settings.required_days,
  counting: settings.stay_counting,
  countsBothEnds: settings.counts_both_ends,
})

const staysOf = (form: Application, person: Subject | undefined, { today, isDemo, book }: AssessGround) => {
  const { stays } = form.facts
  if (!stays || stays.length === 0) return undefined
  const residence = residenceRuleOf(book)
  const checked = checkResidence(stays, { stated: { birth: person?.birth }, asOf: today, isDemo, residence })
  const days = checked.derived?.days
  const isUnclear = days === undefined || (checked.verdict === 'needs_fix' && days >= residence.requiredDays)
  return { checked, days, stays: isUnclear ? ('unclear' as const) : ('clear' as const) }
}

const factsOf = (form: Application, who: Citizen, ground: AssessGround): RuleFacts => {
  const { applicant, facts } = form
  const { today, book } = ground
  const person = personOf(form, who)
  const counted = staysOf(form, person, ground)
  const route = facts.route ?? (applicant === 'self' ? (who.hukouUnit ? 'hukou' : who.residenceUnit ? 'residence' : undefined) : undefined)
  const age = (birth: PlainDate | undefined) => (birth && isPlainDate(birth) && birth <= today ? ageOn(birth, today) : undefined)
  const { entrustment, unit, people } = facts
  return {
    asks: 'certificate',
    applicant,
    origin: person && originOf(person.document.kind),
    document: person?.document.kind,
    age: age(person?.birth),
    actor_age: age(who.birth),
    route,
    // Of somebody else the permit is among the papers.
    permit: applicant === 'self' ? who.residenceUnit !== undefined : ground.handedIn.includes('residence_permit'),
    has_unit: (applicant === 'self' ? (who.hukouUnit ?? who.residenceUnit ?? facts.station) : facts.station) !== undefined,
    printable: person ? ground.canPrint(person.name) : undefined,
    days: counted?.days,
    stays: counted?.stays,
    letter:
      applicant !== 'delegate'
        ? undefined
        : entrustment === undefined
          ? 'none'
          : entrustment.until !== undefined && entrustment.until < today
            ? 'expired'
            : 'given',
    abroad: entrustment?.isSignedAbroad,
    ordinal: isInstitution(applicant) ? undefined : ground.ordinal,
    basis: isInstitution(applicant) ? basisStanding(unit?.basis, applicant, book) : undefined,
    unrelated: people && people.unrelated > 0,
    people: people?.count,
    foreigners: people && people.foreigners > 0,
    period: form.period ? 'chosen' : 'whole',
  }
}

/** Where it is accepted: the station that was chosen or that the person belongs to, or who stands above it. */
const unitOf = (form: Application, who: Citizen, desk: Decision['desk'], { bureau, tree }: AssessGround): string => {
  if (desk === 'exit_entry') return bureau
  const own =
    form.applicant === 'self' ? (form.facts.route === 'residence' ? who.residenceUnit : (who.hukouUnit ?? who.residenceUnit)) : undefined
  const chosen = form.facts.station !== undefined && tree?.kindOf(form.facts.station) === 'station' ? form.facts.station : undefined
  const station = own ?? chosen
  if (station === undefined) return bureau
  if (desk === 'station') return station
  return tree?.above(station).find((unit) => tree.kindOf(unit.id) === 'banner')?.id ?? bureau
}

/** Reads a form against the rules (预审): what they decide, and everything that is missing or wrong, all at once. Looks at no record. */
export const assess = (form: Application, who: Citizen, ground: AssessGround): Assessment => {
  const facts = factsOf(form, who, ground)
  const decision = decide(facts, ground.book, ground.handedIn)
  const needed = fieldsFor(facts, ground.book)
  const counted = staysOf(form, personOf(form, who), ground)
  return {
    decision,
    faults: formFaults(form, who, {
      ...{ ...ground, needed, decision, stays: counted?.checked },
      bounds: periodBounds(facts, ground.book),
      earliest: {
        birth: personOf(form, who)?.birth,
        first_entry: form.facts.stays?.map(({ from }) => from).toSorted()[0],
        document_issue: form.facts.documentFrom,
      },
    }),
    days: counted?.days,
    unit: unitOf(form, who, decision.desk, ground),
  }
}
