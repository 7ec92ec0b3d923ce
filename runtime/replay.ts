import type { Agent } from '../core/agent.ts'
import type { Conversation, PendingDeed, Reply, StoredTurn } from '../core/conversation.ts'
import { NotFoundError, PlatformError } from '../core/errors.ts'
import { canonicalJson } from '../core/ids.ts'
import type { Who } from '../core/people.ts'
import type { Conversations } from '../core/ports.ts'
import type { TurnRecord, UsedTool } from '../core/receipts.ts'
import type { Tool } from '../core/tool.ts'
import type { CallTool } from './call-tool.ts'
import { hashOfDeed, isDecided, waitingFor } from './decide.ts'
import { toolVersion } from './messages.ts'
import { recordedModels } from './recorded-model.ts'
import type { NamedModel } from './speak.ts'
import { createTurns, type TurnGround } from './turn.ts'

/** What of a reply is compared; ids are new every time. */
const compared = ['agent', 'outcome', 'text', 'cards', 'citations', 'tools', 'suggestions', 'model'] as const

/** One difference between then and now. */
export interface Difference {
  readonly what: string
  readonly was: unknown
  readonly is: unknown
}

/** A turn played again (重放). */
export interface Replay {
  readonly was: Reply
  readonly is: Reply
  /** Empty: the same answer, word for word. */
  readonly differences: readonly Difference[]
}

class RecordedError extends PlatformError {
  readonly code: string
  readonly status = 409
  constructor({ code, title, detail, fields }: NonNullable<UsedTool['error']>) {
    super({ title, detail, dev: `Recorded: ${code}.`, extra: { fields } })
    this.code = code
  }
}

/** What the trace of a turn holds of a tool's output. */
const tracedOutput = (turn: StoredTurn, call: string): unknown => {
  const message = turn.trace.find((one) => one.role === 'tool' && one.call === call)
  if (message?.role !== 'tool') return undefined
  try {
    return (JSON.parse(message.text) as { data?: unknown }).data
  } catch {
    return undefined
  }
}

/** Tools that give what they gave then. Nothing is looked up, nothing is done, nothing is written. */
const recordedTools = (turn: StoredTurn, record: TurnRecord, tools: readonly Tool[]): CallTool => {
  const left = [...record.used]
  return async ({ tool: name, args, who }) => {
    const key = canonicalJson([name, args])
    const at = left.findIndex((one) => canonicalJson([one.name, one.args]) === key)
    const used = at < 0 ? undefined : left.splice(at, 1)[0]
    const tool = tools.find((one) => one.name === name)
    if (used?.result === 'refused' && used.error) return { kind: 'refused', tool, error: new RecordedError(used.error) }
    const input = tool?.input.safeParse(args)
    if (!used || !tool || !input?.success) return { kind: 'refused', tool, error: new NotFoundError({ what: `record of ${name}` }) }
    if (used.result === 'done') {
      const output = tool.output.safeParse(used.output ?? tracedOutput(turn, used.call))
      if (!output.success) return { kind: 'refused', tool, error: new NotFoundError({ what: `readable record of ${name}` }) }
      return { kind: 'done', tool, output: output.data, presentation: tool.present(output.data) }
    }
    if (!('confirm' in tool)) return { kind: 'refused', tool, error: new NotFoundError({ what: `confirmation of ${name}` }) }
    const confirmation = tool.confirm(input.data, who)
    if (used.result === 'waiting' && isDecided(tool)) {
      const { id, expiresAt } = used.output as { id: string; expiresAt: string }
      const waiting = { id, expiresAt: new Date(expiresAt) }
      return { kind: 'waiting', tool, waiting: { ...waiting, presentation: waitingFor(tool, waiting, confirmation) } }
    }
    const pending: PendingDeed = {
      ...{ id: turn.pending?.id ?? 'replayed', tool: name, args: input.data, text: confirmation.text },
      ...{ hash: hashOfDeed(name, input.data, confirmation.text), expiresAt: turn.pending?.expiresAt ?? turn.at.toISOString() },
    }
    return { kind: 'confirm', tool, pending, confirmation }
  }
}

/** A conversation as it stood before the turn, that keeps nothing. */
const pastStore = (
  conversation: Conversation,
  history: readonly StoredTurn[],
): Pick<Conversations, 'load' | 'startTurn' | 'finishTurn'> => ({
  load: async () => ({ conversation, turns: history }),
  startTurn: async () => ({ kind: 'started' }),
  finishTurn: async () => undefined,
})

/** What is played again. */
export interface Played {
  readonly conversation: Conversation
  /** The turns before it, oldest first. */
  readonly history: readonly StoredTurn[]
  readonly turn: StoredTurn
  readonly who: Who
  /** The page in the version that answered then. */
  readonly agent: Agent | undefined
  readonly offline: NamedModel
}

/**
 * Plays a turn again, by the same code that serves: the page of then, the words of the models and the outputs of the tools as they were
 * recorded, and the guards, rules and texts of today. What comes out is the same, or the difference is what has changed since.
 */
export const replayTurn = async (ground: TurnGround, played: Played): Promise<Replay | undefined> => {
  const { conversation, history, turn, who, agent, offline } = played
  const { record, reply: was } = turn
  if (!record || !was) return undefined
  const callTool = recordedTools(turn, record, ground.loop.tools)
  const { onModelCall: _calls, gate: _gate, ...loop } = ground.loop
  const turns = createTurns({
    ...ground,
    // Only conversations are asked for by a turn; whatever else would be, is not there to be changed.
    store: { conversations: pastStore(conversation, history) } as TurnGround['store'],
    clock: () => turn.at,
    agents: () => ground.agents().map((page) => (page.id === agent?.id ? agent : page)),
    agentVersion: async (id, version) => (agent?.id === id && agent.version === version ? agent : ground.agentVersion(id, version)),
    callTool,
    models: () => [...recordedModels(record.chain, record.heard), offline],
    switches: { off: () => undefined },
    loop: { ...loop, callTool, clock: () => turn.at, onModelFault: () => undefined },
    onFailed: () => undefined,
    onTurn: () => undefined,
  })
  const is = await (await turns.say({ conversation: conversation.id, who, text: turn.says })).done
  const differences: Difference[] = compared
    .filter((what) => canonicalJson(was[what]) !== canonicalJson(is[what]))
    .map((what) => ({ what, was: was[what], is: is[what] }))
  for (const used of record.used) {
    const tool = ground.loop.tools.find(({ name }) => name === used.name)
    const version = tool ? toolVersion(tool) : 'none'
    if (version !== used.version) differences.push({ what: `tool ${used.name}`, was: used.version, is: version })
  }
  if (record.build !== ground.build) differences.push({ what: 'build', was: record.build, is: ground.build })
  return { was, is, differences }
}
