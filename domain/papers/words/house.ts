import { paperTitles } from '../../../core/paper-kinds.ts'
import type { RevocationFacts, VerificationApprovalFacts } from '../../../core/papers.ts'
import { dateText } from '../../../core/time.ts'
import { pageHead, personRows, signatureText } from './page.ts'

/** 调查核实审批表 (§6 item 7), internal. */
export const verificationApprovalPage = (facts: VerificationApprovalFacts) => ({
  ...pageHead(facts, {
    title: paperTitles.verification_approval,
    notes: ['调查核实须经县级以上公安机关负责人批准，核实时间不计入办理期限。'],
    isInternal: true,
  }),
  rows: [
    ['受 理 号', facts.application],
    ...personRows(facts.person),
    ['受理日期', dateText(facts.acceptedOn), '原办结日', dateText(facts.dueOn)],
    ['核实事由', facts.cause],
    ['拟核事项', facts.matters.map((matter, i) => `${i + 1}. ${matter}`).join('\n')],
    ['承 办 人', signatureText(facts.proposer)],
    ['审批意见', '同意调查核实。'],
    ['批 准 人', signatureText(facts.approver)],
    ['停表开始', dateText(facts.clockFrom), '预计恢复', dateText(facts.expectedUntil)],
  ],
})

/** 撤销公告 (§6 item 9): a number and that it no longer holds, nothing of a person or of a reason. */
export const revocationPage = (facts: RevocationFacts) => ({
  ...pageHead(facts, { title: paperTitles.revocation, notes: ['公告只列编号和状态，不含个人信息。'] }),
  paragraphs: ['下列文书已撤销，自撤销之日起不再具有效力，请勿采信：'],
  head: ['序号', '文书名称', '编号', '撤销日期', '状态'],
  rows: facts.revoked.map(({ kind, number, revokedOn }, i) => [String(i + 1), paperTitles[kind], number, dateText(revokedOn), '已撤销']),
  ending: ['特此公告。'],
})
