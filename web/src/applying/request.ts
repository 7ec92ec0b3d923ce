import { askedNow, type Form, isFilled, isStays, none, type Stay, type Values } from './form.ts'

/** Fields of the form that the API keeps outside `facts`. */
const plain = ['purpose', 'purposeDetail', 'recipient', 'delivery'] as const

/** What stood in the form and was taken out, or is asked for no more, by its name in the API. A unit is sent whole, without what is gone. */
const emptiedIn = ({ sections }: Form, values: Values, asked: ReadonlySet<string>): readonly string[] => {
  const isEmptied = (name: string): boolean => values[name] === '' || (isStays(values[name]) && !isFilled(values[name]))
  const names = sections.flatMap(({ fields }) => fields.map(({ name }) => name))
  const subject = names.filter((name) => name.startsWith('subject.'))
  const isNobody = subject.some(isEmptied) && !subject.some((name) => isFilled(values[name]))
  return [
    // A way to receive it is always chosen, and a period is told with both its ends.
    ...names.filter(
      (name) =>
        !/\.|^(?:period|hasPeriod|delivery|applicant|people)/.test(name) &&
        (isEmptied(name) || (isFilled(values[name]) && !asked.has(name))),
    ),
    ...(isNobody ? ['subject'] : []),
  ]
}

/**
 * A form as the API takes it (core/intake.ts): what was never filled in is left out, since a conversation may fill it in meanwhile;
 * what stood there and was taken out, or is asked for no more, is null.
 */
export const requestOf = (form: Form, values: Values): Record<string, unknown> => {
  const facts: Record<string, unknown> = {}
  const request: Record<string, unknown> = { applicant: values.applicant ?? form.kind }
  const asked = new Set(askedNow(form, values).map(({ name }) => name))
  for (const name of plain) if (asked.has(name) && isFilled(values[name])) request[name] = values[name]
  const subjectNames = [...asked].filter((name) => name.startsWith('subject.'))
  for (const name of emptiedIn(form, values, asked)) {
    if (plain.some((one) => one === name)) request[name] = null
    else facts[name] = null
  }
  if (asked.has('hasPeriod'))
    request.period = values.periodFrom && values.periodTo ? { from: values.periodFrom, to: values.periodTo } : null
  for (const name of asked) {
    const value = values[name]
    const [outer = name, inner] = name.split('.')
    if (!isFilled(value) || name === 'applicant' || name === 'people' || outer === 'hasPeriod' || outer.startsWith('period')) continue
    if (plain.some((one) => one === name) || value === none) continue
    if (isStays(value)) facts[outer] = value.filter(({ from }) => from).map(({ from, to }) => (to ? { from, to } : { from }))
    else if (inner === undefined) facts[outer] = value
    else {
      const own = facts[outer]
      facts[outer] = { ...(typeof own === 'object' ? own : {}), [inner]: value }
    }
  }
  const { subject, unit } = facts
  // Of a person and of a period the API takes all or nothing: what is half typed is kept with the draft as it stands.
  const unfinished: Record<string, string> = {}
  const keep = (names: Iterable<string>): void => {
    for (const name of names) if (typeof values[name] === 'string' && isFilled(values[name])) unfinished[name] = values[name]
  }
  if (typeof subject === 'object' && subject !== null) {
    if (['documentKind', 'documentNumber', 'sex', 'name', 'birth'].every((key) => key in subject)) facts.subject = subjectOf(subject)
    else {
      delete facts.subject
      keep(subjectNames)
    }
  }
  if (asked.has('periodFrom') && request.period === null) keep(['periodFrom', 'periodTo'])
  facts.unfinished = unfinished
  if (typeof unit === 'object' && unit !== null) facts.unit = { name: '', uscc: '', address: '', handler: '', ...unit }
  if (asked.has('entrustment.until')) facts.entrustment = { isSignedAbroad: false, ...(facts.entrustment ?? {}) }
  return { ...request, facts }
}

/** The person asked about, once everything of them is there. */
const subjectOf = (given: object): Record<string, unknown> => {
  const { documentKind, documentNumber, ...rest } = given as Record<string, unknown>
  return { nationality: 'CHN', ...rest, document: { kind: documentKind, number: documentNumber } }
}

/** What stands in the form, of what the API kept: a draft that was begun in a conversation opens here. */
export const valuesOf = (kept: { applicant?: string; facts?: Record<string, unknown> } & Record<string, unknown>): Values => {
  const values: Record<string, string | boolean | readonly Stay[]> = {}
  const put = (name: string, value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'boolean') values[name] = value
  }
  if (kept.applicant === 'organ' || kept.applicant === 'notary' || kept.applicant === 'unit') values.applicant = kept.applicant
  for (const name of plain) put(name, kept[name])
  const { period } = kept
  if (typeof period === 'object' && period !== null && 'from' in period && 'to' in period) {
    values.hasPeriod = true
    put('periodFrom', period.from)
    put('periodTo', period.to)
  }
  for (const [outer, value] of Object.entries(kept.facts ?? {})) {
    if (outer === 'unfinished') continue
    if (outer === 'stays' && Array.isArray(value))
      values.stays = value.map((stay: { from?: string; to?: string }) => ({ from: stay.from ?? '', to: stay.to ?? '' }))
    else if (typeof value === 'object' && value !== null) {
      for (const [inner, own] of Object.entries(value)) {
        if (inner === 'document' && typeof own === 'object' && own !== null) {
          put(`${outer}.documentKind`, (own as { kind?: unknown }).kind)
          put(`${outer}.documentNumber`, (own as { number?: unknown }).number)
        } else put(`${outer}.${inner}`, own)
      }
    } else put(outer, value)
  }
  for (const [name, value] of Object.entries(kept.facts?.unfinished ?? {})) put(name, value)
  if (values.periodFrom || values.periodTo) values.hasPeriod = true
  if (values['unit.basisText'] && !values['unit.basis']) values['unit.basis'] = none
  return values
}
