import type { ApplicantKind } from './applicants.ts'
import type { Review } from './certificates.ts'
import type { NotAcceptReason, VerificationCause } from './desk-acts.ts'
import type { MaterialKind } from './materials.ts'
import type { DocumentKind } from './people.ts'
import type { RegistryAnswer } from './records.ts'

/** How sure a row is (依据状态): ✔ confirmed, may be told as law · △ follows from what is confirmed · ✘ unconfirmed. △ and ✘ are settings only. */
export const ruleMarks = ['✔', '△', '✘'] as const
export type RuleMark = (typeof ruleMarks)[number]

/** Where the person asked about comes from (人员类别), by the document. */
export const origins = ['mainland', 'hk_mo_tw', 'overseas_chinese', 'foreigner'] as const
export type Origin = (typeof origins)[number]

/** What is asked for (事项): a certificate or reply, or one of the things that this desk is often asked for and may not do. */
export const askedFor = [
  'certificate',
  'other_person',
  'result_by_phone',
  'sealed_question',
  'own_story',
  'no_violation_certificate',
  'change_result',
  'force_issue',
  'minors_workplace',
  'sealed_channel',
  'case_channel',
  'deceased',
  'document_expired',
  'document_outdated',
  'recheck_late',
  'recheck_wrong',
] as const
export type AskedFor = (typeof askedFor)[number]

/** Who asks about another person without a right to (无关人员). */
export const askers = [
  'relative',
  'partner',
  'creditor',
  'landlord',
  'journalist',
  'neighbour',
  'insurer',
  'school',
  'employer_consent',
  'anyone',
] as const
export type Asker = (typeof askers)[number]

/** How the chosen legal basis stands (依据): in the list, another channel, or none that fits. */
export const basisStandings = ['listed', 'other_channel', 'cadre_channel', 'none'] as const
export type BasisStanding = (typeof basisStandings)[number]

/** Everything that rules may look at (事实). A fact that is not there fits no row that asks for it. Nothing of any record but the one word. */
export interface RuleFacts {
  readonly asks: AskedFor
  readonly asker?: Asker | undefined
  readonly applicant?: ApplicantKind | undefined
  readonly origin?: Origin | undefined
  readonly document?: DocumentKind | undefined
  /** Full years of the person asked about. */
  readonly age?: number | undefined
  /** Full years of whoever acts. */
  readonly actor_age?: number | undefined
  readonly route?: 'hukou' | 'residence' | undefined
  /** A residence permit is held. */
  readonly permit?: boolean | undefined
  /** The household or the place of living is one of ours. */
  readonly has_unit?: boolean | undefined
  readonly printable?: boolean | undefined
  /** Days of residence that count. */
  readonly days?: number | undefined
  /** The stays contradict what the document says. */
  readonly stays?: 'clear' | 'unclear' | undefined
  readonly letter?: 'given' | 'none' | 'expired' | undefined
  /** The letter was signed outside the mainland. */
  readonly abroad?: boolean | undefined
  /** The how-manieth application within the window of the place, this one included. */
  readonly ordinal?: number | undefined
  readonly basis?: BasisStanding | undefined
  /** Somebody on the list has no tie to the unit. */
  readonly unrelated?: boolean | undefined
  readonly people?: number | undefined
  /** Somebody on the list is a foreigner. */
  readonly foreigners?: boolean | undefined
  readonly answer?: RegistryAnswer | undefined
  /** A period was asked for, or the whole time (全时段). */
  readonly period?: 'chosen' | 'whole' | undefined
}

/** What a place has set (地区参数); `data/rules/certificates/settings.yaml`. */
export interface RuleSettings {
  readonly repeat_window: 'rolling_year' | 'calendar_year'
  readonly material_from: number
  readonly required_days: number
  readonly stay_counting: 'cumulative' | 'continuous'
  readonly counts_both_ends: boolean
  readonly permit_needed: boolean
  readonly batch_limit: number
  readonly issue_days: number
  readonly recheck_days: number
  readonly extended_recheck_days: number
  readonly supplement_days: number
  readonly spot_check_percent: number
}

/** What the rules say of a choice at the officers' desk (窗口用语): on papers and before whoever approves. */
export interface DeskWords {
  /** 调查核实的事由. */
  cause(cause: VerificationCause): string
  /** 不予受理的理由, the article that is cited, and what is open instead. */
  notAccepted(because: NotAcceptReason): { readonly says: string; readonly cites: string; readonly ways: readonly string[] }
}

/** What a rule says to a person, with its id. */
export interface RuleWord {
  readonly rule: string
  /** Law and article (依据). */
  readonly article: string
  readonly says: string
  readonly saysEn: string | undefined
}

/**
 * How something comes in (受理判定). `accept` the machine may go on · `supplement` something is missing, the whole list stands in `wants` ·
 * `officer` a person decides · `no_lookup`, `explain`, `elsewhere` nothing is taken in, the words say what to do.
 */
export interface Decision {
  readonly verdict: 'accept' | 'supplement' | 'officer' | 'no_lookup' | 'explain' | 'elsewhere'
  /** Ids of the rules that decided, in order. */
  readonly rules: readonly string[]
  readonly wants: readonly MaterialKind[]
  /** Wanted and not handed in. */
  readonly missing: readonly MaterialKind[]
  /** Which kind of unit accepts (受理单位). */
  readonly desk: 'station' | 'county' | 'exit_entry'
  readonly review: Review | undefined
  readonly isSpotChecked: boolean
  /** What an overdue matter ends in: a person, never a result by itself. */
  readonly atEnd: 'escalate' | 'correct' | undefined
  readonly words: readonly RuleWord[]
}

/** What follows from the registry's word. */
export interface ResultRule {
  readonly rule: string
  readonly result: 'issue' | 'reply' | 'review'
  readonly document: 'certificate' | 'reply_letter' | 'refusal_notice' | 'receipt'
  readonly by: 'machine' | 'seal' | 'officer' | 'two_officers'
}

/** A legal basis on which an institution may ask (法律依据). */
export interface LegalBasis {
  readonly id: string
  readonly post: string
  readonly law: string
  readonly article: string
  readonly covers: string
  readonly channel: 'own' | 'other' | 'cadre'
  readonly for: readonly ApplicantKind[]
  readonly mark: RuleMark
}

/** A row of the rules as an officer reads it (规则条目). */
export interface RuleRow {
  readonly id: string
  readonly file: string
  readonly article: string
  readonly mark: RuleMark
  readonly version: string
  readonly reviewed: { readonly by: string; readonly at: string }
  readonly says: string | undefined
}
