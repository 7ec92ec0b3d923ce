import type { ApprovalHandler, Decision } from '../../core/approval-desk.ts'
import { ApprovalChangedError } from '../../core/approval-errors.ts'
import type { Proposal } from '../../core/approvals.ts'
import type { DeskWords } from '../../core/certificate-rules.ts'
import type { Actor, Application } from '../../core/certificates.ts'
import type { VerificationCause } from '../../core/desk-acts.ts'
import { AnswerUncertainError, OtherOfficerError, RegistrySilentError } from '../../core/desk-errors.ts'
import { NotFoundError } from '../../core/errors.ts'
import type { AnswerWord } from '../../core/officer-desk.ts'
import type { Officer } from '../../core/people.ts'
import type { Records } from '../../core/ports.ts'
import { findEdge } from '../certificates/states.ts'
import type { OfficerGround } from './ground.ts'
import type { PaperNeed, WrittenPaper } from './papers.ts'
import type { Plan, PlannedStep } from './planning.ts'
import { type Asked, askAgain, settleRows } from './registry.ts'
import { stepped, writePlan } from './write.ts'

/** What was found out before the decision is written. */
interface Prepared {
  readonly application: Application
  readonly answer: AnswerWord | undefined
  readonly rows: Asked['rows']
  readonly steps: readonly PlannedStep[]
  readonly written: readonly WrittenPaper[]
  readonly dueOn: Plan['dueOn']
}

const by = (who: Officer): Actor => ({ kind: 'officer', id: who.id })

/** How a kind of decision turns out. */
interface Kind {
  readonly kind: string
  /** Papers that were given stop to hold with the approval. */
  readonly isVoiding?: true
  /** Asks the registry before an approval is signed. */
  readonly asks: string | undefined
  steps(who: Officer, decision: Decision, answer: AnswerWord | undefined): readonly PlannedStep[]
  papers(proposal: Proposal, who: Officer, found: Asked | undefined, words: DeskWords): readonly PaperNeed[]
  dueOn?(proposal: Proposal): string | undefined
}

const refusal: Kind = {
  kind: 'certificate_refusal',
  asks: '复核无犯罪记录证明申请（审批前再次查询）',
  steps: (who, { verdict }, answer) =>
    verdict === 'sent_back'
      ? [['reject_refusal', by(who)]]
      : // What became clear meanwhile goes clear: there is nothing left to refuse.
        answer === 'clear'
        ? [['clear', { kind: 'system' }]]
        : [['approve_refusal', by(who)]],
  papers: (proposal, who, found) => {
    if (found?.answer === 'clear') return []
    const answers = new Map(found?.rows.map(({ row, answer }) => [row.id, answer]))
    return [{ kind: 'refusal', proposer: proposal.proposer, approver: who, answers }]
  },
}

const argsOf = ({ args }: Proposal) =>
  // Written by plan.ts in this shape, and bound by the hash since.
  args as { readonly steps: number; readonly cause: VerificationCause; readonly matters: readonly string[]; readonly expectedOn: string }

const verification: Kind = {
  kind: 'certificate_verification',
  asks: undefined,
  steps: (who, { verdict }) => [[verdict === 'approved' ? 'approve_verify' : 'reject_verify', by(who)]],
  papers: (proposal, who, _found, words) => {
    const { cause, matters, expectedOn } = argsOf(proposal)
    return [{ kind: 'verification_approval', cause: words.cause(cause), matters, expectedOn, proposer: proposal.proposer, approver: who }]
  },
  dueOn: (proposal) => argsOf(proposal).expectedOn,
}

const extension: Kind = {
  kind: 'recheck_extension',
  asks: undefined,
  steps: (who, { verdict }) => (verdict === 'approved' ? [['extend', by(who)]] : []),
  papers: () => [],
}

/** The letter stops to hold, and says so where it is checked; the reason stays in the house. */
const letterRevocation: Kind = {
  kind: 'letter_revocation',
  asks: undefined,
  isVoiding: true,
  steps: (who, { verdict }) => (verdict === 'approved' ? [['recall_reply', by(who)]] : []),
  papers: ({ args }) => [{ kind: 'revocation', revoked: String(args.letter), of: 'inquiry_letter' }],
}

