/** A line before a place that takes only so many at once (公平排队). */
export interface FairLine {
  /** Resolves with what gives the place back; undefined when none was free in time, or the caller gave up. */
  enter(who: string, waitMs: number, signal: AbortSignal): Promise<(() => void) | undefined>
  readonly busy: number
  readonly waiting: number
}

/** Everybody who waits is served in turn, whoever waits: a hundred questions of one person do not stand before one of another. */
export const createFairLine = (places: number): FairLine => {
  /** Who waits, in the order of their turns; a person's own questions in the order they came. */
  const waiting = new Map<string, ((place: () => void) => void)[]>()
  let busy = 0

  const leaver = (): (() => void) => {
    let hasLeft = false
    return () => {
      if (hasLeft) return
      hasLeft = true
      busy -= 1
      next()
    }
  }
  const next = (): void => {
    const [first] = waiting
    if (!first || busy >= places) return
    const [who, steps] = first
    const step = steps.shift()
    waiting.delete(who)
    // Back to the end: the others come first.
    if (steps.length > 0) waiting.set(who, steps)
    busy += 1
    step?.(leaver())
  }
  const leave = (who: string, step: (place: () => void) => void): void => {
    const steps = waiting.get(who)
    if (!steps) return
    const at = steps.indexOf(step)
    if (at >= 0) steps.splice(at, 1)
    if (steps.length === 0) waiting.delete(who)
  }

  return {
    enter(who, waitMs, signal) {
      if (busy < places && waiting.size === 0) {
        busy += 1
        return Promise.resolve(leaver())
      }
      return new Promise((resolve) => {
        const end = (place: (() => void) | undefined): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', giveUp)
          resolve(place)
        }
        const giveUp = (): void => {
          leave(who, end)
          end(undefined)
        }
        const timer = setTimeout(giveUp, waitMs)
        signal.addEventListener('abort', giveUp, { once: true })
        waiting.set(who, [...(waiting.get(who) ?? []), end])
      })
    },
    get busy() {
      return busy
    },
    get waiting() {
      return [...waiting.values()].reduce((sum, steps) => sum + steps.length, 0)
    },
  }
}
