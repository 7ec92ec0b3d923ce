import type { Proposal, ProposalFacts } from '../../core/approvals.ts'
import { canonicalJson, sha256, uuidv7 } from '../../core/ids.ts'

type Bound = Pick<
  Proposal,
  'id' | 'kind' | 'target' | 'unit' | 'role' | 'level' | 'proposer' | 'proposedAt' | 'expiresAt' | 'args' | 'shown'
>

/** The hash of exactly what was shown and will be done. */
export const hashOfProposal = (facts: Bound): string => {
  const { id, kind, target, unit, role, level, proposer, proposedAt, expiresAt, args, shown } = facts
  return sha256(canonicalJson({ id, kind, target, unit, role, level, proposer, proposedAt, expiresAt, args, shown }))
}

/** A new proposal, open. */
export const newProposal = ({ proposer, holdsMs, ...facts }: ProposalFacts, at: Date): Proposal => {
  const bound = {
    ...facts,
    // As the database gives it back: what JSON does not keep must not be in the hash either.
    args: JSON.parse(JSON.stringify(facts.args)) as Readonly<Record<string, unknown>>,
    id: uuidv7(at),
    proposer: proposer.id,
    proposedAt: at,
    expiresAt: new Date(at.getTime() + holdsMs),
  }
  return { ...bound, hash: hashOfProposal(bound), state: 'open', decidedBy: undefined, decidedAt: undefined, note: undefined }
}
