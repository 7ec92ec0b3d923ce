import { describe, expect, it } from 'vitest'
import { ConflictError } from '../../core/errors.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { Material } from '../../core/material-store.ts'
import type { Notice } from '../../core/notices.ts'
import type { Paper } from '../../core/papers.ts'
import { application, freshId, keys, later, noon, secrets } from './fixtures.ts'
import type { Ground } from './ground.ts'

export const paper = (facts: Partial<Paper> = {}): Paper => ({
  ...{ number: `BCZ-${freshId()}`, kind: 'refusal', application: freshId(), person: 'somebody', unit: 'station-1', maskedName: '测**' },
  ...{ verifyCode: freshId(), issuedAt: noon, issuedOn: '2026-11-20', status: 'valid', revokedAt: undefined },
  ...{ sha256: 'b'.repeat(64), isDemo: true, removedAt: undefined },
  ...facts,
})

export const material = (facts: Partial<Material> = {}): Material => ({
  ...{ id: freshId(), application: freshId(), person: 'somebody', kind: 'identity_document', name: `${secrets.name}的身份证.jpg` },
  ...{ type: 'image/jpeg', bytes: 9, sha256: 'c'.repeat(64), scan: 'clean', at: noon, removedAt: undefined },
  ...facts,
})

const notice = (facts: Partial<Notice> = {}): Notice => ({
  ...{ id: freshId(), person: freshId(), kind: 'accepted', target: 'SL1', at: noon, readAt: undefined },
  ...facts,
})

