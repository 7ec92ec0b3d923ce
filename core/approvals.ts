import type { Officer, Role } from './people.ts'

/** What a proposal comes to (办理结果): it is decided once. */
export const approvalStates = ['open', 'approved', 'sent_back', 'withdrawn'] as const
export type ApprovalState = (typeof approvalStates)[number]

/** What the second person says (审批意见): 同意, or 退回 with a reason. */
export type ApprovalVerdict = 'approved' | 'sent_back'

/** Exactly what is put before the person who decides (呈批内容): words for people, and nothing that may not be on a page. */
export interface ApprovalShown {
  readonly title: string
  readonly fields: readonly { readonly label: string; readonly value: string }[]
}

/**
 * A decision that one person proposes and another makes (呈批件). The hash covers what was shown, the exact arguments and who may
 * decide: change one byte and it is another proposal.
 */
export interface Proposal {
  readonly id: string
  /** What is done once it is approved: the name of a handler. */
  readonly kind: string
  /** What it is done to: an acceptance number, the name of a tool. */
  readonly target: string
  /** Unit whose matter it is. Its approvers and those above may decide. */
  readonly unit: string
  readonly role: Role
  /** `county`: only somebody of a banner or of the city (县级以上公安机关负责人). */
  readonly level: 'any' | 'county'
  readonly proposer: string
  readonly proposedAt: Date
  readonly expiresAt: Date
  readonly args: Readonly<Record<string, unknown>>
  readonly shown: ApprovalShown
  /** SHA-256 over everything above, hex. */
  readonly hash: string
  readonly state: ApprovalState
  readonly decidedBy: string | undefined
  readonly decidedAt: Date | undefined
  readonly note: string | undefined
}

/** What is proposed; id, moment and hash are given to it. */
export type ProposalFacts = Pick<Proposal, 'kind' | 'target' | 'unit' | 'role' | 'level' | 'args' | 'shown'> & {
  readonly proposer: Officer
  readonly holdsMs: number
}

/** Whom a list of open proposals is for. */
export interface ProposalQuery {
  readonly units: readonly string[]
  readonly roles: readonly Role[]
  readonly levels: readonly Proposal['level'][]
  /** Left out: one's own proposals are decided by others. */
  readonly notBy: string
  readonly now: Date
  readonly limit: number
  readonly after?: { readonly at: Date; readonly id: string } | undefined
}

/** Proposals as they are kept. Arguments, what was shown and notes are encrypted at rest. */
export interface Approvals {
  insert(proposal: Proposal): Promise<void>
  find(id: string): Promise<Proposal | undefined>
  /** Open and not expired, the oldest first. */
  listOpen(query: ProposalQuery): Promise<readonly Proposal[]>
  /** Open ones that this person proposed, also those that ran out, oldest first (我提请的). */
  openOf(proposer: string, limit: number): Promise<readonly Proposal[]>
  /** Of one matter, the newest first. */
  ofTarget(target: string): Promise<readonly Proposal[]>
  /** Of one kind: decided, or run out, at `since` or later; the oldest first. For those who wait for the answer. */
  endedSince(kind: string, options: { readonly since: Date; readonly now: Date; readonly limit: number }): Promise<readonly Proposal[]>
  /** False when it was decided before, or its time is over: nothing was written. */
  close(
    id: string,
    end: { readonly state: Exclude<ApprovalState, 'open'>; readonly by: string; readonly at: Date; readonly note: string | undefined },
  ): Promise<boolean>
}
