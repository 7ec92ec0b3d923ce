import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { SpotCheck, SpotChecks } from '../../core/spot-checks.ts'
import { mondayOf, shanghaiDate } from '../../core/time.ts'
import type { Ground } from './ground.ts'
import { isListedText, listOf } from './lists.ts'
import { gap, gaps, keyedOnce } from './prepared.ts'

/** Before every moment and every number. */
const beforeAll = { at: new Date(0), application: '' }

/** Certificates that were picked for a second look. Notes are encrypted. */
export const spotChecks = (ground: Ground): SpotChecks => {
  const { db, tables, cipher } = ground
  const { spotChecks } = tables
  const checkOf = ({ application, certificate, unit, pickedAt, result, by, at, note }: typeof spotChecks.$inferSelect): SpotCheck => ({
    ...{ application, certificate, unit, pickedAt },
    end:
      result === null || by === null || at === null || note === null
        ? undefined
        : { result, by, at, note: cipher.open('spot_checks.note', application, note).toString('utf8') },
  })
  const list = keyedOnce(({ isOpen }: { isOpen: boolean }) =>
    db
      .select()
      .from(spotChecks)
      .where(
        and(
          isOpen ? isNull(spotChecks.result) : isNotNull(spotChecks.result),
          isListedText(ground, spotChecks.unit, 'units'),
          sql`(${spotChecks.pickedAt}, ${spotChecks.application}) > (${gaps(spotChecks, 'pickedAt').pickedAt}, ${gap('application')})`,
        ),
      )
      .orderBy(asc(spotChecks.pickedAt), asc(spotChecks.application))
      .limit(gap('limit'))
      .prepare(`spot_checks_${isOpen}`),
  )
  return {
    pick: async (check) => {
      await db
        .insert(spotChecks)
        .values({ ...check, week: mondayOf(shanghaiDate(check.pickedAt)), result: null, by: null, at: null, note: null })
        .onConflictDoNothing()
    },
    find: async (application) => {
      const [row] = await db.select().from(spotChecks).where(eq(spotChecks.application, application))
      return row && checkOf(row)
    },
    list: async ({ units, isOpen, limit, after = beforeAll }) => {
      const given = { units: listOf(ground, units), pickedAt: after.at, application: after.application, limit }
      return (await list({ isOpen }).execute(given)).map(checkOf)
    },
    end: async (application, { note, ...end }) => {
      const rows = await db
        .update(spotChecks)
        .set({ ...end, note: cipher.seal('spot_checks.note', application, note) })
        .where(and(eq(spotChecks.application, application), isNull(spotChecks.result)))
        .returning({ application: spotChecks.application })
      return rows.length > 0
    },
  }
}
