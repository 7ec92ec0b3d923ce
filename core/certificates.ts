import type { ApplicantKind, ApplicationFacts } from './applicants.ts'
import type { MaterialKind } from './materials.ts'
import type { PaperKind } from './paper-kinds.ts'
import type { DocumentKind } from './people.ts'
import type { PlainDate } from './time.ts'

/** What the certificate is for (申请事由); `certificate.md` §4.4. */
export const purposes = ['go_abroad', 'employment', 'licence', 'school', 'notary', 'emigration', 'other'] as const
export type Purpose = (typeof purposes)[number]

/** 申请事由, as people read it. */
export const purposeNames: Record<Purpose, string> = {
  go_abroad: '出国（境）',
  employment: '求职、入职',
  licence: '资质许可',
  school: '入学',
  notary: '办理公证',
  emigration: '移民、留学',
  other: '其他',
}

/** Stages of an application (办理状态): the state machine of `certificate.md` §3. */
export const applicationStates = [
  'DRAFT',
  'SUBMITTED',
  'ID_VERIFIED',
  'NEED_FIX',
  'NEED_SUPPLEMENT',
  'LAPSED',
  'NOT_ACCEPTED',
  'ACCEPTED',
  'QUERYING',
  'CLEAR',
  'HUMAN_REVIEW',
  'VERIFY_PENDING',
  'VERIFYING',
  'REFUSAL_2ND',
  'ISSUED',
  'REFUSED',
  'DELIVERED',
  'RECHECK_ACCEPTED',
  'RECHECK_EXTENDED',
  'RECHECK_UPHELD',
  'CORRECTED',
  'REVOKED',
  'WITHDRAWN',
] as const
export type ApplicationState = (typeof applicationStates)[number]

/** 办理状态, as officers read them; whoever applied reads a public status alone. */
export const stateNames: Readonly<Record<ApplicationState, string>> = {
  DRAFT: '草稿',
  SUBMITTED: '已提交，待核验身份',
  ID_VERIFIED: '待受理审查',
  NEED_FIX: '身份核验未通过',
  NEED_SUPPLEMENT: '等申请人补材料',
  LAPSED: '逾期未补，已失效',
  NOT_ACCEPTED: '不予受理',
  ACCEPTED: '已受理',
  QUERYING: '查询中',
  CLEAR: '未发现，待出证',
  HUMAN_REVIEW: '待人工复核',
  VERIFY_PENDING: '报批核实中',
  VERIFYING: '调查核实中',
  REFUSAL_2ND: '等负责人审批',
  ISSUED: '已出具',
  REFUSED: '不予出具',
  DELIVERED: '已送达',
  RECHECK_ACCEPTED: '复查中',
  RECHECK_EXTENDED: '复查中（已延长）',
  RECHECK_UPHELD: '复查维持',
  CORRECTED: '复查更正',
  REVOKED: '已撤销',
  WITHDRAWN: '已撤回',
}

/** What happens to an application (事件). */
export const applicationEvents = [
  'submit',
  'id_ok',
  'id_fail',
  'complete',
  'incomplete',
  'supply',
  'lapse',
  'illegal_unit',
  'not_eligible',
  'query',
  'clear',
  'hit',
  'uncertain',
  'issue',
  'confirm_clear',
  'need_verify',
  'approve_verify',
  'reject_verify',
  'verify_done',
  'confirm_hit',
  'approve_refusal',
  'reject_refusal',
  'deliver',
  'object',
  'extend',
  'uphold',
  'correct',
  'recall',
  'recall_reply',
  'withdraw',
] as const
export type ApplicationEvent = (typeof applicationEvents)[number]

/** What the applicant sees (对外状态): a closed list, invariant I2. */
export const publicStatuses = ['待核验', '待补正', '不予受理', '办理中', '核实中', '已办结', '复查中', '复查办结', '已撤回'] as const
export type PublicStatus = (typeof publicStatuses)[number]

/** Who moves an application: the machine, or a named officer. Adverse edges take an officer only (I1). */
export type Actor =
  | { readonly kind: 'system' }
  | { readonly kind: 'applicant'; readonly id: string }
  | { readonly kind: 'officer'; readonly id: string }

/** A period asked for (查询期间); undefined means the whole life (全时段). */
export interface Period {
  readonly from: PlainDate
  readonly to: PlainDate
}

/** What is printed on a 无犯罪记录证明, and nothing else (`certificate.md` §6.1). */
export interface CertificateFacts {
  readonly number: string
  readonly name: string
  readonly sex: 'male' | 'female'
  /** ISO 3166-1 alpha-3. */
  readonly nationality: string
  readonly document: { readonly kind: DocumentKind; readonly number: string }
  readonly period: Period | undefined
  readonly purpose: Purpose
  readonly issuedOn: PlainDate
  /** Last day on which it holds; undefined: as the receiving party demands. */
  readonly validUntil: PlainDate | undefined
  readonly institution: string
  readonly isDemo: boolean
  /** Random public code of `/verify/<code>`; at least 100 bits, base32 without look-alikes. */
  readonly verifyCode: string
  /** Absolute address of the check page, `https://…/verify/<code>`. */
  readonly verifyUrl: string
}

