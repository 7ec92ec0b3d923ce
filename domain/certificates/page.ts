import { type CertificateFacts, purposeNames } from '../../core/certificates.ts'
import type { DocumentKind } from '../../core/people.ts'
import { dateText } from '../../core/time.ts'
import { countryName } from './countries.ts'

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

const documentNames: Record<DocumentKind, string> = {
  resident_id: '居民身份证',
  hk_mo_tw_residence_permit: '港澳台居民居住证',
  hk_mo_travel_permit: '港澳居民来往内地通行证',
  tw_travel_permit: '台湾居民来往大陆通行证',
  chinese_passport: '中华人民共和国护照',
  foreign_passport: '外国护照',
  foreign_permanent_id: '外国人永久居留身份证',
  household_register: '居民户口簿',
}

/** Sets facts into words; `certificate.md` §6 item 1. 未发现, never 没有: it speaks of what was looked up, not of a life. */
export const certificatePage = (facts: CertificateFacts): CertificatePage => ({
  demo: facts.isDemo,
  demoNotice: '演示数据，不具法律效力',
  institution: facts.institution,
  title: '无犯罪记录证明',
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
  verifyCode: `验真码：${facts.verifyCode.replace(/(.{4})(?=.)/g, '$1-')}`,
})

/** Address of the check page, without the code. */
const checkPage = (verifyUrl: string): string => verifyUrl.slice(0, verifyUrl.lastIndexOf('/'))

/** What of a certificate varies from person to person and must therefore be checked for printability (可打印文字). */
export const personalText = (facts: CertificateFacts): string => facts.name + facts.document.number + facts.institution + facts.number
