import { createRoute, z } from '@hono/zod-openapi'
import type { Agent } from '../../core/agent.ts'
import type { TokenUse } from '../../core/models.ts'
import type { Who } from '../../core/people.ts'
import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import type { RunningTurn } from '../../runtime/running.ts'
import type { Turns } from '../../runtime/turn.ts'
import { whoIs } from '../auth/who.ts'
import { completionOf, type Facts, labelled } from '../openai/answer.ts'
import { ModelNotFoundError, UnsupportedWishError } from '../openai/errors.ts'
import { readChat } from '../openai/read-request.ts'
import { ChatCompletion, ChatRequest, ModelView, openAiProblems } from '../openai/schemas.ts'
import { completionStream } from '../openai/stream.ts'
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

  return newApi()
    .openapi(list, (c) => c.json({ object: 'list' as const, data: modelsFor(whoIs(c)) }, 200))
    .openapi(one, (c) => {
      const found = modelsFor(whoIs(c)).find(({ id }) => id === c.req.valid('param').id)
      if (!found) throw new ModelNotFoundError()
      return c.json(found, 200)
    })
    .openapi(chat, async (c) => {
      const who = whoIs(c)
      const request = c.req.valid('json')
      const { says, before } = readChat(request)
      const agent = request.model === frontDesk ? undefined : request.model
      if (agent !== undefined && !agents(who).some(({ id }) => id === agent)) throw new ModelNotFoundError()
      const named = request.metadata?.conversation ?? c.req.valid('header')['x-fenshen-conversation']
      const created = Math.floor(clock().getTime() / 1000)
      let turn: RunningTurn
      let facts: Facts
      if (typeof named === 'string' && named !== '') {
        await goOn(who, named, agent)
        turn = await turns.say({ conversation: named, who, text: says, door: 'v1', key: c.req.header('idempotency-key')?.slice(0, 200) })
        facts = { model: request.model, conversation: named, history: 'continued', says, created }
      } else {
        const heard = { who, agent, user: request.user ?? undefined, before, says }
        const thread = await threads.find(heard)
        const { conversation, history, begun, key } = thread
        turn = begun ? await turns.rejoin(conversation, who, begun) : await turns.say({ conversation, who, text: says, key, door: 'v1' })
        facts = { model: request.model, conversation, history, says, created }
        // The client may have left by then; its next message still finds the way back.
        const kept = turn.done.then((reply) => threads.remember(heard, thread, `${reply.text}${labelled(reply)}`))
        if (request.stream) kept.catch(() => undefined)
        else await kept
      }
      const headers = { 'X-Fenshen-Conversation': facts.conversation }
      if (!request.stream) {
        const reply = await turn.done
        return c.json(completionOf(facts, reply, counted(reply.turn)), 200, headers)
      }
      const wantsUsage = request.stream_options?.include_usage === true
      const body = completionStream(turn, facts, { wantsUsage, counted, requestId: c.get('requestId') })
      const type = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' }
      // JSON or events, by what was asked: the library's response type cannot say that.
      return new Response(body, { headers: { ...headers, ...type } }) as never
    })
}
