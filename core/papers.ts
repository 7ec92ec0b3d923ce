import type { ApplicationState, CertificateFacts } from './certificates.ts'
import type { PaperKind } from './paper-kinds.ts'
import type { DocumentKind } from './people.ts'
import type { PlainDate } from './time.ts'

/** What stands on every paper (文书共有项). */
export interface PaperHead {
  readonly number: string
  readonly issuedOn: PlainDate
  /** Who signs: the unit that accepted, for a recheck the bureau of the county. */
  readonly institution: string
  readonly isDemo: boolean
  /** Random public code of `/verify/<code>`. Internal papers have one too, which no page answers. */
  readonly verifyCode: string
  readonly verifyUrl: string
}

/** Whom a paper is about (当事人). */
export interface PaperPerson {
  readonly name: string
  readonly document: { readonly kind: DocumentKind; readonly number: string }
}

/** Where people go or call (办理地点). */
export interface PaperContact {
  readonly institution: string
  readonly address: string
  readonly phone: string
}

/**
 * Ways against a decision (救济途径), printed only where the bureau has named them: a law that nobody confirmed is not told.
 * 行政复议法 第二十条 sixty days, 行政诉讼法 第四十六条 six months.
 */
export interface PaperRemedy {
  /** Organ of administrative review (复议机关). */
  readonly review: string | undefined
  /** Court (人民法院). */
  readonly court: string | undefined
}

/** 不予出具无犯罪记录证明通知书. Says that the certificate is not issued and where to object; never a crime, a sentence or a case. */
export interface RefusalFacts extends PaperHead {
  readonly person: PaperPerson
  /** 受理号. */
  readonly application: string
  readonly appliedOn: PlainDate
  readonly contact: PaperContact
}

/** 不予出具审批页: who handled and who approved. Never leaves the house. */
export interface RefusalRecordFacts extends PaperHead {
  readonly person: PaperPerson
  readonly application: string
  /** Number of the notice that it belongs to. */
  readonly notice: string
  readonly handler: PaperSignature
  readonly approver: PaperSignature
}

/** One officer's word (签批). */
export interface PaperSignature {
  readonly name: string
  readonly unit: string
  readonly on: PlainDate
}

/**
 * What a unit is told of one person: found, not found, not looked up because the row was not accepted, or told in a letter of its own. A
 * sealed record is `none`.
 */
export type InquiryResult = 'none' | 'found' | 'not_accepted' | 'apart'

/** 犯罪记录查询告知函: one person in the text, several in an annex table. */
export interface InquiryLetterFacts extends PaperHead {
  /** The unit that asked. */
  readonly to: string
  /** Number of its letter (来函文号); undefined when it bore none. */
  readonly reference: string | undefined
  readonly application: string
  readonly appliedOn: PlainDate
  /** Law and article that the unit relies on, as `core` lists them: 《保安服务管理条例》第十七条. */
  readonly basis: string
  readonly people: readonly { readonly person: PaperPerson; readonly result: InquiryResult }[]
}

/** 受理回执. */
export interface ReceiptFacts extends PaperHead {
  readonly applicant: string
  /** Who brought the papers for somebody else (受托人、法定代理人、经办人). */
  readonly agent: string | undefined
  readonly application: string
  /** 事项, as people read it. */
  readonly item: string
  readonly acceptedOn: PlainDate
  readonly dueOn: PlainDate
  readonly materials: readonly string[]
  readonly progressUrl: string
  readonly contact: PaperContact
  /** 投诉电话; undefined: the unit's own. */
  readonly complaintPhone: string | undefined
}

/** 补正告知书: the whole list at once. */
export interface SupplementFacts extends PaperHead {
  readonly applicant: string
  readonly application: string
  readonly item: string
  readonly appliedOn: PlainDate
  readonly missing: readonly { readonly what: string; readonly how: string }[]
  /** Last day; after it the application lapses and may be made again. */
  readonly until: PlainDate
  readonly uploadUrl: string
  readonly contact: PaperContact
}

/** 不予受理告知书: texts come from the reviewed rules, never from a keyboard. */
export interface NotAcceptedFacts extends PaperHead {
  readonly applicant: string
  readonly application: string
  readonly item: string
  readonly appliedOn: PlainDate
  readonly reason: string
  readonly basis: string
  /** Other ways that are open (可走的其他途径). */
  readonly otherWays: readonly string[]
  readonly contact: PaperContact
  readonly remedy: PaperRemedy
}

/** 调查核实审批表: internal. The clock stands still between the two days. */
export interface VerificationApprovalFacts extends PaperHead {
  readonly person: PaperPerson
  readonly application: string
  readonly acceptedOn: PlainDate
  readonly dueOn: PlainDate
  /** One of the four causes, as the rules name it. */
  readonly cause: string
  /** What is to be verified (拟核事项). */
  readonly matters: readonly string[]
  readonly proposer: PaperSignature
  /** Head of a bureau of a county or above. */
  readonly approver: PaperSignature
  readonly clockFrom: PlainDate
  readonly expectedUntil: PlainDate
}

