import type { DocumentDraft } from '../core/knowledge.ts'
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
