import type { ApplicantKind, ApplicationFacts, SubjectCount, SubjectRelation } from './applicants.ts'
import type { LookupFacts } from './audit.ts'
import type { LegalBasis, Origin, RuleWord } from './certificate-rules.ts'
import type { ApplicationView, Period, PublicStatus, Purpose } from './certificates.ts'
import type { MaterialKind } from './materials.ts'
import type { Citizen } from './people.ts'
import type { PlainDate } from './time.ts'

/** Facts as a form says them anew: null empties what was said before. */
type Said<T> = { readonly [K in keyof T]?: T[K] | null }

/** What a form holds (申请表). In a draft anything may be missing; what is not named stays as it was, what is null is emptied. */
export interface IntakeForm {
  readonly applicant: ApplicantKind
  readonly purpose?: Purpose | null | undefined
  readonly purposeDetail?: string | null | undefined
  readonly recipient?: string | null | undefined
  /** Null takes a period that was chosen back to the whole life (全时段). */
  readonly period?: Period | null | undefined
  readonly delivery?: 'electronic' | 'window' | undefined
  readonly facts?:
    | (Said<Omit<ApplicationFacts, 'people' | 'objection' | 'isPurposeOpen' | 'apartFrom' | 'unfinished'>> &
        Pick<ApplicationFacts, 'unfinished'>)
    | undefined
}

/** One thing that is missing or wrong (缺什么、错在哪), with the rule that asks for it. All of them are said at once. */
export interface IntakeFault extends RuleWord {
  /** Field as `purpose`, `subject`, `unit.uscc`, `people`; or `material:<kind>`. */
  readonly at: string
  /** `missing` and `wrong` keep it from being handed in; `material` may follow after; `note` is only said. */
  readonly kind: 'missing' | 'wrong' | 'material' | 'note'
}

/** What the rules say of a form as it stands (预审). */
export interface IntakeCheck {
  /** True: it may be handed in now. */
  readonly isReady: boolean
  readonly faults: readonly IntakeFault[]
  readonly wants: readonly MaterialKind[]
  readonly handedIn: readonly MaterialKind[]
  /** Days of residence that count, where stays were given. */
  readonly days: number | undefined
  /** What happens when it is handed in: at once, papers first, or an officer looks. */
  readonly next: 'at_once' | 'papers' | 'officer'
  /** Unit that accepts (受理单位). */
  readonly unit: { readonly id: string; readonly name: string }
}

/** An application as whoever made it may see it, in any state; with the check as long as papers or fields may be missing. */
export interface IntakeView {
  readonly view: ApplicationView
  readonly applicant: ApplicantKind
  readonly isDraft: boolean
  readonly form: IntakeForm
  readonly check: IntakeCheck | undefined
  readonly people: SubjectCount | undefined
  /** While papers are asked for: what, and how it is made good, in the words of the 补正告知书. */
  readonly asked: readonly { readonly what: string; readonly how: string }[]
  readonly trail: readonly { readonly status: PublicStatus; readonly at: string }[]
  /** What the person may do now. */
  readonly may: readonly ('save' | 'submit' | 'withdraw' | 'supply' | 'object')[]
}

/** A row of a unit's table that cannot be taken (表格里的问题): the row as the person counts it, and one sentence. */
export interface PeopleFault {
  readonly row: number
  readonly says: string
}

/** One person of a unit's list as its handler sees it: the number shortened. */
export interface PersonView {
  readonly position: number
  readonly name: string
  readonly documentNumber: string
  readonly relation: SubjectRelation
}

/** Rows of a table that somebody brought. */
export interface TableRow {
  readonly row: number
  readonly cells: readonly string[]
}

/** What forms may offer (表单选项). */
export interface IntakeOptions {
  readonly stations: readonly { readonly id: string; readonly name: string; readonly address: string; readonly phone: string }[]
  readonly bases: readonly LegalBasis[]
  readonly requiredDays: number
  readonly stayCounting: 'cumulative' | 'continuous'
  readonly batchLimit: number
}

/** What somebody asks before any form (材料咨询): nothing of it is kept. */
export interface NeedsQuestion {
  readonly applicant: ApplicantKind
  /** Where the person asked about comes from; undefined: as the sign-in says, for others the mainland. */
  readonly origin?: Origin | undefined
  readonly route?: 'hukou' | 'residence' | undefined
  readonly isSignedAbroad?: boolean | undefined
}

/** What has to be handed in, and why (要什么材料). */
export interface Needs {
  readonly materials: readonly { readonly kind: MaterialKind; readonly rule: string; readonly article: string }[]
  readonly desk: 'station' | 'county' | 'exit_entry'
  readonly words: readonly RuleWord[]
}

/** Days of residence, counted as the place counts them (居留天数). */
export interface StayCount {
  readonly days: number
  readonly isEnough: boolean
  readonly requiredDays: number
  readonly counting: 'cumulative' | 'continuous'
}

export interface IntakeBy {
  readonly who: Citizen
  readonly deedKey: string
  declareLookup(facts: LookupFacts): void
}

/** A form that was begun and not handed in (草稿). */
export interface DraftView {
  readonly number: string
  readonly applicant: ApplicantKind
  readonly purpose: Purpose | undefined
  readonly begunAt: Date
}

/** Taking applications in from forms and from chat (受理): the same rows, whichever door. Another's application is not there (NotFoundError). */
export interface IntakeDesk {
  options(): Promise<IntakeOptions>
  /** Asks the rules alone; looks at nobody. */
  needs(question: NeedsQuestion, who: Citizen): Needs
  /** A sentence when a stay cannot be read; otherwise the days that count, overlaps counted once. */
  countStays(stays: readonly { readonly from: string; readonly to?: string | undefined }[]): StayCount | string
  drafts(who: Citizen): Promise<readonly DraftView[]>
  /** Writes the person's one open draft of that kind, and begins it when there is none. */
  save(form: IntakeForm, who: Citizen): Promise<IntakeView>
  view(number: string, who: Citizen): Promise<IntakeView>
  /** Puts the people of a unit's table in place of those before; nothing is written while a row is wrong. */
  putPeople(number: string, who: Citizen, rows: AsyncIterable<TableRow>): Promise<{ count: number; faults: readonly PeopleFault[] }>
  people(number: string, who: Citizen, page: { after: number; limit: number }): Promise<readonly PersonView[]>
  /** Hands a draft in. NotReadyError says everything that is missing. The same draft twice is one application. */
  submit(number: string, by: IntakeBy): Promise<{ number: string; dueOn: PlainDate }>
  withdraw(number: string, who: Citizen): Promise<void>
  /** The papers that were asked for are all there (补正). */
  supply(number: string, who: Citizen): Promise<void>
  /** Written objection to a result (书面异议). */
  object(number: string, who: Citizen, reason: string): Promise<void>
}

/** The same for doors that have no transaction of their own: each deed in one, with its audit entry, and carried on after it. */
export interface IntakeDoor extends Pick<IntakeDesk, 'options' | 'view' | 'people'> {
  save(form: IntakeForm, who: Citizen): Promise<IntakeView>
  putPeople: IntakeDesk['putPeople']
  submit(number: string, who: Citizen): Promise<IntakeView>
  withdraw(number: string, who: Citizen): Promise<IntakeView>
  supply(number: string, who: Citizen): Promise<IntakeView>
  object(number: string, who: Citizen, reason: string): Promise<IntakeView>
}
