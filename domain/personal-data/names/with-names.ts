import type { PersonalSpan } from '../../../core/personal.ts'
import { openNames } from './find-names.ts'
import { shippedModel } from './model.ts'

const findNames = openNames(shippedModel())

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

/** The findings of a text with the names that nothing introduces. */
export const withNames = (text: string, spans: readonly PersonalSpan[]): readonly PersonalSpan[] => {
  const names = findNames(text)
  const all =
    names.length === 0
      ? spans
      : together(
          spans,
          names.map(({ start, end }) => ({ kind: 'name', start, end })),
        )
  return all.some(({ kind }) => kind === 'name') ? again(text, all) : all
}
