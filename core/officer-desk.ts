import type { ApplicantKind, SubjectCount, SubjectFinding, SubjectRelation } from './applicants.ts'
import type { ProposalView } from './approval-desk.ts'
import type { RuleRow } from './certificate-rules.ts'
import type { ApplicationEvent, ApplicationState, PublicStatus, Purpose, Review } from './certificates.ts'
import type { DeskAct, DeskActName, OpenPurpose } from './desk-acts.ts'
import type { DeskActRow, DeskGroup } from './desk-store.ts'
import type { MaterialKind } from './materials.ts'
import type { PaperKind } from './paper-kinds.ts'
import type { DocumentKind, Officer } from './people.ts'
import type { Named } from './task-desk.ts'
import type { PlainDate } from './time.ts'

/** What the registry said last, in one word (平台答复); what lies behind it is nowhere on the desk. */
export type AnswerWord = 'clear' | 'hit' | 'uncertain' | 'unavailable'

/** Who has the case in hand. */
export interface ClaimView {
  readonly by: Named
  readonly until: Date
  readonly isMine: boolean
}

/** A row of the queue (待办). Names are masked. */
export interface CaseRow {
  readonly number: string
  readonly unit: Named
  readonly applicant: ApplicantKind
  readonly purpose: Purpose
  /** Masked: whose record is asked for, or the unit that asks. */
  readonly about: string
  readonly state: ApplicationState
  readonly group: DeskGroup | undefined
  readonly review: Review | undefined
  readonly submittedAt: Date
  readonly dueOn: PlainDate
  readonly isOverdue: boolean
  readonly isDueToday: boolean
  readonly claim: ClaimView | undefined
  readonly revision: number
}

/** What the queue is asked for. */
export interface QueueQuery {
  readonly unit?: string | undefined
  readonly group?: DeskGroup | undefined
  /** Claimed by me · claimed by nobody · put before me as a superior. */
  readonly hand?: 'mine' | 'free' | 'escalated' | undefined
  readonly due?: 'overdue' | 'today' | 'soon' | undefined
  readonly limit: number
  readonly after?: string | undefined
}

/** What is over (已办结), newest first. */
export interface DoneQuery {
  readonly unit?: string | undefined
  readonly state?: ApplicationState | undefined
  readonly limit: number
  readonly after?: string | undefined
}

/** The person, as far as the officer sees them. */
export interface PersonFacts {
  readonly name: string
  readonly documentKind: DocumentKind
  readonly documentNumber: string
  readonly birth: string | undefined
  readonly sex: 'male' | 'female' | undefined
  readonly nationality: string
  readonly phone: string | undefined
}

/** A person in a unit's list. */
export interface SubjectView extends PersonFacts {
  readonly position: number
  readonly relation: SubjectRelation
  readonly answer: 'clear' | 'hit' | 'uncertain' | undefined
  readonly finding: SubjectFinding | undefined
}

/** The clock of the case (办理期限). */
export interface ClockView {
  readonly kind: 'issue' | 'recheck'
  readonly startedAt: Date
  /** Working days of the term. */
  readonly days: number
  /** Undefined while it stands still. */
  readonly dueOn: PlainDate | undefined
  /** The holiday table ends before that day: Monday to Friday was counted. */
  readonly isProvisional: boolean
  readonly isPaused: boolean
  readonly pauses: readonly { readonly from: Date; readonly to: Date | undefined }[]
  readonly stoppedAt: Date | undefined
  readonly isOverdue: boolean
  /** Working days left, today not counted; below zero when it is late. */
  readonly daysLeft: number | undefined
}

/** What a rule says about this case (规则), with its id and article. */
export type RuleNote = Pick<RuleRow, 'id' | 'article' | 'mark' | 'version' | 'says'>

