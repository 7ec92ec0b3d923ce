import type { Words } from './form.ts'

const all: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  identity_document: ['被查询人的身份证明', 'Identity document of the person concerned'],
  application_form: ['查询申请表', 'Application form'],
  residence_permit: ['居住证', 'Residence permit'],
  household_register: ['户口簿', 'Household register'],
  purpose_proof: ['说明用途的材料（录用通知、录取通知、签证要求等）', 'Proof of purpose (job offer, admission letter, visa requirement)'],
  stay_proof: [
    '在中国居留的证明（居留许可、住宿登记等）',
    'Proof of your stays in China (residence permit, registration of accommodation)',
  ],
  letter_of_entrustment: ['委托书', 'Letter of entrustment'],
  delegate_identity: ['您自己的身份证明', 'Your own identity document'],
  guardianship_proof: ['监护关系证明（户口簿、出生医学证明等）', 'Proof of guardianship'],
  abroad_authentication: [
    '境外委托书的公证和领事认证（或附加证明书）',
    'Notarisation and authentication (or apostille) of a letter signed abroad',
  ],
  translation: ['外文材料的中文译本', 'Chinese translation'],
  introduction_letter: ['单位介绍信', 'Letter of introduction'],
  handler_identity: ['经办人的身份证明', 'Identity document of the handler'],
  stamped_form: ['加盖公章的查询申请表', 'Stamped application form'],
  relation_proof: ['查询对象是在职或拟招录人员的材料', 'Proof that the people work or are to work there'],
  people_table: ['查询对象名单', 'Table of people'],
  notary_application: ['当事人申请办理公证的材料', 'Application for notarisation'],
  objection: ['书面异议和证据', 'Written objection and evidence'],
  other: ['其他材料', 'Other papers'],
}

/** 材料名称, as people read it. */
export const materialWords = (kind: string): Words => {
  const [zh, en] = all[kind] ?? [kind, kind]
  return { zh, en }
}
