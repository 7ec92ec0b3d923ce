import { deskActNames } from '../../core/desk-acts.ts'
import type { CaseView } from '../../core/officer-desk.ts'

/** What an officer looks through before deciding (核对清单): by where the case stands, never by what a record says. */
export const checklistOf = (view: CaseView): readonly string[] => {
  const common = ['核对本人（受托人、经办人）身份和证件是否在有效期内', '核对用途和申请表是否一致']
  switch (view.state) {
    case 'SUBMITTED':
    case 'NEED_FIX':
      return ['当面核验身份，人证一致才能往下办', ...common]
    case 'ID_VERIFIED':
      return [
        ...common,
        `要求的材料${view.wanted.length > 0 ? `共${view.wanted.length}项` : '没有另外要求'}，逐项核对`,
        '缺材料的，一次性把清单告知完整；不能分次要求',
        '齐全就受理，不受理要写明理由和其他途径',
      ]
    case 'NEED_SUPPLEMENT':
      return [`等申请人补正：${view.missing.map(({ what }) => what).join('、') || '见补正告知书'}`, '收到后登记，再审查；不能追加新的要求']
    case 'HUMAN_REVIEW':
      return [
        ...common,
        '只凭证件号码认定本人，同名同姓不算',
        '只有生效的有罪裁判才算犯罪记录；不起诉、撤案、治安处罚都不算',
        '有四种情形之一查不清的，报县级以上负责人批准调查核实，批准后期限停止计算',
        '拟不予出具的，系统会再次查询；要由另一名负责人审批',
      ]
    case 'VERIFY_PENDING':
    case 'REFUSAL_2ND':
      return ['正在等审批，提出人不能自己批', '审批前系统会再核对一遍内容和查询结果']
    case 'VERIFYING':
      return ['按批准的事项核实，不扩大范围', '核实完马上登记，期限从那时继续计算']
    case 'RECHECK_ACCEPTED':
    case 'RECHECK_EXTENDED':
      return [
        '必须换人承办，原来办过的人不能复查',
        '听取申请人意见，调阅原办理材料，再次查询',
        '维持或者更正都要书面答复；更正要道歉并重出文书',
      ]
    default:
      return ['已经有结果，核对送达方式和签收']
  }
}

/** What may be done now, in words. */
export const mayNow = (view: CaseView): string => view.may.map((act) => deskActNames[act]).join('、') || '您现在没有可办的操作'
