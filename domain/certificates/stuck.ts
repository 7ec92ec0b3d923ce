import type { Clock } from '../../core/time.ts'

/** Tries before an application is shown to an administrator: half a minute of an outage is nobody's business. */
const shownAfter = 4
/** The pause after the first failure, doubled with each, in ms. */
const firstPauseMs = 5_000
const longestPauseMs = 600_000

/** An application that could not be carried on (卡住的申请), as this process has found it. */
export interface StuckApplication {
  readonly number: string
  readonly since: Date
  readonly triedAt: Date
  readonly nextAt: Date
  readonly attempts: number
  /** The kind of error, never its words: they may hold a person's. */
  readonly why: string
}

const kindOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return 'unknown'
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
}

/**
 * Remembers which applications could not be carried on, and lets each wait longer after each failure, ten minutes at most: none is given up,
 * so all go on by themselves when what was wrong is mended. Known to this process alone; another finds out the same by itself.
 */
export const stuckApplications = (clock: Clock) => {
  const known = new Map<string, StuckApplication>()
  return {
    /** Those that wait now, for a list that has to reach beyond them. */
    get size() {
      return known.size
    },
    isDue: (number: string): boolean => (known.get(number)?.nextAt.getTime() ?? 0) <= clock().getTime(),
    /** It failed. True when it is time to say so: once, when it is shown from now on. */
    failed(number: string, cause: unknown): boolean {
      const now = clock()
      const attempts = (known.get(number)?.attempts ?? 0) + 1
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts - 1, 10))
      const since = known.get(number)?.since ?? now
      known.set(number, { number, since, triedAt: now, nextAt: new Date(now.getTime() + pauseMs), attempts, why: kindOf(cause) })
      return attempts === shownAfter
    },
    /** It went on, or a person wants it tried at once. */
    forget: (number: string): boolean => known.delete(number),
    /** What an administrator should look at, longest first. */
    list: (): readonly StuckApplication[] =>
      [...known.values()].filter(({ attempts }) => attempts >= shownAfter).sort((a, b) => a.since.getTime() - b.since.getTime()),
  }
}
