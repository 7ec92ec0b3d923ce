import type { PersonalKind, PersonalSpan } from '../../../core/personal.ts'
import { cellAfter, cellBefore, isNameShaped } from '../cells.ts'
import type { Place } from '../introduced.ts'
import { isHan } from '../signs.ts'
import { openNames } from './find-names.ts'
import { openForeign } from './foreign.ts'
import { shippedModel } from './model.ts'

const model = shippedModel()
const names = openNames(model)
const findForeign = openForeign(model.facts.latin)
const none: readonly PersonalSpan[] = []

/** Both kinds of names, in order; one that stands in another is part of it. */
const namesIn = (text: string, told: readonly PersonalSpan[], seen: Seen): readonly PersonalSpan[] => {
  const han: readonly Place[] = names.find(text, told)
  const foreign = seen.hasDots || seen.hasLatin ? findForeign(text, seen) : none
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

/** Numbers that a person's name stands beside; and those that nobody but a person has. */
const ofPersons: ReadonlySet<PersonalKind> = new Set([
  'resident_id',
  'foreigner_id',
  'permit',
  'passport',
  'phone',
  'bank_card',
  'plate',
  'account',
  'email',
])
const documents: ReadonlySet<PersonalKind> = new Set(['resident_id', 'foreigner_id', 'permit', 'passport'])
/** How far below the threshold a name may stay that has a cell of its own beside a number: before it, before a document, after it. */
const [cellDoubt, documentDoubt, afterDoubt] = [-260, -420, -60]

/** Names in cells of their own beside numbers of persons. */
const inCells = (text: string, spans: readonly PersonalSpan[]): readonly PersonalSpan[] => {
  let found: PersonalSpan[] | undefined
  const add = (place: Place, least: number, isFree: boolean): void => {
    if (spans.some((span) => span.start < place.end && span.end > place.start)) return
    if (found?.some((span) => span.start < place.end && span.end > place.start)) return
    const sum = names.weigh(text, place)
    const isName = sum === undefined ? isFree || isNameShaped(text.slice(place.start, place.end)) : sum > least
    if (!isName) return
    found ??= []
    found.push({ kind: 'name', ...place })
  }
  for (const { kind, start, end } of spans) {
    if (!ofPersons.has(kind)) continue
    const isDocument = documents.has(kind)
    const before = cellBefore(text, start)
    if (before)
      add(
        before,
        isDocument ? documentDoubt : cellDoubt,
        isDocument && before.end - before.start < 5 && !isHan(text.charCodeAt(before.end)),
      )
    const after = cellAfter(text, end)
    if (after) add(after, afterDoubt, false)
  }
  return found ?? none
}

/** A part of a list before and after a name: 张三、李四. */
const [listedAfter, listedBefore] = [
  /^(?:（[^）]{1,12}）)?、([\p{Script=Han}]{2,4})(?=$|[、，。；;,\s（(]|等)/u,
  /(?:^|[、，。；：:,\s）)])([\p{Script=Han}]{2,4})(?:（[^）]{1,12}）)?、$/u,
] as const
/** How far below the threshold what fills a part of a list of names may stay. */
const listDoubt = -230

/** Names that fill their part of a list in which a name stands. */
const inLists = (text: string, spans: readonly PersonalSpan[]): readonly PersonalSpan[] => {
  const found: PersonalSpan[] = []
  const isTaken = (place: Place): boolean => [...spans, ...found].some((span) => span.start < place.end && span.end > place.start)
  const look = (place: Place): Place | undefined => {
    if (isTaken(place) || (names.weigh(text, place) ?? -Infinity) < listDoubt) return undefined
    found.push({ kind: 'name', ...place })
    return place
  }
  for (const span of spans) {
    if (span.kind !== 'name') continue
    for (let place: Place | undefined = span; place; ) {
      const part: RegExpExecArray | null = listedAfter.exec(text.slice(place.end, place.end + 24))
      const end: number = place.end + (part?.[0].length ?? 0)
      place = part?.[1] ? look({ start: end - part[1].length, end }) : undefined
    }
    for (let place: Place | undefined = span; place; ) {
      const from: number = Math.max(0, place.start - 24)
      const part: RegExpExecArray | null = listedBefore.exec(text.slice(from, place.start))
      const start: number = from + (part ? part.index + part[0].indexOf(part[1] ?? '') : 0)
      place = part?.[1] ? look({ start, end: start + part[1].length }) : undefined
    }
  }
  return found
}

/** Whether a place touches one of the spans, which stand by their starts. A page of 姓名：姓名： holds thousands: none is looked at for each. */
const touching = (spans: readonly PersonalSpan[]): ((place: Place) => boolean) => {
  let reach = 0
  const ends = spans.map(({ end }) => (reach = Math.max(reach, end)))
  return ({ start, end }) => {
    let [low, high] = [0, spans.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((spans[middle]?.start ?? 0) < end) low = middle + 1
      else high = middle
    }
    return low > 0 && (ends[low - 1] ?? 0) > start
  }
}

/** Where else in the text a name stands that was found once. */
const again = (text: string, spans: readonly PersonalSpan[]): readonly PersonalSpan[] => {
  const more: PersonalSpan[] = []
  const isTaken = touching(spans)
  const told = new Set(spans.flatMap(({ kind, start, end }) => (kind === 'name' ? [text.slice(start, end)] : [])))
  for (const name of told)
    for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + name.length)) {
      const end = start + name.length
      if (!isTaken({ start, end })) more.push({ kind: 'name', start, end })
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
  readonly hasDots: boolean
}

/** The findings of a text with the names that nothing introduces, and without those that are none. */
export const withNames = (text: string, spans: readonly PersonalSpan[], seen: Seen): readonly PersonalSpan[] => {
  const { supposed } = seen
  const told = supposed
    ? spans.filter((span) => span.kind !== 'name' || !supposed.has(span.start) || (names.weigh(text, span) ?? 0) > unlikely)
    : spans
  const cells = told.length === 0 ? none : inCells(text, told)
  const sure = cells.length === 0 ? told : [...told, ...cells].sort((a, z) => a.start - z.start)
  const found = namesIn(text, sure, seen)
  const all = found.length === 0 ? sure : together(sure, found)
  if (!all.some(({ kind }) => kind === 'name')) return all
  const listed = text.includes('、') ? inLists(text, all) : none
  return again(text, listed.length === 0 ? all : [...all, ...listed].sort((a, z) => a.start - z.start))
}
