/** What tells whether a message is the best page's matter or nobody's. */
export interface OwnSigns {
  /** The best page: belief in it, and the share of the message that it knows of. */
  readonly first: { readonly belief: number; readonly share: number; readonly agent: { readonly id: string } }
  readonly second: { readonly belief: number } | undefined
  /** Belief in nobody. */
  readonly nobody: number
  readonly chars: number
  /** It asks what no page tells. */
  readonly isBeyond: boolean
  /** Kinds that it names and the page speaks of, and those that the page does not. */
  readonly known: number
  readonly strange: number
  /** Kinds that no page speaks of. */
  readonly alien: number
}

/** Below this, belief and share tell nothing more. */
const least = 0.001
/** More kinds tell nothing more. */
const mostKinds = 2
const log = (value: number): number => Math.log(Math.max(least, value))

/** The signs as numbers, in the order of the weights. */
export const ownNumbers = ({ first, second, nobody, chars, isBeyond, known, strange, alien }: OwnSigns): readonly number[] => [
  log(first.belief),
  log(first.share),
  log(nobody),
  log(second?.belief ?? 0),
  Math.log(Math.max(1, chars)),
  isBeyond ? 1 : 0,
  Math.min(mostKinds, known),
  Math.min(mostKinds, strange),
  Math.min(mostKinds, alien),
]

/** Fitted by bench/fit-routing.ts on examples, and on what is nobody's, that were held out (2026-11-30). */
const weights = [1.41, 1.42, -0.62, -0.23, 2.71, -2.12, 0.3, -1.27, -0.81] as const
const bias = -4.43

/** How much likelier than not a message is the best page's matter (logarithm of the odds). */
export const ownWorth = (signs: OwnSigns): number => ownNumbers(signs).reduce((sum, sign, at) => sum + sign * (weights[at] ?? 0), bias)

/** From here on the page hears it: whoever is heard in vain is told so by the page, and who is sent away is lost. */
export const ownAt = 0
