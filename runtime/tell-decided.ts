import type { Proposal } from '../core/approvals.ts'
import type { Card, Reply, StoredTurn, TurnEvent } from '../core/conversation.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Store } from '../core/ports.ts'
import type { Clock } from '../core/time.ts'
import type { Tool } from '../core/tool.ts'
import { toolApproval, waitingArgsOf } from './decide.ts'
import { abandonedMs } from './running.ts'
import { aiLabel } from './words.ts'

/** What a conversation is told without anybody having asked. */
interface Telling {
  readonly conversation: string
  /** The same for every try: it is told once. */
  readonly key: string
  readonly text: string
  readonly cards: readonly Card[]
  readonly outcome: Reply['outcome']
}

/** How far back the first look after a start goes: longer than any process is down and any approval waits. */
const lookBackMs = 14 * 24 * 3_600_000
/** How far back every later look goes. */
const againMs = 15 * 60_000
/** What goes on after its commit, with another system, is told of by whoever decided; a look waits so long for that. */
const settlesMs = 2 * 60_000
const most = 500

/** Puts a turn at the end of a conversation that nobody asked for. False: one is under way, try again later. */
const tell = async (store: Store, clock: Clock, telling: Telling): Promise<boolean> => {
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

/**
 * Tells those who wait for a decision what came of it (批复送达): in the conversation in which they asked, as its next turn. What a crash cut off
 * is told by the next look; the key of the turn keeps it from being told twice, by whichever process.
 */
export const tellDecided = (ground: { store: Store; clock: Clock; tools: readonly Tool[] }) => {
  const { store, clock, tools } = ground
  const done = new Set<string>()
  let hasLooked = false

  const toolOf = (proposal: Proposal): Tool | undefined => tools.find(({ name }) => name === waitingArgsOf(proposal).tool)

  const wordsFor = async (proposal: Proposal, newer: unknown): Promise<Omit<Telling, 'conversation' | 'key'>> => {
    const by = proposal.decidedBy ? ((await store.people.namesOf([proposal.decidedBy])).get(proposal.decidedBy) ?? '') : ''
    const what = proposal.shown.title
    if (proposal.state === 'approved') {
      const deed = await store.audit.findDeed(`approved:${proposal.id}`)
      const tool = toolOf(proposal)
      const output = tool?.output.safeParse(newer ?? deed?.result)
      const said = tool && output?.success ? tool.present(output.data) : undefined
      return { text: `您呈批的“${what}”已由${by}批准。${said?.text ?? ''}`, cards: said?.cards ?? [], outcome: 'answered' }
    }
    if (proposal.state === 'sent_back')
      return { text: `您呈批的“${what}”被${by}退回：${proposal.note ?? '没有写理由'}。什么都没有改动。`, cards: [], outcome: 'refused' }
    if (proposal.state === 'withdrawn') return { text: `您呈批的“${what}”已撤回，什么都没有改动。`, cards: [], outcome: 'answered' }
    return { text: `您呈批的“${what}”过了有效期，没有人审批，什么都没有改动。还需要的话请重新提出。`, cards: [], outcome: 'unanswered' }
  }

  const tellOne = async (proposal: Proposal, newer?: unknown): Promise<void> => {
    const { conversation } = waitingArgsOf(proposal)
    if (!conversation) return
    if (await tell(store, clock, { conversation, key: `approval:${proposal.id}`, ...(await wordsFor(proposal, newer)) }))
      done.add(proposal.id)
  }

  const mayStillSettle = (proposal: Proposal, now: Date): boolean =>
    proposal.state === 'approved' &&
    toolOf(proposal)?.settle !== undefined &&
    now.getTime() - (proposal.decidedAt?.getTime() ?? 0) < settlesMs

  return {
    /** After a decision, with what its deed came to since; whatever goes wrong here is left to the next look. */
    async told(id: string, newer?: unknown): Promise<void> {
      const proposal = await store.approvals.find(id)
      if (proposal) await tellOne(proposal, newer)
    },
    /** One look for what nobody was told of yet. */
    async look(): Promise<void> {
      const now = clock()
      const since = new Date(now.getTime() - (hasLooked ? againMs : lookBackMs))
      for (const proposal of await store.approvals.endedSince(toolApproval, { since, now, limit: most }))
        if (!done.has(proposal.id) && !mayStillSettle(proposal, now)) await tellOne(proposal)
      hasLooked = true
      if (done.size > 10_000) done.clear()
    },
  }
}
