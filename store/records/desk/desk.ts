import { and, asc, eq, lte, or, sql } from 'drizzle-orm'
import type { DeskRecords } from '../../../core/desk-store.ts'
import { type Ground, orUndefined } from '../ground.ts'
import { deskLists } from './queue.ts'

/** What the officers' desk remembers: claims, acts, escalations. */
export const desk = (ground: Ground): DeskRecords => {
  const { db, tables, cipher } = ground
  const { deskClaims, deskActs, deskEscalations } = tables
  const claimOf: DeskRecords['claimOf'] = async (application) => {
    const [row] = await db.select().from(deskClaims).where(eq(deskClaims.application, application))
    return row && { officer: row.officer, at: row.at, until: row.until }
  }
  return {
    ...deskLists(ground),
    claimOf,
    claim: async (application, claim, { isForced }) => {
      const isFree = or(eq(deskClaims.officer, claim.officer), lte(deskClaims.until, claim.at))
      const [mine] = await db
        .insert(deskClaims)
        .values({ application, ...claim })
        .onConflictDoUpdate({ target: deskClaims.application, set: claim, ...(isForced || !isFree ? {} : { setWhere: isFree }) })
        .returning({ officer: deskClaims.officer })
      return mine ? claim : ((await claimOf(application)) ?? claim)
    },
    release: async (application, officer) => {
      const rows = await db
        .delete(deskClaims)
        .where(and(eq(deskClaims.application, application), eq(deskClaims.officer, officer)))
        .returning({ application: deskClaims.application })
      return rows.length > 0
    },
    addAct: async ({ content, ...row }) => {
      await db.insert(deskActs).values({ ...row, content: cipher.sealJson('desk_acts.content', row.id, content) })
    },
    acts: async (application) => {
      const rows = await db.select().from(deskActs).where(eq(deskActs.application, application)).orderBy(asc(deskActs.id))
      return rows.map(({ content, ...row }) => ({ ...row, content: cipher.openJson('desk_acts.content', row.id, content) }))
    },
    // Once for each day that is due: a new term goes up anew.
    escalate: async ({ superior, stage, ...row }) => {
      const rows = await db
        .insert(deskEscalations)
        .values({ ...row, stage: `${stage} ${row.dueOn}`, superior: superior ?? null })
        .onConflictDoNothing()
        .returning({ stage: deskEscalations.stage })
      return rows.length > 0
    },
    forgetEscalations: async (application) => {
      await db.delete(deskEscalations).where(eq(deskEscalations.application, application))
    },
    escalations: async (application) => {
      const rows = await db
        .select()
        .from(deskEscalations)
        .where(eq(deskEscalations.application, application))
        .orderBy(asc(deskEscalations.at), sql`stage`)
      return rows.map(({ superior, stage, ...row }) => ({ ...row, stage: stage.split(' ')[0] ?? stage, superior: orUndefined(superior) }))
    },
  }
}
