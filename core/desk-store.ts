import { isInstitution } from './applicants.ts'
import type { Application, ApplicationState } from './certificates.ts'
import type { DeskActName } from './desk-acts.ts'
import type { Who } from './people.ts'
import type { PlainDate } from './time.ts'

/**
 * Where an application stands at the desk (待办分组). Undefined: nobody has to do anything about it. `machine` is what goes on by itself,
 * listed so that what is stuck is seen.
 */
export const deskGroups = ['intake', 'supplement', 'machine', 'review', 'seal', 'verifying', 'second', 'deliver', 'recheck'] as const
export type DeskGroup = (typeof deskGroups)[number]

const groups: Partial<Record<ApplicationState, DeskGroup>> = {
  SUBMITTED: 'intake',
  NEED_FIX: 'intake',
  ID_VERIFIED: 'intake',
  NEED_SUPPLEMENT: 'supplement',
  ACCEPTED: 'machine',
  QUERYING: 'machine',
  CLEAR: 'machine',
  HUMAN_REVIEW: 'review',
  VERIFY_PENDING: 'second',
  VERIFYING: 'verifying',
  REFUSAL_2ND: 'second',
  REFUSED: 'deliver',
  RECHECK_ACCEPTED: 'recheck',
  RECHECK_EXTENDED: 'recheck',
}

/** The group that a state means; what was issued waits only where it is fetched at a window. */
export const deskGroupOf = ({
  state,
  delivery,
  applicant,
}: Pick<Application, 'state' | 'delivery' | 'applicant'>): DeskGroup | undefined => {
  if (state === 'ISSUED' && delivery === 'window') return 'deliver'
  // A reply to an institution is confirmed by an officer (盖章确认), also where everybody was clear.
  if (state === 'CLEAR' && isInstitution(applicant)) return 'seal'
  return groups[state]
}

/** Groups whose day is watched; while checking stands approved, the day is the one on which it should be over. */
export const watchedGroups: readonly DeskGroup[] = ['intake', 'machine', 'review', 'seal', 'verifying', 'second']

/** Who has a case in hand, until when (认领). */
export interface Claim {
  readonly officer: string
  readonly at: Date
  readonly until: Date
}

/** What an officer did, with the words that belong to it. Content is encrypted at rest. */
export interface DeskActRow {
  readonly id: string
  /** 受理号. */
  readonly application: string
  readonly act: DeskActName | 'propose' | 'decide' | 'lapse'
  readonly at: Date
  /** `system` for the machine. */
  readonly by: string
  readonly content: Readonly<Record<string, unknown>>
}

/** A case put before a superior (督办): once for each stage of each day that it is due. */
export interface Escalation {
  readonly application: string
  readonly stage: string
  readonly at: Date
  readonly dueOn: PlainDate
  /** Named officer; undefined: nobody up there holds the role. */
  readonly superior: string | undefined
}

export interface DeskQueueQuery {
  readonly units: readonly string[]
  readonly groups: readonly DeskGroup[]
  readonly claimedBy?: { readonly officer: string; readonly now: Date } | undefined
  readonly unclaimedAt?: Date | undefined
  readonly dueUntil?: PlainDate | undefined
  readonly dueFrom?: PlainDate | undefined
  readonly escalatedTo?: string | undefined
  readonly limit: number
  readonly after?: { readonly dueOn: PlainDate; readonly id: string } | undefined
}

/** What a list shows of a case: narrow, for a page of them is read again and again. The history stays where it is. */
export type CaseLine = Pick<
  Application,
  | 'id'
  | 'number'
  | 'person'
  | 'applicant'
  | 'facts'
  | 'unit'
  | 'state'
  | 'purpose'
  | 'delivery'
  | 'submittedAt'
  | 'dueOn'
  | 'review'
  | 'revision'
>

/** A row of a list of the desk, with whoever applied. */
export interface DeskRow {
  readonly application: CaseLine
  readonly applicant: Who | undefined
  readonly claim: Claim | undefined
}

/** Counts of one unit and group. */
export interface DeskCount {
  readonly unit: string
  readonly group: DeskGroup
  readonly count: number
  readonly overdue: number
  readonly dueToday: number
  readonly dueNext: number
  readonly unclaimed: number
}

/** What the officers' desk remembers beside the applications. Every list names the units whose rows may be seen. */
export interface DeskRecords {
  /** By the day they are due, then by age. */
  queue(query: DeskQueueQuery): Promise<readonly DeskRow[]>
  /** What is over and done, newest first. */
  done(query: {
    units: readonly string[]
    states: readonly ApplicationState[]
    limit: number
    after?: string | undefined
  }): Promise<readonly DeskRow[]>
  counts(query: { units: readonly string[]; today: PlainDate; next: PlainDate; now: Date }): Promise<readonly DeskCount[]>
  /** Applications that ask about this person, alone or in a unit's list, newest first. The key is a keyed hash of the exact number or the exact name. */
  findAbout(
    key: { readonly subjectKey: string } | { readonly nameKey: string },
    options: { readonly units: readonly string[]; readonly limit: number },
  ): Promise<readonly DeskRow[]>
  /** The claim as it stands: mine, or whoever's was there before. `isForced` takes it from its holder. */
  claim(application: string, claim: Claim, options: { isForced: boolean }): Promise<Claim>
  claimOf(application: string): Promise<Claim | undefined>
  /** False when it was not that officer's. */
  release(application: string, officer: string): Promise<boolean>
  addAct(act: DeskActRow): Promise<void>
  acts(application: string): Promise<readonly DeskActRow[]>
  /** Cases of these groups that are due by the day and were not put before anybody at this stage, the most urgent first. */
  unwatched(query: { groups: readonly DeskGroup[]; dueUntil: PlainDate; stage: string; limit: number }): Promise<readonly Application[]>
  /** All cases of these groups, whole, page by page: for what the machine goes over by itself. */
  open(query: Pick<DeskQueueQuery, 'groups' | 'limit' | 'after'>): Promise<readonly Application[]>
  /** False when it was done before. */
  escalate(escalation: Escalation): Promise<boolean>
  /** For a case that went to another unit. */
  forgetEscalations(application: string): Promise<void>
  escalations(application: string): Promise<readonly Escalation[]>
  /** Waiting for material since before the moment. */
  silentSince(before: Date, limit: number): Promise<readonly Application[]>
}
