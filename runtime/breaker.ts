import type { ModelFault } from '../core/models.ts'
import type { Clock } from '../core/time.ts'

/** Faults of the line, not of the words: these come back with the next call. */
const lineFaults: readonly ModelFault[] = ['error', 'silent', 'too_slow', 'busy']

/** At least so many faults within `withinMs`, and half of all calls, send a model to rest; each rest that did not help doubles the next. */
const limits = { faults: 3, share: 0.5, withinMs: 120_000, restMs: 30_000, longestMs: 600_000 }

/** How an endpoint does (模型健康). `resting`: nobody asks it; `trying`: one call finds out whether it is back. */
export interface ModelHealth {
  readonly state: 'well' | 'resting' | 'trying'
  readonly until: Date | undefined
  readonly lastFault: { readonly fault: ModelFault; readonly at: Date } | undefined
  /** Since the start of the process. */
  readonly calls: number
  readonly failed: number
  /** A running mean of the last twenty or so. */
  readonly firstTokenMs: number | undefined
}

/** What a call came to, as the breaker sees it. */
export interface CallEnd {
  readonly fault: ModelFault | null
  readonly firstTokenMs?: number | undefined
  /** How long the endpoint wants to be left alone. */
  readonly retryAfterMs?: number | undefined
}

/**
 * Lets an endpoint that does not answer rest (熔断), so that not every turn waits for its silence; after the rest one call tries it, and the
 * others go on without it until that call has ended well.
 */
export const createBreaker = (clock: Clock) => {
  let recent: { at: number; isFault: boolean }[] = []
  let until = 0
  let restMs = limits.restMs
  let isTrying = false
  let lastFault: ModelHealth['lastFault']
  let firstTokenMs: number | undefined
  const counts = { calls: 0, failed: 0 }

  const rest = (ms: number): void => {
    until = clock().getTime() + ms
  }
  const stateOf = (): ModelHealth['state'] => (until === 0 ? 'well' : isTrying ? 'trying' : 'resting')

  return {
    /** True when a call may go there now. */
    isOpen: (): boolean => until === 0 || (!isTrying && clock().getTime() >= until),
    /** Begins a call; false when nobody may ask it now. */
    enter(): boolean {
      if (until === 0) return true
      if (isTrying || clock().getTime() < until) return false
      isTrying = true
      return true
    },
    /** Ends a call that `enter` began. */
    leave({ fault, firstTokenMs: first, retryAfterMs }: CallEnd): void {
      // It was not given the time to show how it does.
      if (fault === 'outrun') {
        isTrying = false
        return
      }
      const now = clock().getTime()
      const isFault = fault !== null && lineFaults.includes(fault)
      counts.calls += 1
      if (fault) {
        counts.failed += 1
        lastFault = { fault, at: new Date(now) }
      }
      if (first !== undefined) firstTokenMs = firstTokenMs === undefined ? first : firstTokenMs * 0.9 + first * 0.1
      recent = [...recent.filter(({ at }) => now - at < limits.withinMs).slice(-200), { at: now, isFault }]
      if (isTrying) {
        isTrying = false
        if (isFault) {
          restMs = Math.min(limits.longestMs, restMs * 2)
          rest(Math.max(restMs, retryAfterMs ?? 0))
          return
        }
        until = 0
        restMs = limits.restMs
        recent = []
        return
      }
      if (!isFault) return
      const faults = recent.filter((call) => call.isFault).length
      if (retryAfterMs !== undefined && retryAfterMs > 0) rest(Math.min(limits.longestMs, retryAfterMs))
      else if (faults >= limits.faults && faults >= recent.length * limits.share) rest(restMs)
    },
    /** Ends a call that found out nothing: it was never made. */
    withdraw: (): void => {
      isTrying = false
    },
    health: (): ModelHealth => ({ state: stateOf(), until: until === 0 ? undefined : new Date(until), lastFault, ...counts, firstTokenMs }),
  }
}

export type Breaker = ReturnType<typeof createBreaker>
