/**
 * Where a client that keeps its own history stands with us (续谈): what was said and answered so far, as a keyed hash, and the turn of the
 * conversation that it belongs to.
 */
export interface ChatThread {
  readonly conversation: string
  /** Number of the last turn in it; 0 before the first. */
  readonly n: number
  readonly at: Date
}

/** Threads of clients that send their whole history each time. */
export interface ChatThreads {
  find(key: string): Promise<ChatThread | undefined>
  /** Inserts or replaces. */
  save(key: string, thread: ChatThread): Promise<void>
  /** Returns how many. */
  removeBefore(at: Date): Promise<number>
}
