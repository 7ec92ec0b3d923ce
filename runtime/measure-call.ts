import type { BaseMessage } from '@langchain/core/messages'
import type { ModelFault, TokenUse } from '../core/models.ts'
import { estimateTokens } from '../core/tokens.ts'
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

const useOf = (meter: CallMeter, prompt: () => number): TokenUse =>
  meter.told ? { ...meter.told, isCounted: true } : { in: prompt(), out: meter.chars, cached: 0, isCounted: false }

/** Millionths of a yuan: prices are yuan for a million tokens, so a token costs as many of them as its price says. */
export const costOf = (tokens: TokenUse, price: NamedModel['price']): number => {
  if (!price) return 0
  const fresh = tokens.in - tokens.cached
  return Math.ceil(fresh * price.in + tokens.cached * (price.cached ?? price.in) + tokens.out * price.out)
}

/** Follows one call of a model, and tells of it when it is over. */
export const measureCall = (
  { input, ground }: Pick<Course, 'input' | 'ground'>,
  model: NamedModel,
  prompt: () => number,
): { readonly meter: CallMeter; end(fault: ModelFault | null): TokenUse } => {
  const at = ground.clock()
  const began = performance.now()
  const meter = newMeter()
  return {
    meter,
    end(fault) {
      const tokens = useOf(meter, prompt)
      ground.onModelCall?.({
        model: model.name,
        role: 'chat',
        at,
        agent: input.agent.id,
        agentVersion: input.agent.version,
        conversation: input.conversation,
        turn: input.turn,
        person: input.who.id,
        unit: input.who.kind === 'officer' ? input.who.unit : undefined,
        firstTokenMs: meter.firstAt === undefined ? undefined : meter.firstAt - began,
        ms: performance.now() - began,
        tokens,
        costMicroYuan: costOf(tokens, model.price),
        toolCalls: meter.toolCalls,
        fault,
      })
      return tokens
    },
  }
}
