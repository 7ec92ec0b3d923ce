import { expect, it } from 'vitest'
import type { ApplicationEvent, ApplicationState, HistoryEntry } from '../../core/certificates.ts'
import { openCalendar } from '../calendar/calendar.ts'
import { clockOf, dueOn } from './terms.ts'

const calendar = openCalendar([])
const step = (event: ApplicationEvent, to: ApplicationState, shanghai: string): HistoryEntry => ({
  event,
  to,
  at: new Date(`${shanghai.replace(' ', 'T')}:00+08:00`).toISOString(),
  actor: { kind: 'system' },
})
const accepted = [
  step('submit', 'SUBMITTED', '2026-11-23 09:00'),
  step('id_ok', 'ID_VERIFIED', '2026-11-23 09:01'),
  step('complete', 'ACCEPTED', '2026-11-23 09:02'),
  step('query', 'QUERYING', '2026-11-23 09:03'),
]
const verifying = [
  ...accepted,
  step('uncertain', 'HUMAN_REVIEW', '2026-11-23 09:04'),
  step('need_verify', 'VERIFY_PENDING', '2026-11-23 10:00'),
  step('approve_verify', 'VERIFYING', '2026-11-24 10:00'),
]

it('three working days run from acceptance', () => {
  expect(dueOn(accepted.slice(0, 2), calendar)).toBeUndefined()
  expect(dueOn(accepted, calendar)?.date).toBe('2026-11-26')
})

it('the clock stands still while facts are checked, and goes on after', () => {
  expect(dueOn(verifying, calendar)).toBeUndefined()
  expect(dueOn([...verifying, step('verify_done', 'HUMAN_REVIEW', '2026-11-25 16:00')], calendar)?.date).toBe('2026-11-27')
})

it('an application taken back while it is checked has no clock left running', () => {
  expect(clockOf([...verifying, step('withdraw', 'WITHDRAWN', '2026-11-25 16:00')])).toMatchObject({
    stoppedAt: new Date('2026-11-25T08:00:00Z'),
    pauses: [{ to: new Date('2026-11-25T08:00:00Z') }],
  })
})

it('a recheck has fifteen working days, and thirty in all when extended', () => {
  const objected = [
    ...accepted,
    step('clear', 'CLEAR', '2026-11-23 09:04'),
    step('issue', 'ISSUED', '2026-11-23 09:05'),
    step('deliver', 'DELIVERED', '2026-11-23 09:06'),
    step('object', 'RECHECK_ACCEPTED', '2026-11-23 11:00'),
  ]
  expect(dueOn(objected, calendar)?.date).toBe('2026-12-14')
  expect(dueOn([...objected, step('extend', 'RECHECK_EXTENDED', '2026-12-10 11:00')], calendar)?.date).toBe('2027-01-04')
})
