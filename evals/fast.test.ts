import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gateFaults, readBaseline } from './report/gate.ts'
import { isFailed } from './report/junit.ts'
import { runSuites } from './run/run-suites.ts'
import { suites } from './suites/index.ts'

const run = await runSuites({
  suites,
  options: {
    ...{ seed: 1, isWhole: false, corpora: undefined, agents: undefined, size: undefined, hasModel: false },
    agentsFolder: join(import.meta.dirname, '..', 'agents'),
  },
  ...{ settings: {}, model: 'offline', k: 1, processes: 1, lanes: 1, commit: 'test' },
})
const baseline = readBaseline(join(import.meta.dirname, 'baseline.json'))

describe.each(run.suites)('$suite', ({ suite, figures, items, skipped }) => {
  it.skipIf(skipped)('measures something', () => expect(items.length).toBeGreaterThan(0))

  // Cases stand one by one: whoever breaks one sees its name.
  const cases = items.filter(({ source }) => source !== undefined)
  if (cases.length > 0) it.each(cases)('$id', (item) => expect(isFailed(item), `${item.source}\n${item.faults.join('\n')}`).toBe(false))

  it('is no worse than its baseline and its lines', () => {
    const faults = gateFaults(
      { ...run, suites: [{ suite, title: '', about: '', figures, items, ...(skipped ? { skipped } : {}) }] },
      baseline,
    )
    expect(faults, faults.join('\n')).toEqual([])
  })
})
