import { describe, expect, it } from 'vitest'
import { type DayPlayed, dayPlan, playDays } from './demo-day.ts'
import { readCalendar } from './open-calendar.ts'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

const now = '2026-11-26T04:00:00.000Z'
const play = (p: TestPlatform, count: number, seed = 1): Promise<DayPlayed> =>
  playDays(
    { store: p.platform.store, calendar: readCalendar(), disputes: p.platform.disputes },
    dayPlan({ seed, day: '2026-11-25', count, quiet: Math.ceil(count / 20), before: 5, until: new Date(now) }),
  )
const json = async <T>(answer: Response): Promise<T> => {
  expect(answer.status).toBe(200)
  // Described by the schema of the route itself.
  return (await answer.json()) as T
}

describe('a day that is played through the loop', () => {
  it('is worked by officers under their rights, leaves boards alive, and is taken in once', async () => {
    await using p = await openTestPlatform({ clock: handClock(now).now })
    const played = await play(p, 160)
    expect(played.refused).toEqual([])
    expect(played.incidents).toBeGreaterThan(180)
    expect(played.tasks).toBeGreaterThan(50)
    expect(played.closed).toBeGreaterThan(20)
    expect(played.acts).toBeGreaterThan(played.tasks * 3)

    const board = await json<{ tasks: { state: string; unit: { id: string } }[] }>(
      await p.ask('approver-bureau', 'GET', '/api/tasks?limit=100'),
    )
    expect(new Set(board.tasks.map(({ state }) => state)).size).toBeGreaterThan(3)
    expect(new Set(board.tasks.map(({ unit }) => unit.id)).size).toBeGreaterThan(3)
    const report = await json<{ sentences: { text: string }[]; tables: { id: string; rows: { cells: { value: number | null }[] }[] }[] }>(
      await p.ask('analyst-bureau', 'GET', '/api/reports?period=week&of=2026-11-25'),
    )
    expect(report.sentences.map(({ text }) => text).join('')).toMatch(/任务派送\d+件，办结\d+件/)

    // Calls are their departments' to answer, and no police unit's.
    const callsOf = async (persona: string) =>
      (await json<{ calls: { department: { id: string } }[] }>(await p.ask(persona, 'GET', '/api/tasks/calls?state=all'))).calls
    expect(await callsOf('approver-bureau')).toEqual([])
    const labour = await callsOf('liaison-labour')
    expect(labour.every(({ department }) => department.id === '159900-labour')).toBe(true)
    expect(labour.length).toBeGreaterThan(0)

    // Every act is an officer's, and nothing is closed by the machine.
    const entries = await p.platform.store.audit.unsealed(5_000)
    const closings = entries.filter(({ action }) => action === 'close_task')
    expect(closings).toHaveLength(played.closed)
    expect(closings.every(({ actorKind }) => actorKind === 'officer')).toBe(true)

    const again = await play(p, 160)
    expect(again).toMatchObject({ incidents: 0, tasks: 0, acts: 0, refused: [] })
  }, 120_000)

  it('comes out the same for the same seed', async () => {
    const once = async (): Promise<DayPlayed> => {
      await using p = await openTestPlatform({ clock: handClock(now).now })
      return await play(p, 30, 7)
    }
    expect(await once()).toEqual(await once())
  }, 120_000)

  it('goes the same way on PostgreSQL', async () => {
    const on = async (url?: string): Promise<DayPlayed> => {
      await using p = await openTestPlatform({ clock: handClock(now).now, ...(url ? { url } : {}) })
      return await play(p, 20, 3)
    }
    expect(await on('pglite:')).toEqual(await on())
  }, 120_000)
})
