import type { ApplicantKind } from '../../../core/applicants.ts'
import type { BasisStanding, Decision, LegalBasis, ResultRule, RuleFacts, RuleSettings, RuleWord } from '../../../core/certificate-rules.ts'
import type { Review } from '../../../core/certificates.ts'
import { type MaterialKind, materialNames } from '../../../core/materials.ts'
import type { Row, Rulebook } from './read.ts'
import type { RowFile, When } from './shapes.ts'

const boundOf = (bound: string | number, settings: RuleSettings): number => {
  if (typeof bound === 'number') return bound
  // The reader has seen that it is the name of a setting.
  const value = settings[bound as keyof RuleSettings]
  if (typeof value !== 'number') throw new RangeError(`The setting ${bound} is no number.`)
  return value
}

const isWithin = (value: unknown, range: Exclude<When['days'], undefined>, settings: RuleSettings): boolean =>
  typeof value === 'number' &&
  (range.from === undefined || value >= boundOf(range.from, settings)) &&
  (range.below === undefined || value < boundOf(range.below, settings)) &&
  (range.above === undefined || value > boundOf(range.above, settings)) &&
  (range.upto === undefined || value <= boundOf(range.upto, settings))

/** True when the row fits: every fact that it asks for is there and is what it says. */
const fits = ({ setting, ...tests }: When, facts: RuleFacts, settings: RuleSettings): boolean =>
  Object.entries(setting ?? {}).every(([name, value]) => settings[name as keyof RuleSettings] === value) &&
  Object.entries(tests).every(([name, test]) => {
    const value = facts[name as keyof RuleFacts]
    if (value === undefined) return false
    if (Array.isArray(test)) return test.some((one) => one === value)
    return typeof test === 'object' ? isWithin(value, test, settings) : test === value
  })

const wordOf = ({ id, article, says, says_en }: Row<RowFile>): readonly RuleWord[] =>
  says === undefined ? [] : [{ rule: id, article, says, saysEn: says_en }]

/** Of several reasons for which a person looks, the first of these is kept. */
const weight: readonly Review[] = ['basis', 'eligibility', 'path', 'materials', 'frequency', 'print', 'seal', 'registry']

/**
 * How something comes in (受理判定), by the rules alone. Pure: the same facts and rules give the same answer. Nothing here knows of any
 * record, and nothing here refuses: what may not come in by machine goes to a person.
 */
export const decide = (facts: RuleFacts, book: Rulebook, handedIn: readonly MaterialKind[] = []): Decision => {
  const applying = <R extends Row<RowFile>>(rows: readonly R[]): readonly R[] => rows.filter((row) => fits(row.when, facts, book.settings))
  const empty = { wants: [], missing: [], desk: 'station', isSpotChecked: false } as const
  const [asked] = applying(book.asks)
  if (asked && asked.then.verdict !== 'accept')
    return {
      ...empty,
      verdict: asked.then.verdict,
      rules: [asked.id],
      review: asked.then.review,
      atEnd: asked.then.at_end,
      words: wordOf(asked),
    }
  const [may] = applying(book.eligibility)
  // The last row of the file fits everything.
  if (!may) throw new RangeError('eligibility.yaml has no last row that fits whatever no other does.')
  const [desk] = applying(book.accepts)
  const materials = applying(book.materials)
  const wants = [...new Set(materials.flatMap(({ then }) => then.wants))]
  // What was handed in and cannot stand is asked for again.
  const missing = wants.filter((kind) => !handedIn.includes(kind) || may.then.anew?.includes(kind))
  const open = [may.then.review, ...materials.map(({ then }) => then.review)].filter((review) => review !== undefined)
  // Papers that were handed in are read by a person before the application is accepted.
  const isReadByPerson = wants.length > 0 && missing.length === 0
  // Whether somebody may ask at all is settled before papers are asked for.
  const isPersonal = may.then.verdict === 'officer' && (may.then.review === 'basis' || may.then.review === 'eligibility')
  const verdict = isPersonal
    ? 'officer'
    : missing.length > 0 || may.then.verdict === 'supplement'
      ? 'supplement'
      : isReadByPerson
        ? 'officer'
        : may.then.verdict
  const review = weight.find((kind) => open.includes(kind))
  return {
    verdict,
    rules: [asked, may, desk, ...materials].flatMap((row) => (row ? [row.id] : [])),
    wants,
    missing,
    desk: desk?.then.desk ?? 'station',
    review: verdict === 'accept' && may.then.review === undefined ? undefined : review,
    isSpotChecked: may.then.spot_check === true,
    atEnd: undefined,
    words: [asked, may, ...materials.filter(({ then }) => then.wants.some((kind) => missing.includes(kind)))].flatMap((row) =>
      row ? wordOf(row) : [],
    ),
  }
}

/** How a paper that is missing is made good (怎么补). The reader has seen that every wanted one has a row that always fits. */
export const mendingOf = (kind: MaterialKind, applicant: ApplicantKind | undefined, book: Rulebook): RuleWord | undefined =>
  book.mending
    .filter(({ when, then }) => then.mends === kind && fits(when, { asks: 'certificate', applicant }, book.settings))
    .flatMap(wordOf)[0]

/** Papers as a 补正告知书 lists them: what is missing, and how it is made good. */
export const missingList = (kinds: readonly MaterialKind[], { applicant }: Pick<RuleFacts, 'applicant'>, book: Rulebook) =>
  kinds.map((kind) => ({ what: materialNames[kind], how: mendingOf(kind, applicant, book)?.says ?? '请按窗口的指引补交。' }))

/** What follows from the registry's word for this kind of applicant (查询之后). Adverse results are two officers' alone. */
export const resultOf = (facts: Required<Pick<RuleFacts, 'applicant' | 'answer'>>, book: Rulebook): ResultRule => {
  const row = book.results.find(({ when }) => fits(when, { asks: 'certificate', ...facts }, book.settings))
  // Not found is not clear: a person looks.
  return row ? { rule: row.id, ...row.then } : { rule: '', result: 'review', document: 'receipt', by: 'officer' }
}

/** Fields that the form needs for these facts, with what each says when it is empty. */
export const fieldsFor = (facts: RuleFacts, book: Rulebook): readonly (RuleWord & { readonly needs: string })[] =>
  book.fields
    .filter(({ when }) => fits(when, facts, book.settings))
    .flatMap((row) => wordOf(row).map((word) => ({ ...word, needs: row.then.needs })))

/** How early a period may begin for these facts, and what is said where it begins earlier. */
export const periodBounds = (
  facts: RuleFacts,
  book: Rulebook,
): readonly (RuleWord & { readonly notBefore: Row<'periods'>['then']['not_before'] })[] =>
  book.periods
    .filter(({ when }) => fits(when, facts, book.settings))
    .flatMap((row) => wordOf(row).map((word) => ({ ...word, notBefore: row.then.not_before })))

/** The basis by its id, if this kind of applicant may name it. */
export const basisOf = (id: string | undefined, kind: ApplicantKind, book: Rulebook): LegalBasis | undefined =>
  book.bases.find((basis) => basis.id === id && basis.for.includes(kind))

/** How a basis stands: one that nobody could confirm is looked at by a person, like one that is not there. */
export const basisStanding = (id: string | undefined, kind: ApplicantKind, book: Rulebook): BasisStanding => {
  const basis = basisOf(id, kind, book)
  if (basis?.mark !== '✔') return 'none'
  return basis.channel === 'own' ? 'listed' : basis.channel === 'other' ? 'other_channel' : 'cadre_channel'
}
