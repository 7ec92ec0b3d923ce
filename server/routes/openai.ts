import { createRoute, z } from '@hono/zod-openapi'
import type { Agent } from '../../core/agent.ts'
import { NotFoundError } from '../../core/errors.ts'
import type { TokenUse } from '../../core/models.ts'
import { mayMeet, type Who } from '../../core/people.ts'
import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import type { RunningTurn } from '../../runtime/running.ts'
import type { Turns } from '../../runtime/turn.ts'
import { whoIs } from '../auth/who.ts'
import { chatWords, completionOf, type Facts, labelled } from '../openai/answer.ts'
import { ModelNotFoundError, UnsupportedWishError } from '../openai/errors.ts'
import { type ReadRequest, readChat, readResponses } from '../openai/read-request.ts'
import { namedBy, type ResponseFacts, responseId, responseOf, responseWords, unfinishedResponse } from '../openai/responses.ts'
import { ResponseGone, ResponsesRequest, ResponseView, ResponseWish } from '../openai/responses-schemas.ts'
import { ChatCompletion, ChatRequest, ModelView, openAiProblems } from '../openai/schemas.ts'
import { answerStream } from '../openai/stream.ts'
import { createThreads } from '../openai/threads.ts'
import { answers } from '../schemas.ts'
import { newApi } from './new-api.ts'

/** The front desk, which finds the agent by what is said. */
const frontDesk = 'fenshen'

const list = createRoute({
  method: 'get',
  path: '/models',
  summary: 'Agents as models, in the protocol of OpenAI',
  responses: {
    200: answers(z.object({ object: z.literal('list'), data: z.array(ModelView) }), 'Those of the caller.'),
    401: openAiProblems[401],
  },
})
const one = createRoute({
  method: 'get',
  path: '/models/{id}',
  summary: 'One agent as a model',
  request: { params: z.object({ id: z.string().max(100) }) },
  responses: { 200: answers(ModelView, 'The model.'), 401: openAiProblems[401], 404: openAiProblems[404] },
})
const chat = createRoute({
  method: 'post',
  path: '/chat/completions',
  summary: 'Says the last message to an agent; the answer whole, or streamed',
  request: {
    headers: z.object({ 'x-fenshen-conversation': z.string().max(64).optional() }),
    body: { required: true, content: { 'application/json': { schema: ChatRequest } } },
  },
  responses: {
    200: {
      description: 'A `ChatCompletion`, or with `stream: true` its chunks and `data: [DONE]`.',
      content: { 'application/json': { schema: ChatCompletion }, 'text/event-stream': { schema: z.string() } },
    },
    ...openAiProblems,
  },
})

const respond = createRoute({
  method: 'post',
  path: '/responses',
  summary: 'Says something to an agent, in the responses protocol; the answer whole, or streamed',
  request: { body: { required: true, content: { 'application/json': { schema: ResponsesRequest } } } },
  responses: {
    200: {
      description: 'A response, or with `stream: true` its events.',
      content: { 'application/json': { schema: ResponseView }, 'text/event-stream': { schema: z.string() } },
    },
    ...openAiProblems,
  },
})

const responseParams = z.object({ id: z.string().max(100) })
const responseProblems = { 401: openAiProblems[401], 403: openAiProblems[403], 404: openAiProblems[404] }

const retrieve = createRoute({
  method: 'get',
  path: '/responses/{id}',
  summary: 'A response of the caller again, for thirty days',
  request: { params: responseParams, query: ResponseWish },
  responses: {
    200: {
      description: 'The response, or with `stream=true` its events.',
      content: { 'application/json': { schema: ResponseView }, 'text/event-stream': { schema: z.string() } },
    },
    ...responseProblems,
  },
})
const remove = createRoute({
  method: 'delete',
  path: '/responses/{id}',
  summary: 'Takes a response away from this door; the conversation stays the person’s',
  request: { params: responseParams },
  responses: { 200: answers(ResponseGone, 'It is gone.'), ...responseProblems },
})

const streamed = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' }

