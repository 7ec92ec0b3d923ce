import { parse } from 'yaml'
import { z } from 'zod'
import { isPlainDate } from '../../core/time.ts'
import { dayIn } from './dates.ts'

/** A day as people write it in front matter; `unknown` and the like are no day. */
const looseDay = z.union([z.string(), z.number(), z.date()]).transform((value) => {
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value).trim()
  return isPlainDate(text) ? text : dayIn(text)
})
/** A day that must be one: a wrong day would show old law as current. */
const day = z
  .union([z.string(), z.number(), z.date()])
  .transform((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value).trim()))
  .refine(isPlainDate, { message: 'not a day like 2026-01-31' })
const words = z.coerce.string().trim().min(1)

/** What may stand above a document between two lines of `---`. Other keys are left alone. */
export const frontMatterSchema = z.looseObject({
  title: words.optional(),
  short_title: words.optional(),
  version: words.optional(),
  effective: day.optional(),
  repealed: day.optional(),
  source: words.optional(),
  topic: words.optional(),
  audience: z.enum(['public', 'internal']).optional(),
  kind: z.enum(['law', 'guide', 'qa']).optional(),
  review: z.object({ by: words, at: day, expires: day.optional() }).optional(),
  number: words.optional(),
  issuer: words.optional(),
  /** As law collections write it. */
  version_date: looseDay.optional(),
  /** The first day in force that the text names: of an amended law that is the day of its first version. */
  effective_date_in_text: looseDay.optional(),
  status: words.optional(),
})
export type FrontMatter = z.output<typeof frontMatterSchema>

/** Reads front matter. Throws with the key that is wrong. */
export const readFrontMatter = (yaml: string): FrontMatter => {
  // JSON-like days stay strings, so that no time zone moves them.
  const parsed = frontMatterSchema.safeParse(parse(yaml, { schema: 'core' }) ?? {})
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Error(`front matter: ${issue?.path.join('.')}: ${issue?.message}`)
}
