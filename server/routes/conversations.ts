import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { NotFoundError } from '../../core/errors.ts'
import type { Store } from '../../core/ports.ts'
import type { DoorName } from '../../core/switches.ts'
import type { RunningTurn } from '../../runtime/running.ts'
import type { Turns } from '../../runtime/turn.ts'
import { whoIs } from '../auth/who.ts'
import { eventStream, readEventId } from '../event-stream.ts'
import type { ServerEnv } from '../parts.ts'
import {
  answers,
  Confirm,
  ConversationRead,
  ConversationStarted,
  ConversationSummary,
  NewConversation,
  problems,
  Reply,
  Say,
} from '../schemas.ts'
import { newApi } from './new-api.ts'

const id = z.object({ id: z.string().max(64) })
const replies = {
  200: {
    description: 'The reply, or its events when `Accept: text/event-stream` is asked for.',
    content: { 'application/json': { schema: Reply }, 'text/event-stream': { schema: z.string() } },
  },
  400: problems[400],
  401: problems[401],
  404: problems[404],
  409: problems[409],
} as const

const open = createRoute({
  method: 'post',
  path: '/api/conversations',
  summary: 'Open a conversation, at the front desk or with a named agent',
  request: { body: { content: { 'application/json': { schema: NewConversation } } } },
  responses: { 201: answers(ConversationStarted, 'Opened.'), 401: problems[401], 404: problems[404] },
})
const list = createRoute({
  method: 'get',
  path: '/api/conversations',
  summary: 'My conversations, newest first',
  responses: { 200: answers(z.object({ conversations: z.array(ConversationSummary) }), 'At most 50.'), 401: problems[401] },
})
const read = createRoute({
  method: 'get',
  path: '/api/conversations/{id}',
  summary: 'The conversation so far',
  request: { params: id },
  responses: { 200: answers(ConversationRead, 'Turns in order.'), 401: problems[401], 404: problems[404] },
})
const say = createRoute({
  method: 'post',
  path: '/api/conversations/{id}/messages',
  summary: 'Say something; the same `key` (or Idempotency-Key) twice is one turn',
  request: { params: id, body: { content: { 'application/json': { schema: Say } }, required: true } },
  responses: replies,
})
const confirm = createRoute({
  method: 'post',
  path: '/api/conversations/{id}/confirmations/{confirmId}',
  summary: 'Answer a confirmation; saying 确认 or 不 in a message does the same',
  request: {
    params: id.extend({ confirmId: z.string().max(64) }),
    body: { content: { 'application/json': { schema: Confirm } }, required: true },
  },
  responses: replies,
})
const events = createRoute({
  method: 'get',
  path: '/api/conversations/{id}/events',
  summary: 'Go on listening to a turn after `Last-Event-ID`; without it, to the newest turn from its start',
  request: { params: id, headers: z.object({ 'last-event-id': z.string().optional() }) },
  responses: {
    200: { description: 'Events.', content: { 'text/event-stream': { schema: z.string() } } },
    401: problems[401],
    404: problems[404],
  },
})

/** Hands a turn back in the form the client asked for. */
const handBack = async (c: Context<ServerEnv>, turn: RunningTurn, after = 0): Promise<Response> => {
  const wantsEvents = (c.req.header('accept') ?? '').includes('text/event-stream')
  return wantsEvents ? eventStream(turn.id, turn.events(after)) : c.json(await turn.done, 200)
}

/** The frame on other sites says that it is one: its door can be shut while the pages go on. Nobody gains anything by saying so. */
const doorOf = (c: Context<ServerEnv>): DoorName => (c.req.header('x-fenshen-door') === 'widget' ? 'widget' : 'chat')

/** Conversations (会话): parse, hand on to the runtime, write what comes back. */
export const conversations = ({ turns, store }: { turns: Turns; store: Pick<Store, 'conversations'> }) =>
  newApi()
    .openapi(open, async (c) => {
      const { agent } = c.req.valid('json')
      const opened = await turns.open(whoIs(c), agent ?? undefined)
      const { conversation, suggestions } = opened
      return c.json(
        { id: conversation.id, agent: conversation.pinned, greeting: conversation.greeting, suggestions: [...suggestions] },
        201,
      )
    })
    .openapi(list, async (c) => {
      const found = await store.conversations.list(whoIs(c).id, 50)
      const conversations = found.map((one) => ({
        id: one.id,
        agent: one.pinned,
        createdAt: one.createdAt.toISOString(),
        firstSays: one.firstSays ?? null,
        lastSays: one.lastSays ?? null,
        lastAt: one.lastAt?.toISOString() ?? null,
      }))
      return c.json({ conversations }, 200)
    })
    .openapi(read, async (c) => {
      const { conversation, turns: past } = await turns.read(c.req.valid('param').id, whoIs(c))
      return c.json(
        {
          id: conversation.id,
          agent: past.at(-1)?.agent ?? conversation.pinned,
          greeting: conversation.greeting,
          createdAt: conversation.createdAt.toISOString(),
          turns: past.map((turn) => ({ turn: turn.id, says: turn.says, at: turn.at.toISOString(), reply: turn.reply })),
        },
        200,
      )
    })
    // The handlers below give JSON or events by Accept, which the library's response type cannot say.
    .openapi(say, async (c) => {
      const { text, key } = c.req.valid('json')
      const seen = readEventId(c.req.header('last-event-id'))
      const { id: conversation } = c.req.valid('param')
      const who = whoIs(c)
      if (seen) return (await handBack(c, await turns.rejoin(conversation, who, seen.turn), seen.n)) as never
      const words = { text, key: key ?? c.req.header('idempotency-key')?.slice(0, 200) }
      const turn = await turns.say({ conversation, who, ...words, door: doorOf(c) })
      return (await handBack(c, turn)) as never
    })
    .openapi(confirm, async (c) => {
      const { id: conversation, confirmId } = c.req.valid('param')
      const { accept } = c.req.valid('json')
      const turn = await turns.say({
        conversation,
        who: whoIs(c),
        text: accept ? '确认' : '先不办',
        key: `${confirmId}:${accept}`,
        answer: { confirmId, accept },
        door: doorOf(c),
      })
      return (await handBack(c, turn)) as never
    })
    .openapi(events, async (c) => {
      const seen = readEventId(c.req.header('last-event-id') ?? c.req.query('lastEventId'))
      const { id: conversation } = c.req.valid('param')
      const turn = await turns.rejoin(conversation, whoIs(c), seen?.turn)
      if (!turn) throw new NotFoundError({ what: 'turn' })
      return eventStream(turn.id, turn.events(seen?.n ?? 0)) as never
    })
