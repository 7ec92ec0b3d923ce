import { describe, expect, it } from 'vitest'
import { application, freshId, keys, later, noon } from './fixtures.ts'
import type { Ground } from './ground.ts'

/** Applications, their queue and their moves. */
export const applicationsContract = (ground: () => Ground): void => {
  describe('applications', () => {
    it('takes each deed and each like application once', async () => {
      const [one, two] = [application(), application({ purposeDetail: undefined, recipient: undefined, period: undefined })]
      const [first, second] = [keys(), keys()]
      expect(await ground().store.applications.insert(one, first)).toEqual(one)
      expect(await ground().store.applications.insert(application(), { ...keys(), deedKey: first.deedKey })).toBeUndefined()
      expect(await ground().store.applications.insert(application(), { ...keys(), sameKey: first.sameKey })).toBeUndefined()
      expect(await ground().store.applications.insert(two, second)).toEqual(two)
      expect(await ground().store.applications.find(one.number)).toEqual(one)
      expect(await ground().store.applications.find(two.number)).toEqual(two)
      expect(await ground().store.applications.findByKeys({ ...keys(), sameKey: first.sameKey })).toEqual(one)
      expect(await ground().store.applications.findByKeys({ deedKey: second.deedKey, sameKey: first.sameKey })).toEqual(two)
      expect(await ground().store.applications.findByKeys(keys())).toBeUndefined()
    })

    it('moves on once from a revision, and keeps what a step does not name', async () => {
      const one = application({ review: 'print' })
      await ground().store.applications.insert(one, keys())
      const history = [
        ...one.history,
        { event: 'complete', to: 'ACCEPTED', at: later(5).toISOString(), actor: { kind: 'system' } },
      ] as const
      const moves = await Promise.all(
        Array.from({ length: 4 }, () => ground().store.applications.move(one, { state: 'ACCEPTED', history })),
      )
      expect(moves.filter(Boolean)).toHaveLength(1)
      const moved = await ground().store.applications.find(one.number)
      expect(moved).toEqual({ ...one, state: 'ACCEPTED', history, acceptedAt: later(5), revision: 2 })
      if (!moved) return
      expect(await ground().store.applications.move(moved, { state: 'ISSUED', history, review: undefined, certificate: 'C-1' })).toBe(true)
      expect(await ground().store.applications.find(one.number)).toMatchObject({
        state: 'ISSUED',
        review: undefined,
        certificate: 'C-1',
        revision: 3,
      })
    })

    it('lists and counts a person’s own, newest first, without the withdrawn', async () => {
      const person = freshId()
      const made = [-10, 0, 10].map((seconds) => application({ person, submittedAt: later(seconds) }))
      made.push(application({ person, submittedAt: later(20), state: 'WITHDRAWN' }))
      for (const one of made) await ground().store.applications.insert(one, keys())
      expect(await ground().store.applications.listByPerson(person, 3)).toEqual([...made].reverse().slice(0, 3))
      expect(await ground().store.applications.countSince(person, noon)).toBe(2)
      expect(await ground().store.applications.countSince('nobody', noon)).toBe(0)
    })

    it('lists a queue by state and unit, oldest first', async () => {
      const unit = freshId()
      const made = [3, 1, 2].map((seconds) => application({ unit, state: 'HUMAN_REVIEW', submittedAt: later(seconds) }))
      made.push(application({ unit, state: 'CLEAR' }))
      for (const one of made) await ground().store.applications.insert(one, keys())
      const queue = await ground().store.applications.listByState(['HUMAN_REVIEW', 'QUERYING'], { units: [unit], limit: 5 })
      expect(queue.map(({ submittedAt }) => submittedAt)).toEqual([later(1), later(2), later(3)])
      const early = await ground().store.applications.listByState(['HUMAN_REVIEW'], { units: [unit], limit: 5, submittedBefore: later(2) })
      expect(early).toHaveLength(1)
      expect((await ground().store.applications.listByState(['CLEAR'], { limit: 500 })).map(({ number }) => number)).toContain(
        made[3]?.number,
      )
      expect(await ground().store.applications.listByState(['CLEAR'], { units: [], limit: 5 })).toEqual([])
    })
  })
}
