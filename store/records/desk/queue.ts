import { and, asc, count, eq, gt, inArray, isNotNull, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { DeskRecords } from '../../../core/desk-store.ts'
import { applicationOf } from '../applications.ts'
import type { Ground } from '../ground.ts'
import { isListedText, listOf } from '../lists.ts'
import { gap, gaps, once } from '../prepared.ts'
import { deskPages } from './pages.ts'

type Lists = Pick<DeskRecords, 'queue' | 'done' | 'counts' | 'findAbout' | 'unwatched' | 'silentSince' | 'open'>

/** Before every day and every id. */
const beforeAll = { dueOn: '', id: '' }

/** Lists of the desk. */
export const deskLists = (ground: Ground): Lists => {
  const { db, tables, cipher } = ground
  const { applications, deskClaims, deskEscalations } = tables
  const atDesk = isNotNull(applications.desk)

  /** Whole rows, with their history, of ids that were found by an index alone. */
  const read = async (found: readonly { readonly id: string }[]) => {
    if (found.length === 0) return []
    const ids = found.map(({ id }) => id)
    const rows = await db.select().from(applications).where(inArray(applications.id, ids))
    const byId = new Map(rows.map((row) => [row.id, row]))
    return ids.flatMap((id) => {
      const row = byId.get(id)
      return row ? [applicationOf(row, cipher)] : []
    })
  }

  const counted = once(() => {
    const sum = (condition: SQL) => sql<number>`sum(case when ${condition} then 1 else 0 end)`.mapWith(Number)
    return db
      .select({
        unit: applications.unit,
        group: applications.desk,
        count: count(),
        overdue: sum(lt(applications.dueOn, gap('today'))),
        dueToday: sum(eq(applications.dueOn, gap('today'))),
        dueNext: sum(eq(applications.dueOn, gap('next'))),
      })
      .from(applications)
      .where(and(atDesk, isListedText(ground, applications.unit, 'units')))
      .groupBy(applications.unit, applications.desk)
      .prepare('desk_counts')
  })
  // Few are in somebody's hands: these are counted by themselves, and not every case asked whether somebody holds it.
  const inHands = once(() =>
    db
      .select({ unit: applications.unit, group: applications.desk, count: count() })
      .from(deskClaims)
      .innerJoin(applications, eq(applications.number, deskClaims.application))
      .where(and(gt(deskClaims.until, gaps(deskClaims, 'until').until), atDesk, isListedText(ground, applications.unit, 'units')))
      .groupBy(applications.unit, applications.desk)
      .prepare('desk_counts_in_hands'),
  )

  return {
    ...deskPages(ground),
    counts: async ({ units, today, next, now }) => {
      const given = listOf(ground, units)
      const [rows, claimed] = await Promise.all([
        counted().execute({ units: given, today, next }),
        inHands().execute({ units: given, until: now }),
      ])
      const held = new Map(claimed.map((row) => [`${row.unit} ${row.group}`, row.count]))
      return rows.flatMap(({ group, ...row }) =>
        group === null ? [] : [{ ...row, group, unclaimed: row.count - (held.get(`${row.unit} ${group}`) ?? 0) }],
      )
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
      return read(rows)
    },
    silentSince: async (before, limit) => {
      const rows = await db
        .select({ id: applications.id })
        .from(applications)
        .where(and(atDesk, inArray(applications.state, ['NEED_SUPPLEMENT', 'NEED_FIX']), lt(applications.submittedAt, before)))
        .orderBy(asc(applications.dueOn), asc(applications.id))
        .limit(limit)
      return read(rows)
    },
    open: async ({ groups, limit, after = beforeAll }) => {
      const { dueOn, id } = applications
      const rows = await db
        .select({ id })
        .from(applications)
        .where(and(atDesk, inArray(applications.desk, [...groups]), sql`(${dueOn}, ${id}) > (${after.dueOn}, ${after.id})`))
        .orderBy(asc(dueOn), asc(id))
        .limit(limit)
      return read(rows)
    },
  }
}
