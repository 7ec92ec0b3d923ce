import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { Reply } from '../../core/conversation.ts'
import type { PlatformError } from '../../core/errors.ts'
import type { Presentation } from '../../core/tool.ts'

/** What every tool of this door gives back, beside its text. */
export const answerSchema = {
  type: 'object' as const,
  properties: {
    outcome: { type: 'string', description: 'answered, clarified, unanswered, confirming, handed_off, refused or failed' },
    conversation: { type: 'string', description: 'Give it to go on with the same conversation' },
    turn: { type: 'string' },
    // One type each: clients that know a single `type` would drop the field or the tool.
    agent: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    cards: { type: 'array', items: { type: 'object' } },
    citations: { type: 'array', items: { type: 'object' } },
    confirm: {
      type: 'object',
      description: 'A deed that waits for the person: read `text` to them, and call confirm_deed with these when they have answered',
      properties: { conversation: { type: 'string' }, id: { type: 'string' }, text: { type: 'string' } },
    },
    suggestions: { type: 'array', items: { type: 'string' } },
    turns: {
      type: 'array',
      description: 'Of follow_conversation: what was said and answered since, oldest first',
      items: { type: 'object' },
    },
    label: { type: 'string' },
    code: { type: 'string', description: 'Of an error' },
  },
  required: ['outcome'],
}

const said = (text: string, structuredContent: Record<string, unknown>, isError = false): CallToolResult => ({
  content: [{ type: 'text', text }],
  structuredContent,
  ...(isError ? { isError } : {}),
})

const confirmHint = '\n\n（请把上面的话原样念给本人听。本人明确同意或不同意以后，再调用 confirm_deed；不要替本人回答。）'

const waitingHint = '\n\n（批复以后用 follow_conversation 就能看到；也会显示在本人页面的这个对话里。）'
const hintOf = ({ confirm, cards }: Reply): string =>
  confirm ? confirmHint : cards.some(({ kind }) => kind === 'approval') ? waitingHint : ''

/** A reply of a turn. */
export const replyAnswer = (reply: Reply, conversation: string): CallToolResult => {
  const { turn, agent, outcome, cards, citations, suggestions, label } = reply
  const confirm = reply.confirm ? { confirm: { conversation, ...reply.confirm } } : {}
  return said(
    `${reply.text}\n\n（${label}）${hintOf(reply)}`,
    { ...{ outcome, conversation, turn, agent, cards, citations, suggestions, label }, ...confirm },
    outcome === 'failed',
  )
}

/** What a conversation came to since a turn, also without anybody here having asked: a decision, an answer on the page. */
export const followedAnswer = (
  turns: readonly { readonly says: string; readonly reply: Reply }[],
  conversation: string,
): CallToolResult => {
  const last = turns.at(-1)?.reply
  if (!last) return said('这个对话里还没有新的答复。', { outcome: 'unanswered', conversation, turns: [] })
  const text = turns.map(({ says, reply }) => (says ? `本人：${says}\n答复：${reply.text}` : reply.text)).join('\n\n')
  const seen = turns.map(({ says, reply }) => {
    const { turn, agent, outcome, cards, citations } = reply
    return { turn, says, agent, outcome, text: reply.text, cards, citations }
  })
  return said(`${text}\n\n（${last.label}）${hintOf(last)}`, {
    ...{ outcome: last.outcome, conversation, turn: last.turn, agent: last.agent, cards: last.cards, citations: last.citations },
    ...{ suggestions: last.suggestions, label: last.label, turns: seen },
    ...(last.confirm ? { confirm: { conversation, ...last.confirm } } : {}),
  })
}

/** What a tool that was called by itself came to. */
export const presentedAnswer = (presentation: Presentation): CallToolResult =>
  said(presentation.notice ? `${presentation.notice}\n${presentation.text}` : presentation.text, {
    outcome: presentation.outcome ?? 'answered',
    cards: presentation.cards ?? [],
    citations: presentation.citations ?? [],
    suggestions: presentation.suggestions ?? [],
  })

/** Why it was not done: for the model to explain, and for the program to act on. */
export const refusedAnswer = (error: PlatformError): CallToolResult => {
  const fields = error.extra.fields
  const lines = Array.isArray(fields) ? fields.map((field: { path: string; message: string }) => `${field.path}: ${field.message}`) : []
  return said([`${error.title}。${error.detail}`, ...lines].join('\n'), { outcome: 'refused', code: error.code }, true)
}
