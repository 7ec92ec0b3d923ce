import type { CallMeter, NamedModel, Said } from './speak.ts'

/** One request to a model that is under way. */
export interface Attempt {
  readonly model: NamedModel
  readonly meter: CallMeter
  readonly speech: AsyncGenerator<string, Said>
  /** Its first sentence, or its end. Asked for already. */
  readonly first: Promise<IteratorResult<string, Said>>
  /** Why it has failed before its first sentence. */
  failed(): unknown
  /** Gives the request up, also while it waits. */
  stop(): void
}

/** Which of two requests goes on; `fault` is why the one that was asked first does not. */
export type Raced = { readonly won: 'first' } | { readonly won: 'second'; readonly fault: unknown }

const nothing = (): undefined => undefined

/** True when it has begun to speak within so many milliseconds, or has ended. */
const isInTime = async ({ first, meter }: Attempt, afterMs: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), afterMs)
  })
  const what = await Promise.race([first.then(nothing, nothing), late])
  clearTimeout(timer)
  return what !== 'late' || meter.firstAt !== undefined
}

/**
 * Hedging (对冲): where a model has not begun within its time, another is asked too, and whichever has a sentence first goes on. Nobody has
 * read a word of either by then. `begin` opens the second request, and `lost` is told of the one that it opened in vain.
 */
export const hedged = async (
  first: Attempt,
  afterMs: number,
  second: { begin(): Promise<Attempt>; lost(attempt: Promise<Attempt>): void },
): Promise<Raced & { readonly other?: Promise<Attempt> }> => {
  if (await isInTime(first, afterMs)) return { won: 'first' }
  const other = second.begin()
  const heard = first.first.then(
    () => ({ won: 'first' as const }),
    (fault: unknown) => ({ won: 'second' as const, fault }),
  )
  const otherHeard = other
    .then((attempt) => attempt.first)
    .then(
      () => ({ won: 'second' as const, fault: undefined }),
      () => ({ won: 'first' as const }),
    )
  const raced = await Promise.race([heard, otherHeard])
  if (raced.won === 'second') return { ...raced, other }
  second.lost(other)
  return raced
}
