import type { Clock } from '../core/time.ts'

/** After so many faults in a row an endpoint is left alone for a while, so that not everybody waits for its silence. */
const limits = { faults: 3, restMs: 30_000 }

/** Remembers how an endpoint does. */
export const restAfterFaults = (clock: Clock) => {
  let faults = 0
  let until = 0
  return {
    isResting: (): boolean => clock().getTime() < until,
    note(isWell: boolean): void {
      faults = isWell ? 0 : faults + 1
      if (faults >= limits.faults) until = clock().getTime() + limits.restMs
    },
  }
}
