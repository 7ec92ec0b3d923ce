import { Worker } from 'node:worker_threads'
import type { PaperPress } from '../core/papers.ts'

type Told = { readonly id: number; readonly pdf: Uint8Array } | { readonly id: number; readonly why: string }

/** Presses in threads of their own behind the port of one: what is laid out does not hold up the thread that keeps the books. */
export const openPressThreads = (facts: {
  folder: string
  institution: string
  threads: number
}): PaperPress & { close(): Promise<void> } => {
  const waiting = new Map<number, { resolve(pdf: Uint8Array): void; reject(cause: Error): void }>()
  const presses = Array.from({ length: facts.threads }, () => {
    const thread = new Worker(new URL('./press-thread.ts', import.meta.url), {
      workerData: facts,
      // Young objects of a thread otherwise take 100 MB that V8 never gives back.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    })
    const press = { thread, load: 0 }
    thread.on('message', (told: Told) => {
      press.load -= 1
      const one = waiting.get(told.id)
      waiting.delete(told.id)
      if ('pdf' in told) one?.resolve(told.pdf)
      else one?.reject(new Error(told.why))
    })
    thread.once('error', (cause: Error) => {
      for (const one of waiting.values()) one.reject(cause)
      waiting.clear()
    })
    return press
  })
  let id = 0
  return {
    print: (kind, facts, at) =>
      new Promise((resolve, reject) => {
        const press = presses.reduce((least, other) => (other.load < least.load ? other : least))
        press.load += 1
        id += 1
        waiting.set(id, { resolve, reject })
        press.thread.postMessage({ id, kind, facts, at })
      }),
    close: async () => void (await Promise.all(presses.map(({ thread }) => thread.terminate()))),
  }
}
