import { createRoute, z } from '@hono/zod-openapi'
import { type Sending, sendingStates } from '../../core/sendings.ts'
import { type Sender, sendingFindings } from '../../runtime/sender.ts'
import { officerIs } from '../auth/who.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const base = '/api/sendings'

const SendingView = z
  .object({
    id: z.string(),
    tool: z.string(),
    title: z.string(),
    target: z.string().openapi({ description: 'Server and tool over there.' }),
    person: z.string(),
    approval: z.string().nullable(),
    at: z.iso.datetime(),
    movedAt: z.iso.datetime(),
    attempts: z.int(),
    state: z.enum(sendingStates),
    args: z.unknown().openapi({ description: 'What was sent, for whoever asks at the other side.' }),
  })
  .openapi('Sending')

const listRoute = createRoute({
  method: 'get',
  path: base,
  summary: 'Deeds that may have arrived at another system: somebody has to ask there, oldest first (不能确定的外发)',
  responses: { 200: answers(z.object({ sendings: z.array(SendingView) }), 'At most 100.'), 401: problems[401], 403: problems[403] },
})

const decideRoute = createRoute({
  method: 'post',
  path: `${base}/{id}/decision`,
  summary: 'What was found out at the other side: it was done, it was not, or it is to be sent again (核实结果)',
  description: 'Whoever asked for the deed is told in their conversation. Code `sending_settled` when somebody was quicker.',
  request: {
    params: z.object({ id: z.string().max(60) }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            finding: z.enum(sendingFindings),
            reason: z.string().trim().min(2, '请写明向谁核实、对方怎么说').max(500),
          }),
        },
      },
    },
  },
  responses: { 200: answers(SendingView, 'As it stands now.'), ...problems },
})

/** Deeds of other systems that only a person can find out about, for administrators. */
export const sendingRoutes = ({
  sender,
  tools,
}: {
  readonly sender: Pick<Sender, 'unsure' | 'decide'>
  readonly tools: readonly { readonly name: string; readonly title: string; readonly sends?: { readonly target: string } | undefined }[]
}) => {
  const viewOf = ({ id, tool: name, person, approval, at, movedAt, attempts, state, args }: Sending) => {
    const tool = tools.find((one) => one.name === name)
    return {
      ...{ id, tool: name, title: tool?.title ?? name, target: tool?.sends?.target ?? '', person, approval: approval ?? null },
      ...{ at: at.toISOString(), movedAt: movedAt.toISOString(), attempts, state, args: args ?? null },
    }
  }
  return newApi()
    .openapi(listRoute, async (c) => {
      officerIs(c, 'admin')
      return c.json({ sendings: (await sender.unsure()).map(viewOf) }, 200)
    })
    .openapi(decideRoute, async (c) => {
      const { finding, reason } = c.req.valid('json')
      return c.json(viewOf(await sender.decide(officerIs(c, 'admin'), c.req.valid('param').id, finding, reason)), 200)
    })
}
