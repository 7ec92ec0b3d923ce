import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { disputeClasses } from './core/disputes.ts'
import { PageError } from './core/errors.ts'
import { termHashes } from './domain/disputes/learned/features.ts'
import { openLessons } from './domain/disputes/learned/lessons.ts'
import type { Model } from './domain/disputes/learned/model.ts'
import { type DangerText, type TaughtText, taughtTexts } from './domain/disputes/learned/teaching.ts'
import { train } from './domain/disputes/learned/train.ts'
import type { Lexicon } from './domain/disputes/lexicon/read-lexicon.ts'
import { readReviewed } from './knowledge/reviewed-file.ts'

const data = join(import.meta.dirname, 'data')
const incidentsFile = join(import.meta.dirname, 'evals', 'disputes', 'incidents.jsonl')

const oneClass = z.enum(disputeClasses)
const told = z.union([z.literal('none'), z.array(oneClass).min(1).max(3)])
const lawsFile = z.strictObject({
  laws: z.record(
    z.string(),
    z.array(z.union([oneClass, z.strictObject({ from: z.int(), to: z.int(), class: told, weight: z.number().optional() })])).min(1),
  ),
})
const words = z.array(z.string().min(1)).min(1)
const courtsFile = z.strictObject({
  causes: z.array(z.strictObject({ class: told, cause: z.string(), clauses: words })),
  openings: z.array(z.string()),
  closings: z.array(z.string()),
  crime_openings: words,
})
const questionsFile = z.strictObject({
  tails: words,
  stories: z.record(z.string(), words),
  services: words,
  service_heads: z.array(z.string()),
})
const asksFile = z.looseObject({ law: z.string(), asks: z.array(z.tuple([z.string(), z.string(), z.string()])) })
const labelled = z.looseObject({ text: z.string().min(1), classes: z.array(oneClass).max(3) })

/** Texts with their classes, a JSON line each (标注文件): at least `text` and `classes`. Throws with file and line. */
export const readLabelled = (path: string): readonly z.output<typeof labelled>[] => labelledIn(readFileSync(path, 'utf8'), path)

/** Lines of JSON with a text and what it is. Throws PageError with file and line. */
export const labelledIn = (text: string, path: string): readonly z.output<typeof labelled>[] =>
  text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return []
    try {
      return [labelled.parse(JSON.parse(line))]
    } catch (cause) {
      throw new PageError({ file: path, line: at + 1, why: whyUnreadable(cause) })
    }
  })

const whyUnreadable = (cause: unknown): string => {
  if (cause instanceof z.ZodError) return cause.issues.map(({ path, message }) => `${path.join('.') || 'the line'}: ${message}`).join('; ')
  return `no line of JSON such as {"text": "…", "classes": ["D4"]}`
}

/** A line: classes parted by commas (or `-` for none), a space, the text. */
const toldLine = /^(-|D[1-8](?:,D[1-8]){0,2}) (.+)$/
/** Whole texts as people and courts write them (教材原文), invented and written by hand. Throws with file and line. */
const readTold = (folder: string): readonly TaughtText[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .flatMap((line, at) => {
          if (line === '' || line.startsWith('#')) return []
          const [, classes, text] = toldLine.exec(line) ?? []
          if (classes === undefined || text === undefined) throw new Error(`${name}:${at + 1}: not "D1,D2 text" or "- text"`)
          return [{ text, classes: classes === '-' ? [] : z.array(oneClass).parse(classes.split(',')), weight: toldWeight }]
        }),
    )
/** A text that somebody wrote as a whole teaches more than a line that was put together. */
const toldWeight = 8

/** What the repository teaches: ways of asking, invented clauses and questions, terms, and the labelled incidents (or those handed in). */
export const repositoryTexts = (lexicon: Lexicon, incidents = readLabelled(incidentsFile)): readonly TaughtText[] => {
  const teaching = join(data, 'teaching', 'disputes')
  const asks = join(data, 'asks')
  const made = taughtTexts({
    laws: readReviewed(join(teaching, 'laws.yaml'), lawsFile).value,
    courts: readReviewed(join(teaching, 'courts.yaml'), courtsFile).value,
    questions: readReviewed(join(teaching, 'questions.yaml'), questionsFile).value,
    asks: readdirSync(asks)
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => readReviewed(join(asks, name), asksFile).value),
    incidents,
    entries: lexicon.entries,
  })
  return [...made, ...readTold(join(teaching, 'told'))]
}

const dangerLine = /^([+-]) (.+)$/
/** A line that was written to tell danger from what only sounds like it teaches more than an incident. */
const dangerWeight = 3
/** What danger sounds like: lines written for it, and the labelled incidents. Throws with file and line. */
export const dangerTexts = (incidents = readLabelled(incidentsFile)): readonly DangerText[] => [
  ...readFileSync(join(data, 'teaching', 'disputes', 'danger.txt'), 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      if (line === '' || line.startsWith('#')) return []
      const [, sign, text] = dangerLine.exec(line) ?? []
      if (text === undefined) throw new Error(`danger.txt:${at + 1}: not "+ text" or "- text"`)
      return [{ text, isDanger: sign === '+', weight: dangerWeight }]
    }),
  ...incidents.map(({ text, red }) => ({ text, isDanger: red === true, weight: 1 })),
]

/** Tells whether a learned part was taught with what lies here now: it holds this very hash. */
export const hashOfTaught = (lexicon: Lexicon, taught: readonly TaughtText[], dangers = dangerTexts()): string =>
  createHash('sha256')
    .update(JSON.stringify([lexicon.version, taught, dangers]))
    .digest('hex')
    .slice(0, 12)

/** Trains the learned part on what the repository teaches, and on a bureau's own labelled texts if there are any. */
export const teachDisputes = (
  lexicon: Lexicon,
  own: readonly TaughtText[] = [],
  { texts = repositoryTexts(lexicon), dangers = dangerTexts() }: { texts?: readonly TaughtText[]; dangers?: readonly DangerText[] } = {},
): Model => {
  const taught = [...texts, ...own]
  const { pairs, of, ofDanger } = openLessons(lexicon, taught)
  return train(taught.map(of), {
    terms: termHashes(lexicon.entries),
    pairs,
    taught: hashOfTaught(lexicon, taught, dangers),
    dangers: dangers.map(ofDanger),
  })
}
