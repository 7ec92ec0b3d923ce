/** The best so far of a search: a heap with the worst on top. Higher scores are better, of equal ones the lower clause key. */
export interface Best {
  readonly limit: number
  /** What a score must at least reach to be among the best; 0 while there is room. */
  readonly threshold: number
  offer(score: number, clause: number, version: number): void
  /** Best first. */
  sorted(): { readonly clause: number; readonly version: number; readonly score: number }[]
}

export const bestOf = (limit: number): Best => {
  const scores = new Float64Array(limit)
  const clauses = new Float64Array(limit)
  const versions = new Float64Array(limit)
  let size = 0
  let threshold = 0
  const put = (at: number, score: number, clause: number, version: number): void => {
    scores[at] = score
    clauses[at] = clause
    versions[at] = version
  }
  const copy = (from: number, to: number): void => put(to, scores[from] ?? 0, clauses[from] ?? 0, versions[from] ?? 0)
  const isBetter = (at: number, score: number, clause: number): boolean => {
    const own = scores[at] ?? 0
    return own > score || (own === score && (clauses[at] ?? 0) < clause)
  }
  /** Where a hit goes that comes in at the end. */
  const rise = (score: number, clause: number): number => {
    let at = size
    for (let parent = (at - 1) >> 1; at > 0 && isBetter(parent, score, clause); parent = (at - 1) >> 1) {
      copy(parent, at)
      at = parent
    }
    return at
  }
  /** Where a hit goes that takes the place of the worst. */
  const sink = (score: number, clause: number): number => {
    let at = 0
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBetter(child, scores[child + 1] ?? 0, clauses[child + 1] ?? 0)) child += 1
      if (isBetter(child, score, clause)) break
      copy(child, at)
      at = child
    }
    return at
  }
  return {
    limit,
    get threshold() {
      return threshold
    },
    offer(score, clause, version) {
      if (size < limit) {
        put(rise(score, clause), score, clause, version)
        size += 1
      } else {
        if (size === 0 || isBetter(0, score, clause)) return
        put(sink(score, clause), score, clause, version)
      }
      if (size === limit) threshold = scores[0] ?? 0
    },
    sorted: () =>
      Array.from({ length: size }, (_, at) => ({ clause: clauses[at] ?? 0, version: versions[at] ?? 0, score: scores[at] ?? 0 })).sort(
        (a, b) => b.score - a.score || a.clause - b.clause,
      ),
  }
}

/** The `limit` highest of many numbers above a floor, to know the lowest of them: a heap. */
export interface Highest {
  readonly heap: Float64Array
  readonly limit: number
  size: number
  /** The lowest of the highest, or the floor while there are fewer. */
  lowest: number
}

export const highestOf = (limit: number): Highest => ({ heap: new Float64Array(limit), limit, size: 0, lowest: 0 })

/** Forgets the numbers. */
export const restart = (highest: Highest, floor: number): void => {
  highest.size = 0
  highest.lowest = floor
}

export const offerHighest = (highest: Highest, value: number): void => {
  const { heap, limit, size } = highest
  if (value <= highest.lowest || limit === 0) return
  let at = 0
  if (size < limit) {
    at = size
    highest.size = size + 1
    for (let parent = (at - 1) >> 1; at > 0 && (heap[parent] ?? 0) > value; parent = (at - 1) >> 1) {
      heap[at] = heap[parent] ?? 0
      at = parent
    }
  } else
    for (let child = 1; child < limit; child = 2 * at + 1) {
      if (child + 1 < limit && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child += 1
      if ((heap[child] ?? 0) >= value) break
      heap[at] = heap[child] ?? 0
      at = child
    }
  heap[at] = value
  if (highest.size === limit) highest.lowest = heap[0] ?? 0
}
