import { createRoute, z } from '@hono/zod-openapi'
import type { ApprovalDesk } from '../../core/approval-desk.ts'
import { ApprovalDecision, ApprovalView, approvalJson } from '../approval-schemas.ts'
import { officerIs } from '../auth/who.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const base = '/api/approvals'
const id = z.object({ id: z.string().max(60) })

const listRoute = createRoute({
  method: 'get',
  path: base,
  summary: 'What waits for my decision: proposed by others in my units, oldest first (待我审批)',
  request: { query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(50), after: z.string().max(200).optional() }) },
  responses: {
    200: answers(z.object({ approvals: z.array(ApprovalView), next: z.string().nullable() }), 'One page.'),
    400: problems[400],
    401: problems[401],
    403: problems[403],
  },
})

const mineRoute = createRoute({
  method: 'get',
  path: `${base}/mine`,
  summary: 'What I have proposed and nobody has decided yet, oldest first (我提请的)',
  responses: { 200: answers(z.object({ approvals: z.array(ApprovalView) }), 'At most 100.'), 401: problems[401], 403: problems[403] },
})

const oneRoute = createRoute({
  method: 'get',
  path: `${base}/{id}`,
  summary: 'One proposal, exactly as its proposer put it (呈批件)',
  request: { params: id },
  responses: { 200: answers(ApprovalView, 'The proposal.'), 401: problems[401], 403: problems[403], 404: problems[404] },
})

const decideRoute = createRoute({
  method: 'post',
  path: `${base}/{id}/decision`,
  summary: 'Approves or sends back, once, never one’s own (同意 / 退回)',
  description:
    'Codes: `approval_own`, `approval_used`, `approval_expired`, `approval_changed`. The deed is done in the transaction that writes the decision.',
  request: { params: id, body: { required: true, content: { 'application/json': { schema: ApprovalDecision } } } },
  responses: { 200: answers(ApprovalView, 'Decided, and done.'), ...problems },
})

/** The inbox of whoever approves (待我审批), whatever it is that waits. */
export const approvalRoutes = ({ approvals }: { approvals: Pick<ApprovalDesk, 'list' | 'mine' | 'find' | 'decide'> }) =>
  newApi()
    .openapi(listRoute, async (c) => {
      const { proposals, next } = await approvals.list(officerIs(c, 'officer'), c.req.valid('query'))
      return c.json({ approvals: proposals.map(approvalJson), next: next ?? null }, 200)
    })
    .openapi(mineRoute, async (c) => c.json({ approvals: (await approvals.mine(officerIs(c, 'officer'))).map(approvalJson) }, 200))
    .openapi(oneRoute, async (c) => c.json(approvalJson(await approvals.find(officerIs(c, 'officer'), c.req.valid('param').id)), 200))
    .openapi(decideRoute, async (c) => {
      const { hash, verdict, note } = c.req.valid('json')
      const { proposal } = await approvals.decide(officerIs(c, 'officer'), c.req.valid('param').id, { hash, verdict, note })
      return c.json(approvalJson(proposal), 200)
    })
