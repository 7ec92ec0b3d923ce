import type { PaperContact, PaperHead, PaperPerson, PaperRemedy, PaperSignature } from '../../../core/papers.ts'
import type { DocumentKind } from '../../../core/people.ts'
import { dateText } from '../../../core/time.ts'

/** Words that every paper has (文书共有文字), ready to be set; templates add none of their own. */
export interface PageHead {
  readonly demo: boolean
  readonly demoNotice: string
  readonly institution: string
  readonly title: string
  readonly numberLabel: string
  readonly number: string
  readonly issuedOn: string
  /** Points: a long name of an institution is set smaller, to stay on one line at the head and in the seal. */
  readonly headSize: number
  readonly institutionSize: number
  readonly notesLabel: string
  readonly notes: readonly string[]
  /** Empty on an internal paper, which bears no code. */
  readonly qrCaption: string
  readonly verifyCode: string
}

/** A table of labels and values (表格行); a row of four holds two pairs. */
export type Rows = readonly (readonly string[])[]

export const documentNames: Record<DocumentKind, string> = {
  resident_id: '居民身份证',
  hk_mo_tw_residence_permit: '港澳台居民居住证',
  hk_mo_travel_permit: '港澳居民来往内地通行证',
  tw_travel_permit: '台湾居民来往大陆通行证',
  chinese_passport: '中华人民共和国护照',
  foreign_passport: '外国护照',
  foreign_permanent_id: '外国人永久居留身份证',
  household_register: '居民户口簿',
}

/** 《公安机关办理犯罪记录查询工作规定》, the rule of the trade. */
export const workRule = '《公安机关办理犯罪记录查询工作规定》'

/** Address of the check page, without the code. */
export const checkPage = (verifyUrl: string): string => verifyUrl.slice(0, verifyUrl.lastIndexOf('/'))

/** A verification code in groups of four. */
export const groupedCode = (verifyCode: string): string => verifyCode.replace(/(.{4})(?=.)/g, '$1-')

/** The words of head, closing and notes of a paper. */
export const pageHead = (facts: PaperHead, words: { title: string; notes: readonly string[]; isInternal?: boolean }): PageHead => ({
  demo: facts.isDemo,
  demoNotice: '演示数据，不具法律效力',
  institution: facts.institution,
  title: words.title,
  numberLabel: '编号：',
  number: facts.number,
  issuedOn: dateText(facts.issuedOn),
  headSize: Math.min(15, 440 / [...facts.institution].length - 2),
  institutionSize: Math.min(14, 250 / [...facts.institution].length),
  notesLabel: '注：',
  notes: words.isInternal
    ? [...words.notes, '内部文书，不得对外提供，不得复制、拍照传播。']
    : [
        ...words.notes,
        `核验：扫描二维码，或打开 ${checkPage(facts.verifyUrl)} 输入验真码、上传电子文件。电子文件带有数字签名，改动任何一处都能被发现。`,
      ],
  qrCaption: words.isInternal ? '' : '扫码核验真伪',
  verifyCode: words.isInternal ? '' : `验真码：${groupedCode(facts.verifyCode)}`,
})

/** Who a paper is about, as rows. */
export const personRows = ({ name, document }: PaperPerson): Rows => [
  ['姓　　名', name],
  ['证件名称', documentNames[document.kind]],
  ['证件号码', document.number],
]

/** Where to go and whom to call. */
export const contactRows = ({ institution, address, phone }: PaperContact): Rows => [
  ['承办单位', institution],
  ['地　　址', address],
  ['电　　话', phone],
]

/** Ways against a decision, in one sentence; undefined when the bureau has named none. */
export const remedySentence = (what: string, { review, court }: PaperRemedy): string | undefined => {
  const ways = [
    review && `自收到本文书之日起六十日内向${review}申请行政复议`,
    court && `自收到本文书之日起六个月内向${court}提起行政诉讼`,
  ].filter((way) => way !== undefined && way !== '')
  return ways.length > 0 ? `对${what}不服的，可以${ways.join('，也可以')}。` : undefined
}

/** One officer's word in a form of the house. */
export const signatureText = ({ name, unit, on }: PaperSignature): string => `${name}（${unit}）　${dateText(on)}`
