// What every process under measurement tells the one that measures.
export interface Ready {
  readonly ready: { readonly port: number; readonly token: string | undefined }
}
export interface Counted {
  readonly cpuMs: number
  readonly heapMb: number
  readonly rssMb: number
}

/** Answers `cpu` with what this process has used so far. */
export const report = (facts: Ready['ready']): void => {
  process.on('message', () => {
    globalThis.gc?.()
    const { user, system } = process.cpuUsage()
    const { heapUsed, rss } = process.memoryUsage()
    process.send?.({ cpuMs: (user + system) / 1_000, heapMb: heapUsed / 1_048_576, rssMb: rss / 1_048_576 } satisfies Counted)
  })
  process.once('disconnect', () => process.exit(0))
  process.send?.({ ready: facts } satisfies Ready)
}
