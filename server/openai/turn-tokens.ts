import type { OnModelCall, TokenUse } from '../../core/models.ts'

/** Turns whose tokens are remembered; a reply asks for them right when its turn ends. */
const turnsKept = 1_000

/** Adds up what the models of each turn took (词元用量). In this process alone: the turn runs in it. */
export const createTurnTokens = (): { readonly note: OnModelCall; readonly of: (turn: string) => TokenUse | undefined } => {
  const byTurn = new Map<string, TokenUse>()
  return {
    note({ turn, tokens }) {
      if (turn === undefined) return
      const before = byTurn.get(turn) ?? { in: 0, out: 0, cached: 0, isCounted: true }
      byTurn.delete(turn) // put back at the end: the map keeps the order of use
      byTurn.set(turn, {
        in: before.in + tokens.in,
        out: before.out + tokens.out,
        cached: before.cached + tokens.cached,
        isCounted: before.isCounted && tokens.isCounted,
      })
      const [oldest] = byTurn.keys()
      if (byTurn.size > turnsKept && oldest !== undefined) byTurn.delete(oldest)
    },
    of: (turn) => byTurn.get(turn),
  }
}
