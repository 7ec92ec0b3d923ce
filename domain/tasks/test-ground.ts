import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Task } from '../../core/tasks.ts'
import { openCalendar } from '../calendar/calendar.ts'
import { readCalendarYear } from '../calendar/calendar-year.ts'
import { readDeadlines } from './deadlines.ts'
import type { Doing, Rules } from './progress.ts'
import type { Standing } from './states.ts'
import { readWorklist } from './worklist.ts'

// The lists that ship, and a task in every test's hand.

const data = join(import.meta.dirname, '..', '..', 'data')
const raw = (path: string): unknown => parse(readFileSync(join(data, path), 'utf8'))

const year = readCalendarYear(raw('calendar/2026.yaml'))
if ('problems' in year) throw new Error(year.problems.join('; '))
export const calendar = openCalendar([year.year])

/** A Wednesday, ten in the morning in Shanghai. */
export const start = new Date('2026-11-18T02:00:00.000Z')
export const minutesLater = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000)

export const rules: Rules = {
  deadlines: readDeadlines(raw('worklists/deadlines.yaml'), calendar),
  worklist: readWorklist(raw('worklists/station.yaml')),
  addressees: (_unit, duties) => duties.map((duty) => ({ id: `dept-${duty}`, name: `部门${duty}` })),
}

export const newTask = (facts: Partial<Task> = {}): Task => ({
  id: 't',
  number: 'RW20260000001',
  event: 'e',
  unit: 'station',
  state: 'dispatched',
  tier: 'yellow',
  points: 30,
  classes: ['D2'],
  marks: [],
  matter: undefined,
  claimedBy: undefined,
  dispatchedAt: start,
  receivedAt: undefined,
  contactedAt: undefined,
  fedBackAt: undefined,
  closedAt: undefined,
  ...rules.deadlines.due('dispatched', facts.tier ?? 'yellow', start),
  level: 0,
  escalatedTo: undefined,
  needsVisit: false,
  failedFollowUps: 0,
  satisfaction: undefined,
  outcome: undefined,
  lateSteps: 0,
  returns: 0,
  reopenings: 0,
  incidents: 1,
  lastIncidentAt: start,
  brief: undefined,
  revision: 1,
  ...facts,
})

export const doing = (standings: readonly Standing[], at: Date = start, facts: Partial<Doing> = {}): Doing => ({
  id: standings.includes('system') ? undefined : 'o',
  standings,
  at,
  isOwnWork: false,
  ...facts,
})
