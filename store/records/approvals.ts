import { and, asc, desc, eq, gt, gte, inArray, lte, ne, or, sql } from 'drizzle-orm'
import type { Approvals, Proposal } from '../../core/approvals.ts'
import { type Ground, orUndefined } from './ground.ts'

type Body = Pick<Proposal, 'args' | 'shown'>

/** Decisions that wait for a second person, and what became of them. */
export const approvals = ({ db, tables, cipher }: Ground): Approvals => {
  const { approvals } = tables
  const proposalOf = ({ body, note, decidedBy, decidedAt, ...row }: typeof approvals.$inferSelect): Proposal => ({
    ...row,
    ...cipher.openJson<Body>('approvals.body', row.id, body),
    decidedBy: orUndefined(decidedBy),
    decidedAt: orUndefined(decidedAt),
    note: note ? cipher.open('approvals.note', row.id, note).toString('utf8') : undefined,
  })
  const sealedNote = (id: string, note: string | undefined) => (note === undefined ? null : cipher.seal('approvals.note', id, note))
  return {
    insert: async ({ args, shown, note, decidedBy, decidedAt, ...row }) => {
      await db.insert(approvals).values({
        ...row,
        body: cipher.sealJson('approvals.body', row.id, { args, shown } satisfies Body),
        decidedBy: decidedBy ?? null,
        decidedAt: decidedAt ?? null,
        note: sealedNote(row.id, note),
      })
    },
    find: async (id) => {
      const [row] = await db.select().from(approvals).where(eq(approvals.id, id))
      return row && proposalOf(row)
    },
    listOpen: async ({ units, roles, levels, notBy, now, limit, after }) => {
      const rows = await db
        .select()
        .from(approvals)
        .where(
          and(
            eq(approvals.state, 'open'),
            inArray(approvals.unit, [...units]),
            inArray(approvals.role, [...roles]),
            inArray(approvals.level, [...levels]),
            ne(approvals.proposer, notBy),
            gt(approvals.expiresAt, now),
            after && or(gt(approvals.proposedAt, after.at), and(eq(approvals.proposedAt, after.at), gt(approvals.id, after.id))),
          ),
        )
        .orderBy(asc(approvals.proposedAt), asc(approvals.id))
        .limit(limit)
      return rows.map(proposalOf)
    },
    openOf: async (proposer, limit) => {
      const rows = await db
        .select()
        .from(approvals)
        .where(and(sql`state = 'open'`, eq(approvals.proposer, proposer)))
        .orderBy(asc(approvals.proposedAt))
        .limit(limit)
      return rows.map(proposalOf)
    },
    ofTarget: async (target) => {
      const rows = await db
        .select()
        .from(approvals)
        .where(eq(approvals.target, target))
        .orderBy(desc(approvals.proposedAt), desc(approvals.id))
      return rows.map(proposalOf)
    },
    endedSince: async (kind, { since, now, limit }) => {
      const isOver = or(
        gte(approvals.decidedAt, since),
        and(eq(approvals.state, 'open'), gte(approvals.expiresAt, since), lte(approvals.expiresAt, now)),
      )
      const rows = await db
        .select()
        .from(approvals)
        .where(and(eq(approvals.kind, kind), isOver))
        .orderBy(asc(approvals.proposedAt), asc(approvals.id))
        .limit(limit)
      return rows.map(proposalOf)
    },
    close: async (id, { state, by, at, note }) => {
      const rows = await db
        .update(approvals)
        .set({ state, decidedBy: by, decidedAt: at, note: sealedNote(id, note) })
        // Whoever takes it back may do so late; whoever decides may not.
        .where(and(eq(approvals.id, id), eq(approvals.state, 'open'), state === 'withdrawn' ? undefined : gt(approvals.expiresAt, at)))
        .returning({ id: approvals.id })
      return rows.length > 0
    },
  }
}
