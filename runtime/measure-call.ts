import type { BaseMessage } from '@langchain/core/messages'
import type { ModelFault, TokenUse } from '../core/models.ts'
import { estimateTokens } from '../core/tokens.ts'
import { isUntaken } from '../models/wire.ts'
import type { Course } from './course.ts'
import { type CallMeter, type NamedModel, newMeter } from './speak.ts'

/** What the tools of an agent weigh, made once for each list. */
const toolTokens = new WeakMap<object, number>()

/** What a request holds, estimated: the page, the conversation and the tools. */
export const promptTokens = (messages: readonly BaseMessage[], tools: readonly object[]): number => {
  let sum = 0
  for (const message of messages) {
    sum += 4 + estimateTokens(message.text)
    if ('tool_calls' in message && Array.isArray(message.tool_calls) && message.tool_calls.length > 0)
      sum += estimateTokens(JSON.stringify(message.tool_calls))
  }
  for (const tool of tools) {
    const known = toolTokens.get(tool) ?? estimateTokens(JSON.stringify(tool))
    toolTokens.set(tool, known)
    sum += known
  }
  return sum
}

/** Of a request that its endpoint never took. */
const nothing: TokenUse = { in: 0, out: 0, cached: 0, isCounted: true }

const useOf = (meter: CallMeter, prompt: () => number): TokenUse =>
  meter.told ? { ...meter.told, isCounted: true } : { in: prompt(), out: meter.chars, cached: 0, isCounted: false }

/** Millionths of a yuan: prices are yuan for a million tokens, so a token costs as many of them as its price says. */
export const costOf = (tokens: Omit<TokenUse, 'isCounted'>, price: NamedModel['price']): number => {
  if (!price) return 0
  const fresh = tokens.in - tokens.cached
  return Math.ceil(fresh * price.in + tokens.cached * (price.cached ?? price.in) + tokens.out * price.out)
}

/** How a call ended. */
export interface CallFault {
  readonly fault: ModelFault | null
  readonly cause?: unknown
}

/** Gets a place at the model, follows one call of it, and tells of the call when it is over. Throws ModelFaultError where there is no place. */
export const beginCall = async (
  { input, ground, spent }: Pick<Course, 'input' | 'ground' | 'spent'>,
  model: NamedModel,
  { prompt, signal }: { readonly prompt: () => number; readonly signal: AbortSignal },
): Promise<{ readonly meter: CallMeter; end(how: CallFault): void }> => {
  const { agent, who, conversation, turn } = input
  const unit = who.kind === 'officer' ? who.unit : undefined
  const at = ground.clock()
  const began = performance.now()
  const place = await model.enter?.({ person: who.id, unit, agent: agent.id, tokens: prompt(), spent, signal })
  const meter = newMeter()
  return {
    meter,
    end({ fault, cause }) {
      const firstTokenMs = meter.firstAt === undefined ? undefined : meter.firstAt - began
      place?.leave({ fault, cause, firstTokenMs })
      const isTaken = !isUntaken(cause)
      const tokens = isTaken ? useOf(meter, prompt) : nothing
      const costMicroYuan = costOf(tokens, model.price)
      spent.steps += isTaken ? 1 : 0
      spent.tokens += tokens.in + tokens.out
      spent.microYuan += costMicroYuan
      ground.onModelCall?.({
        model: model.name,
        role: 'chat',
        at,
        agent: agent.id,
        agentVersion: agent.version,
        conversation,
        turn,
        person: who.id,
        unit,
        firstTokenMs,
        ms: performance.now() - began,
        tokens,
        costMicroYuan,
        toolCalls: meter.toolCalls,
        fault,
        isTaken,
      })
    },
  }
}
