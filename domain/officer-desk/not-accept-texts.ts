import type { NotAcceptReason } from '../../core/desk-acts.ts'

/** What stands on a 不予受理告知书 for each reason: article, and the ways that are open. Confirmed articles only (公通字〔2021〕19号). */
export const notAcceptTexts: Readonly<Record<NotAcceptReason, { readonly basis: string; readonly otherWays: readonly string[] }>> = {
  basis_insufficient: {
    basis: '《公安机关办理犯罪记录查询工作规定》（公通字〔2021〕19号）第四条、第七条',
    otherWays: ['由本人向户籍地或者居住地派出所申请《无犯罪记录证明》。', '补充法律、行政法规关于从业禁止的具体条款后，可以重新提交。'],
  },
  unrelated_person: {
    basis: '《公安机关办理犯罪记录查询工作规定》（公通字〔2021〕19号）第四条、第七条',
    otherWays: ['补充证明对方是本单位在职或者拟招录人员的材料后，可以重新提交。'],
  },
  residence_too_short: {
    basis: '《公安机关办理犯罪记录查询工作规定》（公通字〔2021〕19号）第五条',
    otherWays: ['在境内居留满180天以后，可以向居住地县级以上公安机关出入境管理部门申请。', '可以向本国主管机关申请本国的证明。'],
  },
  not_entitled: {
    basis: '《公安机关办理犯罪记录查询工作规定》（公通字〔2021〕19号）第四条',
    otherWays: ['由本人申请，或者由本人书面委托成年人申请。'],
  },
  not_this_matter: {
    basis: '《公安机关办理犯罪记录查询工作规定》（公通字〔2021〕19号）第二条、第九条',
    otherWays: ['请向窗口说明要办的事项，由民警告知办理的单位和途径。'],
  },
}
