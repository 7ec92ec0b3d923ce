import { isInstitution, type Subject } from '../../core/applicants.ts'
import type { Application } from '../../core/certificates.ts'
import type { PersonFacts } from '../../core/officer-desk.ts'
import type { Citizen, Who } from '../../core/people.ts'
import { maskDocument, maskName } from '../certificates/masking.ts'

const maskPhone = (phone: string): string => (phone.length > 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '****')

/** A person as the desk shows them: in full only where that was asked for, with a purpose. */
export const personFacts = (person: Subject | Citizen, { isOpened }: { readonly isOpened: boolean }): PersonFacts => {
  const phone = 'phone' in person ? person.phone : undefined
  return {
    name: isOpened ? person.name : maskName(person.name),
    documentKind: person.document.kind,
    documentNumber: isOpened ? person.document.number : maskDocument(person.document.number),
    birth: isOpened ? person.birth : undefined,
    sex: isOpened ? person.sex : undefined,
    nationality: person.nationality,
    phone: phone === undefined ? undefined : isOpened ? phone : maskPhone(phone),
  }
}

/** Whose record is asked for: somebody named in the application, or who applies; undefined for an institution, which asks about many. */
export const subjectOf = (
  application: Pick<Application, 'applicant' | 'facts'>,
  applicant: Who | undefined,
): Subject | Citizen | undefined => {
  if (isInstitution(application.applicant)) return undefined
  return application.facts.subject ?? (applicant?.kind === 'citizen' ? applicant : undefined)
}

/** One masked word for a list: the person, or the unit that asks. */
export const aboutOf = (application: Pick<Application, 'applicant' | 'facts'>, applicant: Who | undefined): string => {
  if (isInstitution(application.applicant)) return application.facts.unit?.name ?? '单位'
  const subject = subjectOf(application, applicant)
  return subject ? maskName(subject.name) : '*'
}
