import type { PaperKind } from '../../core/paper-kinds.ts'
import type { PaperFacts, PaperHead } from '../../core/papers.ts'
import { numberOf } from './numbers.ts'
import { sampleFacts } from './sample.ts'

const head = (kind: PaperKind, institution = '云河市公安局青禾派出所', issuedOn = '2026-11-25'): PaperHead => ({
  number: numberOf(kind, { year: 2026, sequence: 1 }),
  issuedOn,
  institution,
  isDemo: true,
  verifyCode: sampleFacts.verifyCode,
  verifyUrl: sampleFacts.verifyUrl,
})

const person = { name: '周远航', document: { kind: 'resident_id', number: '159901198506150042' } } as const
const contact = { institution: '云河市公安局青禾派出所', address: '云河市青禾街 12 号', phone: '0000-5550110' }
const bureau = { institution: '云河市公安局', address: '云河市人民路 1 号', phone: '0000-5550100' }
const application = 'SL1599012026000001'
const item = '无犯罪记录证明'
const handler = { name: '沈一帆', unit: '青禾派出所', on: '2026-11-24' }
const approver = { name: '陆明川', unit: '云河市公安局', on: '2026-11-25' }
const against = { kind: 'refusal', number: numberOf('refusal', { year: 2026, sequence: 1 }), issuedOn: '2026-11-25' } as const
const remedy = { review: '云河市人民政府', court: '云河市人民法院' }
const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许']

/** Invented facts of every kind of paper (样张), for docs, tests and looking. */
export const sampleOf: { readonly [K in PaperKind]: PaperFacts[K] } = {
  certificate: sampleFacts,
  refusal: { ...head('refusal'), person, application, appliedOn: '2026-11-22', contact },
  refusal_record: { ...head('refusal_record'), person, application, notice: against.number, handler, approver },
  inquiry_letter: {
    ...head('inquiry_letter'),
    to: '云河市卫城保安服务有限公司',
    reference: '卫城函〔2026〕8号',
    application,
    appliedOn: '2026-11-22',
    basis: '《保安服务管理条例》第十七条',
    people: [{ person, result: 'none' }],
  },
  receipt: {
    ...head('receipt'),
    applicant: '周远航',
    agent: '林知夏',
    application,
    item,
    acceptedOn: '2026-11-22',
    dueOn: '2026-11-25',
    materials: ['居民身份证', '无犯罪记录查询申请表', '委托书'],
    progressUrl: 'https://fenshen.example/#progress',
    contact,
    complaintPhone: '12389',
  },
  supplement: {
    ...head('supplement'),
    applicant: '周远航',
    application,
    item,
    appliedOn: '2026-11-22',
    missing: [
      { what: '委托书', how: '写明委托事项和期限，由委托人签名，上传原件照片。' },
      { what: '受托人的有效身份证明', how: '上传身份证正反两面，字迹要看得清。' },
    ],
    until: '2026-12-25',
    uploadUrl: 'https://fenshen.example/#progress',
    contact,
  },
  not_accepted: {
    ...head('not_accepted'),
    applicant: '云河市安居物业管理有限公司',
    application,
    item: '犯罪记录查询',
    appliedOn: '2026-11-22',
    reason: '所列岗位没有法律、行政法规规定的从业禁止情形，单位不能查询。',
    basis: '《公安机关办理犯罪记录查询工作规定》第四条',
    otherWays: ['由本人自愿申请无犯罪记录证明后自行提供。', '核对岗位是否有法律、行政法规规定的从业限制，写明条款后重新申请。'],
    contact,
    remedy,
  },
  verification_approval: {
    ...head('verification_approval', '云河市公安局'),
    person,
    application,
    acceptedOn: '2026-11-22',
    dueOn: '2026-11-25',
    cause: '查询结果与以往查询结果不一致',
    matters: ['向原登记单位核对登记信息。', '核对申请人身份证件的换发情况。'],
    proposer: handler,
    approver,
    clockFrom: '2026-11-25',
    expectedUntil: '2026-12-09',
  },
  recheck_application: {
    ...head('recheck_application', contact.institution, '2026-11-26'),
    person,
    phone: '15900000001',
    against,
    reason: '查询结果与本人情况不符。本人曾更换过身份证，请核对是不是把别人的信息记到了本人名下。',
    evidence: ['身份证换发证明'],
    objectedOn: '2026-11-26',
    contact,
  },
  recheck_opinion: {
    ...head('recheck_opinion', '云河市公安局', '2026-12-04'),
    person,
    against,
    objectedOn: '2026-11-26',
    steps: [
      { step: 'accepted', on: '2026-11-26' },
      { step: 'files_read', on: '2026-11-27' },
      { step: 'registry_asked', on: '2026-11-30' },
      { step: 'decided', on: '2026-12-04' },
    ],
    conclusion: 'corrected',
    replacement: `《无犯罪记录证明》（${sampleFacts.number}）`,
    remedy,
    contact: bureau,
  },
  revocation: {
    ...head('revocation', '云河市公安局', '2026-12-04'),
    revoked: [
      { kind: 'refusal', number: against.number, revokedOn: '2026-12-04' },
      { kind: 'certificate', number: numberOf('certificate', { year: 2026, sequence: 7 }), revokedOn: '2026-12-04' },
    ],
  },
}

/** The same certificate for a holder of a foreign passport. */
export const foreignSample: PaperFacts['certificate'] = {
  ...sampleFacts,
  number: numberOf('certificate', { year: 2026, sequence: 2 }),
  name: 'MÜLLER ANNA SOPHIE',
  sex: 'female',
  nationality: 'DEU',
  document: { kind: 'foreign_passport', number: 'ZZ1234567' },
  period: { from: '2024-03-01', to: '2026-11-22' },
}

/** A letter about thirty people, over more than one page. */
export const unitSample: PaperFacts['inquiry_letter'] = {
  ...sampleOf.inquiry_letter,
  people: Array.from({ length: 30 }, (_, i) => ({
    person: {
      name: `${surnames[i % 20]}${'安宁静远明清和平'[i % 8]}${i % 3 ? '一' : ''}`,
      document: { kind: 'resident_id', number: `1599011990${String(10_000_000 + i * 1_013).slice(0, 8)}` },
    },
    result: i === 11 ? 'found' : i === 20 ? 'not_accepted' : 'none',
  })),
}
