import type { Audience, Force, PolicySearch } from '../core/knowledge.ts'
import type { KnowledgeStore, StoredClause, StoredDocument } from '../core/knowledge-store.ts'
import type { ClauseChange, ClauseView, Comparison, DocumentView, Library, OpenDocument, VersionView } from '../core/library.ts'
import { type Clock, type PlainDate, shanghaiDate } from '../core/time.ts'
import { alignClauses, type Pair, stretchesOf } from './compare.ts'
import { partsOf } from './structure/parts.ts'
import { type Span, timelineOf } from './versions.ts'

/** What the shelf stands on. */
export interface ShelfGround {
  readonly store: KnowledgeStore
  /** Search for one reader. */
  readonly searchFor: (reader: Audience) => PolicySearch
  readonly clock: Clock
}

/** How a version stands on a day. */
export const forceOn = ({ version, from, until }: Span, on: PlainDate): Force => {
  if (until !== undefined && until <= on) return version.repealed === until ? 'repealed' : 'superseded'
  if (from === undefined) return 'undated'
  return from > on ? 'not_yet' : 'in_force'
}

/** A document with the spans of its live versions, oldest first. */
export interface Shelved {
  readonly document: StoredDocument
  readonly spans: readonly Span[]
}

/** The version that holds on a day: the newest in force, else the newest without a day. */
export const inForce = (spans: readonly Span[], on: PlainDate): Span | undefined =>
  spans.findLast((span) => forceOn(span, on) === 'in_force') ?? spans.findLast((span) => forceOn(span, on) === 'undated')

/** Documents as the store has them, read again when its revision rises. */
export const openShelves = (store: KnowledgeStore): (() => Promise<ReadonlyMap<string, Shelved>>) => {
  let seen: { readonly revision: number; readonly shelves: ReadonlyMap<string, Shelved> } | undefined
  return async () => {
    const revision = await store.revision()
    if (seen?.revision === revision) return seen.shelves
    const [documents, versions] = [await store.documents(), await store.versions()]
    const byDocument = Map.groupBy(versions, ({ document }) => document)
    const shelved = documents.map((document) => ({ document, spans: timelineOf(byDocument.get(document.id) ?? []) }))
    // A document whose every version was taken back is not on the shelf.
    seen = { revision, shelves: new Map(shelved.filter(({ spans }) => spans.length > 0).map((one) => [one.document.id, one])) }
    return seen.shelves
  }
}

const mayRead = (reader: Audience, { document }: Shelved): boolean => document.audience === 'public' || reader === 'internal'

const versionView = (span: Span, today: PlainDate): VersionView => {
  const { label, promulgated, effective, review, origin, clauses, ingestedAt } = span.version
  return { label, force: forceOn(span, today), promulgated, effective, until: span.until, review, origin, clauses, ingestedAt }
}

const documentView = ({ document, spans }: Shelved, today: PlainDate): DocumentView => {
  const { id, title, shortTitle, kind, topic, audience, issuer, number } = document
  const versions = spans.map((span) => versionView(span, today)).reverse()
  return { id, title, shortTitle, kind, topic, audience, issuer, number, versions, current: inForce(spans, today)?.version.label }
}

const clauseView = ({ anchor, article, path, text }: StoredClause): ClauseView => ({ anchor, article, path, text, parts: partsOf(text) })

const changeOf = ({ before, after }: Pair<ClauseView>): ClauseChange[] => {
  if (!before) return after ? [{ kind: 'added', after }] : []
  if (!after) return [{ kind: 'removed', before }]
  const isSame = before.text.replace(/\s+/g, '') === after.text.replace(/\s+/g, '')
  if (isSame && before.article === after.article) return []
  return isSame
    ? [{ kind: 'moved', before, after, stretches: [] }]
    : [{ kind: 'changed', before, after, stretches: stretchesOf(before.text, after.text) }]
}

/** Comparisons of two versions that are kept; versions never change. */
const keptComparisons = 16

/** Opens the shelf. Nothing is read before the first reader. */
export const openShelf = ({ store, searchFor, clock }: ShelfGround): Library => {
  const shelves = openShelves(store)
  const aligned = new Map<string, Promise<readonly Pair<ClauseView>[]>>()
  const find = async (reader: Audience, id: string): Promise<Shelved | undefined> => {
    const shelved = (await shelves()).get(id)
    return shelved && mayRead(reader, shelved) ? shelved : undefined
  }
  const clausesOf = async (span: Span): Promise<readonly ClauseView[]> => (await store.clausesOf(span.version.key)).map(clauseView)
  const align = (from: Span, to: Span): Promise<readonly Pair<ClauseView>[]> => {
    const key = `${from.version.key} ${to.version.key}`
    const known = aligned.get(key)
    if (known) return known
    const work = Promise.all([clausesOf(from), clausesOf(to)]).then(([before, after]) => alignClauses(before, after))
    for (const oldest of aligned.keys()) if (aligned.size >= keptComparisons) aligned.delete(oldest)
    aligned.set(key, work)
    work.catch(() => aligned.delete(key))
    return work
  }

  const open: Library['open'] = async (reader, id, { version, on }): Promise<OpenDocument | undefined> => {
    const shelved = await find(reader, id)
    if (!shelved) return undefined
    const { spans } = shelved
    const today = shanghaiDate(clock())
    const day = on ?? today
    // Where none is in force that day, the last that had begun; before the first one, the first.
    const wanted = version
      ? spans.find((span) => span.version.label === version)
      : (inForce(spans, day) ?? spans.findLast(({ from }) => from !== undefined && from <= day) ?? spans[0])
    if (!wanted) return undefined
    const now = inForce(spans, today)
    const pairs = now && now !== wanted ? await align(wanted, now) : []
    return {
      document: documentView(shelved, today),
      version: versionView(wanted, today),
      clauses: await clausesOf(wanted),
      nowAt: new Map(pairs.flatMap(({ before, after }) => (before && after ? [[before.anchor, after.anchor] as const] : []))),
    }
  }

  const compare: Library['compare'] = async (reader, id, { from, to }): Promise<Comparison | undefined> => {
    const shelved = await find(reader, id)
    if (!shelved) return undefined
    const { spans } = shelved
    const today = shanghaiDate(clock())
    const labelled = (label: string): Span | undefined => spans.find((span) => span.version.label === label)
    const later = to ? labelled(to) : (inForce(spans, today) ?? spans.at(-1))
    const earlier = from ? labelled(from) : spans[Math.max(0, (later ? spans.indexOf(later) : 0) - 1)]
    if (!later || !earlier) return undefined
    const pairs = await align(earlier, later)
    const changes = pairs.flatMap(changeOf)
    return {
      document: documentView(shelved, today),
      from: versionView(earlier, today),
      to: versionView(later, today),
      changes,
      same: pairs.length - changes.length,
    }
  }

  return {
    open,
    compare,
    async list(reader) {
      const today = shanghaiDate(clock())
      const readable = [...(await shelves()).values()].filter((shelved) => mayRead(reader, shelved))
      return readable
        .map((shelved) => documentView(shelved, today))
        .sort((a, b) => a.topic.localeCompare(b.topic) || a.title.localeCompare(b.title, 'zh'))
    },
    search: (reader, query, options) => searchFor(reader).search(query, options),
  }
}
