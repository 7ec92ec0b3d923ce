import { StoreUnavailableError } from '../core/errors.ts'

/** First come, first served: `enter` resolves when it is your turn, with the function that ends it. */
export interface Line {
  enter(): Promise<() => void>
}

/**
 * A line before SQLite's one writer. Nobody waits longer than `patienceMs`: a line that stands still is a fault
 * (most likely a transaction that waits for itself, because it called the store and not its own records).
 */
export const createLine = (patienceMs: number): Line => {
  const waiting: (() => void)[] = []
  let isTaken = false
  const leaver = () => {
    let hasLeft = false
    return () => {
      if (hasLeft) return
      hasLeft = true
      const next = waiting.shift()
      if (next) next()
      else isTaken = false
    }
  }
  return {
    enter: () => {
      if (!isTaken) {
        isTaken = true
        return Promise.resolve(leaver())
      }
      return new Promise((resolve, reject) => {
        const step = () => {
          clearTimeout(timer)
          resolve(leaver())
        }
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(step), 1)
          reject(new StoreUnavailableError({ why: `waited ${patienceMs} ms in line for the writer` }))
        }, patienceMs)
        waiting.push(step)
      })
    },
  }
}