/** Papers, files handed in, and what people are told. */
export const papersContract = (ground: () => Ground): void => {
  const pdf = Buffer.from(secrets.pdf)

  describe('papers', () => {
    it('gives back a paper and the very bytes of its PDF, by number, code, application and person', async () => {
      const { papers } = ground().store
      const one = paper()
      const two = paper({ application: one.application, kind: 'receipt', person: undefined, issuedAt: later(-1) })
      await papers.insert(one, pdf)
      await papers.insert(two, pdf)
      expect(await papers.find(one.number)).toEqual(one)
      expect(await papers.findByCode(one.verifyCode)).toEqual(one)
      expect(Buffer.from((await papers.pdf(one.number)) ?? [])).toEqual(pdf)
      expect(await papers.listByApplication(one.application ?? '')).toEqual([two, one])
      expect(await papers.find('none')).toBeUndefined()
      expect(await papers.pdf('none')).toBeUndefined()
      await expect(papers.insert(one, pdf)).rejects.toBeInstanceOf(ConflictError)
    })

    it('lists a person’s own, newest first, and revokes each once', async () => {
      const { papers } = ground().store
      const person = freshId()
      const [one, two] = [paper({ person }), paper({ person, issuedAt: later(1) })]
      await papers.insert(one, pdf)
      await papers.insert(two, pdf)
      expect(await papers.revoke(one.number, later(5))).toBe(true)
      expect(await papers.revoke(one.number, later(6))).toBe(false)
      expect(await papers.listByPerson(person, 5)).toEqual([two, { ...one, status: 'revoked', revokedAt: later(5) }])
      expect(await papers.listByPerson(person, 1)).toEqual([two])
    })
  })

  it('deletes the file of a paper that is kept too long, and keeps its row', async () => {
    const { applications, papers } = ground().store
    const [ended, open] = [application({ state: 'REFUSED' }), application({ state: 'HUMAN_REVIEW' })]
    for (const one of [ended, open]) await applications.insert(one, keys())
    const old = later(-50_000_000)
    const [one, two, young, told] = [
      paper({ application: ended.number, issuedAt: old }),
      paper({ application: open.number, issuedAt: old }),
      paper({ application: ended.number }),
      paper({ application: ended.number, issuedAt: old, kind: 'revocation' }),
    ]
    for (const each of [one, two, young, told]) await papers.insert(each, pdf)
    const due = () => papers.due({ before: later(-49_000_000), states: ['REFUSED'], limit: 9 })
    expect(await due()).toEqual([one])
    expect(await papers.remove(one.number, noon)).toBe(true)
    expect(await papers.remove(one.number, later(1))).toBe(false)
    expect(await due()).toEqual([])
    expect(await papers.pdf(one.number)).toBeUndefined()
    expect(await papers.find(one.number)).toEqual({ ...one, removedAt: noon })
  })

  describe('files of applications', () => {
    it('gives back rows without content, and content until it is removed', async () => {
      const { materials } = ground().store
      const one = material()
      await materials.add(one, pdf)
      expect(await materials.find(one.id)).toEqual(one)
      expect(await materials.list(one.application)).toEqual([one])
      expect(Buffer.from((await materials.content(one.id)) ?? [])).toEqual(pdf)
      expect(await materials.remove(one.id, later(9))).toBe(true)
      expect(await materials.remove(one.id, later(10))).toBe(false)
      expect(await materials.content(one.id)).toBeUndefined()
      expect(await materials.find(one.id)).toEqual({ ...one, removedAt: later(9) })
    })

    it('finds what is kept too long, of ended applications only', async () => {
      const { applications, materials } = ground().store
      const [ended, open] = [application({ state: 'LAPSED' }), application({ state: 'SUBMITTED' })]
      await applications.insert(ended, keys())
      await applications.insert(open, keys())
      const old = later(-40_000_000)
      const [one, two, young] = [
        material({ application: ended.number, at: old }),
        material({ application: open.number, at: old }),
        material({ application: ended.number }),
      ]
      for (const each of [one, two, young]) await materials.add(each, pdf)
      const due = async () => await materials.due({ before: later(-39_000_000), states: ['LAPSED'], limit: 9 })
      expect(await due()).toEqual([one])
      await materials.remove(one.id, noon)
      expect(await due()).toEqual([])
    })
  })

  describe('notices', () => {
    it('go by their age, the oldest first, but for what still waits to be sent', async () => {
      const { notices } = ground().store
      const person = freshId()
      const at = (days: number) => new Date(Date.UTC(2020, 0, days))
      const put = async (days: number, channels: readonly ('sms' | 'mail')[]) => {
        const notice: Notice = { id: uuidv7(at(days)), person, kind: 'done', target: 'SL1', at: at(days), readAt: undefined }
        await notices.add(notice, freshId())
        await notices.spread(notice, channels, at(days))
        return notice
      }
      await put(1, [])
      const waits = await put(2, ['sms'])
      const kept = await put(4, [])
      expect(await notices.removeBefore(at(4), 9)).toBe(1)
      expect(await notices.removeBefore(at(4), 9)).toBe(0)
      expect(await notices.list(person, { limit: 9 })).toEqual([kept, waits])
      const sent = (await notices.claim({ now: at(3), leaseMs: 1, limit: 9 })).find((one) => one.person === person)
      await notices.settle(sent?.id ?? '', { status: 'sent' }, at(3))
      expect(await notices.removeBefore(at(4), 9)).toBe(1)
    })

    it('tells a person once of one step, and counts what they have not read', async () => {
      const { notices } = ground().store
      const one = notice()
      const two = notice({ person: one.person, kind: 'done', at: later(1) })
      const key = freshId()
      expect(await notices.add(one, key)).toBe(true)
      expect(await notices.add({ ...one, id: freshId() }, key)).toBe(false)
      expect(await notices.add(two, freshId())).toBe(true)
      expect(await notices.list(one.person, { limit: 9 })).toEqual([two, one])
      expect(await notices.countUnread(one.person)).toBe(2)
      expect(await notices.read('another', [one.id], later(2))).toBe(0)
      expect(await notices.read(one.person, [one.id], later(2))).toBe(1)
      expect(await notices.list(one.person, { limit: 9, isUnread: true })).toEqual([two])
      expect(await notices.read(one.person, undefined, later(3))).toBe(1)
      expect(await notices.countUnread(one.person)).toBe(0)
    })

    it('hands a notice to its channels once, and a delivery to one sender at a time', async () => {
      const { notices } = ground().store
      const one = notice({ at: later(-1_000) })
      await notices.add(one, freshId())
      expect((await notices.unspread(500)).map(({ id }) => id)).toContain(one.id)
      expect(await notices.spread(one, ['mail', 'sms'], noon)).toBe(true)
      expect(await notices.spread(one, ['mail', 'sms'], noon)).toBe(false)
      expect((await notices.unspread(500)).map(({ id }) => id)).not.toContain(one.id)
      const claim = async (seconds: number) =>
        (await notices.claim({ now: later(seconds), leaseMs: 60_000, limit: 50 })).filter((row) => row.notice === one.id)
      const both = (await Promise.all([claim(1), claim(1)])).flat()
      expect(both.map(({ channel, attempts }) => [channel, attempts]).sort()).toEqual([
        ['mail', 1],
        ['sms', 1],
      ])
      expect(await claim(30)).toEqual([])
      const [mail, sms] = both
      await notices.settle(mail?.id ?? '', { status: 'sent' }, later(2))
      await notices.settle(sms?.id ?? '', { status: 'waiting', dueAt: later(100) }, later(2))
      expect(await claim(99)).toEqual([])
      expect((await claim(101)).map(({ id, attempts }) => [id, attempts])).toEqual([[sms?.id, 2]])
      // Whoever died with it in hand loses it when the lease ends.
      expect((await claim(200)).map(({ attempts }) => attempts)).toEqual([3])
      const before = (await notices.countWaiting()).givenUp
      await notices.settle(sms?.id ?? '', { status: 'given_up' }, later(201))
      expect(await claim(9_999)).toEqual([])
      expect((await notices.countWaiting()).givenUp).toBe(before + 1)
    })

    it('keeps how a person wants to be told', async () => {
      const { notices } = ground().store
      const person = freshId()
      const none = { mail: undefined, isSms: true, isMailConfirmed: false }
      expect(await notices.settings(person)).toEqual(none)
      expect(await notices.mailCode(person)).toBeUndefined()
      const set = { mail: 'somebody@example.cn', isSms: false, isMailConfirmed: true }
      await notices.saveSettings(person, set)
      const code = { hash: 'a'.repeat(64), at: later(1), tries: 2, since: noon, sent: 3 }
      await notices.saveMailCode(person, code)
      expect([await notices.settings(person), await notices.mailCode(person)]).toEqual([set, code])
      await notices.saveSettings(person, none)
      expect([await notices.settings(person), await notices.mailCode(person)]).toEqual([none, code])
    })
  })
}
