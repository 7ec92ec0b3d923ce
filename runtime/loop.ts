import { AIMessage, type BaseMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'
import { z } from 'zod'
import type { Agent } from '../core/agent.ts'
import type { Outcome, PendingDeed, StoredTurn, TraceMessage, TurnEvent } from '../core/conversation.ts'
import { outcomes } from '../core/conversation.ts'
import { holds, type Who } from '../core/people.ts'
import type { Confirmation, Presentation, Tool } from '../core/tool.ts'
import type { CallTool, ToolResult } from './call-tool.ts'
import { type AskedCall, type ModelFault, ModelFaultError, type NamedModel, type Patience, type Said, speak } from './speak.ts'

/** What the loop is given by a turn. */
export interface LoopInput {
  readonly agent: Agent
  readonly who: Who
  readonly conversation: string
  readonly turn: string
  readonly system: string
  readonly history: readonly StoredTurn[]
  readonly says: string
  readonly isEnglish: boolean
  readonly signal: AbortSignal
}

/** What a loop stands on. */
export interface LoopGround {
  readonly tools: readonly Tool[]
  readonly callTool: CallTool
  /** Asked in this order; the last is the offline model, which cannot fail. */
  readonly models: readonly NamedModel[]
  readonly patience: Patience
  /** Sees each sentence a model wrote before anybody else does; undefined drops it. */
  readonly check: (
    sentence: string,
    facts: { who: Who; tools: readonly { name: string; ok: boolean }[]; sources: readonly string[] },
  ) => string | undefined
  readonly onModelFault: (facts: { model: string; fault: ModelFault; cause: unknown }) => void
}

/** How a loop ends. */
export interface LoopEnd {
  readonly outcome: Outcome
  readonly trace: readonly TraceMessage[]
  readonly suggestions: readonly string[]
  readonly pending: PendingDeed | null
  readonly model: string
}

type LoopEvent = Extract<TurnEvent, { event: 'text.delta' | 'tool.started' | 'tool.finished' | 'card' | 'citation' | 'confirm.required' }>

/** The OpenAI wire form of a tool, made once: every model reads the same. */
const wireForms = new WeakMap<Tool, unknown>()
const wireForm = (tool: Tool): unknown => {
  const known = wireForms.get(tool)
  if (known) return known
  const { $schema: _, ...schema } = z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' })
  const form = {
    type: 'function',
    function: { name: tool.name, description: tool.description, parameters: { title: tool.title, ...schema } },
  }
  wireForms.set(tool, form)
  return form
}

const messageOf = (message: Exclude<TraceMessage, { role: 'meant' }>): BaseMessage =>
  message.role === 'tool'
    ? new ToolMessage({ content: message.text, tool_call_id: message.call, name: message.name, status: message.ok ? 'success' : 'error' })
    : new AIMessage({
        content: message.text,
        tool_calls: (message.calls ?? []).map((call) => ({
          id: call.id,
          name: call.name,
          args: call.args as Record<string, unknown>,
          type: 'tool_call' as const,
        })),
      })

/** One turn in the form every chat model takes. */
const messagesOfTurn = (says: string, trace: readonly TraceMessage[]): BaseMessage[] => {
  const meant = trace.find((message) => message.role === 'meant')
  return [new HumanMessage(meant?.text ?? says), ...trace.filter((message) => message.role !== 'meant').map(messageOf)]
}

/** The conversation so far. */
const messagesOf = (input: LoopInput, trace: readonly TraceMessage[]): BaseMessage[] => [
  new SystemMessage(input.system),
  ...input.history.flatMap((turn) => messagesOfTurn(turn.says, turn.trace)),
  ...messagesOfTurn(input.says, trace),
]

/** What a model reads of a tool's answer. */
const toolText = (result: ToolResult, isEnglish: boolean): string => {
  if (result.kind === 'done') {
    const { text, en, suggestions } = result.presentation
    return JSON.stringify({ ok: true, say: isEnglish && en ? en : text, data: result.output, suggestions: suggestions ?? [] })
  }
  if (result.kind === 'confirm')
    return JSON.stringify({ ok: false, say: result.confirmation.text, error: { code: 'confirmation_required', fields: [] } })
  const { code, detail, extra } = result.error
  return JSON.stringify({ ok: false, say: detail, error: { code, fields: extra.fields ?? [] } })
}

const apology = {
  zh: '（智能模型暂时用不了，下面由离线助手为您继续。）',
  en: '(The language model is not available right now; the offline assistant continues.) ',
}

const outcomeOf = (said: Said, presentation: Presentation | undefined): Outcome => {
  if (presentation?.outcome) return presentation.outcome
  const named = outcomes.find((outcome) => outcome === said.outcome)
  return named ?? (/[？?]\s*$/.test(said.text) ? 'clarified' : 'answered')
}

/** Sentences and cards of a deed that waits for a yes. */
function* askToConfirm(pending: PendingDeed, confirmation: Confirmation, isEnglish: boolean): Generator<LoopEvent> {
  const text = isEnglish && confirmation.en ? confirmation.en : confirmation.text
  yield { event: 'text.delta', data: { text } }
  yield {
    event: 'card',
    data: { kind: 'confirm', title: isEnglish ? 'Please confirm' : '请核对', fields: confirmation.fields ?? [], links: [] },
  }
  yield { event: 'confirm.required', data: { id: pending.id, text } }
}

/**
 * model ↔ tools until the model has answered, a deed waits for a yes, or the steps are used up.
 * Its own loop, not LangChain's `createAgent`: 0.1 ms against 4 ms a turn, and a gateway that repeats one completion
 * id cannot end it early (docs/decisions/0003-loop.md, bench/loop.ts).
 */
export async function* think(input: LoopInput, ground: LoopGround): AsyncGenerator<LoopEvent, LoopEnd> {
  const tools = ground.tools.filter((tool) => input.agent.tools.includes(tool.name) && holds(input.who, tool.scope))
  const wire = tools.map(wireForm)
  const trace: TraceMessage[] = []
  const steps: { name: string; ok: boolean }[] = []
  const sources: string[] = []
  let last: Presentation | undefined
  let models = [...ground.models]

  /** Gives the turn to the next model, and says so. */
  function* giveUp(fault: ModelFaultError): Generator<LoopEvent> {
    const failed = models[0]
    ground.onModelFault({ model: failed?.name ?? 'none', fault: fault.fault, cause: fault.cause })
    if (models.length === 1) throw fault
    models = models.slice(1)
    yield { event: 'text.delta', data: { text: input.isEnglish ? apology.en : apology.zh } }
  }

  async function* ask(): AsyncGenerator<LoopEvent, Said> {
    for (;;) {
      const model = models[0]
      if (!model) throw new ModelFaultError('error')
      try {
        const speech = speak(model, messagesOf(input, trace), { tools: wire, patience: ground.patience, signal: input.signal })
        for (;;) {
          const step = await speech.next()
          if (step.done) return step.value
          const text = ground.check(step.value, { who: input.who, tools: steps, sources })
          if (text) yield { event: 'text.delta', data: { text } }
        }
      } catch (fault) {
        if (!(fault instanceof ModelFaultError)) throw fault
        yield* giveUp(fault)
      }
    }
  }

  const use = (call: AskedCall, index: number): Promise<ToolResult> =>
    ground.callTool({
      tool: call.name,
      args: call.args,
      who: input.who,
      agent: input.agent,
      conversation: input.conversation,
      deedKey: `${input.turn}:${index}`,
    })

  for (let step = 0; step < input.agent.limits.steps; step++) {
    const said = yield* ask()
    trace.push({ role: 'assistant', text: said.text, ...(said.calls.length > 0 ? { calls: said.calls } : {}) })
    const end = (outcome: Outcome, pending: PendingDeed | null = null): LoopEnd => ({
      outcome,
      trace,
      suggestions: said.suggestions.length > 0 ? said.suggestions : (last?.suggestions ?? []),
      pending,
      model: models[0]?.name ?? 'none',
    })
    if (said.calls.length === 0) return end(outcomeOf(said, last))
    for (const call of said.calls) {
      const title = tools.find((tool) => tool.name === call.name)?.title ?? call.name
      yield { event: 'tool.started', data: { name: call.name, title } }
      const result = await use(call, trace.length)
      const isOk = result.kind === 'done'
      yield { event: 'tool.finished', data: { name: call.name, title, ok: result.kind !== 'refused' } }
      steps.push({ name: call.name, ok: isOk })
      const text = toolText(result, input.isEnglish)
      trace.push({ role: 'tool', call: call.id, name: call.name, text, ok: isOk })
      if (result.kind === 'confirm') {
        // Every call wants an answer in the next request, also the ones that a waiting deed kept from running.
        for (const left of said.calls.slice(said.calls.indexOf(call) + 1))
          trace.push({ role: 'tool', call: left.id, name: left.name, text: '{"ok":false,"error":{"code":"not_run"}}', ok: false })
        yield* askToConfirm(result.pending, result.confirmation, input.isEnglish)
        return end('confirming', result.pending)
      }
      if (result.kind === 'done') {
        last = result.presentation
        sources.push(text)
        for (const card of result.presentation.cards ?? []) yield { event: 'card', data: card }
        for (const citation of result.presentation.citations ?? []) yield { event: 'citation', data: citation }
      }
    }
  }
  // A model that calls tools for ever has not answered: the next one does, on what was found so far.
  yield* giveUp(new ModelFaultError('endless'))
  const said = yield* ask()
  trace.push({ role: 'assistant', text: said.text })
  return { outcome: outcomeOf(said, last), trace, suggestions: said.suggestions, pending: null, model: models[0]?.name ?? 'none' }
}
