import type { Application, ApplicationState } from '../../core/certificates.ts'
import { type DeskActRow, deskGroupOf } from '../../core/desk-store.ts'
import { ConflictError } from '../../core/errors.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { NoticeKind } from '../../core/notices.ts'
import type { Records } from '../../core/ports.ts'
import { momentAfter, walk } from '../certificates/desk-ground.ts'
import { dueOn } from '../certificates/terms.ts'
import { type OfficerGround, termsOf } from './ground.ts'
import type { WrittenPaper } from './papers.ts'
import type { Plan } from './planning.ts'

/** The application after the steps of a plan, each checked by the state machine, with the day it is due then. */
export const stepped = (
  ground: Pick<OfficerGround, 'calendar' | 'terms'>,
  application: Application,
  plan: Pick<Plan, 'steps' | 'dueOn' | 'unit'> & { readonly review?: Application['review'] },
  at: Date,
): Application => {
  // Of acts without a step too.
  momentAfter(application.history, at)
  const walked = walk(application, at, plan.steps)
  const due = plan.dueOn ?? dueOn(walked.history, ground.calendar, termsOf(ground))?.date
  return {
    ...application,
    ...walked,
    dueOn: due ?? application.dueOn,
    unit: plan.unit ?? application.unit,
    review: 'review' in plan ? plan.review : application.review,
  }
}

/** What a step is written with. */
export interface Writing {
  readonly by: string
  readonly kind: 'officer' | 'system'
  readonly at: Date
  readonly act: DeskActRow['act']
  readonly action: string
}

/** A case leaves the hands of whoever claimed it when it goes to somebody else. */
const staysInHand = new Set(['intake', 'supplement', 'review', 'verifying'])

/** What the applicant is told of (通知), by the state that was reached. What the machine issues, it tells of by itself. */
const newsOf: Partial<Record<ApplicationState, NoticeKind>> = {
  QUERYING: 'accepted',
  NEED_SUPPLEMENT: 'supplement',
  NOT_ACCEPTED: 'done',
  // A reply to an institution; what is issued to a person is told of where it is issued.
  ISSUED: 'done',
  REVOKED: 'done',
  REFUSED: 'done',
  RECHECK_ACCEPTED: 'recheck_accepted',
  RECHECK_EXTENDED: 'recheck_extended',
  RECHECK_UPHELD: 'recheck_done',
  CORRECTED: 'recheck_done',
}

/** Writes a plan over the revision that was seen: state, words, papers and the entry of the audit, all or nothing. */
export const writePlan = async (
  records: Records,
  seen: Application,
  next: Application,
  plan: Pick<Plan, 'content' | 'detail' | 'revokes' | 'isVoiding'> & { readonly written: readonly WrittenPaper[] },
  { by, kind, at, act, action }: Writing,
): Promise<void> => {
  const isSentOn = next.unit !== seen.unit
  const isMoved = next.history.length > seen.history.length || next.dueOn !== seen.dueOn || isSentOn
  const change = {
    state: next.state,
    history: next.history,
    dueOn: next.dueOn,
    review: next.review,
    certificate: next.certificate,
    unit: next.unit,
  }
  if (isMoved && !(await records.applications.move(seen, change))) throw new ConflictError({ what: `case ${seen.number}` })
  const group = deskGroupOf(next)
  const holder = isMoved && (group === undefined || !staysInHand.has(group)) ? await records.desk.claimOf(seen.number) : undefined
  if (holder) await records.desk.release(seen.number, holder.officer)
  await records.desk.addAct({ id: uuidv7(at), application: seen.number, act, at, by, content: plan.content })
  if (plan.revokes !== undefined) await records.certificates.revoke(plan.revokes, at)
  // Another place to go to is news; who works on it is not.
  const told = isSentOn ? 'sent_on' : isMoved ? newsOf[next.state] : undefined
  // The same word for every outcome: a notice never says how it ended.
  if (told)
    await records.notices.add(
      { id: uuidv7(at), person: seen.person, kind: told, target: seen.number, at },
      isSentOn ? `${seen.id}:sent:${seen.revision}` : `${seen.id}:${next.history.length}`,
    )
  if (plan.isVoiding)
    for (const { number, kind: of, status } of await records.papers.listByApplication(seen.number))
      if (status === 'valid' && (of === 'refusal' || of === 'inquiry_letter')) await records.papers.revoke(number, at)
  for (const paper of plan.written) await paper.keep(records)
  await records.audit.append(
    {
      ...{ actor: by, actorKind: kind, action, target: seen.number, isOk: true },
      detail: { from: seen.state, to: next.state, unit: seen.unit, papers: plan.written.map(({ number }) => number), ...plan.detail },
    },
    at,
  )
}
