/**
 * Materials that an application may need (申请材料): a closed list; 公安部规定 第六条. What was handed in is kept by the materials desk, one
 * row a file, each naming one of these kinds.
 */
export const materialKinds = [
  'identity_document',
  'application_form',
  'residence_permit',
  'household_register',
  'purpose_proof',
  'stay_proof',
  'letter_of_entrustment',
  'delegate_identity',
  'guardianship_proof',
  'abroad_authentication',
  'translation',
  'introduction_letter',
  'handler_identity',
  'stamped_form',
  'relation_proof',
  'people_table',
  'notary_application',
  'objection',
  'other',
] as const
export type MaterialKind = (typeof materialKinds)[number]

/** 材料名称, as people read them. */
export const materialNames: Readonly<Record<MaterialKind, string>> = {
  identity_document: '被查询人（委托人、被监护人）的身份证明',
  application_form: '查询申请表',
  residence_permit: '居住证',
  household_register: '户口簿',
  purpose_proof: '说明用途的材料',
  stay_proof: '在中国居留的证明（居留许可、住宿登记等）',
  letter_of_entrustment: '委托书',
  delegate_identity: '受托人的身份证明',
  guardianship_proof: '监护关系证明（户口簿、出生医学证明等）',
  abroad_authentication: '境外委托书的公证和领事认证（或附加证明书）',
  translation: '外文材料的中文译本',
  introduction_letter: '单位介绍信',
  handler_identity: '经办人的身份证明',
  stamped_form: '加盖公章的查询申请表',
  relation_proof: '查询对象是在职或拟招录人员的材料',
  people_table: '查询对象名单',
  notary_application: '当事人申请办理公证的材料',
  objection: '书面异议和证据',
  other: '其他材料',
}
