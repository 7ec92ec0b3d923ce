import { z } from 'zod'
import { disputeClasses } from '../../../core/disputes.ts'

/** A word as an analyst writes it (词条写法): the word alone, or with what has to be known of it. */
export interface Told {
  readonly word: string
  readonly also?: readonly (typeof disputeClasses)[number][] | undefined
  readonly needs?: readonly string[] | undefined
  readonly unless?: readonly string[] | undefined
  readonly gap?: number | undefined
  readonly window?: number | undefined
  readonly points?: number | undefined
}

const text = z.string({ error: 'a word is text; put quotes around numbers and yes/no' }).min(1, 'an empty word')
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day like 2026-11-29')
const disputeClass = z.enum(disputeClasses, { error: `a class is one of ${disputeClasses.join(', ')}` })

const remarks = {
  needs: z.array(text).min(1).optional(),
  unless: z.array(text).min(1).optional(),
  gap: z.int().min(0).max(30).optional(),
  /** Why it stands here, with its source. */
  note: z.string().min(1).optional(),
  /** The day of the note. */
  at: day.optional(),
}

/** A bare word is short for an object that holds it alone, so that a slip inside one is named where it stands. */
const orBare = <T extends z.ZodType>(key: 'term' | 'word', shape: T) =>
  z.preprocess((given) => (typeof given === 'string' ? { [key]: given } : given), shape)

const term = orBare(
  'term',
  z
    .strictObject({ term: text, also: z.array(disputeClass).min(1).optional(), ...remarks }, { error: 'a word, or { term: …, … }' })
    .transform(({ term: word, ...rest }): Told => ({ word, ...rest })),
)
const roleWord = orBare(
  'word',
  z
    .strictObject(
      { word: text, window: z.int().min(0).max(100).optional(), points: z.int().min(-50).max(50).optional(), ...remarks },
      { error: 'a word, or { word: …, … }' },
    )
    .transform((told): Told => told),
)

/** `D1.yaml` … `D8.yaml`. */
export const classFile = z.strictObject({
  class: disputeClass,
  version: day,
  groups: z.array(
    z.strictObject({
      about: z.string().min(1),
      note: z.string().optional(),
      strong: z.array(term).optional(),
      weak: z.array(term).optional(),
    }),
  ),
})

/** `verbs.yaml`, `cues.yaml`, `factors.yaml`, `slots.yaml`. */
export const roleFile = z.strictObject({
  version: day,
  groups: z.array(
    z.strictObject({
      about: z.string().min(1),
      note: z.string().optional(),
      role: z.string().min(1),
      window: z.int().min(0).max(100).optional(),
      points: z.int().min(-50).max(50).optional(),
      words: z.array(roleWord),
    }),
  ),
})

/** `variants.yaml`. */
export const variantFile = z.strictObject({
  version: day,
  groups: z.array(z.strictObject({ about: z.string().min(1), note: z.string().optional(), words: z.record(text, z.array(text).min(1)) })),
})
