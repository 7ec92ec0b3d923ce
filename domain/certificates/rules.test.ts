import { expect, it } from 'vitest'
import { repeatWindowStart, validUntil } from './rules.ts'

it('a place may count by the calendar year', () => {
  const rule = { window: 'calendar_year', materialFrom: 4 } as const
  expect(repeatWindowStart(new Date('2026-12-31T16:30:00Z'), rule).toISOString()).toBe('2026-12-31T16:00:00.000Z')
})

it('the twelve months begin the day after the corresponding day, in Shanghai', () => {
  expect(repeatWindowStart(new Date('2026-11-22T01:00:00Z')).toISOString()).toBe('2025-11-22T16:00:00.000Z')
  expect(repeatWindowStart(new Date('2028-02-29T01:00:00Z')).toISOString()).toBe('2027-02-28T16:00:00.000Z')
})

it('a certificate has a last day only where the place has set one', () => {
  expect(validUntil('2026-11-22', undefined)).toBeUndefined()
  expect(validUntil('2026-11-22', 90)).toBe('2027-02-20')
})
