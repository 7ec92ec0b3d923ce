import { and, desc, eq } from 'drizzle-orm'
import type { CaseDraft, CaseDrafts } from '../../core/case-drafts.ts'
import { type Ground, orUndefined } from './ground.ts'

/** Drafts of cases. */
export const caseDrafts = ({ db, tables, cipher }: Ground): CaseDrafts => {
  const { caseDrafts } = tables
  const draftOf = ({ yaml, note, agent, decidedBy, ...row }: typeof caseDrafts.$inferSelect): CaseDraft => ({
    ...row,
    agent: orUndefined(agent),
    decidedBy: orUndefined(decidedBy),
    yaml: cipher.open('case_drafts.yaml', row.id, yaml).toString('utf8'),
    note: note ? cipher.open('case_drafts.note', row.id, note).toString('utf8') : undefined,
  })
  return {
    save: async ({ yaml, note, agent, decidedBy, ...draft }) => {
      const row = {
        ...draft,
        agent: agent ?? null,
        decidedBy: decidedBy ?? null,
        yaml: cipher.seal('case_drafts.yaml', draft.id, yaml),
        note: note === undefined ? null : cipher.seal('case_drafts.note', draft.id, note),
      }
      await db
        .insert(caseDrafts)
        .values(row)
        .onConflictDoUpdate({ target: caseDrafts.id, set: row, setWhere: eq(caseDrafts.state, 'open') })
    },
    find: async (id) => {
      const [row] = await db.select().from(caseDrafts).where(eq(caseDrafts.id, id))
      return row && draftOf(row)
    },
    list: async ({ state, limit }) => {
      const rows = await db
        .select()
        .from(caseDrafts)
        .where(eq(caseDrafts.state, state))
        .orderBy(desc(caseDrafts.at), desc(caseDrafts.id))
        .limit(limit)
      return rows.map(draftOf)
    },
    decide: async (id, { state, by }) => {
      const rows = await db
        .update(caseDrafts)
        .set({ state, decidedBy: by })
        .where(and(eq(caseDrafts.id, id), eq(caseDrafts.state, 'open')))
        .returning({ id: caseDrafts.id })
      return rows.length > 0
    },
  }
}
