import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { openCalendar } from './calendar.ts'
import { type CalendarYear, readCalendarYear } from './calendar-year.ts'

const raw = (year: number): unknown => parse(readFileSync(new URL(`../../data/calendar/${year}.yaml`, import.meta.url), 'utf8'))
const load = (year: number): CalendarYear => {
  const read = readCalendarYear(raw(year))
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  return read.year
}
const calendar = openCalendar([load(2025), load(2026)])
/** An instant on a Shanghai clock. */
const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+08:00`)
const due = (accepted: string, days = 3) => calendar.addWorkingDays(at(accepted), days).date

describe('the published years', () => {
  it.each([
    [2025, 28, 5],
    [2026, 33, 6],
  ])('%i has %i days off and %i make-up days', (year, off, madeUp) => {
    const { holidays, makeUpDays } = load(year)
    const days = holidays.map(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1)
    expect([days.reduce((a, b) => a + b, 0), makeUpDays.length]).toEqual([off, madeUp])
  })

  it.each([
    ['2026-02-13', true],
    ['2026-02-14', true], // 周六，调休上班
    ['2026-02-15', false],
    ['2026-02-23', false], // 周一，放假
    ['2026-02-24', true],
    ['2026-02-28', true], // 周六，调休上班
    ['2026-03-01', false],
    ['2025-01-26', true], // 周日，调休上班
    ['2025-02-08', true],
    ['2025-10-08', false],
    ['2025-10-11', true],
    ['2026-10-10', true],
    ['2026-11-22', false],
  ])('%s is a working day: %s', (date, isWorkingDay) => {
    expect(calendar.dayOf(date)).toMatchObject({ isWorkingDay, isProvisional: false })
  })

  it('a year that is not published follows the week, and says that it is a guess', () => {
    expect(calendar.dayOf('2027-02-08')).toEqual({ date: '2027-02-08', isWorkingDay: true, isProvisional: true })
    expect(calendar.dayOf('2027-02-06')).toMatchObject({ isWorkingDay: false, isProvisional: true })
    expect(calendar.addWorkingDays(at('2026-12-30 10:00'), 1)).toEqual({ date: '2026-12-31', isProvisional: false })
    expect(calendar.addWorkingDays(at('2026-12-30 10:00'), 2)).toEqual({ date: '2027-01-01', isProvisional: true })
  })

  it('a slip of the pen in a file is named', () => {
    const year = load(2026)
    const wrong = {
      ...year,
      holidays: [...year.holidays, { name: '多写的', from: '2026-10-07', to: '2026-10-08' }],
      makeUpDays: ['2026-02-16', '2025-02-08'],
    }
    const read = readCalendarYear(wrong)
    expect('problems' in read && read.problems).toEqual([
      '多写的: 2026-10-07 is off already',
      'make-up day 2026-02-16: is no Saturday or Sunday',
      'make-up day 2026-02-16: is off too',
      'make-up day 2025-02-08: not in 2026',
    ])
    expect(readCalendarYear({ ...year, holidays: [{ name: '春节', from: '2026-02-30', to: '2026-03-01' }] })).toHaveProperty('problems')
    expect(readCalendarYear('年')).toHaveProperty('problems')
  })
})

describe('counting', () => {
  it('the day of acceptance does not count', () => {
    expect(due('2026-11-23 09:00', 0)).toBe('2026-11-23')
    expect(due('2026-11-23 09:00')).toBe('2026-11-26')
    expect(due('2026-11-26 09:00')).toBe('2026-12-01')
  })

  it('make-up Saturdays before and after the Spring Festival count, its days off do not', () => {
    expect(due('2026-02-12 10:00', 1)).toBe('2026-02-13')
    expect(due('2026-02-12 10:00', 2)).toBe('2026-02-14')
    expect(due('2026-02-12 10:00', 3)).toBe('2026-02-24')
    expect(due('2026-02-14 10:00')).toBe('2026-02-26')
    expect(due('2026-02-26 10:00', 2)).toBe('2026-02-28')
    expect(due('2025-01-24 10:00', 2)).toBe('2025-01-27')
    expect(due('2025-02-06 10:00', 2)).toBe('2025-02-08')
  })

  it('what comes in from 18:00 in Shanghai is accepted the next day', () => {
    expect(due('2026-11-23 17:59')).toBe('2026-11-26')
    expect(due('2026-11-23 18:00')).toBe('2026-11-27')
    expect(due('2026-11-27 19:00')).toBe('2026-12-02') // 周五晚：周六受理，周一起算
    expect(due('2026-11-28 10:00')).toBe('2026-12-02')
  })

  it('a place may let the evening count as the next working day, or not close at all', () => {
    const years = [load(2026)]
    const strict = openCalendar(years, { closesAtHour: 18, afterClosing: 'next_working_day' })
    expect(strict.addWorkingDays(at('2026-11-27 19:00'), 3).date).toBe('2026-12-03')
    const open = openCalendar(years, { closesAtHour: undefined, afterClosing: 'next_day' })
    expect(open.addWorkingDays(at('2026-11-23 23:59'), 3).date).toBe('2026-11-26')
  })

  it('the day is the day in Shanghai, not in London', () => {
    expect(calendar.addWorkingDays(new Date('2026-11-22T16:30:00Z'), 3).date).toBe('2026-11-26')
  })

  it('submitting later never makes it due earlier', () => {
    const minute = fc.integer({ min: at('2025-01-01 00:00').getTime() / 60_000, max: at('2026-12-01 00:00').getTime() / 60_000 })
    fc.assert(
      fc.property(minute, minute, fc.nat(30), (a, b, days) => {
        const [early, late] = a < b ? [a, b] : [b, a]
        const first = calendar.addWorkingDays(new Date(early * 60_000), days).date
        expect(first <= calendar.addWorkingDays(new Date(late * 60_000), days).date).toBe(true)
      }),
    )
  })

  it('the last day of a term is a working day, and as many lie between as the term has', () => {
    const minute = fc.integer({ min: at('2025-01-01 00:00').getTime() / 60_000, max: at('2026-11-01 00:00').getTime() / 60_000 })
    fc.assert(
      fc.property(minute, fc.integer({ min: 1, max: 30 }), (start, days) => {
        const instant = new Date(start * 60_000)
        const { date } = calendar.addWorkingDays(instant, days)
        expect(calendar.isWorkingDay(date)).toBe(true)
        expect(date > calendar.addWorkingDays(instant, days - 1).date).toBe(true)
      }),
    )
  })

  it('a term that is no whole number of days is a mistake of the caller', () => {
    for (const n of [-1, 1.5, Number.NaN, 1e9]) expect(() => calendar.addWorkingDays(at('2026-11-23 09:00'), n)).toThrow(RangeError)
  })
})

describe('pauses', () => {
  const deadline = (pauses: readonly (readonly [string, string | undefined])[]) =>
    calendar.workingDeadline({
      acceptedAt: at('2026-11-23 09:00'),
      days: 3,
      pauses: pauses.map(([from, to]) => ({ from: at(from), to: to === undefined ? undefined : at(to) })),
    })?.date

  it('the days after the approval until the end of the checking do not count', () => {
    expect(deadline([])).toBe('2026-11-26')
    expect(deadline([['2026-11-24 10:00', '2026-11-25 15:00']])).toBe('2026-11-27')
    expect(deadline([['2026-11-24 10:00', '2026-12-01 15:00']])).toBe('2026-12-03')
  })

  it('a pause within one day, over a weekend, or after the last day wins nothing', () => {
    expect(deadline([['2026-11-24 10:00', '2026-11-24 17:00']])).toBe('2026-11-26')
    expect(deadline([['2026-11-26 10:00', '2026-11-30 10:00']])).toBe('2026-11-26')
    expect(deadline([['2026-11-27 10:00', undefined]])).toBe('2026-11-26')
  })

  it('two pauses that overlap count once', () => {
    expect(
      deadline([
        ['2026-11-23 10:00', '2026-11-25 10:00'],
        ['2026-11-24 10:00', '2026-11-25 10:00'],
      ]),
    ).toBe('2026-11-30')
  })

  it('while the checking lasts there is no last day', () => {
    expect(deadline([['2026-11-24 10:00', undefined]])).toBeUndefined()
  })
})
