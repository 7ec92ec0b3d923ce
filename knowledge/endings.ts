import type { DocumentDraft } from '../core/knowledge.ts'
import type { KnowledgeStore } from '../core/knowledge-store.ts'
import type { PlainDate } from '../core/time.ts'
import type { IndexEntry } from './index/build.ts'
import { addVersion, catalogueFrom, type IngestGround, type Landed } from './landing.ts'
import { endedBy } from './structure/dates.ts'
import { foldTitle } from './structure/title.ts'
import { timelineOf } from './versions.ts'

/** A text that says of another that it ends (同时废止). */
export interface Ending {
  readonly title: string
  readonly on: PlainDate
  /** The document that says so, which does not end itself. */
  readonly by: string
}

/** What a draft ends, if it says when it begins. */
export const endingsOf = (draft: DocumentDraft, by: string): Ending[] => {
  const on = draft.effective
  if (draft.kind !== 'law' || on === undefined) return []
  return draft.clauses.flatMap(({ text }) => (text.includes('废止') ? endedBy(text).map((title) => ({ title, on, by })) : []))
}

/** A law says at its very end what it ends: in how many of its last clauses that is looked for. */
const lastClauses = 4
const readAtOnce = 1_000

/** What laws that are in already say of texts that have only now come in: an old law may be brought in after the one that ends it. */
export const endingsKnown = async (store: KnowledgeStore, landed: readonly Pick<Landed, 'document' | 'title'>[]): Promise<Ending[]> => {
  const titles = new Map(landed.map(({ title }) => [foldTitle(title), title]))
  const laws = new Set((await store.documents()).filter(({ kind }) => kind === 'law').map(({ id }) => id))
  const live = (await store.versions()).filter(
    ({ state, effective, document }) => state === 'live' && effective !== undefined && laws.has(document),
  )
  const byKey = new Map(live.map((version) => [version.key, version]))
  const keys = live.flatMap(({ firstClause, clauses }) =>
    Array.from({ length: Math.min(lastClauses, clauses) }, (_, at) => firstClause + clauses - 1 - at),
  )
  const found: Ending[] = []
  for (let from = 0; from < keys.length; from += readAtOnce)
    for (const { text, version } of await store.clauses(keys.slice(from, from + readAtOnce))) {
      const by = byKey.get(version)
      if (!text.includes('废止') || by?.effective === undefined) continue
      for (const title of endedBy(text)) if (titles.has(foldTitle(title))) found.push({ title, on: by.effective, by: by.document })
    }
  return found
}

/** Gives the last texts that other laws have ended the day of their end. Versions never change, so each gets a new one in its place. */
export const endOthers = async (endings: readonly Ending[], ground: IngestGround): Promise<Landed[]> => {
  if (endings.length === 0 || ground.isDryRun) return []
  return ground.store.transaction(async (records) => {
    await records.knowledge.raiseRevision()
    const catalogue = await catalogueFrom(records.knowledge)
    const entries: IndexEntry[] = []
    const landed: Landed[] = []
    for (const { title, on, by } of endings) {
      for (const document of catalogue.ofTitle(foldTitle(title))) {
        const last = timelineOf(catalogue.ofDocument(document.id)).at(-1)?.version
        if (!last || document.id === by || document.kind !== 'law' || (last.repealed ?? '9999') <= on) continue
        if ((last.effective ?? '') >= on || (last.promulgated ?? '') >= on) continue
        const clauses = await records.knowledge.clausesOf(last.key)
        const {
          key: _key,
          firstClause: _first,
          clauses: _count,
          state: _state,
          ingestedAt: _at,
          ingestedBy: _by,
          document: _id,
          ...kept
        } = last
        const notes = [`《${catalogue.documents.get(by)?.title ?? by}》写明自 ${on} 起废止`]
        const draft: DocumentDraft = { ...document, ...kept, repealed: on, clauses, notes }
        await addVersion(draft, { document, replaces: [last] }, { ...ground, records, catalogue, entries, words: new Map() })
        landed.push({
          document: document.id,
          title: document.title,
          label: last.label,
          source: last.source,
          effective: last.effective,
          action: 'correction',
          clauses: 0,
          difference: { added: [], removed: [], changed: [] },
          notes,
        })
      }
    }
    if (entries.length > 0) await ground.index.add(records.knowledge, entries)
    return landed
  })
}
