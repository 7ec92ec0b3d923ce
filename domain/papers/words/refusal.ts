import { paperTitles } from '../../../core/paper-kinds.ts'
import type { RefusalFacts, RefusalRecordFacts } from '../../../core/papers.ts'
import { dateText } from '../../../core/time.ts'
import { documentNames, pageHead, personRows, signatureText, workRule } from './page.ts'

/** 不予出具通知书: the conclusion, its article, the way to object. No crime, no sentence, no case, no date of any of them (§6 item 2). */
export const refusalPage = (facts: RefusalFacts) => ({
  ...pageHead(facts, { title: paperTitles.refusal, notes: ['本通知书只反映查询时犯罪信息查询平台内的信息情况。'] }),
  to: `${facts.person.name}：`,
  paragraphs: [
    `您于${dateText(facts.appliedOn)}提出的出具无犯罪记录证明的申请（受理号：${facts.application}）已办理完毕。经查询，依据${workRule}第九条，决定不予出具无犯罪记录证明。`,
    '具体情况，可以由本人持有效身份证件到承办单位当面了解。',
    '如对查询结果有异议，可以向承办单位书面申请复查，说明理由并附上相关材料。承办单位自受理复查申请之日起十五个工作日内书面答复；情况复杂的，经批准可以延长，并告知您。',
    '特此通知。',
  ],
  rows: [
    ['证件名称', documentNames[facts.person.document.kind], '证件号码', facts.person.document.number],
    ['承办单位', facts.contact.institution, '电　　话', facts.contact.phone],
    ['地　　址', facts.contact.address],
  ],
  strip: {
    title: '送达回执',
    rows: [
      ['送达文书', `${paperTitles.refusal}（${facts.number}）`],
      ['受送达人', '（签名）', '签收日期', '　　　年　　月　　日'],
      ['送达方式', '□ 当面　□ 邮寄　□ 电子', '送 达 人', ''],
    ],
  },
})

/** 审批页: who handled and who approved. It lies in the file of the house, never with the notice (§6 item 2 内页). */
export const refusalRecordPage = (facts: RefusalRecordFacts) => ({
  ...pageHead(facts, { title: paperTitles.refusal_record, notes: ['承办人与审批人不得为同一人。'], isInternal: true }),
  rows: [
    ['通知书编号', facts.notice],
    ['受 理 号', facts.application],
    ...personRows(facts.person),
    ['拟办意见', `依据${workRule}第九条，拟不予出具无犯罪记录证明。`],
    ['承 办 人', signatureText(facts.handler)],
    ['审批意见', '同意。'],
    ['审 批 人', signatureText(facts.approver)],
  ],
})
