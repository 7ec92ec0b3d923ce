import { setFlagsFromString } from 'node:v8'
import { suites } from '../suites/index.ts'
import type { SuiteOptions } from '../suites/suite.ts'
import { openBench } from './bench.ts'
import { runJobs } from './run-jobs.ts'

/** One of the processes that share the jobs of a run: told which ones, tells back what they came to. */
export interface WorkerOrder {
  readonly options: SuiteOptions
  readonly settings: Readonly<Record<string, string>>
  readonly template: string
  readonly suites: readonly string[]
  readonly part: number
  readonly of: number
  readonly k: number
  readonly lanes: number
}

// Platforms come and go here: what is young dies young.
setFlagsFromString('--semi-space-growth-factor=2')

process.once('message', async (order: WorkerOrder) => {
  try {
    await using bench = await openBench(order)
    for (const name of order.suites) {
      const jobs = await suites.find((suite) => suite.name === name)?.jobs(order.options)
      if (!jobs || typeof jobs === 'string') continue
      const mine = jobs.map((job, at) => ({ job, at })).filter(({ at }) => at % order.of === order.part)
      const results = await runJobs(
        mine.map(({ job }) => job),
        bench,
        { k: order.k, lanes: order.lanes, onDone: () => process.send?.({ kind: 'step' }) },
      )
      for (const [index, items] of results.entries()) process.send?.({ kind: 'items', suite: name, at: mine[index]?.at ?? 0, items })
    }
    const { user, system } = process.cpuUsage()
    process.send?.({ kind: 'end', cpuSeconds: (user + system) / 1e6, tallies: bench.tallies() })
  } catch (cause) {
    process.send?.({ kind: 'fault', why: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) })
  }
  // The other side hangs up when it has heard everything; then nothing keeps this process.
})
