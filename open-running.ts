import type { Store } from './core/ports.ts'
import type { Clock } from './core/time.ts'
import { createTallies, talliesEveryMs } from './runtime/tallies.ts'
import { runningRoutes } from './server/routes/running.ts'

/** Counts turns and calls for the page that shows how the service runs (运行), as `open-seeing.ts` has it beside metrics and traces. */
export const openRunning = (facts: {
  readonly store: Pick<Store, 'tallies' | 'usage'>
  readonly clock: Clock
  readonly nameOf: (agent: string) => string | undefined
}) => {
  const { tallies, usage } = facts.store
  const counted = createTallies({ store: tallies, clock: facts.clock })
  return {
    seer: counted.seer,
    close: counted.write,
    doors: [{ path: '/', app: runningRoutes({ ...facts, tallies, usage }) }],
    chores: [{ everyMs: talliesEveryMs, run: counted.tick }],
  }
}
