import type { ApprovalDesk } from '../../core/approval-desk.ts'
import type { DeskWords } from '../../core/certificate-rules.ts'
import type { Application } from '../../core/certificates.ts'
import { NotAllowedError, NotFoundError } from '../../core/errors.ts'
import type { RuleNote } from '../../core/officer-desk.ts'
import { holds, type Officer } from '../../core/people.ts'
import type { Records, Store } from '../../core/ports.ts'
import type { RecordRegistry } from '../../core/records.ts'
import type { Clock } from '../../core/time.ts'
import type { UnitTree } from '../../core/units.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { defaultTermRule, type TermRule } from '../certificates/terms.ts'
import { seenBy, type TreeOf } from '../tasks/ground.ts'
import type { CasePapers } from './papers.ts'

/** What the officers' desk stands on; `open-officer-desk.ts` gives it. */
export interface OfficerGround {
  readonly store: Store
  /** The units as they stand, as they were some seconds ago at most. */
  readonly tree: TreeOf
  readonly registry: RecordRegistry
  readonly calendar: Calendar
  readonly clock: Clock
  readonly approvals: ApprovalDesk
  readonly papers: CasePapers
  /** Goes on with what the machine may do: asks, prints, issues. */
  readonly settle: (number: string) => Promise<unknown>
  /** What a rule says, by its id; undefined for an id that is no rule of today. */
  readonly ruleNote: (id: string) => RuleNote | undefined
  /** A legal basis of a unit in words, by its id in the rules. */
  readonly basisText?: (id: string) => string | undefined
  readonly words: DeskWords
  readonly terms?: TermRule
}

export const termsOf = (ground: Pick<OfficerGround, 'terms'>): TermRule => ground.terms ?? defaultTermRule

/** A claim holds so long after the last act; whoever goes home does not keep a case. */
export const claimMs = 2 * 3_600_000
/** A proposal holds so long; the clock of the case runs on. */
export const approvalMs = 3 * 24 * 3_600_000

/** Any officer but an auditor. */
export const demandOfficer = (who: Officer): void => {
  if (!holds(who, 'officer')) throw new NotAllowedError({ what: 'desk', needs: 'officer' })
}

/** The case, if the person's unit accepted it or stands above that unit. A draft is nobody's but the applicant's. */
export const caseFor = async (
  { applications }: Pick<Records, 'applications'>,
  who: Officer,
  number: string,
  tree: UnitTree,
): Promise<Application> => {
  const application = await applications.find(number)
  if (!application || application.state === 'DRAFT' || !seenBy(who, tree).includes(application.unit))
    throw new NotFoundError({ what: 'case' })
  return application
}
