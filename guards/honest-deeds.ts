import type { Guard } from '../core/guard.ts'

const claims =
  /(?:已经?|成功)(?:为您|给您|帮您|替您)?(?:提交|申请成功|受理|开出|开具|出具|签发|办好|办理完成|撤销|登记)|(?:证明|申请)(?:已|已经)(?:生成|开好|办好|出来|受理|提交)|证明编号(?:是|为|[:：])|(?:没有|无|未发现|有)(?:任何)?(?:犯罪记录|前科|案底)(?:[。！，,]|$)|(?:certificate|application) (?:has been|was|is) (?:issued|submitted|approved)|you have (?:no|a) criminal record/i

/** 没办成不说办成：a model may not announce a deed or a finding that no tool of this turn gave. Tools say such things themselves. */
export const honestDeeds: Guard = {
  name: 'honest-deeds',
  after: ({ text, tools }) => (tools.some((tool) => tool.ok) || !claims.test(text) || /[？?]\s*$/.test(text) ? text : undefined),
}
