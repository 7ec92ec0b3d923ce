import type { StoredDocument } from '../core/knowledge-store.ts'
import type { Hit } from './index/text-index.ts'
import { withoutFrames } from './terms/frames.ts'
import { foldText, isSingle, termsOf } from './terms/terms.ts'

/** How the hits of the index are put in order. Round numbers; bench/stard.ts shows what neighbours do on questions held out. */
export interface RankSettings {
  /** What a clause below statute (行政法规, 规章, 司法解释) counts beside one of a statute: 法律效力位阶, 立法法 第九十八条 and after. */
  readonly belowStatute: number
  /** How many hits speak for their law. */
  readonly depth: number
  /** How much the best clauses of a law lift every one of them. */
  readonly lawShare: number
  /** How much more a clause counts that tells the kind of thing that is asked for: a period, a sum, a penalty. */
  readonly tellsShare: number
  /** How much more a section of a guide counts whose heading is the question itself; in part where it is so in part. */
  readonly headingShare: number
}

export const usualRank: RankSettings = { belowStatute: 0.8, depth: 300, lawShare: 0.4, tellsShare: 0.2, headingShare: 1 }

/** How many of a law's clauses speak for it: one chance hit does not, and a long law has no more say than a short one. */
const voices = 5

/** A statute (法律; 办法 is none), or a guide of the house: its text says what to do and stands beside the law, not below it. */
const isStatute = ({ kind, title }: StoredDocument): boolean =>
  kind !== 'law' || /(?<!办)(?:法|法典)(?:[-—·\s第].*编|[（(].*[)）])?$/.test(title)

/** What every clause of a document is multiplied by. */
export const priorOf = (document: StoredDocument, { belowStatute }: RankSettings = usualRank): number =>
  isStatute(document) ? 1 : belowStatute

/** Puts hits in order, best first: a clause counts more where other clauses of the same document speak to the question too. */
export const withLaw = (
  hits: readonly Hit[],
  documentOf: (version: number) => string | undefined,
  { lawShare }: RankSettings = usualRank,
): Hit[] => {
  const sums = new Map<string, { sum: number; count: number }>()
  for (const { version, score } of hits) {
    const document = documentOf(version)
    if (document === undefined) continue
    const known = sums.get(document) ?? { sum: 0, count: 0 }
    // Hits come best first.
    if (known.count < voices) sums.set(document, { sum: known.sum + score, count: known.count + 1 })
  }
  return hits
    .map((hit) => ({ ...hit, score: hit.score + (lawShare * (sums.get(documentOf(hit.version) ?? '')?.sum ?? 0)) / voices }))
    .sort((a, z) => z.score - a.score || a.clause - z.clause)
}

/** How many of the best have their words looked at. */
export const lookedAt = 40

/** Lifts clauses that tell the kind of thing that is asked for. */
export const withTold = (
  hits: readonly Hit[],
  tells: ((text: string) => boolean) | undefined,
  textOf: (clause: number) => string,
  { tellsShare }: RankSettings = usualRank,
): readonly Hit[] =>
  tells && tellsShare > 0
    ? hits
        .map((hit, at) => (at < lookedAt && tells(textOf(hit.clause)) ? { ...hit, score: hit.score * (1 + tellsShare) } : hit))
        .sort((a, z) => z.score - a.score || a.clause - z.clause)
    : hits

/** Terms of a question or a heading by weight, ways of asking left out. */
const contentOf = (text: string): ReadonlyMap<string, number> =>
  new Map([...termsOf(withoutFrames(foldText(text))).keys()].map((term) => [term, isSingle(term) ? 0.25 : 1]))

const sum = (weights: Iterable<number>): number => [...weights].reduce((all, weight) => all + weight, 0)

/** A heading asks one thing or, parted by commas, two or three. */
const partsOf = (heading: string): readonly string[] => [heading, ...heading.split(/[，、；？?]/).filter((part) => part.length >= 4)]

/** How alike a question and the heading of a section are (0 to 1): of what both say, the share that they say both (Dice 1945). */
export const likeHeading = (question: string, heading: string): number => {
  const asked = contentOf(question)
  const own = sum(asked.values())
  return Math.max(
    ...partsOf(heading).map((part) => {
      const said = contentOf(part)
      const shared = sum([...said].map(([term, weight]) => (asked.has(term) ? weight : 0)))
      return shared === 0 ? 0 : (2 * shared) / (own + sum(said.values()))
    }),
  )
}

/** Lifts sections of guides by their headings, which are the questions that they answer. No law is touched: `headingOf` has none for it. */
export const withHeading = (
  hits: readonly Hit[],
  question: string,
  headingOf: (hit: Hit) => string | undefined,
  { headingShare }: RankSettings = usualRank,
): readonly Hit[] =>
  hits
    .map((hit, at) => {
      const heading = at < lookedAt ? headingOf(hit) : undefined
      return heading === undefined ? hit : { ...hit, score: hit.score * (1 + headingShare * likeHeading(question, heading)) }
    })
    .sort((a, z) => z.score - a.score || a.clause - z.clause)
