import type { Group } from './types.ts'

/** 待办分组 in the order in which the work goes. */
export const groupNames: Readonly<Record<Group, string>> = {
  intake: '待受理',
  supplement: '待补正',
  machine: '自动办理中',
  review: '待复核',
  seal: '待盖章',
  verifying: '核实中',
  second: '待审批',
  deliver: '待送达',
  recheck: '复查',
}

/** 内部状态: what officers call the stages. */
export const stateNames: Readonly<Record<string, string>> = {
  DRAFT: '草稿',
  SUBMITTED: '已提交，待核验身份',
  ID_VERIFIED: '待受理审查',
  NEED_FIX: '身份核验未通过',
  NEED_SUPPLEMENT: '等申请人补材料',
  LAPSED: '逾期未补，已失效',
  NOT_ACCEPTED: '不予受理',
  ACCEPTED: '已受理',
  QUERYING: '查询中',
  CLEAR: '未发现，待出证',
  HUMAN_REVIEW: '待人工复核',
  VERIFY_PENDING: '报批核实中',
  VERIFYING: '调查核实中',
  REFUSAL_2ND: '等负责人审批',
  ISSUED: '已出具',
  REFUSED: '不予出具',
  DELIVERED: '已送达',
  RECHECK_ACCEPTED: '复查中',
  RECHECK_EXTENDED: '复查中（已延长）',
  RECHECK_UPHELD: '复查维持',
  CORRECTED: '复查更正',
  REVOKED: '已撤销',
  WITHDRAWN: '已撤回',
}

/** 办理步骤, as they stand in the history. */
export const eventNames: Readonly<Record<string, string>> = {
  submit: '提交',
  id_ok: '身份核验通过',
  id_fail: '身份核验未通过',
  complete: '受理',
  incomplete: '告知补正',
  supply: '补齐材料',
  lapse: '逾期未补，失效',
  illegal_unit: '不予受理',
  not_eligible: '不予受理',
  query: '查询',
  clear: '未发现',
  hit: '转人工复核',
  uncertain: '转人工复核',
  issue: '出具',
  confirm_clear: '确认未发现',
  need_verify: '报批核实',
  approve_verify: '批准核实',
  verify_done: '核实结束',
  confirm_hit: '报批不予出具',
  recall_reply: '批准撤销告知函',
  approve_refusal: '批准不予出具',
  reject_refusal: '退回',
  deliver: '送达',
  object: '提出异议',
  extend: '延长复查',
  uphold: '复查维持',
  correct: '复查更正',
  recall: '撤销',
  withdraw: '撤回',
}

/** 申请人类别. */
export const applicantNames: Readonly<Record<string, string>> = {
  self: '本人',
  delegate: '受托人代办',
  guardian: '法定代理人代办',
  unit: '单位查询',
  organ: '行政机关查询',
  notary: '公证处查询',
}

/** 转人工的原因: nothing of what a record holds. */
export const reviewNames: Readonly<Record<string, string>> = {
  registry: '查询结果要人工复核',
  path: '要民警审查',
  frequency: '近一年申请次数多',
  print: '姓名有生僻字，证明排不出',
  materials: '有材料要看',
  eligibility: '申请资格要审查',
  basis: '法律依据要审查',
  seal: '待盖章确认',
}

export const documentNames: Readonly<Record<string, string>> = {
  resident_id: '居民身份证',
  household_register: '户口簿',
  hk_mo_tw_residence_permit: '港澳台居民居住证',
  hk_mo_travel_permit: '港澳居民来往内地通行证',
  tw_travel_permit: '台湾居民来往大陆通行证',
  chinese_passport: '中国护照',
  foreign_passport: '外国护照',
  foreign_permanent_id: '外国人永久居留身份证',
}

export const relationNames: Readonly<Record<string, string>> = {
  employed: '在职',
  to_be_hired: '拟招录',
  licence_applicant: '许可（资格）申请人',
  notary_party: '公证当事人',
  none: '无上述关系',
}

/** 平台答复: one word, nothing behind it. */
export const answerNames: Readonly<Record<string, string>> = {
  clear: '未发现',
  hit: '要人工复核',
  uncertain: '不确定',
  unavailable: '平台没有答复',
}

export const findingNames: Readonly<Record<string, string>> = {
  clear: '未发现',
  record: '有犯罪记录',
  not_accepted: '未受理',
  apart: '另行告知',
}

export const materialNames: Readonly<Record<string, string>> = {
  identity_document: '身份证明',
  application_form: '查询申请表',
  residence_permit: '居住证',
  household_register: '户口簿',
  purpose_proof: '说明用途的材料',
  stay_proof: '在中国居留的证明',
  letter_of_entrustment: '委托书',
  delegate_identity: '受托人的身份证明',
  guardianship_proof: '监护关系证明',
  abroad_authentication: '境外委托书的公证和认证',
  translation: '中文译本',
  introduction_letter: '单位介绍信',
  handler_identity: '经办人的身份证明',
  stamped_form: '加盖公章的查询申请表',
  relation_proof: '在职或拟招录的材料',
  people_table: '查询对象名单',
  notary_application: '申请办理公证的材料',
  objection: '书面异议和证据',
  other: '其他材料',
}
