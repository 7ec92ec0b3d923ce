import { z } from '@hono/zod-openapi'
import { outcomes } from '../../core/conversation.ts'
import { Card, Citation, ToolStep } from '../schemas.ts'

/** The part of the OpenAI protocol that this door speaks. What is not named here is read over. */

const textPart = z.looseObject({ type: z.string(), text: z.string().optional() })
export const ChatMessage = z
  .looseObject({ role: z.string().max(40), content: z.union([z.string(), z.array(textPart).max(50)]).nullish() })
  .openapi('ChatMessage')

export const ChatRequest = z
  .looseObject({
    model: z.string().max(100).openapi({ description: 'Id of an agent, or `fenshen` for the front desk, which finds the agent.' }),
    messages: z.array(ChatMessage).min(1).openapi({ description: 'Roles user and assistant. The last is the user’s; it alone is said.' }),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
    metadata: z
      .record(z.string(), z.unknown())
      .nullish()
      .openapi({ description: '`conversation`: id of the conversation to go on with, as `fenshen.conversation` of a reply named it.' }),
    user: z.string().max(200).nullish().openapi({ description: 'Tells threads of one program apart. Grants nothing.' }),
    n: z.int().nullish(),
    tools: z.array(z.unknown()).nullish(),
    tool_choice: z.unknown().optional(),
    functions: z.array(z.unknown()).nullish(),
    response_format: z.looseObject({ type: z.string() }).nullish(),
  })
  .openapi('ChatCompletionRequest')
export type ChatRequest = z.output<typeof ChatRequest>

/** What an answer holds beyond the protocol: the same objects as everywhere (docs/doors.md). */
export const Fenshen = z
  .object({
    conversation: z.string(),
    turn: z.string(),
    agent: z.string().nullable(),
    outcome: z.enum(outcomes),
    cards: z.array(Card).readonly(),
    citations: z.array(Citation).readonly(),
    tools: z.array(ToolStep).readonly(),
    confirm: z.object({ id: z.string(), text: z.string() }).nullable().openapi({ description: 'Answer with a message 确认 or 不.' }),
    suggestions: z.array(z.string()).readonly(),
    label: z.string(),
    model: z.string().openapi({ description: 'What wrote the text.' }),
    history: z
      .enum(['new', 'continued'])
      .openapi({ description: '`new`: the messages before the last one were not known here and are not part of it.' }),
    usage: z.enum(['counted', 'estimated']),
  })
  .openapi('FenshenExtension')

export const Usage = z.object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() }).openapi('ChatUsage')

export const ChatCompletion = z
  .object({
    id: z.string(),
    object: z.literal('chat.completion'),
    created: z.int(),
    model: z.string(),
    choices: z.array(
      z.object({
        index: z.literal(0),
        message: z.object({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
        logprobs: z.null(),
        finish_reason: z.literal('stop'),
      }),
    ),
    usage: Usage,
    fenshen: Fenshen,
  })
  .openapi('ChatCompletion')

export const ModelView = z
  .object({
    id: z.string(),
    object: z.literal('model'),
    created: z.int(),
    owned_by: z.string(),
    fenshen: z.object({ name: z.string(), purpose: z.string(), audience: z.string(), version: z.string().nullable() }),
  })
  .openapi('Model')

const OpenAiProblem = z
  .object({ error: z.object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string() }) })
  .openapi('OpenAiError')
const openAiProblem = (description: string) => ({ content: { 'application/json': { schema: OpenAiProblem } }, description })
export const openAiProblems = {
  400: openAiProblem('Not what this door takes; `param` says where.'),
  401: openAiProblem('No key, or not a good one.'),
  403: openAiProblem('The key is not for this.'),
  404: openAiProblem('No such model, or conversation, for this caller.'),
  409: openAiProblem('The conversation is busy.'),
  413: openAiProblem('Too large.'),
  429: openAiProblem('Too many requests; Retry-After says when.'),
} as const
