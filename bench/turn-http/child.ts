import { monitorEventLoopDelay } from 'node:perf_hooks'

// What every process under measurement tells the one that measures.
export interface Ready {
  readonly ready: { readonly port: number; readonly token: string | undefined }
}
export interface Counted {
  readonly cpuMs: number
  readonly heapMb: number
  readonly rssMb: number
  /** The longest that the event loop stood still since it was asked last; the collection that each question begins with is not counted. */
  readonly heldUpMs: number
}

/** Answers `cpu` with what this process has used so far. */
export const report = (facts: Ready['ready']): void => {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  process.on('message', () => {
    const heldUpMs = delay.max / 1e6
    globalThis.gc?.()
    // A sample that began before the collection ends after it.
    setTimeout(() => delay.reset(), 50)
    const { user, system } = process.cpuUsage()
    const { heapUsed, rss } = process.memoryUsage()
    process.send?.({ cpuMs: (user + system) / 1_000, heapMb: heapUsed / 1_048_576, rssMb: rss / 1_048_576, heldUpMs } satisfies Counted)
  })
  process.once('disconnect', () => process.exit(0))
  process.send?.({ ready: facts } satisfies Ready)
}
