import { and, desc, eq, inArray, max } from 'drizzle-orm'
import type { AgentReleases, PageDraft, PageRelease } from '../../core/agent-studio.ts'
import { type Ground, orUndefined } from './ground.ts'
import { plain } from './plain-text.ts'
import { once } from './prepared.ts'

/** Absent in our types is null in the tables. */
const orNull = <T>(value: T | undefined): T | null => value ?? null

/** Drafts and releases of agent pages. */
export const agentReleases = ({ db, tables }: Ground): AgentReleases => {
  const { agentReleases: releases, agentDrafts: drafts } = tables
  const releaseOf = ({ fileVersion, source, proposal, signature, ...row }: typeof releases.$inferSelect): PageRelease => ({
    ...row,
    ...{ fileVersion: orUndefined(fileVersion), source: orUndefined(source) },
    ...{ proposal: orUndefined(proposal), signature: orUndefined(signature) },
  })
  const draftOf = ({ base, restores, stopped, proposal, approval, ...row }: typeof drafts.$inferSelect): PageDraft => ({
    ...row,
    ...{ base: orUndefined(base), restores: orUndefined(restores), stopped: orUndefined(stopped) },
    ...{ proposal: orUndefined(proposal), approval: orUndefined(approval) },
  })
  const rowOf = ({ base, restores, stopped, proposal, approval, ...draft }: PageDraft): typeof drafts.$inferInsert => ({
    ...{ ...draft, title: plain(draft.title), page: plain(draft.page), cases: plain(draft.cases) },
    ...{ base: orNull(base), restores: orNull(restores), stopped: orNull(stopped) },
    ...{ proposal: orNull(proposal), approval: orNull(approval) },
  })
  // Asked by every process every second.
  const newest = once(() =>
    db.select({ number: releases.number }).from(releases).orderBy(desc(releases.number)).limit(1).prepare('newest_page_release'),
  )
  return {
    newest: async () => (await newest().execute())[0]?.number ?? 0,
    inService: async () => {
      const heads = db
        .select({ number: max(releases.number) })
        .from(releases)
        .groupBy(releases.agent)
      const rows = await db.select().from(releases).where(inArray(releases.number, heads)).orderBy(releases.agent)
      return rows.map(releaseOf)
    },
    of: async (agent, limit) => {
      const rows = await db.select().from(releases).where(eq(releases.agent, agent)).orderBy(desc(releases.number)).limit(limit)
      return rows.map(releaseOf)
    },
    find: async (number) => {
      const [row] = await db.select().from(releases).where(eq(releases.number, number))
      return row && releaseOf(row)
    },
    add: async ({ fileVersion, source, proposal, signature, ...release }) => {
      const added = await db
        .insert(releases)
        .values({
          ...{ ...release, cases: plain(release.cases), why: plain(release.why), fileVersion: orNull(fileVersion), source: orNull(source) },
          ...{ proposal: orNull(proposal), signature: orNull(signature) },
        })
        .onConflictDoNothing()
        .returning({ number: releases.number })
      return added.length > 0
    },
    drafts: async () => {
      const rows = await db
        .select()
        .from(drafts)
        .where(inArray(drafts.state, ['open', 'trying', 'proposed']))
        .orderBy(desc(drafts.changedAt))
      return rows.map(draftOf)
    },
    findDraft: async (id) => {
      const [row] = await db.select().from(drafts).where(eq(drafts.id, id))
      return row && draftOf(row)
    },
    addDraft: async (draft) => {
      await db.insert(drafts).values(rowOf(draft))
    },
    moveDraft: async (draft) => {
      const { id: _, ...row } = rowOf(draft)
      const moved = await db
        .update(drafts)
        .set(row)
        .where(and(eq(drafts.id, draft.id), eq(drafts.revision, draft.revision - 1)))
        .returning({ id: drafts.id })
      return moved.length > 0
    },
  }
}
