import { withoutFrames } from './frames.ts'
import { foldText, termsOf } from './terms.ts'

/** What is indexed of a clause. */
export interface IndexedClause {
  readonly title: string
  readonly shortTitle: string
  /** Heading path down to the clause: `第三章 › 第二节 › 第八十八条`. */
  readonly path: string
  readonly article: string
  readonly text: string
  /** Reviewed ways of asking for it (问法). */
  readonly asks: readonly string[]
}

/** How much a word counts where it stands; a word of the text counts 1. Round on purpose: finer ones were measured and won nothing. */
const weights = { title: 0.5, path: 0.5, asks: 0.5 } as const
/** In a section of a guide: its heading is the question that it answers. */
const guideWeights = { title: 0.5, path: 2, asks: 1 } as const
/** Articles of laws are counted. */
const isCounted = /^第[零〇一二三四五六七八九十百千\d]+条/

/** Numbers of parts say nothing of what stands in them. */
const partNumber = /第[零〇一二三四五六七八九十百千\d]+[编分章节条款项](?:之[一二三四五六七八九十]+)?/g
const stateName = /^中华人民共和国/

/** What is said of a clause again and again by where it stands: the names of the law and of its parts. */
const headingOf = ({ title, shortTitle, path, article }: IndexedClause): { title: string; path: string } => ({
  title: (shortTitle.length > 0 && shortTitle.length < title.length ? shortTitle : title).replace(stateName, ''),
  path: (path.includes(article) ? path : `${path} ${article}`).replace(partNumber, ' '),
})

/**
 * Terms of a clause with their weighted frequencies, and its length (BM25F with one length: Robertson, Zaragoza & Taylor 2004).
 * Ways of asking do not make a clause longer: having them must not cost it anything.
 */
export const entryOf = (clause: IndexedClause): { terms: ReadonlyMap<string, number>; length: number } => {
  const terms = termsOf(foldText(clause.text))
  const add = (text: string, weight: number): void => {
    for (const [term, count] of termsOf(foldText(text))) terms.set(term, (terms.get(term) ?? 0) + weight * count)
  }
  const heading = headingOf(clause)
  const counts = isCounted.test(clause.article) ? weights : guideWeights
  add(heading.title, counts.title)
  add(heading.path, counts.path)
  const length = [...terms.values()].reduce((sum, count) => sum + count, 0)
  // 怎么办 is rare in laws: left in, it would find whatever has been asked about.
  for (const ask of clause.asks) add(withoutFrames(foldText(ask)), counts.asks)
  return { terms, length }
}
