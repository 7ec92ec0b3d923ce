import type { PendingDeed, StoredTurn } from '../core/conversation.ts'
import { actOf, moodOf } from '../models/offline/acts.ts'
import type { LoopEnd } from './course.ts'

/** Small talk (谢谢, 你好, 你是真人吗) says nothing of the deed that waits for a yes. */
const isAside = (says: string): boolean =>
  ['thanks', 'greeting', 'bye', 'identity', 'help', 'wait', 'repeat'].includes(actOf(says) ?? '') ||
  (moodOf(says) === 'angry' && says.length <= 20)

/** The turn whose page asked for the yes: a page that only answered a question in between must not be taken for it. */
export const askedIn = (open: PendingDeed, history: readonly StoredTurn[]): StoredTurn | undefined =>
  history.find(({ pending }) => pending?.id === open.id)

/**
 * Whether a deed that was shown still waits for its yes (待确认) after a turn about something else. It does not where the reply asks a
 * question of its own: the next 好 would be an answer to that one.
 */
export const stillWaits = (facts: { readonly says: string; readonly end: LoopEnd; readonly isOtherPage: boolean }): boolean => {
  const { says, end, isOtherPage } = facts
  if (end.pending || end.outcome === 'failed') return false
  if (end.stands) return true
  if (end.outcome === 'clarified' || end.outcome === 'refused') return false
  const hasLooked = end.trace.some((message) => message.role === 'tool' && message.ok)
  return isOtherPage || hasLooked || isAside(says)
}
