import type { Pieces } from './forms.ts'
import { widened } from './widened.ts'

/** Puts words with gaps together from their pieces, as these come in the order of their ends. */
export interface Gaps {
  /** Forgets the last text. */
  clear(): void
  /** A piece stands from `from` to before `end`. */
  take(piece: number, from: number, end: number): void
}

/** Opens it over the pieces of a lexicon; a complete word is given to `add`. */
export const openGaps = (
  { begins, joinsAt, joins, widest }: Pieces,
  { add, sentenceEndsIn }: { add(entry: number, from: number, end: number): void; sentenceEndsIn(from: number, to: number): boolean },
): Gaps => {
  let kindOf = new Int32Array(256)
  let startOf = new Int32Array(256)
  let endOf = new Int32Array(256)
  let count = 0
  /** Which kinds of beginnings go with which pieces, by a hash of both: most do not, and that is seen at once. */
  const fits = new Uint8Array(0x10000)
  const fitOf = (kind: number, piece: number): number => (Math.imul(kind, 40_503) ^ piece) & 0xffff
  let kinds = 0
  for (const [piece, run] of joinsAt.entries())
    for (let join = run + 1, rest = joins[run] ?? 0; rest > 0; rest--, join += 3) {
      const kind = joins[join] ?? 0
      kinds = Math.max(kinds, kind + 1)
      fits[fitOf(kind, piece)] = 1
    }
  /** The call of `take` in which a kind was last joined: only the nearest beginning of a kind counts. */
  const joinedIn = new Int32Array(kinds)
  let call = 0

  const begin = (kind: number, from: number, end: number): void => {
    if (count === kindOf.length) {
      kindOf = widened(kindOf)
      startOf = widened(startOf)
      endOf = widened(endOf)
    }
    kindOf[count] = kind
    startOf[count] = from
    endOf[count] = end
    count++
  }
  /** Joins the piece to the beginning at `one`. */
  const joinTo = (one: number, piece: number, from: number, end: number): void => {
    const kind = kindOf[one] as number
    const begun = startOf[one] as number
    const ended = endOf[one] as number
    const run = joinsAt[piece] as number
    for (let join = run + 1, rest = joins[run] as number; rest > 0; rest--, join += 3) {
      if (joins[join] !== kind) continue
      joinedIn[kind] = call
      if (from - ended > (joins[join + 1] as number) || sentenceEndsIn(ended, from)) continue
      const what = joins[join + 2] as number
      if (what >= 0) add(what, begun, end)
      else begin(~what, begun, end)
    }
  }
  return {
    clear() {
      count = 0
    },
    take(piece, from, end) {
      if ((joinsAt[piece] as number) > 0) {
        call = (call + 1) | 0
        for (let one = count - 1; one >= 0; one--) {
          const distance = from - (endOf[one] as number)
          if (distance > widest) break
          const own = kindOf[one] as number
          // A beginning that reaches into the piece is not before it.
          if (distance < 0 || fits[fitOf(own, piece)] === 0 || joinedIn[own] === call) continue
          joinTo(one, piece, from, end)
        }
      }
      const own = begins[piece] as number
      if (own >= 0) begin(own, from, end)
    },
  }
}
