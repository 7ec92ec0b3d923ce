import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { AuditSeal } from '../../core/audit.ts'
import { ConflictError } from '../../core/errors.ts'
import { canonicalJson, sha256 } from '../../core/ids.ts'
import { auditEntry, freshId, later, noon } from './fixtures.ts'
import type { Ground } from './ground.ts'

/** The log that only grows. */
export const auditContract = (ground: () => Ground): void => {
  describe('the audit log', () => {
    it('writes a deed once, with a hash over everything it says', async () => {
      const deedKey = freshId()
      const lookup = { subject: ground().store.keyed(freshId()), purpose: '本人申请', basis: '工作规定' }
      const entry = auditEntry({ deedKey, lookup, agent: 'a', conversation: 'c', result: { number: 'A-1' } })
      const row = await ground().store.audit.append(entry, noon)
      expect(row).toMatchObject({ ...entry, at: noon, seal: null })
      expect(await ground().store.audit.append(entry, later(1))).toBeUndefined()
      const kept = await ground().store.audit.findDeed(deedKey)
      expect(kept).toEqual(row)
      if (!kept) return
      const { seq, seal, hash, ...content } = kept
      expect(hash).toBe(sha256(canonicalJson(content)))
      expect(await ground().store.audit.listLookups(lookup.subject, 5)).toEqual([kept])
      const next = await ground().store.audit.append(auditEntry({}), later(2))
      expect((await ground().store.audit.newest({ beforeSeq: undefined, limit: 2 })).map((one) => one.seq)).toEqual([next?.seq, seq])
      expect(await ground().store.audit.newest({ beforeSeq: next?.seq, limit: 1 })).toEqual([kept])
      expect(await ground().store.audit.findDeed('none')).toBeUndefined()
    })

    it('keeps hostile text so that its hash still fits', async () => {
      const deedKey = freshId()
      await ground().store.audit.append(
        auditEntry({ deedKey, target: 'a\0b\ud800c', detail: { text: '\0\ud800 👮', when: noon, gone: undefined }, result: null }),
        noon,
      )
      const row = await ground().store.audit.findDeed(deedKey)
      if (!row) throw new Error('not written')
      const { seq, seal, hash, ...content } = row
      expect(hash).toBe(sha256(canonicalJson(content)))
      expect(content.detail).toEqual({ text: '\0\ud800 👮', when: noon.toISOString() })
      expect(content.result).toBeNull()
    })

    it('seals each row once, and lets one of two sealers win', async () => {
      for (let at = 0; at < 3; at += 1) await ground().store.audit.append(auditEntry({ target: `t${at}` }), later(at))
      const rows = await ground().store.audit.unsealed(10_000)
      const last = await ground().store.audit.lastSeal()
      const seal: AuditSeal = {
        ...{ id: (last?.id ?? 0) + 1, at: noon, seqs: rows.map(({ seq }) => seq), leaves: rows.map(({ hash }) => hash) },
        ...{ root: 'r', previous: 'p', hash: createHash('sha256').update('x').digest('hex'), signature: 's' },
      }
      const sealed = await Promise.all([ground().store.audit.addSeal(seal), ground().store.audit.addSeal({ ...seal })])
      expect([...sealed].sort()).toEqual([false, true])
      expect(await ground().store.audit.unsealed(5)).toEqual([])
      expect(await ground().store.audit.lastSeal()).toEqual(seal)
      expect(await ground().store.audit.seals({ afterId: seal.id - 1, limit: 5 })).toEqual([seal])
      const [first] = await ground().store.audit.list({ afterSeq: (rows[0]?.seq ?? 1) - 1, limit: 1 })
      expect(first).toEqual({ ...rows[0], seal: seal.id })
      // A seal over rows that another seal covers is refused whole.
      const next = { ...seal, id: seal.id + 1 }
      expect(await ground().store.audit.addSeal(next)).toBe(false)
      await expect(ground().store.transaction((records) => records.audit.addSeal(next))).rejects.toBeInstanceOf(ConflictError)
      expect(await ground().store.audit.lastSeal()).toEqual(seal)
    })

    it('refuses to change or delete rows and seals, even at the database’s own prompt', async () => {
      const row = await ground().store.audit.append(auditEntry({}), noon)
      const one = `where seq = ${row?.seq}`
      const edits = [
        `update audit_rows set actor = 'x' ${one}`,
        `update audit_rows set seal = 99, detail = '{}' ${one}`,
        `update audit_rows set seal = null where seal is not null`,
        `delete from audit_rows ${one}`,
        `update audit_seals set signature = 'x'`,
        'delete from audit_seals',
      ]
      for (const edit of edits) await expect(ground().raw(edit, []), edit).rejects.toThrow('append-only')
      expect((await ground().store.audit.unsealed(50)).at(-1)).toEqual(row)
    })
  })
}
