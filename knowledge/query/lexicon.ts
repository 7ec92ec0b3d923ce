import { join } from 'node:path'
import { z } from 'zod'
import { PageError } from '../../core/errors.ts'
import { readReviewed } from '../reviewed-file.ts'
import { foldText } from '../terms/terms.ts'
import { type Phrases, phrases } from './phrases.ts'

/** What questions are understood by, beside the documents themselves (词表). */
export interface Lexicon {
  /** Everyday words → words of the law (日常用语). */
  readonly everyday: Phrases<readonly string[]>
  /** English words → Chinese ones. */
  readonly english: Phrases<readonly string[]>
  /** Folded title of a law → short names for it (法律简称). */
  readonly lawNames: ReadonlyMap<string, readonly string[]>
  /** True for a folded question that asks for what no law text tells (答不了的问题). */
  readonly isBeyond: (question: string) => boolean
  /** Words of a subject → folded title of the law that governs it. */
  readonly subjects: Phrases<string>
  /** What people ask that other offices or nobody does (不归公安管的事). */
  readonly elsewhere: readonly string[]
  /** Words → the kinds that they are of (一类之物): 金毛 → 狗. */
  readonly kinds: Phrases<readonly string[]>
  /** Every word of the tables, for whoever cuts text into words. */
  readonly words: ReadonlySet<string>
  /** How many everyday words there are. */
  readonly size: number
}

const group = z.strictObject({
  field: z.string().min(1),
  /** Laws whose wording the right-hand sides are. */
  source: z.string().min(1),
  words: z.record(z.string().min(1), z.string().min(1)),
})
const names = z.record(z.string().min(2), z.array(z.string().min(2)).min(1))
const glosses = z.record(z.string().regex(/^[a-z][a-z'\- ]*$/), z.string().regex(/\p{Script=Han}/u))

const outside = z.strictObject({
  matters: z.record(z.string(), z.array(z.string().min(2)).min(1)),
  subjects: z.record(z.string().min(2), z.string().min(1)),
})

const kindLines = z.record(z.string().min(1), z.string().min(1))
const matters = z.record(z.string().min(2), z.string().min(2))

const wordsOf = (line: string): readonly string[] => line.split(/\s+/).filter((word) => word !== '')

/** The everyday table; a word may stand in several fields, but only once in one. Throws PageError. */
const readEveryday = (file: string, shown: string): Map<string, readonly string[]> => {
  const { value, lineOf } = readReviewed(file, z.array(group), shown)
  const table = new Map<string, readonly string[]>()
  for (const [at, { words }] of value.entries()) {
    const own = new Set<string>()
    for (const [said, legal] of Object.entries(words))
      for (const word of wordsOf(foldText(said))) {
        if (own.has(word))
          throw new PageError({ file: shown, line: lineOf([at, 'words', said]), why: `"${word}" stands twice in ${value[at]?.field}` })
        own.add(word)
        table.set(word, [...new Set([...(table.get(word) ?? []), ...wordsOf(foldText(legal))])])
      }
  }
  return table
}

/** Words → the key of the line they stand on. */
const inverted = (table: Readonly<Record<string, string>>): Map<string, string> =>
  new Map(Object.entries(table).flatMap(([key, line]) => wordsOf(foldText(line)).map((word) => [word, key] as const)))

/** Words → the keys of all lines that they stand on. */
const gathered = (table: Readonly<Record<string, string>>): Map<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>()
  for (const [key, line] of Object.entries(table))
    for (const word of foldText(line).split(/\s+/)) found.set(word, [...new Set([...(found.get(word) ?? []), key])])
  return found
}

/** Turns of phrase and subjects that lead beyond the documents. Throws PageError. */
const readBeyond = (file: string, shown: string): Pick<Lexicon, 'isBeyond' | 'subjects'> => {
  const { value, lineOf } = readReviewed(file, outside, shown)
  const forms = Object.entries(value.matters).flatMap(([matter, all]) =>
    all.map((form, at) => {
      try {
        return new RegExp(form, 'u')
      } catch {
        throw new PageError({ file: shown, line: lineOf(['matters', matter, at]), why: `"${form}" is no regular expression` })
      }
    }),
  )
  // The first lines of a long letter tell what it is about, and no expression is tried on more.
  return {
    isBeyond: (question) => forms.some((form) => form.test(question.slice(0, 200).replace(/[?？。!！\s]+$/, ''))),
    subjects: phrases(inverted(value.subjects)),
  }
}

/** Reads the tables of `data/lexicon/`. Throws PageError with file and line. */
export const readLexicon = (folder: string): Lexicon => {
  const everyday = readEveryday(join(folder, 'everyday.yaml'), 'data/lexicon/everyday.yaml')
  const english = readReviewed(join(folder, 'english.yaml'), glosses, 'data/lexicon/english.yaml').value
  const lawNames = readReviewed(join(folder, 'law-names.yaml'), names, 'data/lexicon/law-names.yaml').value
  const elsewhere = readReviewed(join(folder, 'elsewhere.yaml'), matters, 'data/lexicon/elsewhere.yaml').value
  const kinds = readReviewed(join(folder, 'kinds.yaml'), kindLines, 'data/lexicon/kinds.yaml').value
  const beyond = readBeyond(join(folder, 'beyond.yaml'), 'data/lexicon/beyond.yaml')
  return {
    everyday: phrases(everyday),
    english: phrases(new Map(Object.entries(english).map(([word, chinese]) => [word, wordsOf(chinese)]))),
    lawNames: new Map(Object.entries(lawNames)),
    ...beyond,
    elsewhere: Object.values(elsewhere).flatMap((line) => line.split('；').map((one) => one.trim())),
    kinds: phrases(gathered(kinds)),
    words: new Set([...everyday].flatMap(([word, legal]) => [word, ...legal])),
    size: everyday.size,
  }
}

/** A lexicon that knows nothing. */
export const emptyLexicon: Lexicon = {
  everyday: phrases(new Map()),
  english: phrases(new Map()),
  lawNames: new Map(),
  isBeyond: () => false,
  subjects: phrases(new Map()),
  elsewhere: [],
  kinds: phrases(new Map()),
  words: new Set(),
  size: 0,
}
