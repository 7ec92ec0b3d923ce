import { isInstitution } from '../../core/applicants.ts'
import type { Proposal } from '../../core/approvals.ts'
import type { Application, ApplicationEvent, ApplicationState } from '../../core/certificates.ts'
import { type DeskActName, deskActs } from '../../core/desk-acts.ts'
import { type Claim, deskGroupOf } from '../../core/desk-store.ts'
import type { Officer } from '../../core/people.ts'
import type { UnitTree } from '../../core/units.ts'
import { findEdge } from '../certificates/states.ts'
import { reassignable } from './reassign.ts'
import { mayByRole } from './rights.ts'

/** The step that an act begins with; those without one are asked by state below. */
const firstStep: Partial<Record<DeskActName, ApplicationEvent>> = {
  identify: 'id_ok',
  supplement: 'incomplete',
  supply: 'supply',
  accept: 'complete',
  'not-accept': 'not_eligible',
  'finish-verification': 'verify_done',
  'confirm-clear': 'confirm_clear',
  deliver: 'deliver',
  uphold: 'uphold',
  correct: 'correct',
  revoke: 'recall',
  withdraw: 'withdraw',
}

/** Where an institution holds a letter that may be taken back. */
const recallable: readonly ApplicationState[] = ['ISSUED', 'REFUSED', 'DELIVERED']

interface Facts {
  readonly who: Officer
  readonly tree: UnitTree
  /** Undefined when nobody holds the case now. */
  readonly claim: Claim | undefined
  readonly proposals: readonly Proposal[]
  readonly now: Date
  /** Of a reply to an institution in recheck: whether it told a record of anybody. Undefined for any other case. */
  readonly hasToldRecord?: boolean | undefined
}

/** Where nothing can be done before the second person has decided. */
const waitsForSecond: readonly ApplicationState[] = ['VERIFY_PENDING', 'REFUSAL_2ND']

const byState = (act: DeskActName, application: Application, { who, proposals, now, claim, hasToldRecord }: Facts): boolean => {
  const { state } = application
  const pending = proposals.find((one) => one.state === 'open')
  const isOver = pending === undefined || pending.expiresAt <= now
  const again = (waits: ApplicationState) => state === 'HUMAN_REVIEW' || (state === waits && isOver)
  switch (act) {
    case 'claim':
      return deskGroupOf(application) !== undefined && claim?.officer !== who.id && (isOver || !waitsForSecond.includes(state))
    case 'take-over':
      return claim !== undefined && claim.officer !== who.id
    case 'release':
      return claim?.officer === who.id
    case 'reassign':
      return reassignable.includes(state)
    case 'leave-out':
      // Before anybody was asked it is part of reading the papers; after that, of the review.
      return (
        isInstitution(application.applicant) && (state === 'ID_VERIFIED' || (state === 'HUMAN_REVIEW' && who.roles.includes('reviewer')))
      )
    case 'settle-person':
    case 'set-apart':
      return isInstitution(application.applicant) && state === 'HUMAN_REVIEW'
    case 'revoke-letter':
      return isInstitution(application.applicant) && recallable.includes(state) && isOver
    case 'seal':
      return state === 'CLEAR' && isInstitution(application.applicant)
    case 'ask-again':
      return state === 'HUMAN_REVIEW'
    case 'verify':
      return again('VERIFY_PENDING')
    case 'refuse':
      return again('REFUSAL_2ND')
    case 'take-back':
      return pending?.proposer === who.id
    case 'object':
      return state === 'DELIVERED' || (state === 'ISSUED' && application.delivery === 'electronic')
    case 'extend':
      return state === 'RECHECK_ACCEPTED' && (pending?.kind !== 'recheck_extension' || isOver)
    case 'correct':
      // There is nothing to correct in a reply that told of nobody: it is upheld, or taken back.
      return hasToldRecord !== false && byStep(act, application, who)
    default:
      return byStep(act, application, who)
  }
}

const byStep = (act: DeskActName, application: Application, who: Officer): boolean => {
  const event = firstStep[act]
  const row = event && findEdge(application.state, event)
  if (!row || (act === 'revoke' && application.certificate === undefined)) return false
  return !application.history.some(
    (entry) => row.notBy?.includes(entry.event) && entry.actor.kind === 'officer' && entry.actor.id === who.id,
  )
}

// Object.keys forgets which strings they are.
const names = Object.keys(deskActs) as DeskActName[]

/** What the person may do now (可办操作): by role, state, claim and who did what before. The acts themselves check it all again. */
export const actsAllowed = (application: Application, facts: Facts): readonly DeskActName[] => {
  const isForeign = facts.claim !== undefined && facts.claim.officer !== facts.who.id
  return names.filter(
    (act) =>
      mayByRole(act, facts.who, application.unit, facts.tree) &&
      (!isForeign || act === 'take-over' || act === 'revoke') &&
      byState(act, application, facts),
  )
}
