import type { PersonalSpan } from '../../../core/personal.ts'
import type { Place } from '../introduced.ts'
import { openNames } from './find-names.ts'
import { openForeign } from './foreign.ts'
import { shippedModel } from './model.ts'

const model = shippedModel()
const names = openNames(model)
const findForeign = openForeign(model.facts.latin)
const none: readonly PersonalSpan[] = []

/** Both kinds of names, in order; one that stands in another is part of it. */
const namesIn = (text: string, told: readonly PersonalSpan[], hasLatin: boolean): readonly PersonalSpan[] => {
  const han: readonly Place[] = names.find(text, told)
  const foreign = findForeign(text, hasLatin)
  if (han.length === 0 && foreign.length === 0) return none
  const all =
    foreign.length === 0 ? han : [...han.filter(({ start, end }) => !foreign.some((one) => one.start < end && start < one.end)), ...foreign]
  if (foreign.length > 0) (all as Place[]).sort((a, z) => a.start - z.start)
  return all.map(({ start, end }) => ({ kind: 'name', start, end }))
}

/** Of two findings of one name, which begin together, the longer is taken; what stands in another value is part of it. */
const together = (spans: readonly PersonalSpan[], names: readonly PersonalSpan[]): PersonalSpan[] => {
  const all: PersonalSpan[] = []
  let next = 0
  for (const span of spans) {
    for (let name = names[next]; name && name.end <= span.start; name = names[++next]) all.push(name)
    let { end } = span
    for (let name = names[next]; name && name.start < span.end; name = names[++next])
      if (span.kind === 'name' && name.start === span.start) end = Math.max(end, name.end)
    all.push(end === span.end ? span : { ...span, end })
  }
  for (let name = names[next]; name; name = names[++next]) all.push(name)
  return all
}

/** Where else in the text a name stands that was found once. */
const again = (text: string, spans: readonly PersonalSpan[]): readonly PersonalSpan[] => {
  const more: PersonalSpan[] = []
  for (const { kind, start, end: last } of spans) {
    if (kind !== 'name') continue
    const name = text.slice(start, last)
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      const end = at + name.length
      if (at !== start && !spans.some((span) => span.start < end && span.end > at)) more.push({ kind: 'name', start: at, end })
    }
  }
  if (more.length === 0) return spans
  const all: PersonalSpan[] = []
  for (const span of [...spans, ...more].sort((a, z) => a.start - z.start || z.end - a.end))
    if (span.start >= (all.at(-1)?.end ?? 0)) all.push(span)
  return all
}

/** So far below the threshold a name is none although somebody was told of before it: 行业主管部门, 原告向本院. */
const unlikely = -120

/** What the rules saw of a text beside what they found. */
export interface Seen {
  /** Where names begin that only a role or a relation stands before: the model may say that they are none. */
  readonly supposed: ReadonlySet<number> | undefined
  readonly hasLatin: boolean
}

/** The findings of a text with the names that nothing introduces, and without those that are none. */
export const withNames = (text: string, spans: readonly PersonalSpan[], { supposed, hasLatin }: Seen): readonly PersonalSpan[] => {
  const told = supposed
    ? spans.filter((span) => span.kind !== 'name' || !supposed.has(span.start) || (names.weigh(text, span) ?? 0) > unlikely)
    : spans
  const found = namesIn(text, told, hasLatin)
  const all = found.length === 0 ? told : together(told, found)
  return all.some(({ kind }) => kind === 'name') ? again(text, all) : all
}
