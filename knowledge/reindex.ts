import type { IndexEntry } from './index/build.ts'
import { type IngestGround, indexed } from './landing.ts'

/** Clauses that are counted and written at a time. */
const batchClauses = 3_000

/**
 * Makes the index anew from the clauses that the store holds: after the ways of asking of `data/asks/` or the rules for words have changed,
 * or when the index is damaged. One transaction: a search sees the old index or the new one. Gives back how many clauses there are.
 */
export const reindex = ({
  store,
  index,
  entryOf,
  onProgress,
}: Pick<IngestGround, 'store' | 'index' | 'entryOf' | 'onProgress'>): Promise<number> =>
  store
    .transaction(async ({ knowledge }) => {
      await knowledge.raiseRevision()
      const old = await knowledge.segments()
      const documents = new Map((await knowledge.documents()).map((document) => [document.id, document]))
      let entries: IndexEntry[] = []
      let clauses = 0
      // Withdrawn versions too: a rollback brings them back without touching the index.
      for (const version of await knowledge.versions()) {
        const document = documents.get(version.document)
        if (!document) continue
        for (const clause of await knowledge.clausesOf(version.key))
          entries.push({ clause: clause.key, version: version.key, ...entryOf(indexed(document, clause)) })
        if (entries.length < batchClauses) continue
        await index.add(knowledge, entries)
        clauses += entries.length
        entries = []
        onProgress?.({ documents: 0, clauses, last: document.title })
      }
      if (entries.length > 0) await index.add(knowledge, entries)
      await knowledge.removeSegments(old.map(({ id }) => id))
      return clauses + entries.length
    })
    .finally(() => index.refresh())
