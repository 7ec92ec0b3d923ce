/** A stretch of a text, and the number of the reason that it is shown under. */
export interface Piece {
  text: string
  reason: number | undefined
}

interface Shown {
  word: string
  at: number
  points: number
  class?: string
  /** Decided by itself, whatever the points. */
  isDecisive?: boolean
}

/** Of hits that overlap, the one that says most: what decides by itself, then points, then a word for a class, then the longest. */
const isStronger = (one: Shown, other: Shown): boolean => {
  const weight = ({ points, class: own, word, isDecisive }: Shown): number =>
    (isDecisive ? 10_000_000 : 0) + Math.abs(points) * 10_000 + (own ? 5_000 : 0) + Math.min(word.length, 4_000)
  return weight(one) > weight(other)
}

/** Cuts a text where hits begin and end; hits may overlap. Offsets are UTF-16 units, as the API gives them. */
export const piecesOf = (text: string, reasons: readonly Shown[]): Piece[] => {
  const owner = new Array<number | undefined>(text.length).fill(undefined)
  for (const [index, reason] of reasons.entries())
    for (let at = Math.max(0, reason.at); reason.at >= 0 && at < Math.min(text.length, reason.at + reason.word.length); at++) {
      const now = owner[at]
      const held = now === undefined ? undefined : reasons[now]
      if (!held || isStronger(reason, held)) owner[at] = index
    }
  const pieces: Piece[] = []
  for (let at = 0; at < text.length; at++) {
    const last = pieces.at(-1)
    const reason = owner[at]
    if (last && last.reason === reason) last.text += text[at]
    else pieces.push({ text: text[at] ?? '', reason })
  }
  return pieces
}
