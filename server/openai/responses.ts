import type { z } from '@hono/zod-openapi'
import type { Reply } from '../../core/conversation.ts'
import type { TokenUse } from '../../core/models.ts'
import { extensionOf, type Facts, labelled, usageOf } from './answer.ts'
import { openAiError } from './errors.ts'
import type { OutputMessage, ResponseView } from './responses-schemas.ts'
import type { StreamWords } from './stream.ts'

/** What a response is about. */
export interface ResponseFacts extends Facts {
  readonly turn: string
  readonly previous: string | undefined
}

const hex = (id: string): string => id.replaceAll('-', '')
const uuid = (text: string): string => text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** The turn and its conversation, so that nothing has to be kept to find them again. It grants nothing: whose they are is looked up. */
export const responseId = ({ turn, conversation }: Pick<ResponseFacts, 'turn' | 'conversation'>): string =>
  `resp_${hex(turn)}${hex(conversation)}`

/** What an id names; undefined when it is none of ours. */
export const namedBy = (id: string): { readonly turn: string; readonly conversation: string } | undefined => {
  const [, turn, conversation] = /^resp_([0-9a-f]{32})([0-9a-f]{32})$/.exec(id) ?? []
  return turn && conversation ? { turn: uuid(turn), conversation: uuid(conversation) } : undefined
}

const partOf = (text: string) => ({ type: 'output_text' as const, text, annotations: [], logprobs: [] })

const messageOf = ({ turn }: ResponseFacts, text: string | undefined): z.output<typeof OutputMessage> => ({
  ...{ id: `msg_${hex(turn)}`, type: 'message', role: 'assistant', status: text === undefined ? 'in_progress' : 'completed' },
  content: text === undefined ? [] : [partOf(text)],
})

const textOf = (reply: Reply): string => `${reply.text}${labelled(reply)}`

const shell = (facts: ResponseFacts): z.output<typeof ResponseView> => ({
  ...{ id: responseId(facts), object: 'response', created_at: facts.created, status: 'in_progress', model: facts.model, output: [] },
  ...{ previous_response_id: facts.previous ?? null, conversation: { id: facts.conversation }, usage: null },
  ...{ error: null, incomplete_details: null, instructions: null, metadata: {}, parallel_tool_calls: false, store: true },
  ...{ temperature: null, text: { format: { type: 'text' } }, tool_choice: 'none', tools: [], top_p: null, truncation: 'disabled' },
  fenshen: null,
})

const usage = (facts: ResponseFacts, reply: Reply, counted: TokenUse | undefined) => {
  const { prompt_tokens, completion_tokens, total_tokens } = usageOf(facts, reply, counted)
  return {
    ...{ input_tokens: prompt_tokens, input_tokens_details: { cached_tokens: counted?.cached ?? 0 } },
    ...{ output_tokens: completion_tokens, output_tokens_details: { reasoning_tokens: 0 }, total_tokens },
  }
}

/** A response whose turn still runs. */
export const unfinishedResponse = shell

/** The whole response at once. */
export const responseOf = (facts: ResponseFacts, reply: Reply, counted: TokenUse | undefined): z.output<typeof ResponseView> => ({
  ...shell(facts),
  ...{ status: 'completed', output: [messageOf(facts, textOf(reply))], usage: usage(facts, reply, counted) },
  fenshen: extensionOf(facts, reply, counted),
})

/** A response piece by piece. Cards and citations come as pieces without text: the official client ends at an event that it does not know. */
export const responseWords = (
  facts: ResponseFacts,
  counted: (turn: string) => TokenUse | undefined,
  /** Number of the last event that the client has already, where it comes back for the rest. */
  seen = -1,
): StreamWords => {
  let sequence = 0
  let text = ''
  const say = (type: string, data: object): string => {
    const number = sequence++
    return number <= seen ? '' : `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: number, ...data })}\n\n`
  }
  const item = messageOf(facts, undefined)
  const at = { item_id: item.id, output_index: 0, content_index: 0 }
  const delta = (piece: string, more: object = {}): string => {
    text += piece
    return say('response.output_text.delta', { ...at, delta: piece, logprobs: [], ...more })
  }
  return {
    first: [
      say('response.created', { response: shell(facts) }),
      say('response.in_progress', { response: shell(facts) }),
      say('response.output_item.added', { output_index: 0, item }),
      say('response.content_part.added', { ...at, part: partOf('') }),
    ].join(''),
    of(event) {
      if (event.event === 'text.delta') return delta(event.data.text)
      if (event.event === 'turn.started' || event.event === 'turn.ended') return ''
      return delta('', { fenshen: { [event.event]: event.data } })
    },
    last(reply) {
      const label = delta(labelled(reply))
      const use = counted(facts.turn)
      const whole = { ...responseOf(facts, reply, use), output: [messageOf(facts, text)] }
      return [
        label,
        say('response.output_text.done', { ...at, text, logprobs: [] }),
        say('response.content_part.done', { ...at, part: partOf(text) }),
        say('response.output_item.done', { output_index: 0, item: messageOf(facts, text) }),
        say('response.completed', { response: whole }),
      ].join('')
    },
    failed(error) {
      const { code, message, param } = openAiError(error).error
      return say('error', { code, message, param })
    },
  }
}
