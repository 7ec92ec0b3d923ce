import type { Card, Reply, StoredTurn, TurnEvent } from '../core/conversation.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Store } from '../core/ports.ts'
import type { Clock } from '../core/time.ts'
import { abandonedMs } from './running.ts'
import { aiLabel } from './words.ts'

/** What a conversation is told without anybody having asked. */
export interface Telling {
  readonly conversation: string
  /** The same for every try: it is told once. */
  readonly key: string
  readonly text: string
  readonly cards: readonly Card[]
  readonly outcome: Reply['outcome']
}

/** Puts a turn at the end of a conversation that nobody asked for. False: one is under way, try again later. */
export const tell = async (store: Store, clock: Clock, telling: Telling): Promise<boolean> => {
  const found = await store.conversations.load(telling.conversation, 1)
  if (!found) return true
  const last: StoredTurn | undefined = found.turns.at(-1)
  const at = clock()
  if (last && !last.reply && at.getTime() - last.at.getTime() < abandonedMs) return false
  const id = uuidv7(at)
  const started = await store.conversations.startTurn({
    conversation: telling.conversation,
    id,
    n: (last?.n ?? 0) + 1,
    says: '',
    key: telling.key,
    at,
  })
  // A process that died between the two lines left it without a reply; it is finished then.
  if (started.kind === 'taken') return false
  const turn = started.kind === 'seen' ? started.turn : { id, reply: null }
  if (turn.reply) return true
  const reply: Reply = {
    turn: turn.id,
    agent: last?.agent ?? null,
    outcome: telling.outcome,
    text: telling.text,
    cards: telling.cards,
    citations: [],
    tools: [],
    suggestions: [],
    label: aiLabel(false),
    model: 'rules',
  }
  const events: TurnEvent[] = [
    { event: 'turn.started', data: { turn: turn.id, agent: reply.agent } },
    ...telling.cards.map((data) => ({ event: 'card', data }) as const),
    { event: 'text.delta', data: { text: telling.text } },
    { event: 'turn.ended', data: reply },
  ]
  await store.conversations.finishTurn(turn.id, {
    reply,
    events,
    trace: [{ role: 'assistant', text: telling.text }],
    agent: last?.agent ?? null,
    agentVersion: last?.agentVersion ?? null,
    // A question that was open stays open.
    pending: last?.pending ?? null,
  })
  return true
}
