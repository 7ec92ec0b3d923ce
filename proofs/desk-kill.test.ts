import { expect, it } from 'vitest'
import { runDeskKills } from '../bench/kill-desk.ts'
import { testEnvironment } from '../config.ts'

// The long version is `node bench/kill-desk.ts 100`; a real server takes part where the run has one.
it.each([
  ['SQLite', undefined, 3],
  ['PostgreSQL', testEnvironment().databaseUrl ?? 'pglite:', 2],
] as const)(
  'a process killed while two officers refuse leaves no paper without its state and no state without its paper (%s)',
  async (_, server, kills) => {
    const report = await runDeskKills(kills, server)
    expect(report.faults).toEqual([])
    expect(report.kills).toBe(kills)
    expect(report.refused).toBeGreaterThan(0)
    expect(report.issued).toBeGreaterThan(0)
  },
  180_000,
)
