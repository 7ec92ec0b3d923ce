import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { hashOf, partVectors, type VectorOf } from '../models/test-embeddings.ts'

// What bench/dense.ts stands on: clauses, an embedding that is always the same, and questions made out of the clauses themselves.

const article = z.object({ id: z.number(), law: z.string(), article: z.string(), text: z.string() })
/** A clause as it was published. */
export type Article = z.infer<typeof article>

/** Reads the corpus, and writes it as ready clauses for `ingest`. */
export const readCorpus = async (corpora: string, ready: string): Promise<Article[]> => {
  const articles: Article[] = []
  const lines = createInterface({ input: createReadStream(join(corpora, 'stard', 'articles.jsonl.gz')).pipe(createGunzip()) })
  const out = createWriteStream(ready)
  for await (const line of lines) {
    const one = article.parse(JSON.parse(line))
    articles.push(one)
    out.write(`${JSON.stringify({ id: one.id, document: one.law, article: one.article, text: one.text })}\n`)
  }
  await new Promise<void>((done) => void out.end(done))
  return articles
}

/** Another character that stands for the same: the Private Use Area holds a twin of every Chinese character. No index of words knows it. */
const twinOf = (char: string): string => String.fromCodePoint(0xf0000 + (char.codePointAt(0) ?? 0))
const untwinned = (text: string): string =>
  text.replace(/[\u{f0000}-\u{fffff}]/gu, (twin) => String.fromCodePoint((twin.codePointAt(0) ?? 0) - 0xf0000))

const charactersOf = (text: string): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const char of text.replace(/[\s\p{P}]+/gu, '')) counts.set(char, (counts.get(char) ?? 0) + 1)
  return counts
}

/**
 * Vectors of rare characters, 512 numbers (of pieces with holes they find 0.81, pairs of characters 0.75). They know twins, as a model
 * knows other words for the same.
 */
export const vectorsFor = (articles: readonly Article[], dimensions = 512): VectorOf => {
  const holding = new Map<string, number>()
  for (const { text } of articles) for (const char of charactersOf(text).keys()) holding.set(char, (holding.get(char) ?? 0) + 1)
  const weightOf = (char: string): number => Math.log(articles.length / ((holding.get(char) ?? 0) + 1) + 1)
  const vectorOf = partVectors(dimensions, weightOf, charactersOf)
  return (text) => vectorOf(untwinned(text))
}

/** A question whose clause is known. */
export interface KnownItem {
  readonly question: string
  readonly gold: readonly number[]
}

/** A number in [0, 1) for each place of a clause, always the same. */
const chance = (id: number, at: number): number => hashOf(`${id}/${at}`) / 2 ** 32

/**
 * A piece of a clause with holes (a share of the characters is left out) and in other words (a share is said by its twin).
 * Every n-th clause that is long enough, counted on from `from`, `count` in all.
 */
export const knownItems = (
  articles: readonly Article[],
  given: { count: number; holes: number; twins: number; from?: number },
): KnownItem[] => {
  const long = articles.filter(({ text }) => text.length >= 60)
  const step = Math.max(1, Math.floor(long.length / given.count))
  return long
    .filter((_, at) => at % step === (given.from ?? 0) % step)
    .slice(0, given.count)
    .map(({ id, text }) => {
      const from = 10 + Math.floor(chance(id, -1) * (text.length - 50))
      const piece = [...text.slice(from, from + 28)].flatMap((char, at) => {
        if (chance(id, at) < given.holes) return []
        return [/\p{Script=Han}/u.test(char) && chance(id, at + 1_000) < given.twins ? twinOf(char) : char]
      })
      return { question: piece.join(''), gold: [id] }
    })
}

/** Questions of a file: JSONL of `{q | query, gold: [id | {id}]}`. */
export const questionsIn = (file: string): KnownItem[] => {
  const line = z.object({
    q: z.string().optional(),
    query: z.string().optional(),
    gold: z.array(z.union([z.number(), z.object({ id: z.number() }).transform(({ id }) => id)])),
  })
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((text) => line.parse(JSON.parse(text)))
    .map(({ q, query, gold }) => ({ question: q ?? query ?? '', gold }))
}
