import type { ApprovalDesk, ApprovalHandler, Decision, ProposalView } from '../../core/approval-desk.ts'
import { ApprovalChangedError, ApprovalExpiredError, ApprovalUsedError, OwnApprovalError } from '../../core/approval-errors.ts'
import type { Proposal } from '../../core/approvals.ts'
import { BadInputError, NotAllowedError, NotFoundError, type PlatformError } from '../../core/errors.ts'
import type { Officer } from '../../core/people.ts'
import type { Records, Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import { type UnitTree, unitTree } from '../../core/units.ts'
import { hashOfProposal, newProposal } from './proposal.ts'

/** What approvals stand on. */
export interface ApprovalGround {
  readonly store: Store
  readonly clock: Clock
}

const cursorOf = ({ proposedAt, id }: Proposal): string => Buffer.from(JSON.stringify([proposedAt.getTime(), id])).toString('base64url')

const readCursor = (text: string): { at: Date; id: string } => {
  try {
    const [millis, id]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    const at = new Date(Number(millis))
    if (typeof id === 'string' && !Number.isNaN(at.getTime())) return { at, id }
  } catch {
    // Said below.
  }
  throw new BadInputError({ what: 'cursor', hint: '翻页的位置不对，请从第一页重新看。' })
}

const isCounty = (tree: UnitTree, unit: string): boolean => ['city', 'banner'].includes(tree.kindOf(unit) ?? '')

/** Why this person may not decide this proposal, whatever its state; undefined when they may. */
const objection = (proposal: Proposal, who: Officer, tree: UnitTree): PlatformError | undefined => {
  if (proposal.proposer === who.id) return new OwnApprovalError({ id: proposal.id })
  if (!who.roles.includes(proposal.role)) return new NotAllowedError({ what: `approval ${proposal.kind}`, needs: proposal.role })
  if (proposal.level === 'county' && !isCounty(tree, who.unit))
    return new NotAllowedError({ what: `approval ${proposal.kind}`, needs: `${proposal.role} of county level or above` })
  return undefined
}

/** Approvals of every kind (呈批). A handler's deed and the decision are one transaction: after a crash there are both or neither. */
export const createApprovals = ({ store, clock }: ApprovalGround): ApprovalDesk => {
  const handlers = new Map<string, ApprovalHandler>()
  const treeOf = async (): Promise<UnitTree> => unitTree(await store.people.listUnits())

  const viewOf = (proposal: Proposal, who: Officer, tree: UnitTree, names: ReadonlyMap<string, string>): ProposalView => {
    const { args: _args, ...rest } = proposal
    const isExpired = proposal.state === 'open' && proposal.expiresAt <= clock()
    return {
      ...rest,
      unitName: tree.nameOf(proposal.unit),
      proposerName: names.get(proposal.proposer) ?? proposal.proposer,
      isExpired,
      mayDecide: proposal.state === 'open' && !isExpired && objection(proposal, who, tree) === undefined,
    }
  }

  const namesIn = (proposals: readonly Proposal[]) => store.people.namesOf([...new Set(proposals.map(({ proposer }) => proposer))])

  /** The proposal, if the person's unit is the one whose matter it is, or stands above it. */
  const seen = async (who: Officer, id: string, tree: UnitTree): Promise<Proposal> => {
    const proposal = await store.approvals.find(id)
    if (!proposal || !tree.under(who.unit).includes(proposal.unit)) throw new NotFoundError({ what: 'approval' })
    return proposal
  }

  /** A try that was turned down is written too: by whom, at what, and why. */
  const refuse = async (who: Officer, proposal: Proposal, error: PlatformError): Promise<never> => {
    await store.audit.append(
      {
        ...{ actor: who.id, actorKind: 'officer', action: 'decide_approval', target: proposal.target, isOk: false },
        detail: { approval: proposal.id, kind: proposal.kind, why: error.code },
      },
      clock(),
    )
    throw error
  }

  const check = (proposal: Proposal, who: Officer, tree: UnitTree, decision: Decision): PlatformError | undefined => {
    const { id } = proposal
    const objects = objection(proposal, who, tree)
    if (objects) return objects
    if (proposal.state !== 'open') return new ApprovalUsedError({ id, state: proposal.state })
    if (proposal.expiresAt <= clock()) return new ApprovalExpiredError({ id, at: proposal.expiresAt })
    if (hashOfProposal(proposal) !== proposal.hash) return new ApprovalChangedError({ id, what: 'row' })
    if (decision.hash !== proposal.hash) return new ApprovalChangedError({ id, what: 'hash' })
    return undefined
  }

  /** Somebody was faster between the look and the write. */
  const lost = async (proposal: Proposal): Promise<PlatformError> => {
    const now = await store.approvals.find(proposal.id)
    return now && now.state === 'open'
      ? new ApprovalExpiredError({ id: proposal.id, at: proposal.expiresAt })
      : new ApprovalUsedError({ id: proposal.id, state: now?.state ?? 'gone' })
  }

  const write = (proposal: Proposal, who: Officer, decision: Decision, handler: ApprovalHandler, asked: unknown) =>
    store.transaction(async (records) => {
      const at = clock()
      const end = { state: decision.verdict, by: who.id, at, note: decision.note }
      if (!(await records.approvals.close(proposal.id, end))) return { isDone: false as const }
      const result = await handler.perform(records, { proposal, by: who, decision, asked, at })
      await records.audit.append(
        {
          ...{ actor: who.id, actorKind: 'officer', action: 'decide_approval', target: proposal.target, isOk: true },
          detail: { approval: proposal.id, kind: proposal.kind, verdict: decision.verdict, hash: proposal.hash },
          deedKey: `approval:${proposal.id}`,
        },
        at,
      )
      return { isDone: true as const, result }
    })

  return {
    handle: (handler) => {
      if (handlers.has(handler.kind)) throw new TypeError(`two handlers of approvals of kind ${handler.kind}`)
      handlers.set(handler.kind, handler)
    },
    propose: async (records: Records, facts) => {
      if (!handlers.has(facts.kind)) throw new TypeError(`no handler of approvals of kind ${facts.kind}`)
      const at = clock()
      const proposal = newProposal(facts, at)
      await records.approvals.insert(proposal)
      await records.audit.append(
        {
          ...{ actor: facts.proposer.id, actorKind: 'officer', action: 'propose_approval', target: facts.target, isOk: true },
          detail: { approval: proposal.id, kind: facts.kind, hash: proposal.hash },
        },
        at,
      )
      return proposal
    },
    list: async (who, { limit, after }) => {
      const tree = await treeOf()
      const found = await store.approvals.listOpen({
        units: tree.under(who.unit),
        roles: who.roles,
        levels: isCounty(tree, who.unit) ? ['any', 'county'] : ['any'],
        notBy: who.id,
        now: clock(),
        limit: limit + 1,
        after: after === undefined ? undefined : readCursor(after),
      })
      const page = found.slice(0, limit)
      const names = await namesIn(page)
      const last = found.length > limit ? page.at(-1) : undefined
      return { proposals: page.map((one) => viewOf(one, who, tree, names)), ...(last ? { next: cursorOf(last) } : {}) }
    },
    mine: async (who) => {
      const tree = await treeOf()
      const found = await store.approvals.openOf(who.id, 100)
      const names = await namesIn(found)
      return found.map((one) => viewOf(one, who, tree, names))
    },
    find: async (who, id) => {
      const tree = await treeOf()
      const proposal = await seen(who, id, tree)
      return viewOf(proposal, who, tree, await namesIn([proposal]))
    },
    decide: async (who, id, decision) => {
      const tree = await treeOf()
      const proposal = await seen(who, id, tree)
      const handler = handlers.get(proposal.kind)
      if (!handler) throw new TypeError(`no handler of approvals of kind ${proposal.kind}`)
      const error = check(proposal, who, tree, decision)
      if (error) return refuse(who, proposal, error)
      const asked = await handler.before?.(proposal, who, decision)
      const written = await write(proposal, who, decision, handler, asked)
      if (!written.isDone) return refuse(who, proposal, await lost(proposal))
      await handler.after?.(proposal, decision)
      const now = (await store.approvals.find(id)) ?? proposal
      return { proposal: viewOf(now, who, tree, await namesIn([now])), result: written.result }
    },
    withdraw: async (records, who, id) => {
      const proposal = await records.approvals.find(id)
      if (!proposal || proposal.proposer !== who.id) throw new NotFoundError({ what: 'approval' })
      const at = clock()
      if (!(await records.approvals.close(id, { state: 'withdrawn', by: who.id, at, note: undefined })))
        throw new ApprovalUsedError({ id, state: proposal.state })
      await records.audit.append(
        {
          ...{ actor: who.id, actorKind: 'officer', action: 'withdraw_approval', target: proposal.target, isOk: true },
          detail: { approval: id, kind: proposal.kind },
        },
        at,
      )
    },
  }
}
