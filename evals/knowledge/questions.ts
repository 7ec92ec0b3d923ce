import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

const clause = z.strictObject({
  /** Short name of the law, as its file begins: `居民身份证法`. The books of the Civil Code (民法典) are laws of their own here. */
  law: z.string().min(1),
  /** `第十二条`, `第一百三十三条之一`. */
  article: z.string().regex(/^第[一二三四五六七八九十百千零]+条(?:之[一二三四五六七八九十]+)?$/),
  /** Day of the version, where it has to be an old one. */
  version: day.optional(),
})

const base = {
  /** `q` for the 200 that were tuned on, `f` for the fresh ones that are only measured. */
  id: z.string().regex(/^[qf]\d{3}$/),
  ask: z.string().min(2),
  by: z.enum(['citizen', 'officer']),
  /** The day the question is about; the day of the run without it. */
  asOf: day.optional(),
}
const right = {
  /** Every clause that would be right as the main citation. */
  gold: z.array(clause).min(1).max(3),
  /** The deciding number or phrase: one of these has to be in the answer. */
  says: z.array(z.string().min(1)).min(1),
}

const question = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, ...right, kind: z.literal('answerable') }),
  /** An old and a new text of one law differ; `notGold` is the text of the other day. */
  z.strictObject({ ...base, ...right, kind: z.literal('versions'), notGold: z.array(clause.required()).min(1) }),
  /** These laws do not answer it; `why` in a few words. */
  z.strictObject({ ...base, gold: z.array(clause).max(0), kind: z.literal('none'), why: z.string().min(1) }),
])

/** A clause (条文) of one version of a law; no version means the one in force on the day of the question. */
export type GoldClause = z.output<typeof clause>
/** One question with what a right answer cites and says, or why there is none. */
export type Question = z.output<typeof question>

/** The 200 questions of `questions.yaml`, in order. */
export const readQuestions = (path = join(import.meta.dirname, 'questions.yaml')): readonly Question[] =>
  z.array(question).parse(parse(readFileSync(path, 'utf8'), { schema: 'core' }))

const digits = '零一二三四五六七八九'
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 }

const numberOf = (run: string): string => {
  let total = 0
  let section = 0
  let digit = 0
  for (const sign of run.replaceAll('〇', '零').replaceAll('两', '二')) {
    const unit = units[sign]
    if (unit === undefined) digit = digits.indexOf(sign)
    else if (unit === 10_000) {
      total = (total + section + digit) * unit
      section = 0
      digit = 0
    } else {
      section += (digit || 1) * unit
      digit = 0
    }
  }
  return String(total + section + digit)
}

/** Text as it is compared: no blanks, one kind of brackets and commas, numbers in digits (六十日 = 60日, 2万元 = 二万元, 20% = 百分之二十). */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/(\d+(?:\.\d+)?)%/g, '百分之$1')
    .replace(/(\d+(?:\.\d+)?)万/g, (_, number: string) => String(Number(number) * 10_000))
    .replace(/[零〇一二两三四五六七八九十百千万]+/g, (run) => (/^[百千万]/.test(run) ? run : numberOf(run)))

/** Whether a text says a phrase: as they are compared, and a number only as a whole, so that 十五日 does not say 五日. */
export const saysIn = (text: string, phrase: string): boolean => {
  const [whole, part] = [plain(text), plain(phrase)]
  const digit = (sign: string | undefined) => sign !== undefined && /[\d.]/.test(sign)
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
    const cutsBefore = digit(part[0]) && digit(whole[at - 1])
    const cutsAfter = digit(part.at(-1)) && digit(whole[at + part.length])
    if (!cutsBefore && !cutsAfter) return true
  }
  return false
}

const articleLine = /^(第[一二三四五六七八九十百千零]+条(?:之[一二三四五六七八九十]+)?)[\s　]*(.*)$/

/** The fresh questions of `fresh-questions.yaml`: for a clean figure, so nothing is tuned on them and their misses are not read. */
export const readFreshQuestions = (): readonly Question[] => readQuestions(join(import.meta.dirname, 'fresh-questions.yaml'))

/** Clauses of one law of the folder by article: of the version named, else of the newest. Undefined where there is no such text. */
export const clausesOf = (laws: string, { law, version }: GoldClause): ReadonlyMap<string, string> | undefined => {
  const files = existsSync(laws) ? readdirSync(laws) : []
  const file = files
    .filter((name) => name.startsWith(`${law}(`) && name.endsWith(version ? `(${version}).md` : '.md'))
    .sort()
    .at(-1)
  if (!file) return undefined
  const clauses = new Map<string, string>()
  let article: string | undefined
  for (const line of readFileSync(join(laws, file), 'utf8').split('\n')) {
    const found = articleLine.exec(line.trim())
    if (found) article = found[1]
    else if (line.startsWith('#')) article = undefined
    if (article) clauses.set(article, `${clauses.get(article) ?? ''}${found ? (found[2] ?? '') : line.trim()}\n`)
  }
  return clauses
}
