import type { Agent } from '../core/agent.ts'
import type { Conversation, PendingDeed, Reply, StoredTurn, TraceMessage, TurnEvent } from '../core/conversation.ts'
import { ConfirmationGoneError, ConflictError, NotFoundError, PlatformError } from '../core/errors.ts'
import type { Guard, GuardVerdict, Ruling } from '../core/guard.ts'
import { uuidv7 } from '../core/ids.ts'
import { mayMeet, type Who } from '../core/people.ts'
import type { Store } from '../core/ports.ts'
import { receiptCode } from '../core/receipts.ts'
import type { TurnSeen } from '../core/seeing.ts'
import type { DoorName } from '../core/switches.ts'
import { type Clock, shanghaiDate } from '../core/time.ts'
import { asksOfNothing } from '../models/offline/query.ts'
import { answerToConfirm, speaksEnglish } from './answers-to-confirm.ts'
import type { CallTool } from './call-tool.ts'
import { agentsFor, createFrontDesk, type FrontDeskGround, meantBy } from './front-desk.ts'
import { type LoopEnd, type LoopGround, think } from './loop.ts'
import { systemPrompt } from './prompt.ts'
import { abandonedMs, createLines, type RunningTurn, startRunning } from './running.ts'
import { comeBack, rulesEnd, sayRule, sayVerdict } from './say-rules.ts'
import { askedIn, stillWaits } from './still-waits.ts'
import { usedTool } from './use-tools.ts'
import { createWishReader, meantLater, waitingWish } from './wishes.ts'
import { aiLabel, confirmWords, deskWords, openers } from './words.ts'

/** How much of a conversation a model is shown. */
const historyTurns = 24
/** Longer messages are cut before they are kept; the guard on size has answered them anyway. */
const keptChars = 6_000

/** What one turn is asked to do. */
export interface Saying {
  readonly conversation: string
  readonly who: Who
  readonly text: string
  /** Given by a client that may send the same message twice. */
  readonly key?: string | undefined
  /** A button of the confirm card: the deed that was shown, and the answer. */
  readonly answer?: { readonly confirmId: string; readonly accept: boolean }
  /** By which door it came; left out, `chat`. */
  readonly door?: DoorName
}

/** What turns stand on. */
export interface TurnGround extends FrontDeskGround {
  readonly store: Store
  readonly clock: Clock
  readonly guards: readonly Guard[]
  readonly callTool: CallTool
  readonly loop: Omit<LoopGround, 'check' | 'models'>
  /** Models to ask in this turn, in their order; the last is the offline one. */
  readonly models: (agent: Agent) => LoopGround['models']
  readonly onFailed: (facts: { turn: string; cause: unknown }) => void
  /** Version of the platform, for receipts. */
  readonly build: string
  /** Told of every turn when it is kept. */
  readonly onTurn?: (seen: TurnSeen) => void
  /** True when no other process shares the database: a turn that does not run here was cut off by a crash. */
  readonly isAlone: boolean
}

/** What a turn knows when it begins to think. */
interface TurnStart {
  readonly id: string
  readonly saying: Saying
  readonly history: readonly StoredTurn[]
  readonly conversation: Conversation
  readonly isEnglish: boolean
  readonly at: Date
}

/** Everything that a turn leaves behind, gathered as it goes. */
interface Draft {
  agent: Agent | undefined
  end: LoopEnd
}

