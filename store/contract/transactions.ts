import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Records } from '../../core/ports.ts'
import { application, auditEntry, certificate, freshId, keys, noon } from './fixtures.ts'
import type { Ground } from './ground.ts'

/** All or nothing, and many at once. */
export const transactionsContract = (ground: () => Ground): void => {
  describe('a transaction', () => {
    it('keeps everything, or after a throw nothing, and gives the throw to the caller', async () => {
      const { store } = ground()
      const [kept, lost] = [application(), application()]
      const name = freshId()
      const give = await store.transaction(async (records) => {
        await records.applications.insert(kept, keys())
        await records.audit.append(auditEntry({ deedKey: kept.id }), noon)
        return records.sequences.next(name, 2026)
      })
      expect(give).toBe(1)
      const failing = store.transaction(async (records) => {
        await records.applications.insert(lost, keys())
        await records.audit.append(auditEntry({ deedKey: lost.id }), noon)
        await records.sequences.next(name, 2026)
        throw new RangeError('in the middle')
      })
      await expect(failing).rejects.toThrow(new RangeError('in the middle'))
      expect(await store.applications.find(kept.number)).toEqual(kept)
      expect(await store.applications.find(lost.number)).toBeUndefined()
      expect(await store.audit.findDeed(lost.id)).toBeUndefined()
      // A number that was drawn and rolled back is drawn again.
      expect(await store.sequences.next(name, 2026)).toBe(2)
    })

    it('reads what it wrote, which nobody else sees before the end', async () => {
      const { store } = ground()
      const one = application()
      await store.transaction(async (records) => {
        await records.applications.insert(one, keys())
        expect(await records.applications.find(one.number)).toEqual(one)
        // PGlite has one connection: there a reader waits for the end instead.
        if (ground().url) expect(await store.applications.find(one.number)).toBeUndefined()
      })
      expect(await store.applications.find(one.number)).toEqual(one)
    })

    it('leaves nothing when a statement in it failed, even if the failure was swallowed', async () => {
      const { store } = ground()
      const one = application()
      const conversation = { id: freshId(), person: 'p', pinned: null, greeting: '', createdAt: noon }
      await store.conversations.create(conversation)
      const swallowing = store.transaction(async (records) => {
        await records.applications.insert(one, keys())
        await records.conversations.create(conversation).catch(() => {})
      })
      await expect(swallowing).rejects.toThrow()
      expect(await store.applications.find(one.number)).toBeUndefined()
    })

    it('keeps certificates and numbers together when several ports take part', async () => {
      const { store } = ground()
      const one = certificate()
      await store.certificates.insert(one, Buffer.from('pdf'))
      const doubled = store.transaction(async (records) => {
        await records.audit.append(auditEntry({ deedKey: one.number }), noon)
        await records.certificates.insert(certificate({ application: one.application }), Buffer.from('pdf'))
      })
      await expect(doubled).rejects.toMatchObject({ code: 'conflict' })
      expect(await store.audit.findDeed(one.number)).toBeUndefined()
    })

    it('cannot be used after its end', async () => {
      const { store } = ground()
      let leaked: Records | undefined
      await store.transaction(async (records) => {
        leaked = records
      })
      await expect(async () => leaked?.sequences.next('leaked', 2026)).rejects.toMatchObject({ code: 'store_unavailable' })
      expect(await store.sequences.next('leaked', 2026)).toBe(1)
    })

    it('leaves numbers out of every sequence of this year, also of one that has not begun in it', async () => {
      const { store } = ground()
      const [old, begun, later] = [freshId(), freshId(), freshId()]
      await store.sequences.next(old, 2025)
      // A year of its own: what is left out holds for every sequence of the year.
      await store.sequences.next(begun, 2031)
      await store.sequences.skip(1_000, 2031)
      expect(await store.sequences.next(begun, 2031)).toBe(1_002)
      for (const n of [1_001, 1_002]) expect(await store.sequences.next(old, 2031)).toBe(n)
      expect(await store.sequences.next(old, 2025)).toBe(2)
      await store.sequences.skip(1_000, 2031)
      expect(await store.sequences.next(later, 2031)).toBe(2_001)
      expect(await store.sequences.next(old, 2031)).toBe(2_003)
    })

    it('holds for 8 simultaneous writers with 50 transactions each, some of them failing, while readers read', async () => {
      const { store } = ground()
      const name = freshId()
      let isRunning = true
      const reader = async () => {
        while (isRunning) {
          await store.applications.standing('nobody', 'self', noon)
          await sleep(5)
        }
      }
      const writer = async (who: number) => {
        for (let at = 0; at < 50; at += 1) {
          const work = store.transaction(async (records) => {
            const value = await records.sequences.next(name, 2026)
            await records.audit.append(auditEntry({ target: name, deedKey: `${name}-${value}` }), noon)
            if (at % 10 === 9) throw new Error(`writer ${who} gives up`)
          })
          await (at % 10 === 9 ? expect(work).rejects.toThrow('gives up') : work)
        }
      }
      const reading = reader()
      await Promise.all(Array.from({ length: 8 }, (_, who) => writer(who)))
      isRunning = false
      await reading
      expect(await store.sequences.next(name, 2026)).toBe(8 * 45 + 1)
      expect(await store.audit.findDeed(`${name}-${8 * 45}`)).toBeDefined()
      expect(await store.audit.findDeed(`${name}-${8 * 45 + 1}`)).toBeUndefined()
    }, 120_000)
  })
}
