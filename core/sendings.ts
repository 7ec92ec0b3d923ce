/** Where a deed of another system stands (外发状态). `unsure`: it may have arrived, and only a person can find out. */
export const sendingStates = ['waiting', 'under_way', 'done', 'failed', 'unsure', 'not_sent'] as const
export type SendingState = (typeof sendingStates)[number]

/**
 * A deed that was written here and is to be done by another system (外发): it stands in the same transaction as the deed, so that a crash
 * before the sending loses nothing.
 */
export interface Sending {
  readonly id: string
  /** The deed that it belongs to; one deed is one sending. */
  readonly deedKey: string
  readonly tool: string
  /** In whose name. */
  readonly person: string
  readonly agent: string | undefined
  readonly conversation: string | undefined
  /** The approval that it was decided by. */
  readonly approval: string | undefined
  readonly at: Date
  readonly state: SendingState
  /** When it came to that state. */
  readonly movedAt: Date
  /** How often it was begun to be sent. Whoever goes on names it, so that of many one does. */
  readonly attempts: number
  /** True when whoever waits knows how it ended. */
  readonly isTold: boolean
  /** What is sent; gone once nothing can be sent any more. */
  readonly args: unknown
  /** What came of it, as the tool puts it. */
  readonly output: unknown
}

/** Sendings as they are kept. What is sent and what came back are encrypted at rest. */
export interface Sendings {
  insert(sending: Sending): Promise<void>
  find(id: string): Promise<Sending | undefined>
  findDeed(deedKey: string): Promise<Sending | undefined>
  /** Begins to send; false when another has, or when it has ended but for `unsure`. */
  take(id: string, facts: { readonly attempts: number; readonly at: Date }): Promise<boolean>
  /** Moves it on; false when another has. Without `output` the one before stays; with `isOver` what was to be sent goes. */
  move(
    id: string,
    to: {
      readonly attempts: number
      readonly state: SendingState
      readonly at: Date
      readonly isTold: boolean
      readonly output?: unknown
      readonly isOver: boolean
    },
  ): Promise<boolean>
  told(id: string): Promise<void>
  /** What is not at its end, or was not told: the oldest first. */
  unfinished(limit: number): Promise<readonly Sending[]>
  /** What a person has to find out about: the oldest first. */
  unsure(limit: number): Promise<readonly Sending[]>
  /** Those that ended before the moment and were told; what is unsure stays. Gives back how many. */
  removeBefore(at: Date): Promise<number>
}