/** Signs bytes with the key of the institution (签章密钥): PKCS#12 file, demo key, or PKCS#11 behind the same port. */
export interface DocumentSigner {
  /** DER certificates, the signer's own first, then its chain. */
  readonly chain: readonly Uint8Array[]
  /** Raw ECDSA P-256 or RSASSA-PKCS1-v1_5 signature over SHA-256 of the bytes. */
  readonly algorithm: 'ecdsa-p256-sha256' | 'rsa-pkcs1-sha256'
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** What an offline check of a file found (验真). */
export type OfflineCheck =
  | {
      readonly verdict: 'valid'
      readonly kind: PaperKind
      readonly number: string
      readonly maskedName: string
      readonly issuedOn: PlainDate
      readonly validUntil: PlainDate | undefined
      readonly isDemo: boolean
    }
  | {
      readonly verdict: 'expired'
      readonly kind: PaperKind
      readonly number: string
      readonly maskedName: string
      readonly issuedOn: PlainDate
      readonly validUntil: PlainDate
      readonly isDemo: boolean
    }
  | { readonly verdict: 'invalid'; readonly reason: 'not_a_pdf' | 'not_signed' | 'changed' | 'wrong_key' | 'no_payload' | 'internal' }

/** One step an application took (办理轨迹). */
export interface HistoryEntry {
  readonly event: ApplicationEvent
  readonly to: ApplicationState
  readonly at: string
  readonly actor: Actor
}

/**
 * Why an application is with an officer, in one closed word; never shown to the applicant. `registry` the look-up was no plain clear ·
 * `path` the way in needs a person · `frequency` asked for often · `print` a character has no glyph · `materials` papers to be read ·
 * `eligibility` may not be one who can ask · `basis` legal basis insufficient · `seal` a reply to a unit waits for its seal.
 */
export const reviews = ['registry', 'path', 'frequency', 'print', 'materials', 'eligibility', 'basis', 'seal'] as const
export type Review = (typeof reviews)[number]

/** An application (申请) for a 无犯罪记录证明, or of an institution for a 查询告知函. A draft is one too, in state DRAFT. */
export interface Application {
  readonly id: string
  /** 受理号, given with the draft and never changed. */
  readonly number: string
  /** Who is signed in and acts: the person, the delegate, the guardian, or the unit's handler (经办人). */
  readonly person: string
  readonly applicant: ApplicantKind
  readonly facts: ApplicationFacts
  /** Materials that were asked for (要求的材料), the whole list at once; what was handed in stands in the rows of the materials desk. */
  readonly wanted: readonly MaterialKind[]
  /** Ids of the rules (`data/rules/certificates`) that decided how it came in. */
  readonly rules: readonly string[]
  /** Unit that accepts it (受理单位). */
  readonly unit: string
  readonly state: ApplicationState
  readonly purpose: Purpose
  readonly purposeDetail: string | undefined
  readonly recipient: string | undefined
  readonly period: Period | undefined
  readonly delivery: 'electronic' | 'window'
  /** When the applicant first spoke of it or opened the form; undefined: when its draft was made, or it was submitted. */
  readonly begunAt?: Date | undefined
  readonly submittedAt: Date
  readonly acceptedAt: Date | undefined
  /** Last working day by which it is due (承诺办结日). */
  readonly dueOn: PlainDate
  readonly history: readonly HistoryEntry[]
  readonly review: Review | undefined
  readonly certificate: string | undefined
  /** Grows by one with each change; a write names the one it saw. */
  readonly revision: number
}

/** A certificate (证明) as it is kept. */
export interface Certificate {
  readonly number: string
  readonly application: string
  readonly person: string
  readonly unit: string
  readonly maskedName: string
  readonly verifyCode: string
  readonly issuedAt: Date
  readonly issuedOn: PlainDate
  readonly validUntil: PlainDate | undefined
  readonly status: 'valid' | 'revoked'
  readonly revokedAt: Date | undefined
  /** SHA-256 of the PDF, hex. */
  readonly sha256: string
  readonly isDemo: boolean
  /** How often it was checked at /verify. */
  readonly checks: number
}

/** What a person asks for; who asks comes from the session. */
export interface CertificateRequest {
  readonly purpose: Purpose
  readonly purposeDetail?: string | undefined
  readonly recipient?: string | undefined
  readonly period?: Period | undefined
  readonly delivery: 'electronic' | 'window'
  /** When the conversation began or the form was opened: what waiting is counted from (首次提出). */
  readonly begunAt?: Date | undefined
}

/** An application as its applicant may see it. */
export interface ApplicationView {
  readonly number: string
  readonly applicant: ApplicantKind
  readonly status: PublicStatus
  readonly purpose: Purpose
  readonly submittedAt: Date
  readonly dueOn: PlainDate
  readonly certificate?: CertificateView | undefined
}

/** A certificate as its holder may see it. */
export interface CertificateView {
  readonly number: string
  readonly maskedName: string
  readonly issuedOn: PlainDate
  readonly validUntil?: PlainDate | undefined
  readonly status: 'valid' | 'revoked' | 'expired'
  readonly verifyCode: string
  readonly checks: number
}

/** Why a certificate is taken back: a closed list, kept in the audit, never published. */
export const revokeReasons = ['issued_in_error', 'record_changed', 'identity_error', 'holder_request', 'other'] as const
export type RevokeReason = (typeof revokeReasons)[number]
/** 撤销的原因, as officers read it. */
export const revokeReasonNames: Record<RevokeReason, string> = {
  issued_in_error: '开错了',
  record_changed: '记录有变化',
  identity_error: '身份弄错了',
  holder_request: '本人（单位）要求',
  other: '其他',
}

/** What a public check says (验真结果). */
export type PublicCheck =
  | { readonly verdict: 'unknown' }
  | {
      readonly verdict: 'valid' | 'revoked' | 'expired'
      readonly kind: PaperKind
      readonly number: string
      readonly maskedName: string
      readonly issuedOn: PlainDate
      readonly validUntil: PlainDate | undefined
      readonly institution: string
      readonly isDemo: boolean
    }
