import { and, asc, count, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm'
import type { ApplicationSubject, ApplicationSubjects, Subject } from '../../core/applicants.ts'
import { uuidv7 } from '../../core/ids.ts'
import { type Ground, orUndefined } from './ground.ts'
import { manyInserter } from './lists.ts'

/** People of units' applications. */
export const applicationSubjects = (ground: Ground): ApplicationSubjects => {
  const { db, tables, cipher } = ground
  const { applicationSubjects } = tables
  const rowOf = (row: typeof applicationSubjects.$inferSelect): ApplicationSubject => ({
    id: row.id,
    application: row.application,
    position: row.position,
    subject: cipher.openJson<Subject>('application_subjects.personal', row.id, row.personal),
    relation: row.relation,
    answer: orUndefined(row.answer),
    finding: orUndefined(row.finding),
    revision: row.revision,
  })
  const columns = ['id', 'application', 'position', 'personal', 'subjectKey', 'relation', 'answer', 'finding', 'revision'] as const
  return {
    replace: (application, people) =>
      ground.atomically(async (inside) => {
        await inside.db.delete(applicationSubjects).where(eq(applicationSubjects.application, application))
        const at = new Date()
        const rows = people.map(({ subject, relation, answer, finding }, index) => {
          const id = uuidv7(at)
          const personal = cipher.sealJson('application_subjects.personal', id, subject)
          const key = cipher.keyed(subject.document.number)
          return [id, application, index + 1, personal, key, relation, answer ?? null, finding ?? null, 1]
        })
        await manyInserter(inside, applicationSubjects, columns)(rows)
      }),
    list: async (application, { after = 0, limit, isUnasked = false, only }) => {
      const rows = await db
        .select()
        .from(applicationSubjects)
        .where(
          and(
            eq(applicationSubjects.application, application),
            gt(applicationSubjects.position, after),
            isUnasked ? and(isNull(applicationSubjects.answer), isNull(applicationSubjects.finding)) : undefined,
            only === 'open' ? and(isNotNull(applicationSubjects.answer), isNull(applicationSubjects.finding)) : undefined,
            only === 'unrelated' ? and(eq(applicationSubjects.relation, 'none'), isNull(applicationSubjects.finding)) : undefined,
          ),
        )
        .orderBy(asc(applicationSubjects.position))
        .limit(limit)
      return rows.map(rowOf)
    },
    count: async (application) => {
      const { answer, finding } = applicationSubjects
      const sum = (condition: ReturnType<typeof sql>) =>
        sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`.mapWith(Number)
      const [row] = await db
        .select({
          all: count(),
          unasked: sum(sql`${answer} is null and ${finding} is null`),
          clear: sum(sql`${finding} = 'clear'`),
          open: sum(sql`${answer} is not null and ${finding} is null`),
          out: sum(sql`${finding} in ('not_accepted', 'apart')`),
          hits: sum(sql`${answer} = 'hit' and ${finding} is null`),
        })
        .from(applicationSubjects)
        .where(eq(applicationSubjects.application, application))
      return row ?? { all: 0, unasked: 0, clear: 0, open: 0, hits: 0, out: 0 }
    },
    move: async (row, change) => {
      const moved = await db
        .update(applicationSubjects)
        .set({ ...change, revision: sql`${applicationSubjects.revision} + 1` })
        .where(and(eq(applicationSubjects.id, row.id), eq(applicationSubjects.revision, row.revision)))
        .returning({ id: applicationSubjects.id })
      return moved.length > 0
    },
  }
}
