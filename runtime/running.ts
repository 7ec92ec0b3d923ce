import type { Reply, TurnEvent } from '../core/conversation.ts'

/** A turn older than this without a reply was cut off by a crash; younger ones may still run in another process. */
export const abandonedMs = 120_000

/** A turn that is going on in this process: what it has said so far, and who listens. */
export interface RunningTurn {
  readonly id: string
  readonly conversation: string
  /** Every event from number `after` (1-based ids; 0 for all), then the coming ones, until the turn has ended. */
  events(after: number): AsyncGenerator<{ n: number; event: TurnEvent }>
  /** The reply, when the turn is over. Rejects only for an outage. */
  readonly done: Promise<Reply>
}

/** Runs the generator to its end whether or not anybody listens, and lets any number of listeners join at any point. */
export const startRunning = (id: string, conversation: string, source: AsyncGenerator<TurnEvent, Reply>): RunningTurn => {
  const past: TurnEvent[] = []
  let isOver = false
  let failure: unknown
  let wake: () => void = () => undefined
  let news = new Promise<void>((resolve) => {
    wake = resolve
  })
  const ring = (): void => {
    wake()
    news = new Promise<void>((resolve) => {
      wake = resolve
    })
  }
  const run = async (): Promise<Reply> => {
    try {
      for (;;) {
        const step = await source.next()
        if (step.done) return step.value
        past.push(step.value)
        ring()
      }
    } catch (cause) {
      failure = cause
      throw cause
    } finally {
      isOver = true
      ring()
    }
  }
  const done = run()
  // A listener gets the failure through events(); without one it must not end the process.
  done.catch(() => undefined)
  return {
    id,
    conversation,
    done,
    async *events(after) {
      for (let n = after; ; ) {
        for (; n < past.length; n++) {
          const event = past[n]
          if (event) yield { n: n + 1, event }
        }
        if (isOver) {
          if (failure) throw failure
          return
        }
        await news
      }
    },
  }
}

/** One line per conversation: two tabs that speak at once are heard one after the other. */
export const createLines = () => {
  const tails = new Map<string, Promise<unknown>>()
  return {
    async inLine<T>(key: string, work: () => Promise<T>): Promise<T> {
      const before = tails.get(key) ?? Promise.resolve()
      const mine = before.then(work, work)
      const tail = mine.catch(() => undefined)
      tails.set(key, tail)
      try {
        return await mine
      } finally {
        if (tails.get(key) === tail) tails.delete(key)
      }
    },
  }
}
