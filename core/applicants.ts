import type { DocumentKind } from './people.ts'
import type { PlainDate } from './time.ts'

/**
 * Who applies (申请人类别): 本人, 受托人, 法定代理人, 单位, 行政机关, 公证处. Foreigners, residents of Hong Kong, Macao and Taiwan, and
 * overseas Chinese are `self` (or stand behind a delegate): their document says what they are.
 */
export const applicantKinds = ['self', 'delegate', 'guardian', 'unit', 'organ', 'notary'] as const
export type ApplicantKind = (typeof applicantKinds)[number]

/** 申请人类别, as people read it. */
export const applicantNames: Readonly<Record<ApplicantKind, string>> = {
  self: '本人',
  delegate: '受托人',
  guardian: '法定代理人',
  unit: '单位',
  organ: '行政机关',
  notary: '公证处',
}

/** Kinds that ask about many people, one row each in `application_subjects`, and are answered by 查询告知函 and never by a certificate. */
export const isInstitution = (kind: ApplicantKind): kind is 'unit' | 'organ' | 'notary' =>
  kind === 'unit' || kind === 'organ' || kind === 'notary'

/** The person whose record is asked for (被查询人), where that is not who is signed in. Encrypted at rest. */
export interface Subject {
  readonly name: string
  readonly document: { readonly kind: DocumentKind; readonly number: string }
  readonly birth: PlainDate
  readonly sex: 'male' | 'female'
  /** ISO 3166-1 alpha-3. */
  readonly nationality: string
}

/** By which place one applies (受理地): the registered household, or the place of living. */
export type Route = 'hukou' | 'residence'

/** What the letter of entrustment says (委托书). */
export interface Entrustment {
  /** Last day on which it holds; undefined: no end was set. */
  readonly until?: PlainDate | undefined
  /** True: signed outside the mainland, so it needs notarisation and authentication. */
  readonly isSignedAbroad: boolean
}

/** What ties a guardian to a minor (监护关系). */
export const guardianRelations = ['parent', 'other_guardian'] as const
export type GuardianRelation = (typeof guardianRelations)[number]

/** What ties a person to the unit that asks (与单位的关系): 在职, 拟招录; of an organ or a notary 相对人, 公证当事人; `none` is 无关人员. */
export const subjectRelations = ['employed', 'to_be_hired', 'licence_applicant', 'notary_party', 'none'] as const
export type SubjectRelation = (typeof subjectRelations)[number]

/** 与单位的关系, as people read it. */
export const relationNames: Readonly<Record<SubjectRelation, string>> = {
  employed: '在职',
  to_be_hired: '拟招录',
  licence_applicant: '许可（资格）申请人',
  notary_party: '公证当事人',
  none: '无上述关系',
}

/** What a unit says of itself and of its right (单位查询事项). Encrypted at rest. */
export interface UnitFacts {
  readonly name: string
  /** 统一社会信用代码, tidied; a wrong check digit is a warning for the officer, never a refusal. */
  readonly uscc: string
  readonly isUsccDoubtful: boolean
  readonly address: string
  /** 经办人, who is the person signed in. */
  readonly handler: string
  readonly phone?: string | undefined
  /** 介绍信（来函）文号. */
  readonly letter?: string | undefined
  /** Id of a row of the checked list (`data/rules/certificates/bases.yaml`); undefined: none of them fits, a person looks. */
  readonly basis?: string | undefined
  /** The basis in the unit's own words, where it is not in the list. */
  readonly basisText?: string | undefined
  /** What the people are to do (岗位). */
  readonly post?: string | undefined
}

/**
 * Facts that only some kinds have (申请事实), encrypted at rest with the application:
 * `route` self, delegate, guardian · `stays` foreigners (as they were given; count with `unionOf`) · `subject` delegate, guardian ·
 * `entrustment` delegate · `relation` guardian · `unit` unit, organ, notary.
 */
export interface ApplicationFacts {
  readonly route?: Route | undefined
  readonly stays?: readonly { readonly from: PlainDate; readonly to?: PlainDate | undefined }[] | undefined
  readonly subject?: Subject | undefined
  readonly entrustment?: Entrustment | undefined
  readonly relation?: GuardianRelation | undefined
  readonly unit?: UnitFacts | undefined
  /** Former name (曾用名): sent with each look-up of the person, never printed (`certificate.md` §4.4). */
  readonly formerName?: string | undefined
  /** Day on which the permit was issued (证件签发日期), of residents of Hong Kong, Macao and Taiwan who ask for a period. */
  readonly documentFrom?: PlainDate | undefined
  /**
   * What is typed and not whole yet (没填完的), as the form names it: of a draft only, shown where it is opened again, read by no rule.
   */
  readonly unfinished?: Readonly<Record<string, string>> | undefined
  /** Police station that was chosen (受理派出所). */
  readonly station?: string | undefined
  /** Of a draft whose purpose nobody has told yet: the column holds a stand-in. */
  readonly isPurposeOpen?: boolean | undefined
  /** The list of people that was handed in, in sums. */
  readonly people?: { readonly count: number; readonly unrelated: number; readonly foreigners: number } | undefined
  /** 受理号 of the list that these people were set apart from (分出另办). */
  readonly apartFrom?: string | undefined
  /** Written objection (书面异议). */
  readonly objection?: { readonly reason: string; readonly at: string } | undefined
}

/** What is found of somebody on a list (逐人结果): `apart` is answered under a number of its own. */
export const subjectFindings = ['clear', 'record', 'not_accepted', 'apart'] as const
export type SubjectFinding = (typeof subjectFindings)[number]

/**
 * One person whom a unit asks about (查询对象). `answer` is the registry's word, as far as anybody may see it: a sealed record is `clear`.
 * `finding` is what the reply says (未发现, 有犯罪记录, 未受理, 另行告知); the machine sets `clear` alone, anything else a named officer.
 */
export interface ApplicationSubject {
  readonly id: string
  /** 受理号 of the application. */
  readonly application: string
  /** Its own number in order, from 1. */
  readonly position: number
  readonly subject: Subject
  readonly relation: SubjectRelation
  readonly answer: 'clear' | 'hit' | 'uncertain' | undefined
  readonly finding: SubjectFinding | undefined
  /** Grows by one with each change; a write names the one it saw. */
  readonly revision: number
}

/** How the people of a unit's application stand (进度). */
export interface SubjectCount {
  readonly all: number
  /** The registry was not asked yet. */
  readonly unasked: number
  readonly clear: number
  /** Asked, and waiting for an officer. */
  readonly open: number
  /** Of those that wait, the ones that the registry found. */
  readonly hits: number
  /** Not accepted, or set apart: this reply tells nothing of them. */
  readonly out: number
}

/** People of units' applications (查询对象), one row each. */
export interface ApplicationSubjects {
  /** Puts the people of a draft in place of those that were there. */
  replace(application: string, people: readonly Omit<ApplicationSubject, 'id' | 'application' | 'position' | 'revision'>[]): Promise<void>
  /** `only`: those that wait for an officer, or those without a tie to the unit. */
  list(
    application: string,
    options: { after?: number; limit: number; isUnasked?: boolean; only?: 'open' | 'unrelated' },
  ): Promise<readonly ApplicationSubject[]>
  count(application: string): Promise<SubjectCount>
  /** Moves on from the revision that was seen. False: somebody else was faster, nothing was written. */
  move(row: ApplicationSubject, change: Partial<Pick<ApplicationSubject, 'answer' | 'finding'>>): Promise<boolean>
}
