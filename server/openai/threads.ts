import type { Conversation, StoredTurn, TurnEvent } from '../../core/conversation.ts'
import { NotFoundError } from '../../core/errors.ts'
import { canonicalJson, uuidv7 } from '../../core/ids.ts'
import type { Who } from '../../core/people.ts'
import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import type { Turns } from '../../runtime/turn.ts'
import type { SaidMessage } from './read-request.ts'

/** The same first message again within so long is a client that tries once more, not a new talk. */
const retryMs = 60_000
/** How long a client may be silent and still be known by its history. */
export const threadMs = 30 * 86_400_000

/** A request by its history. */
export interface Heard {
  readonly who: Who
  readonly agent: string | undefined
  /** Tells threads of one program apart. */
  readonly user: string | undefined
  readonly before: readonly SaidMessage[]
  readonly says: string
}

/** The conversation that a request belongs to. */
export interface Thread {
  readonly conversation: string
  /** Number that the turn will have. */
  readonly n: number
  readonly history: 'new' | 'continued'
  /** A turn that this very request has begun before. */
  readonly begun: string | undefined
  /** The same request twice is one turn. */
  readonly key: string
}

/** White space comes and goes on the way through clients. */
const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim()

/**
 * Finds the conversation of a client that sends its whole history each time. The history is compared by a keyed hash with what was really
 * said and answered; nothing in it is believed, so a made-up answer of the assistant opens a new conversation and grants nothing.
 */
export const createThreads = ({ store, turns, clock }: { store: Store; turns: Turns; clock: Clock }) => {
  const keyOf = ({ who, agent, user }: Heard, messages: readonly SaidMessage[]): string =>
    store.keyed(
      canonicalJson([
        'chat thread',
        who.id,
        who.key?.id ?? '',
        agent ?? '',
        user ?? '',
        messages.map(({ role, text }) => [role, tidy(text)]),
      ]),
    )

  const open = async ({ who, agent }: Heard): Promise<string> => (await turns.open(who, agent)).conversation.id

  const renamed = (event: TurnEvent, turn: string): TurnEvent => {
    if (event.event === 'turn.started') return { ...event, data: { ...event.data, turn } }
    return event.event === 'turn.ended' ? { ...event, data: { ...event.data, turn } } : event
  }

  /** Somebody went back and said something else: the talk goes on in a copy, and the first one stays as it was. */
  const fork = async (
    heard: Heard,
    from: { conversation: Conversation; turns: readonly StoredTurn[] },
  ): Promise<{ id: string; n: number }> => {
    const id = await open(heard)
    let n = 0
    for (const turn of from.turns) {
      if (!turn.reply) continue
      const copy = uuidv7(turn.at)
      n += 1
      await store.conversations.startTurn({ conversation: id, id: copy, n, says: turn.says, key: undefined, at: turn.at })
      await store.conversations.finishTurn(copy, {
        ...{ reply: { ...turn.reply, turn: copy }, events: turn.events.map((event) => renamed(event, copy)), trace: turn.trace },
        ...{ agent: turn.agent, agentVersion: turn.agentVersion, pending: turn.pending },
      })
    }
    return { id, n }
  }

  const first = async (heard: Heard, key: string): Promise<Thread> => {
    const known = await store.chatThreads.find(key)
    if (known && known.n === 0 && clock().getTime() - known.at.getTime() < retryMs) {
      const { turns: past } = await turns.read(known.conversation, heard.who)
      const begun = past.find(({ n }) => n === 1)
      if (begun) return { conversation: known.conversation, n: 1, history: 'new', begun: begun.id, key }
    }
    const conversation = await open(heard)
    await store.chatThreads.save(key, { conversation, n: 0, at: clock() })
    return { conversation, n: 1, history: 'new', begun: undefined, key }
  }

  /** What comes after turn `n` of a talk: the same words again are the same request, other words go on in a copy. */
  const after = async (heard: Heard, from: { conversation: string; n: number; key: string }): Promise<Thread> => {
    const { key } = from
    const { conversation, turns: past } = await turns.read(from.conversation, heard.who)
    const next = past.find(({ n }) => n === from.n + 1)
    if (!next) return { conversation: conversation.id, n: from.n + 1, history: 'continued', begun: undefined, key }
    if (tidy(next.says) === tidy(heard.says)) return { conversation: conversation.id, n: next.n, history: 'continued', begun: next.id, key }
    const copy = await fork(heard, { conversation, turns: past.filter(({ n }) => n <= from.n) })
    return { conversation: copy.id, n: copy.n + 1, history: 'continued', begun: undefined, key }
  }

  const goneKey = (who: Who, turn: string): string => store.keyed(canonicalJson(['response deleted', who.id, turn]))

  /** A turn that the caller names as a response: theirs, not deleted, and younger than a month, or it is not found. */
  const named = async (who: Who, conversation: string, turn: string): Promise<{ conversation: Conversation; turn: StoredTurn }> => {
    const read = await turns.read(conversation, who)
    const found = read.turns.find(({ id }) => id === turn) ?? (await store.conversations.findTurn(conversation, turn))
    const isOld = !found || clock().getTime() - found.at.getTime() >= threadMs
    if (isOld || (await store.chatThreads.find(goneKey(who, turn)))) throw new NotFoundError({ what: 'response' })
    return { conversation: read.conversation, turn: found }
  }

  return {
    named,
    /** Takes a response away from this door; the mark lives at least as long as the response would have. The talk itself stays. */
    async remove(who: Who, conversation: string, turn: string): Promise<void> {
      await named(who, conversation, turn)
      await store.chatThreads.save(goneKey(who, turn), { conversation, n: 0, at: clock() })
    },
    /** Goes on after a turn that the client names. The conversation is the caller's, or it is not found. */
    async afterTurn(heard: Heard, conversation: string, id: string): Promise<Thread> {
      const { turn } = await named(heard.who, conversation, id)
      const key = keyOf(heard, [
        { role: 'assistant', text: id },
        { role: 'user', text: heard.says },
      ])
      return after(heard, { conversation, n: turn.n, key })
    },
    async find(heard: Heard): Promise<Thread> {
      const key = keyOf(heard, [...heard.before, { role: 'user', text: heard.says }])
      if (heard.before.length === 0) return first(heard, key)
      const known = await store.chatThreads.find(keyOf(heard, heard.before))
      const isYoung = known && clock().getTime() - known.at.getTime() < threadMs
      if (!isYoung) return { conversation: await open(heard), n: 1, history: 'new', begun: undefined, key }
      return after(heard, { conversation: known.conversation, n: known.n, key })
    },
    /** Remembers where the client stands once it has this answer. */
    async remember(heard: Heard, thread: Thread, answer: string): Promise<void> {
      const messages: SaidMessage[] = [...heard.before, { role: 'user', text: heard.says }, { role: 'assistant', text: answer }]
      await store.chatThreads.save(keyOf(heard, messages), { conversation: thread.conversation, n: thread.n, at: clock() })
    },
  }
}