/** Whoever had a part in the steps that this one may not follow cannot decide it. */
const demandFresh = (application: Application, steps: readonly PlannedStep[], who: Officer): void => {
  const [first] = steps
  const row = first && findEdge(application.state, first[0])
  const isPart = application.history.some(
    ({ event, actor }) => row?.notBy?.includes(event) && actor.kind === 'officer' && actor.id === who.id,
  )
  if (first && isPart) throw new OtherOfficerError({ number: application.number, event: first[0] })
}

/** A case that went on since is not the one that was shown. Sending back what is gone does nothing to it. */
const isSame = (application: Application, proposal: Proposal): boolean => application.history.length === argsOf(proposal).steps

const handlerOf = (ground: OfficerGround, kind: Kind): ApprovalHandler => {
  const { store } = ground
  const caseOf = async (records: Pick<Records, 'applications'>, proposal: Proposal): Promise<Application> => {
    const application = await records.applications.find(proposal.target)
    if (!application) throw new NotFoundError({ what: 'case' })
    return application
  }

  const before = async (proposal: Proposal, who: Officer, decision: Decision): Promise<Prepared> => {
    const application = await caseOf(store, proposal)
    const isApproved = decision.verdict === 'approved'
    if (!isSame(application, proposal)) {
      if (isApproved) throw new ApprovalChangedError({ id: proposal.id, what: 'matter' })
      return { application, answer: undefined, rows: [], steps: [], written: [], dueOn: undefined }
    }
    const at = ground.clock()
    const worst = kind.steps(who, decision, 'hit')
    demandFresh(application, worst, who)
    stepped(ground, application, { steps: worst }, at)
    const found = isApproved && kind.asks ? await askAgain(ground, application, who, kind.asks) : undefined
    const answer = found?.answer
    if (answer === 'unavailable') throw new RegistrySilentError({ number: application.number })
    if (answer === 'uncertain') throw new AnswerUncertainError({ number: application.number })
    const steps = kind.steps(who, decision, answer)
    const dueOn = isApproved ? kind.dueOn?.(proposal) : undefined
    const next = stepped(ground, application, { steps, ...(dueOn === undefined ? {} : { dueOn }) }, at)
    const needs = isApproved ? kind.papers(proposal, who, found, ground.words) : []
    const written = await ground.papers.write(needs, next, at)
    return { application, answer, rows: found?.rows ?? [], steps, written, dueOn }
  }

  return {
    kind: kind.kind,
    before,
    perform: async (records, { proposal, by: who, decision, asked, at }) => {
      // What `before` of this very handler gave.
      const { application, answer, rows, steps, written, dueOn } = asked as Prepared
      const next = stepped(ground, application, { steps, ...(dueOn === undefined ? {} : { dueOn }) }, at)
      await writePlan(
        records,
        application,
        next,
        {
          content: { kind: kind.kind, approval: proposal.id, verdict: decision.verdict, note: decision.note, answer },
          detail: { kind: kind.kind, verdict: decision.verdict, outcome: steps[0]?.[0] ?? 'none' },
          written,
          ...(kind.isVoiding && decision.verdict === 'approved' ? { isVoiding: true as const } : {}),
        },
        { by: who.id, kind: 'officer', at, act: 'decide', action: `decide_${kind.kind}` },
      )
      await settleRows(records, application.number, rows, decision.verdict === 'approved')
      return { state: next.state }
    },
    after: async ({ target }) => {
      if ((await store.applications.find(target))?.state === 'CLEAR') await ground.settle(target)
    },
  }
}

/** What a second person decides about cases (审批): refusals, checking that stops the clock, a recheck that takes longer. */
export const caseDecisions = (ground: OfficerGround): readonly ApprovalHandler[] =>
  [refusal, verification, extension, letterRevocation].map((kind) => handlerOf(ground, kind))
