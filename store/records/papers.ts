import { and, asc, desc, eq, getTableColumns, inArray, isNull, lt, ne } from 'drizzle-orm'
import { ConflictError } from '../../core/errors.ts'
import type { Paper, Papers } from '../../core/papers.ts'
import { type Ground, orUndefined } from './ground.ts'

/** Papers of the desk and their PDFs. */
export const papers = ({ db, tables, cipher }: Ground): Papers => {
  const { applications, papers } = tables
  const { pdf: _pdf, ...light } = getTableColumns(papers)
  const select = () => db.select(light).from(papers)
  const paperOf = (row: Awaited<ReturnType<typeof select>>[number]): Paper => ({
    ...row,
    application: orUndefined(row.application),
    person: orUndefined(row.person),
    revokedAt: orUndefined(row.revokedAt),
    removedAt: orUndefined(row.removedAt),
  })
  return {
    insert: async ({ application, person, revokedAt, removedAt, ...paper }, pdf) => {
      const row = {
        ...paper,
        application: application ?? null,
        person: person ?? null,
        revokedAt: revokedAt ?? null,
        removedAt: removedAt ?? null,
      }
      const inserted = await db
        .insert(papers)
        .values({ ...row, pdf: cipher.seal('papers.pdf', paper.number, pdf) })
        .onConflictDoNothing()
        .returning({ number: papers.number })
      if (inserted.length === 0) throw new ConflictError({ what: `paper ${paper.number}` })
    },
    find: async (number) => {
      const [row] = await select().where(eq(papers.number, number))
      return row && paperOf(row)
    },
    findByCode: async (verifyCode) => {
      const [row] = await select().where(eq(papers.verifyCode, verifyCode))
      return row && paperOf(row)
    },
    pdf: async (number) => {
      const [row] = await db.select({ pdf: papers.pdf }).from(papers).where(eq(papers.number, number))
      return row && row.pdf.length > 0 ? cipher.open('papers.pdf', number, row.pdf) : undefined
    },
    listByApplication: async (application) => {
      const rows = await select().where(eq(papers.application, application)).orderBy(asc(papers.issuedAt), asc(papers.number))
      return rows.map(paperOf)
    },
    listByPerson: async (person, limit) => {
      const rows = await select().where(eq(papers.person, person)).orderBy(desc(papers.issuedAt), desc(papers.number)).limit(limit)
      return rows.map(paperOf)
    },
    revoke: async (number, at) => {
      const rows = await db
        .update(papers)
        .set({ status: 'revoked', revokedAt: at })
        .where(and(eq(papers.number, number), eq(papers.status, 'valid')))
        .returning({ number: papers.number })
      return rows.length > 0
    },
    due: async ({ before, states, limit }) => {
      const rows = await select()
        .innerJoin(applications, eq(applications.number, papers.application))
        .where(
          and(
            ...[isNull(papers.removedAt), lt(papers.issuedAt, before), ne(papers.kind, 'revocation')],
            inArray(applications.state, [...states]),
          ),
        )
        .orderBy(asc(papers.issuedAt))
        .limit(limit)
      return rows.map(paperOf)
    },
    remove: async (number, at) => {
      const rows = await db
        .update(papers)
        .set({ pdf: Buffer.alloc(0), removedAt: at })
        .where(and(eq(papers.number, number), isNull(papers.removedAt)))
        .returning({ number: papers.number })
      return rows.length > 0
    },
  }
}