/** What is said at this door, however the protocol puts it. */
interface Said extends ReadRequest {
  readonly who: Who
  readonly model: string
  readonly user: string | undefined
  /** Conversation to go on with, by name. */
  readonly named: string | undefined
  /** Turn to go on after. */
  readonly after: { readonly turn: string; readonly conversation: string } | undefined
  /** Of the client, for a request that it may send twice. */
  readonly key: string | undefined
  readonly isStream: boolean
}

/** What this door is made of. */
export interface OpenAiParts {
  readonly turns: Turns
  readonly store: Store
  readonly clock: Clock
  readonly agents: (who: Who | undefined) => readonly Agent[]
  /** Tokens that the models of a turn took, where they are counted. */
  readonly counted: (turn: string) => TokenUse | undefined
}

/** Agents for every client that speaks to OpenAI: the same turns, guards, tools and rights as by any other door. */
export const openAiRoutes = ({ turns, store, clock, agents, counted }: OpenAiParts) => {
  const threads = createThreads({ store, turns, clock })
  const viewOf = (agent: Agent) => ({
    ...{ id: agent.id, object: 'model' as const, created: 0, owned_by: 'fenshen' },
    fenshen: { name: agent.name, purpose: agent.purpose, audience: agent.audience, version: agent.version },
  })
  const desk = (who: Who) => ({
    ...{ id: frontDesk, object: 'model' as const, created: 0, owned_by: 'fenshen' },
    fenshen: { name: '总台', purpose: '听一句话，转给该办的分身。', audience: who.kind, version: null },
  })
  const modelsFor = (who: Who) => [desk(who), ...agents(who).map(viewOf)]

  /** Goes on with the conversation that is named, which must be this agent's. */
  const goOn = async (who: Who, id: string, agent: string | undefined): Promise<void> => {
    const { conversation } = await turns.read(id, who)
    if ((conversation.pinned ?? undefined) === agent) return
    throw new UnsupportedWishError({
      ...{ code: 'conversation_of_another_model', param: 'model' },
      detail: '这段对话是和另一个分身谈的。请用原来的 model 接着谈，或者另开一段。',
    })
  }

  /** Finds the conversation, and says it there. */
  const say = async ({
    who,
    model,
    user,
    named,
    after,
    key,
    isStream,
    says,
    before,
  }: Said): Promise<{ turn: RunningTurn; facts: Facts }> => {
    const agent = model === frontDesk ? undefined : model
    if (agent !== undefined && !agents(who).some(({ id }) => id === agent)) throw new ModelNotFoundError()
    const of = { model, says, created: Math.floor(clock().getTime() / 1000) }
    if (named !== undefined) {
      await goOn(who, named, agent)
      const turn = await turns.say({ conversation: named, who, text: says, door: 'v1', key })
      return { turn, facts: { ...of, conversation: named, history: 'continued' } }
    }
    if (after) await goOn(who, after.conversation, agent)
    const heard = { who, agent, user, before, says }
    const thread = await (after ? threads.afterTurn(heard, after.conversation, after.turn) : threads.find(heard))
    const { conversation, history, begun } = thread
    const turn = begun
      ? await turns.rejoin(conversation, who, begun)
      : await turns.say({ conversation, who, text: says, key: thread.key, door: 'v1' })
    if (!after) {
      // The client may have left by then; its next message still finds the way back.
      const kept = turn.done.then((reply) => threads.remember(heard, thread, `${reply.text}${labelled(reply)}`))
      if (isStream) kept.catch(() => undefined)
      else await kept
    }
    return { turn, facts: { ...of, conversation, history } }
  }

  /** The response of the caller by that name; everything else is not there. */
  const responseNamed = async (who: Who, id: string) => {
    const ids = namedBy(id)
    if (!ids) throw new NotFoundError({ what: 'response' })
    const { conversation, turn } = await threads.named(who, ids.conversation, ids.turn)
    const met = [conversation.pinned, turn.agent].filter((agent) => agent !== null)
    // A key that is narrowed to some agents reads no answer of another.
    if (!met.every((agent) => mayMeet(who, agent))) throw new NotFoundError({ what: 'response' })
    const before = turn.n > 1 ? (await turns.read(conversation.id, who)).turns.find(({ n }) => n === turn.n - 1) : undefined
    const facts: ResponseFacts = {
      ...{ model: conversation.pinned ?? frontDesk, conversation: conversation.id, turn: turn.id, says: turn.says },
      ...{ created: Math.floor(turn.at.getTime() / 1000), history: turn.n > 1 ? 'continued' : 'new' },
      previous: before && responseId({ turn: before.id, conversation: conversation.id }),
    }
    return { facts, reply: turn.reply }
  }

  return newApi()
    .openapi(list, (c) => c.json({ object: 'list' as const, data: modelsFor(whoIs(c)) }, 200))
    .openapi(one, (c) => {
      const found = modelsFor(whoIs(c)).find(({ id }) => id === c.req.valid('param').id)
      if (!found) throw new ModelNotFoundError()
      return c.json(found, 200)
    })
    .openapi(chat, async (c) => {
      const request = c.req.valid('json')
      const named = request.metadata?.conversation ?? c.req.valid('header')['x-fenshen-conversation']
      const { turn, facts } = await say({
        ...{ ...readChat(request), who: whoIs(c), model: request.model, user: request.user ?? undefined, after: undefined },
        named: typeof named === 'string' && named !== '' ? named : undefined,
        ...{ key: c.req.header('idempotency-key')?.slice(0, 200), isStream: request.stream === true },
      })
      const headers = { 'X-Fenshen-Conversation': facts.conversation }
      if (!request.stream) {
        const reply = await turn.done
        return c.json(completionOf(facts, reply, counted(reply.turn)), 200, headers)
      }
      const words = chatWords(facts, turn.id, { wantsUsage: request.stream_options?.include_usage === true, counted })
      // JSON or events, by what was asked: the library's response type cannot say that.
      return new Response(answerStream(turn, words, c.get('requestId')), { headers: { ...headers, ...streamed } }) as never
    })
    .openapi(respond, async (c) => {
      const request = c.req.valid('json')
      const read = readResponses(request)
      const { conversation } = request
      const previous = request.previous_response_id || undefined
      const after = previous === undefined ? undefined : namedBy(previous)
      if (previous !== undefined && !after) throw new NotFoundError({ what: 'response' })
      const said = await say({
        ...{ ...read, who: whoIs(c), model: request.model, user: request.user ?? undefined, after },
        named: (typeof conversation === 'string' ? conversation : conversation?.id) || undefined,
        ...{ key: c.req.header('idempotency-key')?.slice(0, 200), isStream: request.stream === true },
      })
      const { turn } = said
      const facts: ResponseFacts = { ...said.facts, turn: turn.id, previous }
      const headers = { 'X-Fenshen-Conversation': facts.conversation }
      if (!request.stream) {
        const reply = await turn.done
        return c.json(responseOf(facts, reply, counted(reply.turn)), 200, headers)
      }
      const body = answerStream(turn, responseWords(facts, counted), c.get('requestId'))
      // As above.
      return new Response(body, { headers: { ...headers, ...streamed } }) as never
    })
    .openapi(retrieve, async (c) => {
      const who = whoIs(c)
      const { stream, starting_after } = c.req.valid('query')
      const { facts, reply } = await responseNamed(who, c.req.valid('param').id)
      const headers = { 'X-Fenshen-Conversation': facts.conversation }
      if (stream !== 'true') return c.json(reply ? responseOf(facts, reply, counted(facts.turn)) : unfinishedResponse(facts), 200, headers)
      const turn = await turns.rejoin(facts.conversation, who, facts.turn)
      const body = answerStream(turn, responseWords(facts, counted, starting_after), c.get('requestId'))
      // As above.
      return new Response(body, { headers: { ...headers, ...streamed } }) as never
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid('param')
      const { facts } = await responseNamed(whoIs(c), id)
      await threads.remove(whoIs(c), facts.conversation, facts.turn)
      return c.json({ id, object: 'response' as const, deleted: true as const }, 200)
    })
}
