import { paperTitles } from '../../../core/paper-kinds.ts'
import type { NotAcceptedFacts, ReceiptFacts, SupplementFacts } from '../../../core/papers.ts'
import { dateText } from '../../../core/time.ts'
import { contactRows, pageHead, remedySentence } from './page.ts'

/** 受理回执 (§6 item 4). */
export const receiptPage = (facts: ReceiptFacts) => ({
  ...pageHead(facts, {
    title: paperTitles.receipt,
    notes: ['办理期限自受理次日起按工作日计算；经批准调查核实的时间不计入期限。', '请妥善保管本回执，凭受理号查询进度。'],
  }),
  paragraphs: [`${facts.applicant}提出的${facts.item}申请，经审查材料齐全，现予受理。`],
  rows: [
    ['受 理 号', facts.application],
    ['申请事项', facts.item],
    ['申 请 人', facts.applicant],
    ...(facts.agent ? [['代 办 人', facts.agent]] : []),
    ['提交材料', facts.materials.length > 0 ? facts.materials.map((material, i) => `${i + 1}. ${material}`).join('　') : '无'],
    ['受理日期', dateText(facts.acceptedOn)],
    ['承诺办结日', dateText(facts.dueOn)],
    ['进度查询', facts.progressUrl],
    ...contactRows(facts.contact),
    ['投诉电话', facts.complaintPhone ?? facts.contact.phone],
  ],
})

/** 补正告知书 (§6 item 5): everything that is missing, once. */
export const supplementPage = (facts: SupplementFacts) => ({
  ...pageHead(facts, { title: paperTitles.supplement, notes: ['本告知书已一次列明全部需要补正的内容。'] }),
  to: `${facts.applicant}：`,
  paragraphs: [
    `申请人于${dateText(facts.appliedOn)}提出的${facts.item}申请（受理号：${facts.application}），材料不齐全或者不符合要求，需要补正以下内容：`,
  ],
  head: ['序号', '需要补正的内容', '怎样补正'],
  rows: facts.missing.map(({ what, how }, i) => [String(i + 1), what, how]),
  ending: [
    `请在${dateText(facts.until)}前补正：登录 ${facts.uploadUrl} 上传，或者交到${facts.contact.institution}（${facts.contact.address}，电话${facts.contact.phone}）。补正后继续办理，不用重新申请。`,
    '逾期未补正的，本次申请终止，之后可以重新申请。',
  ],
})

/** 不予受理告知书 (§6 item 6). */
export const notAcceptedPage = (facts: NotAcceptedFacts) => {
  const remedy = remedySentence('本告知', facts.remedy)
  return {
    ...pageHead(facts, { title: paperTitles.not_accepted, notes: ['本告知书不涉及任何人有无犯罪记录。'] }),
    to: `${facts.applicant}：`,
    paragraphs: [
      `申请人于${dateText(facts.appliedOn)}提出的${facts.item}申请（受理号：${facts.application}），经审查，决定不予受理。`,
      `理由：${facts.reason}`,
      `依据：${facts.basis}`,
      ...(facts.otherWays.length > 0
        ? [`申请人还可以：${facts.otherWays.map((way, i) => `${facts.otherWays.length > 1 ? `${i + 1}. ` : ''}${way}`).join('')}`]
        : []),
      ...(remedy ? [remedy] : []),
      `如有疑问，请联系${facts.contact.institution}（${facts.contact.address}，电话${facts.contact.phone}）。`,
    ],
  }
}
