import { describe, expect, it } from 'vitest'
import type { Application, ApplicationEvent, ApplicationState, HistoryEntry } from '../../core/certificates.ts'
import { uuidv7 } from '../../core/ids.ts'
import { application, freshId, keys } from './fixtures.ts'
import type { Ground } from './ground.ts'

const day = (text: string, hour = 10): Date => new Date(`${text}T${String(hour).padStart(2, '0')}:00:00+08:00`)
const entry = (event: ApplicationEvent, to: ApplicationState, at: Date, byOfficer = false): HistoryEntry => ({
  ...{ event, to, at: at.toISOString() },
  actor: byOfficer ? { kind: 'officer', id: 'o' } : { kind: 'system' },
})
const monday = { first: '2026-11-09', second: '2026-11-16', after: '2026-11-23' }

/** Counts for the reports of certificates. */
export const certificateFiguresContract = (ground: () => Ground): void => {
  describe('figures of certificates', () => {
    /** Puts an application in and moves it along its history, as the desk does. */
    const put = async (facts: Partial<Application> & { submittedAt: Date }, history: readonly HistoryEntry[]): Promise<void> => {
      const { store } = ground()
      const one = application({ id: uuidv7(facts.submittedAt), ...facts, acceptedAt: facts.submittedAt })
      await store.applications.insert(one, keys())
      const last = history.at(-1)
      if (last) expect(await store.applications.move(one, { state: last.to, history })).toBe(true)
    }
    const of = (...units: string[]) => ({ units, from: monday.first, to: monday.after })

    it('tells the middle and the ninth tenth of the time from the first word, for each week and as a whole', async () => {
      const unit = freshId()
      for (let minutes = 1; minutes <= 10; minutes += 1) {
        const begunAt = day('2026-11-11')
        const at = new Date(begunAt.getTime() + minutes * 60_000)
        await put({ unit, begunAt, submittedAt: at }, [entry('issue', 'ISSUED', at, minutes > 8)])
      }
      // Another week, counted from its submission; another unit; and a draft that nobody has handed in.
      await put({ unit, state: 'DRAFT', submittedAt: day('2026-11-12') }, [])
      const submittedAt = day('2026-11-22', 23)
      await put({ unit, submittedAt }, [entry('approve_refusal', 'REFUSED', new Date(submittedAt.getTime() + 3_599_000), true)])
      await put({ unit: freshId(), submittedAt }, [entry('issue', 'ISSUED', submittedAt)])
      const { certificateFigures } = ground().store
      const found = await certificateFigures.documents(of(unit))
      expect(found.toSorted((a, b) => (a.week ?? '').localeCompare(b.week ?? ''))).toEqual([
        { week: undefined, count: 11, automatic: 8, medianSeconds: 360, p90Seconds: 600 },
        { week: monday.first, count: 10, automatic: 8, medianSeconds: 300, p90Seconds: 540 },
        { week: monday.second, count: 1, automatic: 0, medianSeconds: 3_599, p90Seconds: 3_599 },
      ])
      expect(await certificateFigures.received(of(unit))).toEqual([
        { week: monday.first, count: 10 },
        { week: monday.second, count: 1 },
      ])
      expect(await certificateFigures.documents(of())).toEqual([])
      expect(await certificateFigures.documents({ units: [unit], from: monday.after, to: '2026-12-07' })).toEqual([])
    })

    it('counts as overdue what had no document on its due day, be it open or given late, and nothing whose clock stands', async () => {
      const unit = freshId()
      const facts = { unit, submittedAt: day('2026-11-09'), dueOn: '2026-11-12' }
      await put(facts, [entry('issue', 'ISSUED', day('2026-11-12', 23))])
      await put(facts, [entry('issue', 'ISSUED', day('2026-11-13', 0), true)])
      await put(facts, [entry('hit', 'HUMAN_REVIEW', day('2026-11-09'))])
      await put(facts, [entry('approve_verify', 'VERIFYING', day('2026-11-10'), true)])
      await put(facts, [entry('withdraw', 'WITHDRAWN', day('2026-11-10'))])
      await put({ ...facts, dueOn: '2026-11-20' }, [entry('hit', 'HUMAN_REVIEW', day('2026-11-09'))])
      const overdue = (today: string) => ground().store.certificateFigures.overdue(of(unit), today)
      expect(await overdue('2026-11-20')).toEqual([{ week: monday.first, count: 2 }])
      expect(await overdue('2026-11-21')).toEqual([
        { week: monday.first, count: 2 },
        { week: monday.second, count: 1 },
      ])
      expect(await overdue('2026-11-12')).toEqual([])
    })

    it('keeps the first day once an objection gives another, and counts what came late on either', async () => {
      const unit = freshId()
      const { applications, certificateFigures } = ground().store
      const history = [entry('approve_refusal', 'REFUSED', day('2026-11-13'), true)]
      const one = application({
        unit,
        submittedAt: day('2026-11-09'),
        acceptedAt: day('2026-11-09'),
        dueOn: '2026-11-12',
        state: 'REFUSED',
        history,
      })
      await applications.insert(one, keys())
      const objected = [...history, entry('object', 'RECHECK_ACCEPTED', day('2026-11-14'), true)]
      await applications.move(one, { state: 'RECHECK_ACCEPTED', history: objected, dueOn: '2026-11-17' })
      const late = async (today: string) => ({
        first: await certificateFigures.overdue(of(unit), today),
        recheck: await certificateFigures.recheckOverdue(of(unit), today),
      })
      const first = [{ week: monday.first, count: 1 }]
      const recheck = [{ week: monday.second, count: 1 }]
      expect(await late('2026-11-17')).toEqual({ first, recheck: [] })
      expect(await late('2026-11-18')).toEqual({ first, recheck })
      const two = { ...one, revision: 2, state: 'RECHECK_ACCEPTED', dueOn: '2026-11-17', history: objected } as const
      const answered = (on: string) => [...objected, entry('uphold', 'RECHECK_UPHELD', day(on), true)]
      await applications.move(two, { state: 'RECHECK_UPHELD', history: answered('2026-11-18'), dueOn: '2026-11-17' })
      expect(await late('2026-11-20')).toEqual({ first, recheck })
      await applications.move({ ...two, revision: 3 }, { state: 'RECHECK_UPHELD', history: answered('2026-11-17'), dueOn: '2026-11-17' })
      expect(await late('2026-11-20')).toEqual({ first, recheck: [] })
    })

    it('counts second looks by the week in which the certificate was issued, once ended', async () => {
      const unit = freshId()
      const { spotChecks, certificateFigures } = ground().store
      const picked = ['a', 'b', 'c'].map((one) => ({ application: `${unit}${one}`, certificate: one, unit, pickedAt: day('2026-11-10') }))
      for (const check of [...picked, ...picked]) await spotChecks.pick(check)
      const end = { by: 'reviewer', at: day('2026-11-18'), note: '核对无误' }
      const [a, b, c] = picked.map(({ application: number }) => number) as [string, string, string]
      expect(await spotChecks.end(a, { ...end, result: 'right' })).toBe(true)
      expect(await spotChecks.end(a, { ...end, result: 'wrong' })).toBe(false)
      expect(await spotChecks.end(b, { ...end, result: 'wrong' })).toBe(true)
      const list = async (isOpen: boolean, after?: { at: Date; application: string }) =>
        (await spotChecks.list({ units: [unit, 'another'], isOpen, limit: 2, after })).map((check) => check.application)
      expect(await list(true)).toEqual([c])
      expect(await list(false)).toEqual([a, b])
      expect(await list(false, { at: day('2026-11-10'), application: a })).toEqual([b])
      expect(await spotChecks.list({ units: ['another'], isOpen: true, limit: 9 })).toEqual([])
      expect(await spotChecks.find(a)).toEqual({ ...picked[0], end: { ...end, result: 'right' } })
      expect(await certificateFigures.spotChecks(of(unit))).toEqual([{ week: monday.first, ended: 2, wrong: 1 }])
    })

    it('counts how rechecks ended and what was revoked, in the week in which it happened', async () => {
      const unit = freshId()
      const facts = { unit, submittedAt: day('2026-11-09') }
      const refused = entry('approve_refusal', 'REFUSED', day('2026-11-10'), true)
      await put(facts, [refused, entry('uphold', 'RECHECK_UPHELD', day('2026-11-18'), true)])
      await put(facts, [refused, entry('correct', 'CORRECTED', day('2026-11-19'), true)])
      await put(facts, [refused, entry('correct', 'CORRECTED', day('2026-11-20'), true)])
      await put(facts, [entry('issue', 'ISSUED', day('2026-11-10')), entry('recall', 'REVOKED', day('2026-11-17'), true)])
      const { certificateFigures } = ground().store
      expect(await certificateFigures.rechecks(of(unit))).toEqual([
        { week: monday.second, end: 'corrected', count: 2 },
        { week: monday.second, end: 'upheld', count: 1 },
      ])
      expect(await certificateFigures.revoked(of(unit))).toEqual([{ week: monday.second, count: 1 }])
      // Given by the machine, whatever an officer did afterwards.
      expect((await certificateFigures.documents(of(unit))).find(({ week }) => week === undefined)).toMatchObject({
        count: 4,
        automatic: 1,
      })
    })
  })
}
