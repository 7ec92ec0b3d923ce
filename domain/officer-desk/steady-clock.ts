/** A clock that moved so much more or less than time itself has jumped. */
const toleranceMs = 10 * 60_000
/** After a jump nothing is put before anybody until the clock has kept step for so long. */
const settleMs = 10 * 60_000

/**
 * Tells whether a clock keeps step with time that only goes forward (单调时钟). A clock that jumps would make everything late at once, or
 * nothing for years: what is counted in days waits until it has settled, and the operator is told.
 */
export const steadyClock = (clock: () => Date, monotonicMs: () => number): (() => 'steady' | 'jumped') => {
  let seen = { wall: clock().getTime(), run: monotonicMs() }
  let jumpedAt: number | undefined
  return () => {
    const now = { wall: clock().getTime(), run: monotonicMs() }
    const drift = Math.abs(now.wall - seen.wall - (now.run - seen.run))
    seen = now
    if (drift > toleranceMs) jumpedAt = now.run
    if (jumpedAt !== undefined && now.run - jumpedAt >= settleMs) jumpedAt = undefined
    return jumpedAt === undefined ? 'steady' : 'jumped'
  }
}
