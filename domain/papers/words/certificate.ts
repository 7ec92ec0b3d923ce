import { type CertificateFacts, type Purpose, purposeNames } from '../../../core/certificates.ts'
import { paperTitles } from '../../../core/paper-kinds.ts'
import type { DocumentKind } from '../../../core/people.ts'
import { dateText, type PlainDate } from '../../../core/time.ts'
import { countryName, englishCountryName } from '../countries.ts'
import { checkPage, documentNames, groupedCode } from './page.ts'

/** Every word on the page (证明版面), ready to be set; the template adds none of its own. */
export interface CertificatePage {
  readonly demo: boolean
  readonly demoNotice: string
  readonly institution: string
  readonly title: string
  readonly numberLabel: string
  readonly number: string
  readonly rows: readonly (readonly string[])[]
  /** Which row holds two labels. */
  readonly pairRow: number
  readonly statement: readonly string[]
  readonly issuedOn: string
  /** Points: a long name of an institution is set smaller, to stay on one line at the head and in the seal. */
  readonly headSize: number
  readonly institutionSize: number
  readonly notesLabel: string
  readonly notes: readonly string[]
  readonly qrCaption: string
  readonly verifyCode: string
}

/** Sets facts into words; `certificate.md` §6 item 1. 未发现, never 没有: it speaks of what was looked up, not of a life. */
export const certificatePage = (facts: CertificateFacts): CertificatePage => ({
  demo: facts.isDemo,
  demoNotice: '演示数据，不具法律效力',
  institution: facts.institution,
  title: paperTitles.certificate,
  numberLabel: '编号：',
  number: facts.number,
  rows: [
    ['姓　　名', facts.name],
    ['性　　别', facts.sex === 'male' ? '男' : '女', '国　　籍', countryName(facts.nationality)],
    ['证件名称', documentNames[facts.document.kind]],
    ['证件号码', facts.document.number],
    ['查询期间', facts.period ? `${dateText(facts.period.from)}至${dateText(facts.period.to)}` : '全时段'],
    ['用　　途', purposeNames[facts.purpose]],
  ],
  pairRow: 1,
  statement: ['经查询，未发现该人在上述期间有犯罪记录。', '特此证明。'],
  issuedOn: dateText(facts.issuedOn),
  headSize: Math.min(13.5, 425 / [...facts.institution].length - 2),
  institutionSize: Math.min(13, 238 / [...facts.institution].length),
  notesLabel: '注：',
  notes: [
    '本证明只反映出具时犯罪信息查询平台内的信息情况。',
    facts.validUntil ? `本证明有效期至${dateText(facts.validUntil)}。` : '本证明的有效期以接收单位的要求为准。',
    '本证明涂改无效。电子文件带有数字签名，改动任何一处都能被发现。',
    `核验：扫描二维码，或打开 ${checkPage(facts.verifyUrl)} 输入验真码、上传电子文件。`,
  ],
  qrCaption: '扫码核验真伪',
  verifyCode: `验真码：${groupedCode(facts.verifyCode)}`,
})

const englishDocuments: Partial<Record<DocumentKind, string>> = {
  foreign_passport: 'Passport',
  foreign_permanent_id: 'Foreign Permanent Resident ID Card',
}

const englishPurposes: Record<Purpose, string> = {
  go_abroad: 'Travel abroad',
  employment: 'Employment',
  licence: 'Licence or qualification',
  school: 'Enrolment',
  notary: 'Notarization',
  emigration: 'Emigration or study abroad',
  other: 'Other',
}

const months = 'January February March April May June July August September October November December'.split(' ')

/** `22 November 2026`. */
export const englishDate = (date: PlainDate): string => {
  const [year, month, day] = date.split('-').map(Number)
  return `${day} ${months[(month ?? 1) - 1]} ${year}`
}

/** True for those whose certificate is in two languages (外国人版): the holders of a foreign document. */
export const isBilingual = ({ document }: CertificateFacts): boolean => englishDocuments[document.kind] !== undefined

/** The same certificate in two languages; the name is the one in the passport, in its letters. */
export const bilingualPage = (facts: CertificateFacts) => {
  const page = certificatePage(facts)
  return {
    ...page,
    englishTitle: 'CERTIFICATE OF NO CRIMINAL RECORD',
    englishNumberLabel: 'No.',
    rows: [
      ['护照姓名', 'Name', facts.name],
      ['性　　别', 'Sex', facts.sex === 'male' ? '男 Male' : '女 Female'],
      ['国　　籍', 'Nationality', `${countryName(facts.nationality)} ${englishCountryName(facts.nationality)}`],
      ['证件名称', 'Document', `${documentNames[facts.document.kind]} ${englishDocuments[facts.document.kind] ?? ''}`.trim()],
      ['证件号码', 'Document No.', facts.document.number],
      [
        '查询期间',
        'Period',
        facts.period
          ? `${dateText(facts.period.from)}至${dateText(facts.period.to)}\n${englishDate(facts.period.from)} to ${englishDate(facts.period.to)}`
          : '全时段 The whole period on record',
      ],
      ['用　　途', 'Purpose', `${purposeNames[facts.purpose]} ${englishPurposes[facts.purpose]}`],
    ],
    englishStatement: [
      'Upon inquiry, no criminal record of the above-named person was found for the period stated above.',
      'This is hereby certified.',
    ],
    englishIssuedOn: englishDate(facts.issuedOn),
    notes: [
      '本证明只反映出具时犯罪信息查询平台内的信息情况。 It reflects the information in the inquiry platform at the time of issue only.',
      facts.validUntil
        ? `本证明有效期至${dateText(facts.validUntil)}。 Valid until ${englishDate(facts.validUntil)}.`
        : '本证明的有效期以接收单位的要求为准。 Its period of validity is up to the receiving party.',
      '本证明涂改无效，中英文不一致时以中文为准。 Invalid if altered; the Chinese text prevails.',
      `核验 Check：扫描二维码，或打开 scan the code, or visit ${checkPage(facts.verifyUrl)}`,
    ],
    qrCaption: '扫码核验真伪 Scan to verify',
    verifyCode: `验真码 Code：${groupedCode(facts.verifyCode)}`,
  }
}
