import { expect, it } from 'vitest'
import { calendarYearRepeatRule, checkRepeat, demoValidityDays, repeatWindowStart, validUntil } from './rules.ts'

it('from the third application in twelve months on, the use must be shown, and nothing is refused', () => {
  expect([0, 1, 2, 9].map((earlier) => checkRepeat(earlier).needsMaterial)).toEqual([false, false, true, true])
  expect(checkRepeat(2)).toEqual({ ordinal: 3, needsMaterial: true, reason: expect.stringContaining('近 12 个月内第 3 次') })
  expect(checkRepeat(1).reason).toBeUndefined()
})

it('a place may count by the calendar year, from the fourth', () => {
  expect([2, 3].map((earlier) => checkRepeat(earlier, calendarYearRepeatRule).needsMaterial)).toEqual([false, true])
  expect(repeatWindowStart(new Date('2026-12-31T16:30:00Z'), calendarYearRepeatRule).toISOString()).toBe('2026-12-31T16:00:00.000Z')
})

it('the twelve months begin the day after the corresponding day, in Shanghai', () => {
  expect(repeatWindowStart(new Date('2026-11-22T01:00:00Z')).toISOString()).toBe('2025-11-22T16:00:00.000Z')
  expect(repeatWindowStart(new Date('2028-02-29T01:00:00Z')).toISOString()).toBe('2027-02-28T16:00:00.000Z')
})

it('a certificate has a last day only where the place has set one', () => {
  expect(validUntil('2026-11-22', undefined)).toBeUndefined()
  expect(validUntil('2026-11-22', demoValidityDays)).toBe('2027-02-20')
})
