import type { RuleFacts } from '../../../core/certificate-rules.ts'
import type { Needs, NeedsQuestion, StayCount } from '../../../core/intake.ts'
import type { Citizen } from '../../../core/people.ts'
import { ageOn, type PlainDate } from '../../../core/time.ts'
import { checkResidence } from '../../forms/residence.ts'
import { decide } from '../rulebook/decide.ts'
import type { Rulebook } from '../rulebook/read.ts'
import { originOf, residenceRuleOf } from './assess.ts'

interface NeedsGround {
  readonly book: Rulebook
  readonly today: PlainDate
}

/** What somebody in this position hands in (要什么材料), by the rules alone. */
export const needsOf = (question: NeedsQuestion, who: Citizen, { book, today }: NeedsGround): Needs => {
  const { applicant, route, isSignedAbroad } = question
  const isSelf = applicant === 'self'
  const origin = question.origin ?? (isSelf ? originOf(who.document.kind) : 'mainland')
  const isInstitution = applicant === 'unit' || applicant === 'organ' || applicant === 'notary'
  const facts: RuleFacts = {
    asks: 'certificate',
    applicant,
    origin: isInstitution ? undefined : origin,
    document: isSelf ? who.document.kind : undefined,
    // Somebody's age is not asked for here: an adult, and for a guardian a minor.
    age: isSelf ? ageOn(who.birth, today) : applicant === 'guardian' ? 10 : 30,
    actor_age: ageOn(who.birth, today),
    route: route ?? (isSelf && who.hukouUnit === undefined && who.residenceUnit !== undefined ? 'residence' : 'hukou'),
    permit: isSelf && who.residenceUnit !== undefined,
    has_unit: true,
    printable: true,
    days: origin === 'foreigner' ? book.settings.required_days : undefined,
    letter: applicant === 'delegate' ? 'given' : undefined,
    abroad: isSignedAbroad,
    ordinal: 1,
    basis: isInstitution ? 'listed' : undefined,
    people: isInstitution ? 1 : undefined,
    unrelated: isInstitution ? false : undefined,
  }
  const decision = decide(facts, book)
  const materials = decision.wants.map((kind) => {
    const row = book.materials.find(({ id, then }) => decision.rules.includes(id) && then.wants.includes(kind))
    return { kind, rule: row?.id ?? '', article: row?.article ?? '' }
  })
  return { materials, desk: decision.desk, words: decision.words }
}

/** Days of residence as this place counts them; a sentence where a stay cannot be read. */
export const countStays = (
  stays: readonly { readonly from: string; readonly to?: string | undefined }[],
  { book, today, isDemo }: NeedsGround & { readonly isDemo: boolean },
): StayCount | string => {
  const residence = residenceRuleOf(book)
  const checked = checkResidence(stays, { stated: {}, asOf: today, isDemo, residence })
  const days = checked.derived?.days
  if (days === undefined) return checked.reason
  return { days, isEnough: days >= residence.requiredDays, requiredDays: residence.requiredDays, counting: residence.counting }
}
