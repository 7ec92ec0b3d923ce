import type { ApprovalVerdict, Proposal, ProposalFacts } from './approvals.ts'
import type { Officer } from './people.ts'
import type { Records } from './ports.ts'

/** What somebody decides: the hash says what they saw. */
export interface Decision {
  readonly hash: string
  readonly verdict: ApprovalVerdict
  readonly note: string | undefined
}

/** The deed that waits behind a kind of proposal. */
export interface ApprovalHandler {
  readonly kind: string
  /** Outside any transaction, before anything is written: what must be asked of others first. Throwing leaves the proposal open. */
  before?(proposal: Proposal, by: Officer, decision: Decision): Promise<unknown>
  /** In the very transaction that writes the decision: both or neither. `asked` is what `before` gave. */
  perform(records: Records, deed: { proposal: Proposal; by: Officer; decision: Decision; asked: unknown; at: Date }): Promise<unknown>
  /** After the commit: printing and the like, safe to repeat. */
  after?(proposal: Proposal, decision: Decision): Promise<void>
}

/** A proposal as somebody who may decide it sees it. */
export interface ProposalView extends Omit<Proposal, 'args'> {
  readonly unitName: string
  readonly proposerName: string
  readonly isExpired: boolean
  /** True when the person who asks may decide it now. */
  readonly mayDecide: boolean
}

/** Approvals of every kind (呈批): proposed by one, decided once by another, bound to what was shown. */
export interface ApprovalDesk {
  /** Adds a kind; a second handler of one kind is a mistake. */
  handle(handler: ApprovalHandler): void
  /** Writes the proposal and its audit entry, inside the caller's transaction. */
  propose(records: Records, facts: ProposalFacts): Promise<Proposal>
  /** What waits for this person's decision, oldest first. */
  list(who: Officer, options: { limit: number; after?: string | undefined }): Promise<{ proposals: readonly ProposalView[]; next?: string }>
  /** What this person has proposed and nobody has decided yet, oldest first; what ran out is to be proposed anew. */
  mine(who: Officer): Promise<readonly ProposalView[]>
  /** For officers of the unit and above; for others it is not there. */
  find(who: Officer, id: string): Promise<ProposalView>
  /** Decides once. What the deed gave comes back as `result`. */
  decide(who: Officer, id: string, decision: Decision): Promise<{ proposal: ProposalView; result: unknown }>
  /** The proposer takes it back while nobody has decided, inside the caller's transaction. */
  withdraw(records: Records, who: Officer, id: string): Promise<void>
}
