import { describe, expect, it } from 'vitest'
import type { EvalRun } from '../../core/eval-runs.ts'
import { freshId, later, noon } from './fixtures.ts'
import type { Ground } from './ground.ts'

const run = (facts: Partial<EvalRun> = {}): EvalRun => ({
  ...{ id: freshId(), state: 'running', by: 'a', byName: '顾思齐', at: noon, heardAt: noon, endedAt: undefined, done: 0, total: 0 },
  order: { suites: ['agents'], isWhole: false, seed: 1, k: 1, model: 'offline' },
  ...{ fault: undefined, failures: 0, gate: [], figures: [], ...facts },
})
const end = { state: 'done', endedAt: later(9), fault: undefined, failures: 2, gate: ['agents passed: 0.9'] } as const

/** Runs of the eval suites. */
export const evalRunsContract = (ground: () => Ground): void => {
  const runs = () => ground().store.evalRuns

  describe('eval runs', () => {
    it('tell how far they are, end once, and give their report back byte for byte', async () => {
      const one = run()
      await runs().add(one)
      expect(await runs().find(one.id)).toEqual(one)
      expect(await runs().report(one.id)).toBeUndefined()
      expect(await runs().hear(one.id, { heardAt: later(3), done: 4, total: 9 })).toBe('running')
      const report = Uint8Array.from([31, 139, 0, 255, 1])
      const figures = [{ suite: 'agents', id: 'passed', value: 0.1 + 0.2, count: 3 }]
      const both = await Promise.all([1, 2].map(() => runs().end(one.id, { ...end, figures, report })))
      expect(both.filter(Boolean)).toHaveLength(1)
      expect(await runs().find(one.id)).toMatchObject({ state: 'done', done: 4, total: 9, failures: 2, figures, endedAt: later(9) })
      expect(Uint8Array.from((await runs().report(one.id)) ?? [])).toEqual(report)
      expect(await runs().find('none')).toBeUndefined()
      expect(await runs().hear('none', { heardAt: noon, done: 0, total: 0 })).toBeUndefined()
    })

    it('are cancelled while they run, and only the oldest that are over go', async () => {
      const [running, over] = [run({ at: later(-9_000) }), run({ at: later(-8_000) })]
      for (const one of [running, over]) await runs().add(one)
      expect(await runs().cancel(over.id)).toBe(true)
      expect(await runs().cancel(over.id)).toBe(false)
      expect(await runs().hear(over.id, { heardAt: noon, done: 1, total: 2 })).toBe('cancelling')
      await runs().end(over.id, { ...end, state: 'cancelled', figures: [], report: undefined })
      const newest = run({ at: later(99_000) })
      await runs().add(newest)
      await runs().trim(1)
      expect((await runs().list(1)).map(({ id }) => id)).toEqual([newest.id])
      expect(await runs().find(over.id)).toBeUndefined()
      expect(await runs().find(running.id)).toBeDefined()
    })
  })
}
