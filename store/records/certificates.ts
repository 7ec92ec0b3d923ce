import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Certificate } from '../../core/certificates.ts'
import { ConflictError } from '../../core/errors.ts'
import type { Certificates } from '../../core/ports.ts'
import { type Ground, orUndefined } from './ground.ts'
import { gap, gaps, once } from './prepared.ts'

/** Certificates and their PDFs. */
export const certificates = ({ db, tables, cipher }: Ground): Certificates => {
  const { certificates, certificateChecks } = tables
  const { pdf: _pdf, ...own } = getTableColumns(certificates)
  const columns = { ...own, checks: certificateChecks.checks }
  const select = () => db.select(columns).from(certificates).leftJoin(certificateChecks, eq(certificateChecks.number, certificates.number))
  type Row = Awaited<ReturnType<typeof select>>[number]
  const insert = once(() => {
    // Object.keys forgets which strings they are.
    const names = Object.keys(own) as (keyof typeof own)[]
    return db
      .insert(certificates)
      .values(gaps(certificates, ...names, 'pdf'))
      .onConflictDoNothing()
      .returning({ number: certificates.number })
      .prepare('insert_certificate')
  })
  const find = once(() =>
    select()
      .where(eq(certificates.number, gap('number')))
      .prepare('find_certificate'),
  )
  const findByCode = once(() =>
    select()
      .where(eq(certificates.verifyCode, gap('code')))
      .prepare('find_certificate_by_code'),
  )
  const certificateOf = (row: Row): Certificate => ({
    ...row,
    validUntil: orUndefined(row.validUntil),
    revokedAt: orUndefined(row.revokedAt),
    checks: row.checks ?? 0,
  })
  return {
    insert: async (certificate, pdf) => {
      const { checks: _checks, validUntil, revokedAt, ...rest } = certificate
      const sealed = cipher.seal('certificates.pdf', certificate.number, pdf)
      const inserted = await insert().execute({ ...rest, validUntil: validUntil ?? null, revokedAt: revokedAt ?? null, pdf: sealed })
      if (inserted.length === 0) throw new ConflictError({ what: `certificate ${certificate.number}` })
    },
    find: async (number) => {
      const [row] = await find().execute({ number })
      return row && certificateOf(row)
    },
    findByCode: async (verifyCode) => {
      const [row] = await findByCode().execute({ code: verifyCode })
      return row && certificateOf(row)
    },
    pdf: async (number) => {
      const [row] = await db.select({ pdf: certificates.pdf }).from(certificates).where(eq(certificates.number, number))
      return row && cipher.open('certificates.pdf', number, row.pdf)
    },
    listByPerson: async (person, limit) => {
      const rows = await select()
        .where(eq(certificates.person, person))
        .orderBy(desc(certificates.issuedAt), desc(certificates.number))
        .limit(limit)
      return rows.map(certificateOf)
    },
    revoke: async (number, at) => {
      const revoked = await db
        .update(certificates)
        .set({ status: 'revoked', revokedAt: at })
        .where(and(eq(certificates.number, number), eq(certificates.status, 'valid')))
        .returning({ number: certificates.number })
      return revoked.length > 0
    },
    countCheck: async (number) => {
      await db
        .insert(certificateChecks)
        .select(
          db
            .select({ number: certificates.number, checks: sql<number>`1`.as('checks') })
            .from(certificates)
            .where(eq(certificates.number, number)),
        )
        .onConflictDoUpdate({ target: certificateChecks.number, set: { checks: sql`${certificateChecks.checks} + 1` } })
    },
  }
}
