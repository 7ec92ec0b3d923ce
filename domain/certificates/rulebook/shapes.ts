import { z } from 'zod'
import { applicantKinds } from '../../../core/applicants.ts'
import { askedFor, askers, basisStandings, origins, type RuleFacts, type RuleSettings, ruleMarks } from '../../../core/certificate-rules.ts'
import { reviews } from '../../../core/certificates.ts'
import { notAcceptReasons, verificationCauses } from '../../../core/desk-acts.ts'
import { materialKinds } from '../../../core/materials.ts'
import { isPlainDate } from '../../../core/time.ts'

// The shapes of `data/rules/certificates/*.yaml`.

const id = z.string().regex(/^[a-z][a-z0-9_.-]*$/, 'an id is small letters, digits, dot, dash and underscore')
const text = z.string().trim().min(1)
const reviewed = z.object({ by: text, at: z.coerce.string().refine(isPlainDate, 'a day as YYYY-MM-DD') }).strict()
const head = { version: text, reviewed }

/** A number, or the name of a setting that holds one. */
const bound = z.union([z.number(), id])
const range = z.object({ from: bound, below: bound, above: bound, upto: bound }).partial().strict()
const oneOf = (values: readonly string[]) => {
  const one = z.enum(values)
  return z.union([one, z.array(one).min(1)])
}

/** What a row may ask of each fact: an unknown name is an error that names the nearest right one. */
const tests = {
  asks: oneOf(askedFor),
  asker: oneOf(askers),
  applicant: oneOf(applicantKinds),
  origin: oneOf(origins),
  document: oneOf(['resident_id', 'household_register', 'foreign_passport', 'foreign_permanent_id', 'chinese_passport']),
  age: range,
  actor_age: range,
  route: oneOf(['hukou', 'residence']),
  permit: z.boolean(),
  has_unit: z.boolean(),
  printable: z.boolean(),
  days: range,
  stays: oneOf(['clear', 'unclear']),
  letter: oneOf(['given', 'none', 'expired']),
  abroad: z.boolean(),
  ordinal: range,
  basis: oneOf(basisStandings),
  unrelated: z.boolean(),
  people: range,
  foreigners: z.boolean(),
  answer: oneOf(['clear', 'hit', 'uncertain', 'unavailable']),
  period: oneOf(['chosen', 'whole']),
} as const satisfies Record<keyof RuleFacts, z.ZodType>
export const factNames = [...Object.keys(tests), 'setting']

const when = z
  .object({ ...tests, setting: z.record(id, z.boolean()) })
  .partial()
  .strict()
export type When = z.output<typeof when>

/** What one kind of row does when it fits; its keys are also how it is called in the file. */
const doings = {
  'asks.yaml': z
    .object({
      verdict: z.enum(['accept', 'officer', 'no_lookup', 'explain', 'elsewhere']),
      review: z.enum(reviews),
      at_end: z.enum(['escalate', 'correct']),
    })
    .partial({ review: true, at_end: true })
    .strict(),
  'eligibility.yaml': z
    .object({
      verdict: z.enum(['accept', 'officer', 'supplement']),
      review: z.enum(reviews),
      spot_check: z.boolean(),
      anew: z.array(z.enum(materialKinds)).min(1),
    })
    .partial({ review: true, spot_check: true, anew: true })
    .strict(),
  'materials.yaml': z.object({ wants: z.array(z.enum(materialKinds)).min(1), review: z.enum(reviews) }).strict(),
  'mending.yaml': z.object({ mends: z.enum(materialKinds) }).strict(),
  'accepts.yaml': z.object({ desk: z.enum(['station', 'county', 'exit_entry']) }).strict(),
  'results.yaml': z
    .object({
      result: z.enum(['issue', 'reply', 'review']),
      document: z.enum(['certificate', 'reply_letter', 'refusal_notice', 'receipt']),
      by: z.enum(['machine', 'seal', 'officer', 'two_officers']),
    })
    .strict(),
  'fields.yaml': z.object({ needs: z.string().regex(/^[a-z][A-Za-z.]*$/, 'the name of a field') }).strict(),
  'periods.yaml': z.object({ not_before: z.enum(['birth', 'first_entry', 'document_issue']) }).strict(),
  'unaccepted.yaml': z.object({ because: z.enum(notAcceptReasons), cites: text, ways: z.array(text).min(1) }).strict(),
  'verification.yaml': z.object({ cause: z.enum(verificationCauses) }).strict(),
} as const

const rowsOf = <T extends z.ZodType>(doing: T) =>
  z
    .object({
      ...head,
      rows: z
        .array(
          z
            .object({
              id,
              article: text,
              mark: z.enum(ruleMarks),
              when,
              // What it does is the shape of its file, which `z.ZodType` alone does not tell.
              // biome-ignore lint/suspicious/noThenProperty: `when` and `then` are the words of the file.
              then: doing,
              says: text.optional(),
              says_en: text.optional(),
              version: text.optional(),
              reviewed: reviewed.optional(),
            })
            .strict(),
        )
        .min(1),
    })
    .strict()

export const shapes = {
  asks: rowsOf(doings['asks.yaml']),
  eligibility: rowsOf(doings['eligibility.yaml']),
  materials: rowsOf(doings['materials.yaml']),
  mending: rowsOf(doings['mending.yaml']),
  accepts: rowsOf(doings['accepts.yaml']),
  results: rowsOf(doings['results.yaml']),
  fields: rowsOf(doings['fields.yaml']),
  periods: rowsOf(doings['periods.yaml']),
  unaccepted: rowsOf(doings['unaccepted.yaml']),
  verification: rowsOf(doings['verification.yaml']),
}
export type RowFile = keyof typeof shapes

const day = z.number().int().positive()
/** What each setting may hold. */
export const settingShape = z
  .object({
    repeat_window: z.enum(['rolling_year', 'calendar_year']),
    material_from: day,
    required_days: day,
    stay_counting: z.enum(['cumulative', 'continuous']),
    counts_both_ends: z.boolean(),
    permit_needed: z.boolean(),
    batch_limit: day,
    issue_days: day,
    recheck_days: day,
    extended_recheck_days: day,
    supplement_days: day,
    spot_check_percent: z.number().int().min(0).max(100),
  })
  .strict() satisfies z.ZodType<RuleSettings>
export const settingNames = Object.keys(settingShape.shape)

export const settingsFile = z
  .object({
    ...head,
    settings: z.array(
      z
        .object({
          id: z.enum(settingNames),
          value: z.union([z.string(), z.number(), z.boolean()]),
          of: z.array(z.string()).optional(),
          article: text,
          mark: z.enum(ruleMarks),
        })
        .strict(),
    ),
    regions: z.record(id, settingShape.partial()),
  })
  .strict()

export const basesFile = z
  .object({
    ...head,
    bases: z
      .array(
        z
          .object({
            id,
            post: text,
            law: text,
            article: text,
            covers: text,
            channel: z.enum(['own', 'other', 'cadre']).default('own'),
            for: z.array(z.enum(applicantKinds)).default(['unit']),
            mark: z.enum(ruleMarks),
          })
          .strict(),
      )
      .min(1),
  })
  .strict()
