import type { Clock } from '../core/time.ts'

/** One question that was let through; it ends with exactly one of the three. */
export interface Pass {
  /** The other side answered, or at least understood us. */
  alive(): void
  /** The other side is down, too slow, or not to be believed. */
  failed(): void
  /** The caller gave up, which says nothing about the other side. */
  abandoned(): void
}

/** When to stop asking (熔断): after `failures` in a row, for `coolDownMs`; then one question tries the way for all. */
export interface BreakerLimits {
  readonly failures: number
  readonly coolDownMs: number
}

/** Lets questions through while the other side is well. `enter` gives undefined while it is not. */
export const circuitBreaker = ({ failures: limit, coolDownMs }: BreakerLimits, clock: Clock) => {
  let failures = 0
  let openUntilMs: number | undefined
  let isProbing = false

  const open = () => {
    openUntilMs = clock().getTime() + coolDownMs
  }
  const probe: Pass = {
    alive() {
      isProbing = false
      failures = 0
      openUntilMs = undefined
    },
    failed() {
      isProbing = false
      open()
    },
    abandoned() {
      isProbing = false
    },
  }
  // A late answer to a question from before the opening neither opens nor closes: the probe decides.
  const ordinary: Pass = {
    alive() {
      if (openUntilMs === undefined) failures = 0
    },
    failed() {
      if (openUntilMs !== undefined) return
      failures += 1
      if (failures >= limit) open()
    },
    abandoned() {},
  }
  return {
    enter(): Pass | undefined {
      if (openUntilMs === undefined) return ordinary
      if (isProbing || clock().getTime() < openUntilMs) return undefined
      isProbing = true
      return probe
    },
  }
}
