import { and, asc, count, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import type { DeskQueueQuery, DeskRecords } from '../../../core/desk-store.ts'
import { applicationOf } from '../applications.ts'
import type { Ground } from '../ground.ts'

type Lists = Pick<DeskRecords, 'queue' | 'done' | 'counts' | 'findAbout' | 'unwatched' | 'silentSince'>

/** Lists of the desk. Ids are found first, by an index alone; whole rows, with their history, are read for one page. */
export const deskLists = ({ db, tables, cipher }: Ground): Lists => {
  const { applications, applicationSubjects, deskClaims, deskEscalations } = tables
  const atDesk = isNotNull(applications.desk)
  const freeAt = (now: Date) => or(isNull(deskClaims.until), lte(deskClaims.until, now))

  const read = async (ids: readonly string[]) => {
    if (ids.length === 0) return []
    const rows = await db
      .select({ application: applications, claim: deskClaims })
      .from(applications)
      .leftJoin(deskClaims, eq(deskClaims.application, applications.number))
      .where(inArray(applications.id, [...ids]))
    const byId = new Map(
      rows.map(({ application, claim }) => [
        application.id,
        {
          application: applicationOf(application, cipher),
          claim: claim ? { officer: claim.officer, at: claim.at, until: claim.until } : undefined,
        },
      ]),
    )
    return ids.flatMap((id) => byId.get(id) ?? [])
  }

  const conditionsOf = ({ units, groups, dueUntil, dueFrom, after }: DeskQueueQuery): (SQL | undefined)[] => [
    atDesk,
    inArray(applications.unit, [...units]),
    inArray(applications.desk, [...groups]),
    dueUntil === undefined ? undefined : lte(applications.dueOn, dueUntil),
    dueFrom === undefined ? undefined : gte(applications.dueOn, dueFrom),
    after && or(gt(applications.dueOn, after.dueOn), and(eq(applications.dueOn, after.dueOn), gt(applications.id, after.id))),
  ]

  const queueIds = (query: DeskQueueQuery): Promise<{ id: string }[]> => {
    const { claimedBy, unclaimedAt, escalatedTo, limit } = query
    const conditions = conditionsOf(query)
    const id = { id: applications.id }
    const order = [asc(applications.dueOn), asc(applications.id)] as const
    if (claimedBy)
      return db
        .select(id)
        .from(deskClaims)
        .innerJoin(applications, eq(applications.number, deskClaims.application))
        .where(and(eq(deskClaims.officer, claimedBy.officer), gt(deskClaims.until, claimedBy.now), ...conditions))
        .orderBy(...order)
        .limit(limit)
    if (escalatedTo !== undefined) {
      const put = db.select({ number: deskEscalations.application }).from(deskEscalations).where(eq(deskEscalations.superior, escalatedTo))
      return db
        .select(id)
        .from(applications)
        .where(and(...conditions, inArray(applications.number, put)))
        .orderBy(...order)
        .limit(limit)
    }
    if (unclaimedAt)
      return db
        .select(id)
        .from(applications)
        .leftJoin(deskClaims, eq(deskClaims.application, applications.number))
        .where(and(...conditions, freeAt(unclaimedAt)))
        .orderBy(...order)
        .limit(limit)
    return db
      .select(id)
      .from(applications)
      .where(and(...conditions))
      .orderBy(...order)
      .limit(limit)
  }

  return {
    queue: async (query) => read((await queueIds(query)).map(({ id }) => id)),
    done: async ({ units, states, limit, after }) => {
      const ids = await db
        .select({ id: applications.id })
        .from(applications)
        .where(
          and(
            inArray(applications.unit, [...units]),
            inArray(applications.state, [...states]),
            after === undefined ? undefined : lt(applications.id, after),
          ),
        )
        .orderBy(desc(applications.id))
        .limit(limit)
      return (await read(ids.map(({ id }) => id))).map(({ application }) => application)
    },
    counts: async ({ units, today, next, now }) => {
      const sum = (condition: SQL | undefined) => sql<number>`sum(case when ${condition} then 1 else 0 end)`.mapWith(Number)
      const rows = await db
        .select({
          unit: applications.unit,
          group: applications.desk,
          count: count(),
          overdue: sum(lt(applications.dueOn, today)),
          dueToday: sum(eq(applications.dueOn, today)),
          dueNext: sum(eq(applications.dueOn, next)),
          unclaimed: sum(freeAt(now)),
        })
        .from(applications)
        .leftJoin(deskClaims, eq(deskClaims.application, applications.number))
        .where(and(atDesk, inArray(applications.unit, [...units])))
        .groupBy(applications.unit, applications.desk)
      return rows.flatMap(({ group, ...row }) => (group === null ? [] : [{ ...row, group }]))
    },
    findAbout: async ({ subjectKey, nameKey }, { units, limit }) => {
      const found = new Set<string>()
      if (subjectKey !== undefined) {
        const inLists = db
          .select({ number: applicationSubjects.application })
          .from(applicationSubjects)
          .where(eq(applicationSubjects.subjectKey, subjectKey))
        const rows = await db
          .select({ id: applications.id })
          .from(applications)
          .where(and(inArray(applications.number, inLists), inArray(applications.unit, [...units])))
          .orderBy(desc(applications.id))
          .limit(limit)
        for (const { id } of rows) found.add(id)
      }
      const own = await db
        .select({ id: applications.id })
        .from(applications)
        .where(
          and(
            inArray(applications.unit, [...units]),
            subjectKey === undefined ? undefined : eq(applications.subjectKey, subjectKey),
            nameKey === undefined ? undefined : eq(applications.nameKey, nameKey),
          ),
        )
        .orderBy(desc(applications.id))
        .limit(subjectKey === undefined && nameKey === undefined ? 0 : limit)
      for (const { id } of own) found.add(id)
      const ids = [...found].sort().reverse().slice(0, limit)
      return (await read(ids)).map(({ application }) => application)
    },
    unwatched: async ({ groups, dueUntil, stage, limit }) => {
      const rows = await db
        .select({ id: applications.id })
        .from(applications)
        .leftJoin(
          deskEscalations,
          and(
            eq(deskEscalations.application, applications.number),
            eq(deskEscalations.stage, sql`${`${stage} `} || ${applications.dueOn}`),
          ),
        )
        .where(and(atDesk, inArray(applications.desk, [...groups]), lte(applications.dueOn, dueUntil), isNull(deskEscalations.stage)))
        .orderBy(asc(applications.dueOn), asc(applications.id))
        .limit(limit)
      return (await read(rows.map(({ id }) => id))).map(({ application }) => application)
    },
    silentSince: async (before, limit) => {
      const rows = await db
        .select({ id: applications.id })
        .from(applications)
        .where(and(atDesk, inArray(applications.state, ['NEED_SUPPLEMENT', 'NEED_FIX']), lt(applications.submittedAt, before)))
        .orderBy(asc(applications.dueOn), asc(applications.id))
        .limit(limit)
      return (await read(rows.map(({ id }) => id))).map(({ application }) => application)
    },
  }
}
