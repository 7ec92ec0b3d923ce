import type { Reply, TurnEvent } from '../core/conversation.ts'
import type { GuardVerdict } from '../core/guard.ts'
import type { LoopEnd } from './loop.ts'
import { offerOf } from './wishes.ts'

/** The end of a turn in which no model said anything. */
export const rulesEnd = (text: string, outcome: Reply['outcome'], suggestions: readonly string[] = []): LoopEnd => ({
  outcome,
  suggestions,
  pending: null,
  model: 'rules',
  trace: [{ role: 'assistant', text }],
})

/** Says what a guard ruled. */
export async function* sayVerdict(verdict: GuardVerdict): AsyncGenerator<TurnEvent, LoopEnd> {
  for (const card of verdict.cards ?? []) yield { event: 'card', data: card }
  yield { event: 'text.delta', data: { text: verdict.text } }
  return rulesEnd(verdict.text, verdict.outcome, verdict.suggestions)
}

/** Says a text of the house. */
export async function* sayRule(
  text: string,
  outcome: Reply['outcome'],
  suggestions: readonly string[] = [],
): AsyncGenerator<TurnEvent, LoopEnd> {
  yield { event: 'text.delta', data: { text } }
  return rulesEnd(text, outcome, suggestions)
}

/** The first of two wishes is taken: says that the second is not forgotten. */
export async function* comeBack(
  end: LoopEnd,
  later: string | undefined,
  isEnglish: boolean,
  isHeard = true,
): AsyncGenerator<TurnEvent, LoopEnd> {
  if (later === undefined) return end
  const offer = offerOf(
    { later, isHeard },
    { isOpen: end.pending !== null || end.outcome !== 'answered', suggestions: end.suggestions },
    isEnglish,
  )
  yield { event: 'text.delta', data: { text: offer.text } }
  return { ...end, suggestions: offer.suggestions }
}