/** 复查申请表, as the applicant handed it in. */
export interface RecheckApplicationFacts extends PaperHead {
  readonly person: PaperPerson
  readonly phone: string | undefined
  /** The paper that is objected to. */
  readonly against: { readonly kind: PaperKind; readonly number: string; readonly issuedOn: PlainDate }
  /** The applicant's own words, 1 to 1,000 characters. */
  readonly reason: string
  readonly evidence: readonly string[]
  readonly objectedOn: PlainDate
  readonly contact: PaperContact
}

/** What was done in a recheck (复查经过): a closed list, so that no detail of a record gets in. */
export const recheckSteps = ['accepted', 'files_read', 'registry_asked', 'applicant_heard', 'source_asked', 'extended', 'decided'] as const
export type RecheckStep = (typeof recheckSteps)[number]

/** 复查意见, in the name of the bureau of the county. */
export interface RecheckOpinionFacts extends PaperHead {
  readonly person: PaperPerson
  readonly against: { readonly kind: PaperKind; readonly number: string; readonly issuedOn: PlainDate }
  readonly objectedOn: PlainDate
  readonly steps: readonly { readonly step: RecheckStep; readonly on: PlainDate }[]
  readonly conclusion: 'upheld' | 'corrected'
  /** The paper issued instead, when it was corrected. */
  readonly replacement: string | undefined
  readonly remedy: PaperRemedy
  readonly contact: PaperContact
}

/** 撤销公告: numbers and days, nobody's name. */
export interface RevocationFacts extends PaperHead {
  readonly revoked: readonly { readonly kind: PaperKind; readonly number: string; readonly revokedOn: PlainDate }[]
}

/** Facts of each kind of paper: what is printed, and nothing else. */
export interface PaperFacts {
  readonly certificate: CertificateFacts
  readonly refusal: RefusalFacts
  readonly refusal_record: RefusalRecordFacts
  readonly inquiry_letter: InquiryLetterFacts
  readonly receipt: ReceiptFacts
  readonly supplement: SupplementFacts
  readonly not_accepted: NotAcceptedFacts
  readonly verification_approval: VerificationApprovalFacts
  readonly recheck_application: RecheckApplicationFacts
  readonly recheck_opinion: RecheckOpinionFacts
  readonly revocation: RevocationFacts
}

/** Lays out and signs a paper (文书打印). Pure but for the signer: same facts and time, same pages. */
export interface PaperPress {
  print<K extends PaperKind>(kind: K, facts: PaperFacts[K], at: Date): Promise<Uint8Array>
}

/** A paper (文书) as it is kept. Certificates have a table of their own. */
export interface Paper {
  readonly number: string
  readonly kind: Exclude<PaperKind, 'certificate'>
  /** 受理号; undefined for a notice of the house about several. */
  readonly application: string | undefined
  /** Who may read it; undefined: nobody but officers of the unit. */
  readonly person: string | undefined
  readonly unit: string
  readonly maskedName: string
  readonly verifyCode: string
  readonly issuedAt: Date
  readonly issuedOn: PlainDate
  readonly status: 'valid' | 'revoked'
  readonly revokedAt: Date | undefined
  /** SHA-256 of the PDF, hex. */
  readonly sha256: string
  readonly isDemo: boolean
  /** When its file was deleted, the time of keeping being over; the row stays. */
  readonly removedAt: Date | undefined
}

/** Where papers are kept. Their PDFs are encrypted at rest. */
export interface Papers {
  insert(paper: Paper, pdf: Uint8Array): Promise<void>
  find(number: string): Promise<Paper | undefined>
  findByCode(verifyCode: string): Promise<Paper | undefined>
  pdf(number: string): Promise<Uint8Array | undefined>
  /** In the order in which they were issued. */
  listByApplication(application: string): Promise<readonly Paper[]>
  listByPerson(person: string, limit: number): Promise<readonly Paper[]>
  /** False when it was revoked before. */
  revoke(number: string, at: Date): Promise<boolean>
  /** Files kept since before the moment, of applications in these states; announcements to everybody stay. The oldest first. */
  due(query: { before: Date; states: readonly ApplicationState[]; limit: number }): Promise<readonly Paper[]>
  /** Deletes the file and keeps the row; false when it was done before. */
  remove(number: string, at: Date): Promise<boolean>
}

/** What a desk gives to have a paper written: everything but what the office fills in itself. */
export type PaperOrder<K extends Paper['kind'] = Paper['kind']> = {
  readonly kind: K
  readonly application: string | undefined
  readonly person: string | undefined
  readonly unit: string
  readonly facts: Omit<PaperFacts[K], keyof PaperHead>
}

/** A paper that is written and signed, and not yet in the books. */
export interface DraftedPaper {
  readonly paper: Paper
  readonly pdf: Uint8Array
}
