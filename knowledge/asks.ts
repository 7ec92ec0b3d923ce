import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { PageError } from '../core/errors.ts'
import { readReviewed } from './reviewed-file.ts'
import { anchorOfPrinted } from './structure/articles.ts'
import { foldTitle } from './structure/title.ts'
import { entryOf, type IndexedClause } from './terms/entry.ts'
import { foldText } from './terms/terms.ts'

/** Ways of asking for clauses and sections (问法) that people wrote and reviewed. */
export interface Asks {
  /** Those of one clause, by the title of its law, its article, and its words: a law that was renumbered does not get a wrong one. */
  asksFor(title: string, article: string, text: string): readonly string[]
  /** How many clauses have any. */
  readonly size: number
}

const file = z.strictObject({
  law: z.string().min(2),
  /** Article or heading, a phrase that stands in it, ways of asking for it parted by ；. */
  asks: z.array(z.tuple([z.string(), z.string().min(1), z.string().min(2)])).min(1),
})

interface Kept {
  readonly phrase: string
  readonly asks: readonly string[]
}

/** A title as it is compared: books of the Civil Code are the Civil Code, for its articles are counted through. */
const lawOf = (title: string): string => {
  const folded = foldTitle(foldText(title))
  return /^民法典.{0,8}(?:编|总则|附则)$/.test(folded) ? '民法典' : folded
}

/** Spacing and width are no difference. */
const bare = (text: string): string => foldText(text).replace(/\s+/g, '')

/** Looks like the number of an article, but is none. */
const halfArticle = /^第[零〇一二三四五六七八九十百千\d]*(?:条.*)?$|^[零〇一二三四五六七八九十百千\d]+条?$/

/** A part of a text as it is compared: the article by its number, a section of a guide by its heading. Undefined for a slip. */
const partOf = (article: string): string | undefined => {
  const anchor = anchorOfPrinted(article)
  if (anchor !== undefined) return anchor
  return halfArticle.test(article.trim()) ? undefined : bare(article)
}

type Parts = Map<string, Kept[]>

/** One file: its law, and what is kept of it by part. Throws PageError with file and line. */
const readFileOf = (folder: string, name: string): { law: string; parts: Parts } => {
  const shown = `data/asks/${name}`
  const { value, lineOf } = readReviewed(join(folder, name), file, shown)
  const parts: Parts = new Map()
  for (const [at, [article, phrase, line]] of value.asks.entries()) {
    const part = partOf(article)
    if (part === undefined)
      throw new PageError({ file: shown, line: lineOf(['asks', at]), why: `"${article}" is no article like 第八十八条` })
    const asks = line.split(/[；;]/).map((ask) => ask.trim())
    if (asks.includes('')) throw new PageError({ file: shown, line: lineOf(['asks', at]), why: 'there is nothing between two ；' })
    parts.set(part, [...(parts.get(part) ?? []), { phrase: bare(phrase), asks }])
  }
  return { law: lawOf(value.law), parts }
}

const namesIn = (folder: string, isWanted: (name: string) => boolean): string[] =>
  readdirSync(folder)
    .filter((one) => one.endsWith('.yaml') && isWanted(one))
    .sort()

/** Finds the ways of asking for a clause in the files of its law. */
const asksFrom = (filesOf: (law: string) => readonly Parts[]): Asks['asksFor'] => {
  // A title is met as often as it has clauses.
  let last = { title: '', law: '' }
  return (title, article, text) => {
    if (last.title !== title) last = { title, law: lawOf(title) }
    const files = filesOf(last.law)
    const part = files.length > 0 ? partOf(article) : undefined
    const known = part === undefined ? [] : files.flatMap((parts) => parts.get(part) ?? [])
    if (known.length === 0) return []
    const words = bare(text)
    return [...new Set(known.flatMap(({ phrase, asks }) => (words.includes(phrase) ? asks : [])))]
  }
}

/** Reads the files of `data/asks/`. Throws PageError with file and line. */
export const readAsks = (folder: string, isWanted: (name: string) => boolean = () => true): Asks => {
  const laws = new Map<string, Parts[]>()
  let size = 0
  for (const name of namesIn(folder, isWanted)) {
    const { law, parts } = readFileOf(folder, name)
    laws.set(law, [...(laws.get(law) ?? []), parts])
    size += parts.size
  }
  return { asksFor: asksFrom((law) => laws.get(law) ?? []), size }
}

/** The same, where each file is read when the first clause of its law is looked up: all of them take half a second. */
export const openAsks = (folder: string): Asks['asksFor'] => {
  const files = new Map<string, string[]>()
  for (const name of namesIn(folder, () => true)) {
    const law = lawOf(/^law:\s*(.+?)\s*$/m.exec(readFileSync(join(folder, name), 'utf8'))?.[1] ?? '')
    files.set(law, [...(files.get(law) ?? []), name])
  }
  const read = new Map<string, readonly Parts[]>()
  return asksFrom((law) => {
    const known = read.get(law)
    if (known) return known
    const parts = (files.get(law) ?? []).map((name) => readFileOf(folder, name).parts)
    read.set(law, parts)
    return parts
  })
}

/** Words of a clause for the index, with the ways of asking for it that are known here. */
export const entriesWith =
  (asks: Pick<Asks, 'asksFor'>) =>
  (clause: IndexedClause): ReturnType<typeof entryOf> =>
    entryOf({ ...clause, asks: [...clause.asks, ...asks.asksFor(clause.title, clause.article, clause.text)] })
