import { createRoute, z } from '@hono/zod-openapi'
import type { Who } from '../../core/people.ts'
import type { Receipt as ReceiptFacts } from '../../core/receipts.ts'
import { whoIs } from '../auth/who.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const Receipt = z
  .object({
    code: z.string(),
    at: z.string(),
    askedBy: z.string().openapi({ description: 'Keyed hash of the one who asked.' }),
    says: z.string(),
    text: z.string(),
    outcome: z.string(),
    agent: z.object({ id: z.string(), version: z.string() }).nullable(),
    model: z.string(),
    models: z.array(z.object({ model: z.string(), fault: z.string().nullable() })),
    tools: z.array(z.object({ name: z.string(), version: z.string(), result: z.string() })),
    documents: z.array(z.object({ document: z.string(), version: z.string(), path: z.string(), effective: z.string(), quote: z.string() })),
    guards: z.array(z.string()),
    build: z.string(),
  })
  .openapi('Receipt')

const route = createRoute({
  method: 'get',
  path: '/api/receipts/{code}',
  summary: 'Who answered what, by which versions (答复回执)',
  description:
    'For the one who asked. An auditor or administrator gives a purpose, which is written down and shown to the one who asked; personal values are replaced for them.',
  request: { params: z.object({ code: z.string().max(40) }), query: z.object({ purpose: z.string().max(200).optional() }) },
  responses: { 200: answers(Receipt, 'The receipt.'), 401: problems[401], 403: problems[403], 404: problems[404] },
})

/** Receipts of answers (答复回执). */
export const receiptRoutes = ({
  receipts,
}: {
  receipts: { read(who: Who, code: string, purpose: string | undefined): Promise<ReceiptFacts> }
}) =>
  newApi().openapi(route, async (c) => {
    const { at, agent, models, tools, documents, guards, ...rest } = await receipts.read(
      whoIs(c),
      c.req.valid('param').code,
      c.req.valid('query').purpose,
    )
    const lists = { models: [...models], tools: [...tools], documents: [...documents], guards: [...guards] }
    return c.json({ ...rest, ...lists, at: at.toISOString(), agent: agent ?? null }, 200)
  })