/** One turn: guards, route, loop, guards, remember. The message is stored before anything thinks. */
export const createTurns = (ground: TurnGround) => {
  const lines = createLines()
  const frontDesk = createFrontDesk(ground)
  const wishesIn = createWishReader(ground)
  const running = new Map<string, RunningTurn & { key: string | undefined }>()

  /** Every guard in its order; the next one sees what the one before let through. */
  const check: LoopGround['check'] = (sentence, facts) =>
    ground.guards.reduce<Ruling>((ruling, guard) => {
      const text = typeof ruling === 'object' ? ruling.text : ruling
      return text && guard.after ? guard.after({ text, ...facts }) : ruling
    }, sentence)

  const verdictOf = (text: string, who: Who, agent: Agent | undefined): GuardVerdict | undefined => {
    for (const guard of ground.guards) {
      const verdict = guard.before?.({ text, who, limitChars: agent?.limits.messageChars ?? 2_000 })
      if (verdict) return verdict
    }
    return undefined
  }

  /** The person said yes: the deed is done exactly as it was shown. */
  async function* doDeed(pending: PendingDeed, start: TurnStart, agent: Agent | undefined): AsyncGenerator<TurnEvent, LoopEnd> {
    const title = ground.loop.tools.find((tool) => tool.name === pending.tool)?.title ?? pending.tool
    yield { event: 'tool.started', data: { name: pending.tool, title } }
    const result = await ground.callTool({
      tool: pending.tool,
      args: pending.args,
      who: start.saying.who,
      agent,
      conversation: start.conversation.id,
      deedKey: `confirm:${pending.id}`,
      grant: pending,
    })
    const record = { chain: [], heard: [], used: [usedTool(`confirm_${pending.id}`, pending.tool, pending.args, result)] }
    const isOk = result.kind !== 'refused'
    yield { event: 'tool.finished', data: { name: pending.tool, title, ok: isOk } }
    const call = `confirm_${pending.id}`
    const done = result.kind === 'done' ? result.presentation : result.kind === 'waiting' ? result.waiting.presentation : undefined
    const text = done ? (start.isEnglish && done.en ? done.en : done.text) : result.kind === 'refused' ? result.error.detail : ''
    for (const card of done?.cards ?? []) yield { event: 'card', data: card }
    yield { event: 'text.delta', data: { text } }
    const trace: TraceMessage[] = [
      { role: 'assistant', text: '', calls: [{ id: call, name: pending.tool, args: pending.args }] },
      {
        role: 'tool',
        call,
        name: pending.tool,
        ok: isOk,
        text: JSON.stringify({
          ok: isOk,
          say: text,
          ...(result.kind === 'refused' ? { error: { code: result.error.code, fields: result.error.extra.fields ?? [] } } : {}),
        }),
      },
      { role: 'assistant', text },
    ]
    return {
      outcome: done ? (done.outcome ?? 'answered') : 'failed',
      trace,
      suggestions: done?.suggestions ?? [],
      pending: null,
      model: 'rules',
      record,
    }
  }

  async function* thinkAloud(start: TurnStart, draft: Draft): AsyncGenerator<TurnEvent, void> {
    const { saying, history } = start
    const before = history.at(-1)
    const pageOf = async (turn: StoredTurn | undefined): Promise<Agent | undefined> =>
      turn?.agent && turn.agentVersion && mayMeet(saying.who, turn.agent) ? ground.agentVersion(turn.agent, turn.agentVersion) : undefined
    const kept = await pageOf(before)
    draft.agent = kept
    const open = before?.pending && before.pending.expiresAt > ground.clock().toISOString() ? before.pending : null
    if (saying.answer) {
      if (!open || open.id !== saying.answer.confirmId) throw new ConfirmationGoneError({ id: saying.answer.confirmId })
    } else {
      const verdict = verdictOf(saying.text, saying.who, kept)
      if (verdict) {
        draft.end = yield* sayVerdict(verdict)
        // A digression through a guard does not close the question that was open.
        draft.end = { ...draft.end, pending: open && verdict.outcome !== 'refused' ? open : null }
        return
      }
    }
    const shut = ground.switches.off('door', saying.door ?? 'chat')
    if (shut) {
      draft.end = { ...(yield* sayRule(shut.say || deskWords.shut(start.isEnglish), 'unanswered')), pending: open }
      return
    }
    const wishes = saying.answer
      ? undefined
      : wishesIn({ who: saying.who, says: saying.text, conversation: start.conversation, history, isOpen: open !== null })
    const answer = saying.answer
      ? saying.answer.accept
        ? 'yes'
        : 'no'
      : open
        ? (answerToConfirm(saying.text) ?? wishes?.refuses)
        : undefined
    const asked = open ? askedIn(open, history) : undefined
    if (open && answer === 'yes') {
      draft.agent = await pageOf(asked ?? before)
      draft.end = yield* comeBack(yield* doDeed(open, start, draft.agent), waitingWish(history), start.isEnglish)
      return
    }
    if (open && answer === 'no') {
      draft.agent = await pageOf(asked ?? before)
      const declined = yield* sayRule(confirmWords.declined(start.isEnglish), 'answered', confirmWords.afterDeclined(start.isEnglish))
      const end = yield* comeBack(declined, wishes?.later ?? waitingWish(history), start.isEnglish)
      draft.end = wishes ? { ...end, trace: [{ role: 'meant', text: wishes.first }, ...end.trace] } : end
      return
    }
    const later = wishes ? undefined : meantLater(saying.text, history)
    const meant = wishes?.first ?? later ?? meantBy(saying.text, before)
    const chosen = await frontDesk({
      who: saying.who,
      says: meant,
      conversation: start.conversation,
      history,
      isEnglish: start.isEnglish,
      isFresh: later !== undefined && !asksOfNothing(later),
    })
    if (!('agent' in chosen)) {
      draft.end = yield* sayRule(chosen.text, chosen.outcome, chosen.suggestions)
      return
    }
    draft.agent = chosen.agent
    draft.end = yield* think(
      {
        agent: chosen.agent,
        who: saying.who,
        conversation: start.conversation.id,
        turn: start.id,
        system: systemPrompt(chosen.agent, { today: shanghaiDate(start.at) }),
        at: start.at,
        history,
        says: meant,
        isEnglish: start.isEnglish,
        signal: AbortSignal.timeout(ground.loop.patience.totalMs * 2),
      },
      { ...ground.loop, check, models: ground.models(chosen.agent) },
    )
    // A question in the middle does not close what was waiting for a yes; the button and the word 确认 still work.
    const isOtherPage = open !== null && asked?.agent !== undefined && asked.agent !== chosen.agent.id
    if (open && stillWaits({ says: saying.text, end: draft.end, isOtherPage })) draft.end = { ...draft.end, pending: open }
    if (wishes) draft.end = yield* comeBack(draft.end, wishes.later, start.isEnglish, wishes.isHeard)
    if (meant !== saying.text) draft.end = { ...draft.end, trace: [{ role: 'meant', text: meant }, ...draft.end.trace] }
  }

  /** Runs a started turn and writes its end. Whatever happens, the person gets a reply and it is the one that is kept. */
  async function* run(start: TurnStart): AsyncGenerator<TurnEvent, Reply> {
    const past: TurnEvent[] = []
    const began = performance.now()
    let firstTextMs: number | undefined
    const keep = (event: TurnEvent): TurnEvent => {
      if (event.event === 'text.delta') firstTextMs ??= performance.now() - began
      past.push(event)
      return event
    }
    const draft: Draft = { agent: undefined, end: rulesEnd('', 'failed') }
    const first = start.history.at(-1)
    yield keep({ event: 'turn.started', data: { turn: start.id, agent: first?.agent ?? start.conversation.pinned } })
    try {
      for await (const event of thinkAloud(start, draft)) yield keep(event)
    } catch (cause) {
      if (!(cause instanceof PlatformError && cause.status < 500)) ground.onFailed({ turn: start.id, cause })
      const text = cause instanceof PlatformError ? `${cause.title}。${cause.detail}` : deskWords.failed(start.isEnglish)
      draft.end = rulesEnd(text, 'failed')
      yield keep({ event: 'text.delta', data: { text } })
    }
    const { end } = draft
    const reply: Reply = {
      turn: start.id,
      agent: draft.agent?.id ?? null,
      outcome: end.outcome,
      text: past
        .map((event) => (event.event === 'text.delta' ? event.data.text : ''))
        .join('')
        .trim(),
      cards: past.flatMap((event) => (event.event === 'card' ? [event.data] : [])),
      citations: past.flatMap((event) => (event.event === 'citation' ? [event.data] : [])),
      tools: past.flatMap((event) => (event.event === 'tool.finished' ? [event.data] : [])),
      ...(end.pending ? { confirm: { id: end.pending.id, text: end.pending.text } } : {}),
      suggestions: end.suggestions,
      receipt: receiptCode(start.id),
      label: aiLabel(start.isEnglish),
      model: end.model,
    }
    keep({ event: 'turn.ended', data: reply })
    await ground.store.conversations.finishTurn(start.id, {
      reply,
      events: past,
      trace: end.trace,
      agent: draft.agent?.id ?? null,
      agentVersion: draft.agent?.version ?? null,
      pending: end.pending,
      record: { build: ground.build, guards: ground.guards.map(({ name }) => name), ...(end.record ?? { chain: [], heard: [], used: [] }) },
    })
    ground.onTurn?.({
      ...{ turn: start.id, conversation: start.conversation.id, at: start.at, outcome: end.outcome, model: end.model },
      ...{ agent: draft.agent?.id, agentVersion: draft.agent?.version, door: start.saying.door ?? 'chat' },
      ...{ ms: performance.now() - began, firstTextMs },
    })
    yield { event: 'turn.ended', data: reply }
    return reply
  }

  const ofPerson = async (id: string, who: Who) => {
    const found = await ground.store.conversations.load(id, historyTurns)
    if (!found || found.conversation.person !== who.id) throw new NotFoundError({ what: 'conversation' })
    return found
  }

  /** A turn that has ended, told again in the same events. */
  const retold = (turn: StoredTurn, conversation: string): RunningTurn => {
    async function* again(): AsyncGenerator<TurnEvent, Reply> {
      if (!turn.reply) throw new ConflictError({ what: 'turn without a reply' })
      yield* turn.events
      return turn.reply
    }
    return startRunning(turn.id, conversation, again())
  }

  const launch = (id: string, at: Date, saying: Saying, conversation: Conversation, history: readonly StoredTurn[]): RunningTurn => {
    const isEnglish = speaksEnglish(
      saying.text,
      history.map((turn) => turn.says),
    )
    const turn = startRunning(id, conversation.id, run({ id, at, saying, history, conversation, isEnglish }))
    running.set(id, { ...turn, key: saying.key })
    turn.done.finally(() => running.delete(id)).catch(() => undefined)
    return turn
  }

  const begin = async (saying: Saying): Promise<RunningTurn> => {
    for (let attempt = 0; attempt < 4; attempt++) {
      const { conversation, turns } = await ofPerson(saying.conversation, saying.who)
      const last = turns.at(-1)
      if (last && !last.reply) {
        const here = running.get(last.id)
        if (here && saying.key !== undefined && here.key === saying.key) return here
        const ageMs = ground.clock().getTime() - last.at.getTime()
        if (here) {
          await here.done.catch(() => undefined)
          continue
        }
        if (ageMs < abandonedMs && !ground.isAlone)
          throw new ConflictError({ what: 'conversation with a turn under way in another process' })
      }
      const at = ground.clock()
      const id = uuidv7(at)
      const kept = saying.text.slice(0, keptChars)
      const started = await ground.store.conversations.startTurn({
        conversation: conversation.id,
        id,
        n: (last?.n ?? 0) + 1,
        says: kept,
        key: saying.key,
        at,
      })
      if (started.kind === 'taken') continue
      const history = turns.filter((turn) => turn.reply !== null)
      if (started.kind === 'started') return launch(id, at, saying, conversation, history)
      const here = running.get(started.turn.id)
      if (here) return here
      // Sent again after a crash cut it off: it is the same turn, and a deed in it is done once by its key.
      if (!started.turn.reply && started.turn.id === last?.id)
        return launch(started.turn.id, started.turn.at, saying, conversation, history)
      return retold(started.turn, conversation.id)
    }
    throw new ConflictError({ what: 'conversation' })
  }

  return {
    /** Opens a conversation, pinned to an agent or at the front desk. */
    async open(
      who: Who,
      agentId: string | undefined,
    ): Promise<{ conversation: Conversation; agent: Agent | undefined; suggestions: readonly string[] }> {
      const live = agentsFor(ground.agents(), who)
      const agent = agentId === undefined ? undefined : live.find((candidate) => candidate.id === agentId)
      if (agentId !== undefined && !agent) throw new NotFoundError({ what: `agent ${agentId}` })
      const at = ground.clock()
      const greeting = agent ? agent.greeting : deskWords.greeting
      const conversation: Conversation = { id: uuidv7(at), person: who.id, pinned: agent?.id ?? null, greeting, createdAt: at }
      await ground.store.conversations.create(conversation)
      const suggestions = agent ? agent.suggestions : openers(live)
      return { conversation, agent, suggestions }
    },
    /** Says something. Comes back as soon as the message is stored; the turn goes on even if nobody listens. */
    say: (saying: Saying): Promise<RunningTurn> => lines.inLine(saying.conversation, () => begin(saying)),
    /** The newest turn of a conversation, or the named one, to listen to again from any event. */
    async rejoin(conversation: string, who: Who, turnId: string | undefined): Promise<RunningTurn> {
      const { turns } = await ofPerson(conversation, who)
      const turn =
        turnId === undefined
          ? turns.at(-1)
          : (turns.find((other) => other.id === turnId) ?? (await ground.store.conversations.findTurn(conversation, turnId)))
      if (!turn) throw new NotFoundError({ what: 'turn' })
      return running.get(turn.id) ?? retold(turn, conversation)
    },
    /** The conversation so far. */
    read: ofPerson,
    /** How many turns are under way in this process. */
    running: () => running.size,
  }
}

/** Turns, as the doors use them. */
export type Turns = ReturnType<typeof createTurns>
