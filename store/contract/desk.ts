import { describe, expect, it } from 'vitest'
import type { Subject } from '../../core/applicants.ts'
import type { Application } from '../../core/certificates.ts'
import { type CaseLine, deskGroupOf } from '../../core/desk-store.ts'
import { application, freshId, keys, later } from './fixtures.ts'
import type { Ground } from './ground.ts'

/** What a list shows of it. */
const lineOf = ({ id, number, person, applicant, facts, unit, state, purpose, delivery, ...rest }: Application): CaseLine => {
  const { submittedAt, dueOn, review, revision } = rest
  return { ...{ id, number, person, applicant, facts, unit, state, purpose, delivery }, submittedAt, dueOn, review, revision }
}

/** The officers' desk: who has what in hand, what waits, what went up. */
export const deskContract = (ground: () => Ground): void => {
  const desk = () => ground().store.desk
  const add = async (...made: Application[]) => {
    for (const one of made) await ground().store.applications.insert(one, keys())
    return made
  }
  const numbers = (rows: readonly { readonly application: CaseLine }[]) => rows.map(({ application: { number } }) => number)

  describe('the desk', () => {
    it('lets one of many claim a case, and the next one when it has run out or a superior takes over', async () => {
      const number = freshId()
      const claim = (officer: string, seconds: number, isForced = false) =>
        desk().claim(number, { officer, at: later(seconds), until: later(seconds + 60) }, { isForced })
      const claims = await Promise.all(['a', 'b', 'c', 'd'].map((officer) => claim(officer, 0)))
      const [winner = ''] = new Set(claims.map(({ officer }) => officer))
      expect(new Set(claims.map(({ officer }) => officer)).size).toBe(1)
      expect(await desk().claimOf(number)).toEqual({ officer: winner, at: later(0), until: later(60) })
      expect((await claim('e', 59)).officer).toBe(winner)
      expect(await claim(winner, 30)).toEqual({ officer: winner, at: later(30), until: later(90) })
      expect((await claim('e', 90)).officer).toBe('e')
      expect(await desk().release(number, winner)).toBe(false)
      expect((await claim('chief', 91, true)).officer).toBe('chief')
      expect(await desk().release(number, 'chief')).toBe(true)
      expect(await desk().claimOf(number)).toBeUndefined()
    })

    it('lists what waits by the day it is due and then by age, filtered, page by page', async () => {
      const unit = freshId()
      const [first, second, third, mine] = await add(
        application({ unit, state: 'HUMAN_REVIEW', dueOn: '2026-11-23' }),
        application({ unit, state: 'HUMAN_REVIEW', dueOn: '2026-11-24' }),
        application({ unit, state: 'REFUSAL_2ND', dueOn: '2026-11-24' }),
        application({ unit, state: 'RECHECK_ACCEPTED', dueOn: '2026-12-10' }),
        application({ unit, state: 'ISSUED' }),
        application({ unit, state: 'DRAFT' }),
      )
      if (!first || !second || !third || !mine) throw new Error('not made')
      await desk().claim(mine.number, { officer: unit, at: later(0), until: later(60) }, { isForced: false })
      const query = { units: [unit], groups: ['review', 'second', 'recheck'], limit: 9 } as const
      const all = await desk().queue(query)
      const [, ...late] = numbers(all)
      expect(numbers(all)[0]).toBe(first.number)
      expect(late.slice(0, 2).toSorted()).toEqual([second.number, third.number].toSorted())
      expect(all.at(-1)).toMatchObject({
        application: lineOf(mine),
        applicant: undefined,
        claim: { officer: unit, at: later(0), until: later(60) },
      })
      const after = all[1] && { dueOn: all[1].application.dueOn, id: all[1].application.id }
      expect(numbers(await desk().queue({ ...query, after }))).toEqual(numbers(all).slice(2))
      expect(numbers(await desk().queue({ ...query, dueUntil: '2026-11-23' }))).toEqual([first.number])
      expect(await desk().queue({ ...query, dueFrom: '2026-11-24', dueUntil: '2026-11-24' })).toHaveLength(2)
      expect(numbers(await desk().queue({ ...query, claimedBy: { officer: unit, now: later(1) } }))).toEqual([mine.number])
      expect(await desk().queue({ ...query, claimedBy: { officer: unit, now: later(60) } })).toEqual([])
      expect(await desk().queue({ ...query, unclaimedAt: later(1) })).toHaveLength(3)
      expect(await desk().queue({ ...query, unclaimedAt: later(61) })).toHaveLength(4)
      expect(await desk().queue({ ...query, units: [] })).toEqual([])
      expect(await desk().counts({ units: [unit], today: '2026-11-24', next: '2026-11-25', now: later(1) })).toEqual(
        expect.arrayContaining([
          { unit, group: 'review', count: 2, overdue: 1, dueToday: 1, dueNext: 0, unclaimed: 2 },
          { unit, group: 'recheck', count: 1, overdue: 0, dueToday: 0, dueNext: 0, unclaimed: 0 },
        ]),
      )
    })

    it('keeps the place at the desk in step with the state', async () => {
      const unit = freshId()
      const [one] = await add(application({ unit, state: 'CLEAR', delivery: 'window' }))
      if (!one) throw new Error('not made')
      const query = { units: [unit], groups: ['machine', 'deliver'], limit: 9 } as const
      expect(numbers(await desk().queue(query))).toEqual([one.number])
      await ground().store.applications.move(one, { state: 'ISSUED', history: one.history })
      expect((await desk().queue({ ...query, groups: ['deliver'] })).map((row) => row.application.state)).toEqual(['ISSUED'])
      await ground().store.applications.move({ ...one, revision: 2 }, { state: 'DELIVERED', history: one.history })
      expect(await desk().queue(query)).toEqual([])
      expect(numbers(await desk().done({ units: [unit], states: ['DELIVERED'], limit: 9 }))).toEqual([one.number])
      expect(deskGroupOf({ state: 'ISSUED', delivery: 'electronic', applicant: 'self' })).toBeUndefined()
    })

    it('lists what is over, newest first, page by page', async () => {
      const unit = freshId()
      const made = []
      for (let n = 0; n < 3; n++) made.push(...(await add(application({ unit, state: 'ISSUED' }))))
      const newest = made.toSorted((a, b) => (a.id < b.id ? 1 : -1)).map(({ id }) => id)
      const page = async (after?: string, units = [unit]) =>
        (await desk().done({ units, states: ['ISSUED'], limit: 2, after })).map((row) => row.application.id)
      expect(await page()).toEqual(newest.slice(0, 2))
      expect(await page(newest[1])).toEqual(newest.slice(2))
      expect(await page(newest[1], [unit, 'another'])).toEqual(newest.slice(2))
      expect(await page(undefined, [])).toEqual([])
    })

    it('finds a person by exact keys, in single applications and in a unit’s list, of its own units only', async () => {
      const unit = freshId()
      const [subjectKey, nameKey] = [ground().store.keyed(unit), freshId()]
      const own = application({ unit })
      await ground().store.applications.insert(own, { ...keys(), subjectKey, nameKey })
      const asked = application({ unit, applicant: 'unit', state: 'QUERYING' })
      await ground().store.applications.insert(asked, keys())
      const subject: Subject = {
        ...{ name: '甲', document: { kind: 'resident_id', number: unit }, birth: '1990-01-01', sex: 'male', nationality: 'CHN' },
      }
      await ground().store.subjects.replace(asked.number, [{ subject, relation: 'employed', answer: undefined, finding: undefined }])
      const options = { units: [unit], limit: 9 }
      const found = async (key: { subjectKey: string } | { nameKey: string }, where = options) =>
        numbers(await desk().findAbout(key, where)).toSorted()
      expect(await found({ subjectKey })).toEqual([own.number, asked.number].toSorted())
      expect(await found({ nameKey })).toEqual([own.number])
      expect(await found({ subjectKey }, { ...options, units: ['another'] })).toEqual([])
      expect(await found({ nameKey }, { ...options, units: ['another', unit] })).toEqual([own.number])
    })

    it('remembers what was done in words, sealed, and what went up, once a stage', async () => {
      const number = freshId()
      const act = {
        id: freshId(),
        application: number,
        act: 'supplement',
        at: later(1),
        by: 'o',
        content: { missing: ['极为机密'] },
      } as const
      await desk().addAct(act)
      expect(await desk().acts(number)).toEqual([act])
      const rows = await ground().raw(`select content from desk_acts where id = '${act.id}'`, [])
      expect(Buffer.from(rows[0]?.[0] as Uint8Array).includes(Buffer.from('极为机密'))).toBe(false)

      const unit = freshId()
      const [one] = await add(application({ unit, state: 'HUMAN_REVIEW', dueOn: '1999-01-04' }))
      if (!one) throw new Error('not made')
      const query = { groups: ['review'], dueUntil: '1999-01-04', stage: 'soon', limit: 9 } as const
      expect((await desk().unwatched(query)).map(({ number: of }) => of)).toEqual([one.number])
      const up = { application: one.number, stage: 'soon', at: later(2), dueOn: one.dueOn, superior: 'chief' }
      const tries = await Promise.all([1, 2, 3].map(() => desk().escalate(up)))
      expect(tries.filter(Boolean)).toHaveLength(1)
      expect(await desk().unwatched(query)).toEqual([])
      expect(await desk().unwatched({ ...query, stage: 'late' })).toHaveLength(1)
      await ground().store.applications.move(one, { state: one.state, history: one.history, dueOn: '1999-01-03' })
      expect(await desk().unwatched(query)).toHaveLength(1)
      expect(await desk().escalate({ ...up, dueOn: '1999-01-03' })).toBe(true)
      expect(await desk().unwatched(query)).toEqual([])
      expect(await desk().escalations(one.number)).toEqual(expect.arrayContaining([up, { ...up, dueOn: '1999-01-03' }]))
      const mine = { units: [unit], groups: ['review'], escalatedTo: 'chief', limit: 9 } as const
      expect(numbers(await desk().queue(mine))).toEqual([one.number])
    })
  })
}
