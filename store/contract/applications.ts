import { describe, expect, it } from 'vitest'
import { application, freshId, keys, later, noon, subject, unitFacts } from './fixtures.ts'
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
      expect(await ground().store.applications.standing(person, 'self', noon)).toEqual({ count: 2, draft: undefined })
      expect(await ground().store.applications.standing(person, 'guardian', noon)).toEqual({ count: 0, draft: undefined })
      expect(await ground().store.applications.standing('nobody', 'self', noon)).toEqual({ count: 0, draft: undefined })
    })

    it('gives back what each kind of applicant has to say, and finds nobody by it in plain', async () => {
      const facts = {
        route: 'residence',
        stays: [{ from: '2026-01-01', to: '2026-06-30' }, { from: '2026-08-01' }],
        subject: subject(),
        entrustment: { until: '2026-12-31', isSignedAbroad: true },
        relation: 'parent',
        unit: unitFacts,
        formerName: '旧名',
      } as const
      const one = application({ applicant: 'delegate', facts, wanted: ['letter_of_entrustment', 'other'], rules: ['a', 'b'] })
      await ground().store.applications.insert(one, { ...keys(), subjectKey: 'subject', nameKey: 'name' })
      expect(await ground().store.applications.find(one.number)).toEqual(one)
      const objection = { reason: '姓名写错了', at: noon.toISOString() }
      expect(await ground().store.applications.move(one, { ...one, facts: { ...facts, objection } })).toBe(true)
      expect(await ground().store.applications.find(one.number)).toEqual({ ...one, facts: { ...facts, objection }, revision: 2 })
    })

    it('counts who was asked about, by whomever', async () => {
      const subjectKey = freshId()
      for (const state of ['ISSUED', 'SUBMITTED', 'DRAFT', 'WITHDRAWN'] as const)
        await ground().store.applications.insert(application({ state }), { ...keys(), subjectKey })
      expect(await ground().store.applications.countAbout(subjectKey, noon)).toBe(2)
      expect(await ground().store.applications.countAbout(subjectKey, later(1))).toBe(0)
    })

    it('keeps one draft, writes it anew, and turns it into the application that it becomes', async () => {
      const { applications } = ground().store
      const person = freshId()
      const draft = application({ person, applicant: 'unit', state: 'DRAFT', history: [], facts: { unit: unitFacts } })
      const first = keys()
      await applications.insert(draft, first)
      expect(await applications.standing(person, 'unit', later(-60))).toEqual({ count: 0, draft: draft.number })
      const fuller = { ...draft, purposeDetail: '入职', wanted: ['people_table'] as const }
      expect(await applications.rewrite(draft, fuller, first)).toBe(true)
      expect(await applications.rewrite(draft, fuller, first)).toBe(false)
      const seen = await applications.find(draft.number)
      expect(seen).toEqual({ ...fuller, revision: 2 })
      if (!seen) return
      const second = keys()
      const history = [{ event: 'submit', to: 'SUBMITTED', at: noon.toISOString(), actor: { kind: 'applicant', id: person } }] as const
      expect(await applications.rewrite(seen, { ...seen, state: 'SUBMITTED', history }, second)).toBe(true)
      expect(await applications.findByKeys(second)).toMatchObject({ number: draft.number, state: 'SUBMITTED', revision: 3 })
      expect(await applications.findByKeys(first)).toBeUndefined()
      expect(await applications.rewrite({ ...seen, revision: 3 }, seen, keys())).toBe(false)
      expect(await applications.standing(person, 'unit', later(-60))).toEqual({ count: 1, draft: undefined })
    })

    it('lists a queue by kind of applicant', async () => {
      const unit = freshId()
      for (const applicant of ['self', 'unit', 'organ'] as const)
        await ground().store.applications.insert(application({ unit, applicant, state: 'CLEAR' }), keys())
      const queue = await ground().store.applications.listByState(['CLEAR'], { units: [unit], kinds: ['unit', 'organ'], limit: 9 })
      expect(queue.map(({ applicant }) => applicant).sort()).toEqual(['organ', 'unit'])
    })
  })

  describe('people of a unit’s application', () => {
    it('keeps them in order, each moved on once, and puts a new list in place of the old', async () => {
      const { subjects } = ground().store
      const number = freshId()
      const person = { subject: subject(), relation: 'employed', answer: undefined, finding: undefined } as const
      await subjects.replace(number, [person])
      await subjects.replace(
        number,
        Array.from({ length: 130 }, () => person),
      )
      expect(await subjects.count(number)).toEqual({ all: 130, unasked: 130, clear: 0, open: 0, hits: 0, out: 0 })
      const [first, second, third] = await subjects.list(number, { limit: 3 })
      expect(first).toMatchObject({ ...person, application: number, position: 1, revision: 1 })
      if (!first || !second || !third) throw new Error('no rows')
      const moves = await Promise.all([1, 2, 3].map(() => subjects.move(first, { answer: 'clear', finding: 'clear' })))
      expect(moves.filter(Boolean)).toHaveLength(1)
      await subjects.move(second, { answer: 'hit' })
      await subjects.move(third, { finding: 'not_accepted' })
      expect(await subjects.count(number)).toEqual({ all: 130, unasked: 127, clear: 1, open: 1, hits: 1, out: 1 })
      expect((await subjects.list(number, { limit: 2, isUnasked: true })).map(({ position }) => position)).toEqual([4, 5])
      expect((await subjects.list(number, { limit: 9, only: 'open' })).map(({ position }) => position)).toEqual([2])
      expect(await subjects.list(number, { limit: 9, only: 'unrelated' })).toEqual([])
      expect((await subjects.list(number, { limit: 200, after: 128 })).map(({ position }) => position)).toEqual([129, 130])
      expect(await subjects.count(freshId())).toEqual({ all: 0, unasked: 0, clear: 0, open: 0, hits: 0, out: 0 })
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
