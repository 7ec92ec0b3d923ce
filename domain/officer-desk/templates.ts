/** Papers for which a draft is offered in words (文书样稿); the real ones come from the press, never from here. */
export const draftKinds = ['objection', 'refusal', 'supplement', 'not_accepted', 'verification', 'recheck_opinion'] as const
export type DraftKind = (typeof draftKinds)[number]

export const draftNames: Readonly<Record<DraftKind, string>> = {
  objection: '异议书（复查申请）',
  refusal: '不予出具无犯罪记录证明通知书',
  supplement: '补正告知书',
  not_accepted: '不予受理告知书',
  verification: '调查核实审批表',
  recheck_opinion: '复查意见',
}

/** Lines of each draft, with 〔 〕 where something is to be written in. */
export const draftLines: Readonly<Record<DraftKind, readonly string[]>> = {
  objection: [
    '〔原受理单位〕：',
    '申请人〔姓名〕，证件号码〔号码〕，联系电话〔电话〕。',
    '你单位于〔日期〕作出〔文书名称和编号〕，本人有异议：〔写明哪里不对、为什么〕。',
    '所附材料：〔例如裁判文书、不起诉决定书、身份被冒用的报案材料〕。',
    '请求复查并书面答复。',
    '申请人签名：〔签名〕　〔日期〕',
  ],
  refusal: [
    '编号：〔系统生成〕　受理号：〔受理号〕',
    '〔申请人〕：你于〔日期〕申请的无犯罪记录证明，依据公通字〔2021〕19号第九条，不予出具。',
    '如有异议，可以向本单位书面申请复查，自受理起15个工作日内书面答复。联系地址和电话：〔单位地址、电话〕。',
    '〔单位印章〕　〔日期〕　送达签收：〔签收栏〕',
    '（不写罪名、刑期；承办人和审批人写在内页。）',
  ],
  supplement: [
    '受理号：〔受理号〕',
    '还缺以下材料，请一次补齐：〔逐项写缺什么、怎么补、补到哪里〕。',
    '请于〔日期〕前补正；逾期没有补的，可以重新申请。',
  ],
  not_accepted: ['受理号：〔受理号〕', '不予受理的理由：〔从理由清单中选〕。依据：〔条款〕。', '可以走的其他途径：〔写明〕。'],
  verification: [
    '受理号：〔受理号〕　受理日期：〔日期〕',
    '核实事由（四种之一）：〔信息不全 / 结果不一致 / 证件号码更正过 / 身份可能被冒用〕。',
    '拟核事项：〔写明〕　预计核实完：〔日期〕',
    '提出人：〔姓名〕　批准人（县级以上公安机关负责人）：〔姓名〕',
  ],
  recheck_opinion: [
    '原文书编号：〔编号〕　异议理由：〔摘要〕',
    '复查经过：〔换人承办、调阅材料、再次查询、听取意见〕。',
    '结论：〔维持 / 更正〕。更正的，原文书作废，重新出具，并致歉。',
    '以县级公安机关名义：〔印章〕　〔日期〕',
  ],
}
