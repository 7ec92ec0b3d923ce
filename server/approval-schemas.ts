import { z } from '@hono/zod-openapi'
import type { ProposalView } from '../core/approval-desk.ts'
import { approvalStates } from '../core/approvals.ts'

const instant = z.string().openapi({ format: 'date-time', example: '2026-11-22T01:00:00.000Z' })

/** A decision that waits for a second person (呈批件), as that person sees it. */
export const ApprovalView = z
  .object({
    id: z.string(),
    kind: z.string().openapi({ example: 'certificate_refusal' }),
    target: z.string().openapi({ description: 'What it is done to: an acceptance number, the name of a tool.' }),
    unit: z.string(),
    unitName: z.string(),
    role: z.string(),
    level: z.enum(['any', 'county']),
    proposer: z.string(),
    proposerName: z.string(),
    proposedAt: instant,
    expiresAt: instant,
    isExpired: z.boolean(),
    mayDecide: z.boolean(),
    shown: z.object({ title: z.string(), fields: z.array(z.object({ label: z.string(), value: z.string() })) }),
    hash: z.string().openapi({ description: 'Of exactly what is shown here and will be done; send it back with the decision.' }),
    state: z.enum(approvalStates),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    note: z.string().nullable(),
  })
  .openapi('Approval')

export const ApprovalDecision = z
  .object({
    hash: z.string().regex(/^[0-9a-f]{64}$/, '请带上您看到的那一份的校验值。'),
    verdict: z.enum(['approved', 'sent_back']),
    note: z.string().trim().min(2, '至少写 2 个字。').max(1_000, '最多 1000 个字。').optional(),
  })
  .refine(({ verdict, note }) => verdict === 'approved' || note !== undefined, { message: '退回要写明原因。', path: ['note'] })
  .openapi('ApprovalDecision')

/** A proposal as JSON says it. */
export const approvalJson = (view: ProposalView): z.input<typeof ApprovalView> => ({
  ...view,
  proposedAt: view.proposedAt.toISOString(),
  expiresAt: view.expiresAt.toISOString(),
  shown: { title: view.shown.title, fields: view.shown.fields.map((field) => ({ ...field })) },
  decidedBy: view.decidedBy ?? null,
  decidedAt: view.decidedAt?.toISOString() ?? null,
  note: view.note ?? null,
})
