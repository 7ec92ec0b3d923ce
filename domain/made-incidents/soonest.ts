/** Things to do, the soonest first (binary heap); of the same moment the one that was put in first. */
export interface Soonest<T> {
  readonly size: number
  put(at: number, one: T): void
  /** The moment of the next one. */
  peek(): number | undefined
  take(): T | undefined
}

interface Slot<T> {
  readonly at: number
  readonly n: number
  readonly one: T
}

const isBefore = <T>(a: Slot<T>, b: Slot<T>): boolean => a.at < b.at || (a.at === b.at && a.n < b.n)

/** An empty one. */
export const soonest = <T>(): Soonest<T> => {
  const heap: Slot<T>[] = []
  let count = 0
  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]]
    if (first && second) {
      heap[a] = second
      heap[b] = first
    }
  }
  const sooner = (a: number, b: number): boolean => {
    const [first, second] = [heap[a], heap[b]]
    return first !== undefined && second !== undefined && isBefore(first, second)
  }
  return {
    get size() {
      return heap.length
    },
    put: (at, one) => {
      heap.push({ at, n: count++, one })
      for (
        let child = heap.length - 1, parent = (child - 1) >> 1;
        child > 0 && sooner(child, parent);
        child = parent, parent = (child - 1) >> 1
      )
        swap(child, parent)
    },
    peek: () => heap[0]?.at,
    take: () => {
      const top = heap[0]
      const last = heap.pop()
      if (last === undefined || top === undefined) return undefined
      if (heap.length > 0) {
        heap[0] = last
        for (let parent = 0; ; ) {
          const left = 2 * parent + 1
          const child = sooner(left + 1, left) ? left + 1 : left
          if (!sooner(child, parent)) break
          swap(child, parent)
          parent = child
        }
      }
      return top.one
    },
  }
}
