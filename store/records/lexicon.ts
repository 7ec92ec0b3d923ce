import { and, desc, eq, inArray } from 'drizzle-orm'
import type { LexiconDraft, LexiconStore, LexiconVersion } from '../../core/lexicon.ts'
import { type Ground, orUndefined } from './ground.ts'
import { plain } from './plain-text.ts'
import { once } from './prepared.ts'

/** Absent in our types is null in the tables. */
const orNull = <T>(value: T | undefined): T | null => value ?? null

/** Texts, drafts and versions of the lexicon of disputes. */
export const lexicon = (ground: Ground): LexiconStore => {
  const { db, tables } = ground
  const { lexiconTexts, lexiconVersions, lexiconDrafts, lexiconEdits } = tables
  const versionOf = ({ signature, ...row }: typeof lexiconVersions.$inferSelect): LexiconVersion => ({
    ...row,
    signature: orUndefined(signature),
  })
  const draftOf = ({ proposal, signature, ...row }: typeof lexiconDrafts.$inferSelect): LexiconDraft => ({
    ...row,
    ...{ proposal: orUndefined(proposal), signature: orUndefined(signature) },
  })
  // Asked by every process every second.
  const newest = once(() =>
    db
      .select({ number: lexiconVersions.number })
      .from(lexiconVersions)
      .orderBy(desc(lexiconVersions.number))
      .limit(1)
      .prepare('newest_lexicon'),
  )
  return {
    newest: async () => (await newest().execute())[0]?.number ?? 0,
    versions: async () => (await db.select().from(lexiconVersions).orderBy(desc(lexiconVersions.number))).map(versionOf),
    findVersion: async (number) => {
      const [row] = await db.select().from(lexiconVersions).where(eq(lexiconVersions.number, number))
      return row && versionOf(row)
    },
    addVersion: async ({ signature, ...version }) => {
      const added = await db
        .insert(lexiconVersions)
        .values({ ...version, signature: orNull(signature) })
        .onConflictDoNothing()
        .returning({ number: lexiconVersions.number })
      return added.length > 0
    },
    keepTexts: async (texts) => {
      for (const { hash, text } of texts)
        await db
          .insert(lexiconTexts)
          .values({ hash, text: plain(text) })
          .onConflictDoNothing()
    },
    texts: async (hashes) => {
      if (hashes.length === 0) return new Map()
      const rows = await db
        .select()
        .from(lexiconTexts)
        .where(inArray(lexiconTexts.hash, [...hashes]))
      return new Map(rows.map(({ hash, text }) => [hash, text]))
    },
    drafts: async () => {
      const rows = await db
        .select()
        .from(lexiconDrafts)
        .where(inArray(lexiconDrafts.state, ['open', 'proposed']))
        .orderBy(desc(lexiconDrafts.changedAt))
      return rows.map(draftOf)
    },
    findDraft: async (id) => {
      const [row] = await db.select().from(lexiconDrafts).where(eq(lexiconDrafts.id, id))
      return row && draftOf(row)
    },
    addDraft: async ({ title, proposal, signature, ...draft }) => {
      await db.insert(lexiconDrafts).values({ ...draft, title: plain(title), proposal: orNull(proposal), signature: orNull(signature) })
    },
    moveDraft: async ({ id, title, proposal, signature, ...draft }) => {
      const moved = await db
        .update(lexiconDrafts)
        .set({ ...draft, title: plain(title), proposal: orNull(proposal), signature: orNull(signature) })
        .where(and(eq(lexiconDrafts.id, id), eq(lexiconDrafts.revision, draft.revision - 1)))
        .returning({ id: lexiconDrafts.id })
      return moved.length > 0
    },
    addEdit: async (edit) => {
      await db.insert(lexiconEdits).values(edit)
    },
    edits: (draft, limit) =>
      db.select().from(lexiconEdits).where(eq(lexiconEdits.draft, draft)).orderBy(desc(lexiconEdits.id)).limit(limit),
  }
}
