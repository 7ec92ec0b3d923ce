import type { StoredDocument } from '../core/knowledge-store.ts'
import type { Hit } from './index/text-index.ts'

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
}

export const usualRank: RankSettings = { belowStatute: 0.8, depth: 300, lawShare: 0.4, tellsShare: 0.2 }

/** How many of a law's clauses speak for it: one chance hit does not, and a long law has no more say than a short one. */
const voices = 5

/** A statute (法律; 办法 is none), or a guide of the house: its text says what to do and stands beside the law, not below it. */
const isStatute = ({ kind, title }: StoredDocument): boolean => kind !== 'law' || /(?<!办)(?:法|法典)(?:[-—·\s第].*编|[（(].*[)）])?$/.test(title)

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
