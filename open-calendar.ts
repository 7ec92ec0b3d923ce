import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { PageError } from './core/errors.ts'
import { type Calendar, openCalendar } from './domain/calendar/calendar.ts'
import { readCalendarYear } from './domain/calendar/calendar-year.ts'

const folder = join(import.meta.dirname, 'data', 'calendar')

/** Reads `data/calendar`. A slip there would move every deadline of a year, so it stops the start. */
export const readCalendar = (): Calendar => {
  const years = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return openCalendar(
    years.map((name) => {
      const read = readCalendarYear(parse(readFileSync(join(folder, name), 'utf8')))
      if ('problems' in read) throw new PageError({ file: join('data/calendar', name), line: 1, why: read.problems.join('; ') })
      return read.year
    }),
  )
}
