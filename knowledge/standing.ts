import type { Audience, ReviewedAnswer } from '../core/knowledge.ts'
import type { KnowledgeStore } from '../core/knowledge-store.ts'
import type { PlainDate } from '../core/time.ts'
import { type LawNames, lawNamesOf } from './query/laws.ts'
import type { Lexicon } from './query/lexicon.ts'
import { forceOn, inForce, openShelves, type Shelved } from './shelf.ts'
import type { Span } from './versions.ts'

/** A live version with the document it is one of. */
export interface Standing {
  readonly shelved: Shelved
  readonly span: Span
}

/** All that a search knows beside texts and index. Read again when the store's revision rises. */
export interface Known {
  /** Of the store, when this was read. */
  readonly revision: number
  readonly shelves: ReadonlyMap<string, Shelved>
  /** Live versions by key. */
  readonly standings: ReadonlyMap<number, Standing>
  /** Names of the laws that a reader may know of. */
  readonly names: Readonly<Record<Audience, LawNames>>
  readonly answers: readonly ReviewedAnswer[]
}

/** Internal documents are there for those who work here alone. */
export const mayRead = (audience: Audience, { document }: Shelved): boolean => audience === 'internal' || document.audience === 'public'

/** True where a version may be given as law of the day; undated ones count as in force and say so. */
export const holdsOn = (span: Span, day: PlainDate): boolean => {
  const force = forceOn(span, day)
  return force === 'in_force' || force === 'undated'
}

/** True where a later version of the document is in force on that day. */
export const isReplacedOn = ({ shelved: { spans }, span }: Standing, day: PlainDate): boolean =>
  spans.slice(spans.findIndex(({ version }) => version.key === span.version.key) + 1).some((later) => forceOn(later, day) === 'in_force')

/** Where a clause is opened: the version is left out where it is the one that is shown anyway. */
export const hrefOf = ({ shelved, span }: Standing, anchor: string, today: PlainDate): string => {
  const isCurrent = inForce(shelved.spans, today)?.version.key === span.version.key
  const version = isCurrent ? '' : `?v=${encodeURIComponent(span.version.label)}`
  return `/policies/${encodeURIComponent(shelved.document.id)}${version}#${encodeURIComponent(anchor)}`
}

/** What is known, and how to notice that it is out of date. */
export interface Knowing {
  /** Costs nothing after the first time. */
  now(): Promise<Known>
  /** It was read at another revision: the next `now` reads it again. */
  forget(): void
}

/** Opens what is known. Whoever uses it compares its revision with the store's, which comes with what a question reads anyway. */
export const openKnown = (store: KnowledgeStore, lexicon: Lexicon, onChange: () => void): Knowing => {
  const shelves = openShelves(store)
  const read = async (): Promise<Known> => {
    const revision = await store.revision()
    const from = await shelves()
    const all = [...from.values()]
    const namesFor = (audience: Audience): LawNames =>
      lawNamesOf(
        all.filter((shelved) => mayRead(audience, shelved)).map(({ document }) => document),
        lexicon.lawNames,
      )
    onChange()
    return {
      revision,
      shelves: from,
      standings: new Map(all.flatMap((shelved) => shelved.spans.map((span) => [span.version.key, { shelved, span }] as const))),
      names: { public: namesFor('public'), internal: namesFor('internal') },
      answers: await store.answers(),
    }
  }
  let known: Promise<Known> | undefined
  return {
    now() {
      if (known) return known
      const reading = read()
      known = reading
      reading.catch(() => {
        if (known === reading) known = undefined
      })
      return reading
    },
    forget() {
      known = undefined
    },
  }
}
