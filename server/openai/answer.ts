import type { z } from '@hono/zod-openapi'
import type { Reply } from '../../core/conversation.ts'
import type { TokenUse } from '../../core/models.ts'
import { openAiError } from './errors.ts'
import type { ChatCompletion, Fenshen, Usage } from './schemas.ts'
import type { StreamWords } from './stream.ts'

/** What a completion is about. */
export interface Facts {
  readonly model: string
  readonly conversation: string
  readonly history: 'new' | 'continued'
  readonly says: string
  readonly created: number
}

/** Chinese counts a token a character, anything else four characters: an estimate that is seldom too low. */
const estimated = (text: string): number => {
  const wide = text.match(/[^\u0000-\u02ff]/g)?.length ?? 0
  return wide + Math.ceil((text.length - wide) / 4)
}

/** How a text is marked as written by a machine, for clients that show nothing but text. */
export const labelled = (reply: Reply): string => `\n\n（${reply.label}）`

export const usageOf = (facts: Facts, reply: Reply, counted: TokenUse | undefined): z.output<typeof Usage> => {
  const [prompt, completion] = counted ? [counted.in, counted.out] : [estimated(facts.says), estimated(reply.text)]
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion }
}

/** What the protocol has no place for. */
export const extensionOf = (facts: Facts, reply: Reply, counted: TokenUse | undefined): z.output<typeof Fenshen> => ({
  ...{ conversation: facts.conversation, turn: reply.turn, agent: reply.agent, outcome: reply.outcome, cards: reply.cards },
  ...{ citations: reply.citations, tools: reply.tools, confirm: reply.confirm ?? null, suggestions: reply.suggestions },
  ...{ label: reply.label, model: reply.model, history: facts.history, usage: counted?.isCounted ? 'counted' : 'estimated' },
})

/** The whole answer at once. */
export const completionOf = (facts: Facts, reply: Reply, counted: TokenUse | undefined): z.output<typeof ChatCompletion> => ({
  ...{ id: `chatcmpl-${reply.turn}`, object: 'chat.completion', created: facts.created, model: facts.model },
  choices: [
    {
      ...{ index: 0, logprobs: null, finish_reason: 'stop' },
      message: { role: 'assistant', content: `${reply.text}${labelled(reply)}`, refusal: null },
    },
  ],
  usage: usageOf(facts, reply, counted),
  fenshen: extensionOf(facts, reply, counted),
})

const line = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`
const done = 'data: [DONE]\n\n'

/** An answer piece by piece: what each event of the turn is in the protocol. Cards and citations come as pieces without text. */
export const chatWords = (
  facts: Facts,
  turn: string,
  { wantsUsage, counted }: { readonly wantsUsage: boolean; readonly counted: (turn: string) => TokenUse | undefined },
): StreamWords => {
  const chunk = (delta: object, more: object = {}, finish: 'stop' | null = null): object => ({
    ...{ id: `chatcmpl-${turn}`, object: 'chat.completion.chunk', created: facts.created, model: facts.model },
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(wantsUsage ? { usage: null } : {}),
    ...more,
  })
  return {
    first: line(chunk({ role: 'assistant', content: '' }, { fenshen: { conversation: facts.conversation, turn } })),
    of(event) {
      if (event.event === 'text.delta') return line(chunk({ content: event.data.text }))
      if (event.event === 'turn.started' || event.event === 'turn.ended') return ''
      return line(chunk({}, { fenshen: { [event.event]: event.data } }))
    },
    last(reply) {
      const use = counted(turn)
      const ends = [chunk({ content: labelled(reply) }), chunk({}, { fenshen: extensionOf(facts, reply, use) }, 'stop')]
      if (wantsUsage) ends.push({ ...chunk({}), choices: [], usage: usageOf(facts, reply, use) })
      return `${ends.map(line).join('')}${done}`
    },
    failed: (error) => line(openAiError(error)),
  }
}
