import type { ApprovalDesk } from './core/approval-desk.ts'
import type { ApprovalGround } from './domain/approvals/desk.ts'
import { createApprovals } from './domain/approvals/desk.ts'
import type { Door } from './server/parts.ts'
import { approvalRoutes } from './server/routes/approvals.ts'

/** Opens the desk of approvals (呈批). Each part adds its own kinds to it before anything serves. */
export const openApprovals = (ground: ApprovalGround): { readonly approvals: ApprovalDesk; readonly doors: readonly Door[] } => {
  const approvals = createApprovals(ground)
  return { approvals, doors: [{ path: '/', app: approvalRoutes({ approvals }) }] }
}
