import { and, asc, desc, eq, getTableColumns, gt, inArray, isNull, lt } from 'drizzle-orm'
import type { AuditEntry, AuditRow, AuditSeal } from '../../core/audit.ts'
import { ConflictError } from '../../core/errors.ts'
import { canonicalJson, sha256 } from '../../core/ids.ts'
import type { Audit } from '../../core/ports.ts'
import type { Tables } from '../database.ts'
import type { Ground } from './ground.ts'
import { plain, plainOrNull } from './plain-text.ts'
import { gap, gaps, once } from './prepared.ts'

type Row = Tables['auditRows']['$inferSelect']

/** Marking that many rows at a time keeps within both databases' limits on parameters. */
const markAtOnce = 500

const rowOf = (entry: AuditEntry, at: Date): Omit<Row, 'seq' | 'hash' | 'seal'> => ({
  at,
  actor: plain(entry.actor),
  actorKind: entry.actorKind,
  action: plain(entry.action),
  target: plainOrNull(entry.target),
  agent: plainOrNull(entry.agent),
  conversation: plainOrNull(entry.conversation),
  subject: plainOrNull(entry.lookup?.subject),
  purpose: plainOrNull(entry.lookup?.purpose),
  basis: plainOrNull(entry.lookup?.basis),
  isOk: entry.isOk,
  detail: canonicalJson(entry.detail),
  result: entry.result === undefined ? null : canonicalJson(entry.result),
  deedKey: plainOrNull(entry.deedKey),
})

/** What a row says: all of it that is hashed. Made from the columns, so that what is hashed is what will be read. */
const contentOf = (row: Omit<Row, 'seq' | 'hash' | 'seal'>): AuditEntry & { readonly at: Date } => ({
  at: row.at,
  actor: row.actor,
  actorKind: row.actorKind,
  action: row.action,
  target: row.target ?? undefined,
  ...(row.agent !== null && { agent: row.agent }),
  ...(row.conversation !== null && { conversation: row.conversation }),
  ...(row.subject !== null && { lookup: { subject: row.subject, purpose: row.purpose ?? '', basis: row.basis ?? '' } }),
  isOk: row.isOk,
  detail: JSON.parse(row.detail),
  ...(row.result !== null && { result: JSON.parse(row.result) }),
  ...(row.deedKey !== null && { deedKey: row.deedKey }),
})

const entryOf = (row: Row): AuditRow => ({ ...contentOf(row), seq: row.seq, hash: row.hash, seal: row.seal })

/** The audit log. */
export const audit = (ground: Ground): Audit => {
  const { db, tables } = ground
  const { auditRows, auditSeals } = tables
  const append = once(() => {
    const { seq, seal, ...columns } = getTableColumns(auditRows)
    // Object.keys forgets which strings they are.
    const names = Object.keys(columns) as (keyof typeof columns)[]
    return db
      .insert(auditRows)
      .values(gaps(auditRows, ...names))
      .onConflictDoNothing()
      .returning({ seq })
      .prepare('append_audit')
  })
  const findDeed = once(() =>
    db
      .select()
      .from(auditRows)
      .where(eq(auditRows.deedKey, gap('deedKey')))
      .prepare('find_deed'),
  )
  return {
    append: async (entry, at) => {
      const row = rowOf(entry, at)
      const content = contentOf(row)
      const hash = sha256(canonicalJson(content))
      const [inserted] = await append().execute({ ...row, hash })
      return inserted && { ...content, seq: inserted.seq, hash, seal: null }
    },
    findDeed: async (deedKey) => {
      const [row] = await findDeed().execute({ deedKey })
      return row && entryOf(row)
    },
    listLookups: async (subject, limit) => {
      const rows = await db.select().from(auditRows).where(eq(auditRows.subject, subject)).orderBy(desc(auditRows.seq)).limit(limit)
      return rows.map(entryOf)
    },
    list: async ({ afterSeq, limit }) => {
      const rows = await db.select().from(auditRows).where(gt(auditRows.seq, afterSeq)).orderBy(asc(auditRows.seq)).limit(limit)
      return rows.map(entryOf)
    },
    newest: async ({ beforeSeq, limit }) => {
      const before = beforeSeq === undefined ? undefined : lt(auditRows.seq, beforeSeq)
      return (await db.select().from(auditRows).where(before).orderBy(desc(auditRows.seq)).limit(limit)).map(entryOf)
    },
    unsealed: (limit) => {
      const rows = async ({ db }: Ground) =>
        (await db.select().from(auditRows).where(isNull(auditRows.seal)).orderBy(asc(auditRows.seq)).limit(limit)).map(entryOf)
      if (ground.kind === 'sqlite') return rows(ground)
      // PostgreSQL gives out numbers before it commits. A short share lock lets those who hold one finish, so that nothing
      // can appear later below a row that is sealed now.
      return ground.atomically(async (inside) => {
        await inside.run('lock table audit_rows in share mode', [])
        return rows(inside)
      })
    },
    lastSeal: async () => {
      const [seal] = await db.select().from(auditSeals).orderBy(desc(auditSeals.id)).limit(1)
      return seal
    },
    addSeal: async (seal) => {
      try {
        return await ground.atomically((inside) => writeSeal(inside, seal))
      } catch (error) {
        // Another process sealed these rows between our reading them and this: as slow as having the same id.
        if (error instanceof ConflictError && !ground.isInside) return false
        throw error
      }
    },
    seals: ({ afterId, limit }) => db.select().from(auditSeals).where(gt(auditSeals.id, afterId)).orderBy(asc(auditSeals.id)).limit(limit),
  }
}

/** Writes a seal and marks its rows. Throws when any of them has a seal already. */
const writeSeal = async ({ db, tables }: Ground, seal: AuditSeal): Promise<boolean> => {
  const { auditRows, auditSeals } = tables
  const { id, at, seqs, leaves, root, previous, hash, signature } = seal
  const added = await db
    .insert(auditSeals)
    .values({ id, at, seqs, leaves, root, previous, hash, signature })
    .onConflictDoNothing()
    .returning({ id: auditSeals.id })
  if (added.length === 0) return false
  for (let from = 0; from < seqs.length; from += markAtOnce) {
    const some = seqs.slice(from, from + markAtOnce)
    const marked = await db
      .update(auditRows)
      .set({ seal: id })
      .where(and(inArray(auditRows.seq, some), isNull(auditRows.seal)))
      .returning({ seq: auditRows.seq })
    if (marked.length !== some.length) throw new ConflictError({ what: `audit rows of seal ${id}` })
  }
  return true
}
