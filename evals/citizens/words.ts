import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { purposes } from '../../core/certificates.ts'

const texts = z.array(z.string()).min(1)
const perUse = z.record(z.enum(purposes), texts)
const pairs = z.array(z.tuple([z.string(), z.string()]))
const asked = z.array(z.strictObject({ says: z.string(), cites: z.string() })).min(1)

export const moods = ['polite', 'hurried', 'wordy', 'terse', 'elder', 'cross'] as const
export const dialects = ['standard', 'northeast', 'southwest', 'northwest', 'cantonese', 'traditional'] as const

const file = z.strictObject({
  paper: texts,
  open_with_use: texts,
  open_without_use: texts,
  use: perUse,
  use_short: perUse,
  label: z.record(z.enum(purposes), z.string()),
  answer_use: texts,
  correct_use: texts,
  rephrase: texts,
  yes: texts,
  no: texts,
  delivery: z.strictObject({ window: texts }),
  digress: asked,
  puzzled: texts,
  mood: z.record(z.enum(moods), z.strictObject({ before: z.array(z.string()), after: z.array(z.string()) })),
  dialect: z.record(z.enum(dialects), pairs),
  typo: pairs,
  ask: asked,
  pry: texts,
  whom: texts,
  progress: texts,
  officer: texts,
})

/** What simulated citizens say: `words.yaml`. */
export const words = file.parse(parse(readFileSync(join(import.meta.dirname, 'words.yaml'), 'utf8')))
