import type { Card, Conversation, Reply } from '../core/conversation.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Store } from '../core/ports.ts'
import type { Clock } from '../core/time.ts'
import type { ToolResult } from './call-tool.ts'
import { aiLabel } from './words.ts'

/**
 * Keeps a deed that a program asked for outside any talk (程序提出、等本人确认) as a turn of a conversation of the person: it is confirmed like
 * any other, by id or by saying 确认, at every door, and stands in their history.
 */
export const keepAskedDeed = async (
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  conversation: Conversation,
  asked: Extract<ToolResult, { kind: 'confirm' }>,
): Promise<Reply> => {
  const at = clock()
  const turn = uuidv7(at)
  const { pending, confirmation, tool } = asked
  const card: Card = { kind: 'confirm', title: '请确认', fields: confirmation.fields ?? [], links: [] }
  const reply: Reply = {
    ...{ turn, agent: null, outcome: 'confirming', text: confirmation.text, cards: [card], citations: [], tools: [] },
    ...{ confirm: { id: pending.id, text: pending.text }, suggestions: ['确认', '不'], label: aiLabel(false), model: 'rules' },
  }
  const says = `（由程序提出）${tool.title}`
  await store.conversations.startTurn({ conversation: conversation.id, id: turn, n: 1, says, key: undefined, at })
  await store.conversations.finishTurn(turn, {
    reply,
    events: [
      { event: 'turn.started', data: { turn, agent: null } },
      { event: 'card', data: card },
      { event: 'text.delta', data: { text: confirmation.text } },
      { event: 'confirm.required', data: { id: pending.id, text: pending.text } },
      { event: 'turn.ended', data: reply },
    ],
    trace: [{ role: 'assistant', text: confirmation.text }],
    ...{ agent: null, agentVersion: null, pending },
  })
  return reply
}
