import type { PaperKind } from '../../core/paper-kinds.ts'
import type { PaperFacts } from '../../core/papers.ts'
import { notAcceptedPage, receiptPage, supplementPage } from './words/acceptance.ts'
import { bilingualPage, certificatePage, isBilingual } from './words/certificate.ts'
import { revocationPage, verificationApprovalPage } from './words/house.ts'
import { inquiryLetterPage } from './words/inquiry-letter.ts'
import { recheckApplicationPage, recheckOpinionPage } from './words/recheck.ts'
import { refusalPage, refusalRecordPage } from './words/refusal.ts'

/** How one kind of paper is set (版式): its template, its words, and what the signature says it is for. */
export interface Layout {
  /** File in `templates/`. */
  readonly template: string
  readonly words: unknown
  /** On the framed paper, with seal and code where certificate.typ leaves room; else where the template says. */
  readonly isCertificate: boolean
  readonly reason: string
}

type Layouts = { readonly [K in PaperKind]: (facts: PaperFacts[K]) => Layout }

const plain = (template: string, words: unknown, reason: string): Layout => ({ template, words, reason, isCertificate: false })

const layouts: Layouts = {
  certificate: (facts) => {
    const [template, words] = isBilingual(facts) ? ['certificate-foreign', bilingualPage(facts)] : ['certificate', certificatePage(facts)]
    return { template, words, isCertificate: true, reason: '出具证明' }
  },
  refusal: (facts) => plain('refusal', refusalPage(facts), '出具通知书'),
  refusal_record: (facts) => plain('refusal-record', refusalRecordPage(facts), '内部审批'),
  inquiry_letter: (facts) => plain('inquiry-letter', inquiryLetterPage(facts), '函告查询结果'),
  receipt: (facts) => plain('receipt', receiptPage(facts), '受理'),
  supplement: (facts) => plain('supplement', supplementPage(facts), '告知补正'),
  not_accepted: (facts) => plain('not-accepted', notAcceptedPage(facts), '告知不予受理'),
  verification_approval: (facts) => plain('verification-approval', verificationApprovalPage(facts), '内部审批'),
  recheck_application: (facts) => plain('recheck-application', recheckApplicationPage(facts), '收到复查申请'),
  recheck_opinion: (facts) => plain('recheck-opinion', recheckOpinionPage(facts), '告知复查意见'),
  revocation: (facts) => plain('revocation', revocationPage(facts), '公告撤销'),
}

/** The layout of one paper. */
export const layoutOf = <K extends PaperKind>(kind: K, facts: PaperFacts[K]): Layout => layouts[kind](facts)

/** Every template, and what they share. */
export const templateFiles = [
  'layout',
  'certificate',
  'certificate-foreign',
  'refusal',
  'refusal-record',
  'inquiry-letter',
  'receipt',
  'supplement',
  'not-accepted',
  'verification-approval',
  'recheck-application',
  'recheck-opinion',
  'revocation',
]
