import { z } from '@hono/zod-openapi'
import { ChatMessage, Fenshen } from './schemas.ts'

/** The part of the responses protocol of OpenAI that this door speaks. What is not named here is read over. */

const InputItem = ChatMessage.extend({ type: z.string().max(40).optional(), role: z.string().max(40).optional() }).openapi(
  'ResponsesInputItem',
)

export const ResponsesRequest = z
  .looseObject({
    model: z.string().max(100).openapi({ description: 'Id of an agent, or `fenshen` for the front desk, which finds the agent.' }),
    input: z
      .union([z.string(), z.array(InputItem).min(1)])
      .openapi({ description: 'What is said; of messages the last, which is the user’s.' }),
    previous_response_id: z.string().max(100).nullish().openapi({ description: 'Goes on after that response.' }),
    conversation: z
      .union([z.string().max(64), z.looseObject({ id: z.string().max(64) })])
      .nullish()
      .openapi({ description: 'Id of the conversation to go on with.' }),
    stream: z.boolean().nullish(),
    user: z.string().max(200).nullish().openapi({ description: 'Tells threads of one program apart. Grants nothing.' }),
    instructions: z.unknown().optional(),
    tools: z.array(z.unknown()).nullish(),
    tool_choice: z.unknown().optional(),
    text: z.looseObject({ format: z.looseObject({ type: z.string() }).nullish() }).nullish(),
    background: z.boolean().nullish(),
    store: z.boolean().nullish(),
  })
  .openapi('ResponsesRequest')
export type ResponsesRequest = z.output<typeof ResponsesRequest>

const Part = z.object({
  type: z.literal('output_text'),
  text: z.string(),
  annotations: z.array(z.unknown()),
  logprobs: z.array(z.unknown()),
})
export const OutputMessage = z
  .object({
    ...{ id: z.string(), type: z.literal('message'), role: z.literal('assistant'), status: z.enum(['in_progress', 'completed']) },
    content: z.array(Part),
  })
  .openapi('ResponsesMessage')

export const ResponseView = z
  .object({
    id: z.string(),
    object: z.literal('response'),
    created_at: z.int(),
    status: z.enum(['in_progress', 'completed']),
    model: z.string(),
    output: z.array(OutputMessage),
    previous_response_id: z.string().nullable(),
    conversation: z.object({ id: z.string() }),
    usage: z
      .object({
        input_tokens: z.int(),
        input_tokens_details: z.object({ cached_tokens: z.int() }),
        output_tokens: z.int(),
        output_tokens_details: z.object({ reasoning_tokens: z.int() }),
        total_tokens: z.int(),
      })
      .nullable(),
    error: z.null(),
    incomplete_details: z.null(),
    instructions: z.null(),
    metadata: z.object({}),
    parallel_tool_calls: z.literal(false),
    store: z.literal(true),
    temperature: z.null(),
    text: z.object({ format: z.object({ type: z.literal('text') }) }),
    tool_choice: z.literal('none'),
    tools: z.array(z.unknown()),
    top_p: z.null(),
    truncation: z.literal('disabled'),
    fenshen: Fenshen.nullable().openapi({ description: 'Null until the response is complete.' }),
  })
  .openapi('ResponsesResponse')

export const ResponseGone = z
  .object({ id: z.string(), object: z.literal('response'), deleted: z.literal(true) })
  .openapi('ResponsesDeleted')

export const ResponseWish = z.object({
  stream: z.enum(['true', 'false']).optional().openapi({ description: 'The events of the response again, also while it runs.' }),
  starting_after: z.coerce.number().int().min(0).optional().openapi({ description: 'Of a stream: the `sequence_number` seen last.' }),
})