/** A case on one page (一件申请). */
export interface CaseView extends CaseRow {
  readonly status: PublicStatus
  readonly purposeDetail: string | undefined
  readonly recipient: string | undefined
  readonly period: { readonly from: PlainDate; readonly to: PlainDate } | undefined
  readonly delivery: 'electronic' | 'window'
  readonly acceptedAt: Date | undefined
  readonly certificate: string | undefined
  /** True when the facts below stand in full, for a purpose that was written down. */
  readonly isOpened: boolean
  readonly person: PersonFacts
  /** Who acts for the person: delegate, guardian, handler of a unit. */
  readonly agent: PersonFacts | undefined
  readonly institution:
    | {
        readonly name: string
        readonly uscc: string
        readonly isUsccDoubtful: boolean
        readonly basis: string | undefined
        readonly letter: string | undefined
        /** 受理号 of the list from which these people were set apart. */
        readonly apartFrom: string | undefined
        readonly counts: Omit<SubjectCount, 'hits'>
        readonly subjects: readonly SubjectView[]
      }
    | undefined
  /** For reviewers and approvers only. */
  readonly answer: AnswerWord | undefined
  readonly wanted: readonly MaterialKind[]
  readonly missing: readonly { readonly what: string; readonly how: string }[]
  readonly received: readonly string[]
  /** The applicant's written objection (书面异议). */
  readonly objection: { readonly reason: string; readonly at: string } | undefined
  readonly clock: ClockView | undefined
  readonly rules: readonly RuleNote[]
  readonly history: readonly {
    readonly event: ApplicationEvent
    readonly to: ApplicationState
    readonly at: string
    /** Undefined: the machine. */
    readonly by: string | undefined
  }[]
  readonly acts: readonly {
    readonly act: DeskActRow['act']
    readonly at: Date
    readonly by: string
    readonly content: Readonly<Record<string, unknown>>
  }[]
  /** Who looked at the record for this case, and why. */
  readonly lookups: readonly { readonly at: Date; readonly by: string; readonly purpose: string }[]
  /** Papers that were issued for it (文书). */
  readonly papers: readonly {
    readonly number: string
    readonly kind: PaperKind
    readonly title: string
    readonly issuedOn: PlainDate
    readonly status: 'valid' | 'revoked'
    /** The file is kept no longer. */
    readonly isRemoved: boolean
  }[]
  readonly approvals: readonly ProposalView[]
  readonly escalations: readonly { readonly stage: string; readonly at: Date; readonly to: string | undefined }[]
  /** What the person who asks may do now. */
  readonly may: readonly DeskActName[]
}

/** What is due, by unit (今天到期). */
export interface DeskOverview {
  readonly today: PlainDate
  readonly units: readonly {
    readonly unit: Named
    readonly groups: readonly {
      readonly group: DeskGroup
      readonly count: number
      readonly overdue: number
      readonly dueToday: number
      readonly dueNext: number
      readonly unclaimed: number
    }[]
  }[]
  readonly approvalsWaiting: number
  /** Said while the published holidays end before what is due now. */
  readonly calendarNotice: string | undefined
}

/** How an officer looks for a case: one of these. */
export interface CaseSearch {
  readonly number?: string | undefined
  readonly name?: string | undefined
  readonly document?: string | undefined
}

/** The officers' desk (民警工作台). Another unit's case is not there: NotFoundError. */
export interface OfficerDesk {
  overview(who: Officer, unit?: string): Promise<DeskOverview>
  queue(who: Officer, query: QueueQuery): Promise<{ readonly cases: readonly CaseRow[]; readonly next: string | undefined }>
  done(who: Officer, query: DoneQuery): Promise<{ readonly cases: readonly CaseRow[]; readonly next: string | undefined }>
  /** Exact number, name or document. Written down, as every look at a person is. */
  search(who: Officer, wanted: CaseSearch): Promise<readonly CaseRow[]>
  find(who: Officer, number: string): Promise<CaseView>
  /** The same with the facts in full, for a purpose that the person can see in their own list of look-ups. */
  open(who: Officer, number: string, purpose: OpenPurpose): Promise<CaseView>
  /** Does one thing, audited in the same transaction; gives the case as it is then. */
  act(who: Officer, number: string, act: DeskAct): Promise<CaseView>
  /** Units to which a case can be sent (改派到). */
  receivers(who: Officer): Promise<readonly Named[]>
  /** Confirms replies to units in which everybody was found clear: each by itself, so that one that fails keeps none of the others. */
  confirmBatch(
    who: Officer,
    cases: readonly { readonly number: string; readonly revision: number }[],
  ): Promise<
    readonly { readonly number: string; readonly isDone: boolean; readonly code: string | undefined; readonly why: string | undefined }[]
  >
}

/** Which term is counted: to a result, of a recheck, of an extended one. */
export interface DeadlineAsked {
  readonly term: 'issue' | 'recheck' | 'recheck_extended'
  readonly acceptedOn: PlainDate
  /** Accepted after the counter closed. */
  readonly isEvening: boolean
}

export interface DeadlineCounted {
  readonly term: DeadlineAsked['term']
  readonly acceptedOn: PlainDate
  readonly days: number
  readonly dueOn: PlainDate
  /** The holiday table ends before that day. */
  readonly isProvisional: boolean
}

/** What tools may ask of the officers' desk: to look and to count, never to decide. */
export interface DeskHelp {
  find(who: Officer, number: string): Promise<CaseView>
  /** A day as somebody writes it; none is today. Throws BadInputError for a day that does not exist. */
  deadline(asked: Omit<DeadlineAsked, 'acceptedOn'> & { readonly acceptedOn: string | undefined }): DeadlineCounted
}
