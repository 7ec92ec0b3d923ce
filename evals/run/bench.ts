import type { Bench, SuiteOptions } from '../suites/suite.ts'
import { openGrounds } from './ground.ts'
import { addTallies, type ModelTally, tallyOf } from './tally.ts'

/** What jobs of one process work with. */
export const openBench = async (facts: {
  options: SuiteOptions
  settings: Readonly<Record<string, string>>
  template?: string
}): Promise<Bench & AsyncDisposable> => {
  const { options, settings, template } = facts
  let tallies: readonly ModelTally[] = []
  const grounds = await openGrounds({
    ...{ settings, agentsFolder: options.agentsFolder, ...(template ? { template } : {}) },
    onModelCall: (call) => {
      tallies = addTallies([...tallies, ...tallyOf(call)])
    },
  })
  const made = new Map<string, Promise<AsyncDisposable>>()
  return {
    options,
    settings,
    grounds,
    tallies: () => tallies,
    async use(work) {
      const ground = await grounds.take()
      let isChanged = true
      try {
        const done = await work(ground)
        isChanged = done.isChanged
        return done.value
      } finally {
        await grounds.giveBack(ground, isChanged)
      }
    },
    shared: <T extends AsyncDisposable>(key: string, make: () => Promise<T>): Promise<T> => {
      const known = made.get(key) ?? make()
      made.set(key, known)
      // One key, one kind of thing.
      return known as Promise<T>
    },
    async [Symbol.asyncDispose]() {
      for (const one of made.values()) await (await one)[Symbol.asyncDispose]()
      await grounds[Symbol.asyncDispose]()
    },
  }
}
