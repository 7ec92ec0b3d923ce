import type { ApplicationFacts, Subject, UnitFacts } from '../../../core/applicants.ts'
import type { PlainDate } from '../../../core/time.ts'
import { checkForm, formKindOf } from '../../forms/check-form.ts'
import { tidyNumber } from '../../forms/tidy.ts'
import { registryKey } from '../../records/embedded.ts'

/** A document number and name in the one form in which they are stored; what follows from a resident number is filled in where it is empty. */
const tidySubject = (subject: Subject, asOf: PlainDate): Subject => {
  const number = registryKey(subject.document.number)
  const name = checkForm({ kind: 'name', value: subject.name, asOf }, { demo: false })
  const { derived } = checkForm({ kind: formKindOf(subject.document.kind), value: number, asOf }, { demo: false })
  return {
    ...subject,
    name: typeof name.normalized === 'string' ? name.normalized : subject.name.trim(),
    document: { ...subject.document, number },
    birth: String(subject.birth) === '' && derived?.birth ? derived.birth : subject.birth,
    nationality: subject.nationality.trim().toUpperCase(),
  }
}

const tidyUnit = (unit: UnitFacts, asOf: PlainDate): UnitFacts => {
  const uscc = tidyNumber(unit.uscc)
  const checked = checkForm({ kind: 'uscc', value: uscc, asOf }, { demo: false })
  return { ...unit, uscc, isUsccDoubtful: checked.verdict === 'soft_warn' }
}

/** Facts as they are stored: numbers without blanks, in capitals and half-width. Nothing is judged here. */
export const tidyFacts = ({ subject, unit, ...facts }: ApplicationFacts, asOf: PlainDate): ApplicationFacts => ({
  ...facts,
  ...(subject ? { subject: tidySubject(subject, asOf) } : {}),
  ...(unit ? { unit: tidyUnit(unit, asOf) } : {}),
})
