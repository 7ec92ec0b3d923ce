import { expect, it } from 'vitest'
import { runKills } from '../bench/kill.ts'

// The long version, five hundred deaths and more, is `node bench/kill.ts`.
it('a process killed in the middle of issuing loses no application, doubles no certificate and breaks no book', async () => {
  const report = await runKills(10)
  expect(report.faults).toEqual([])
  expect(report.kills).toBe(10)
  expect(report.asked).toBeGreaterThanOrEqual(10)
}, 180_000)
