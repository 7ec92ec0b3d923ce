import type { Guard } from '../core/guard.ts'

/** Says that something was done for the person. */
const deeds =
  /(?:已经?|成功)(?:为您|给您|帮您|替您)?(?:提交|申请成功|受理|开出|开具|出具|签发|办好|办理完成|撤销|登记)|(?:证明|申请)(?:已|已经)(?:生成|开好|办好|出来|受理|提交)|证明编号(?:是|为|[:：])|(?:certificate|application) (?:has been|was|is) (?:issued|submitted|approved)/i
/** Says what a registry holds, which only a certificate may. */
const findings =
  /(?:您|你|他|她|该人|本人|对方)(?:名下)?(?:没有|无|未发现|有|存在)(?:任何)?(?:犯罪记录|前科|案底)|(?:you|he|she|they) (?:have|has|had) (?:no|a|any) (?:criminal )?record/i
/** Says that a person was told. */
const handoffs =
  /(?:已经?|刚)(?:为您|给您|帮您|替您)?(?:转给|转接|转到|通知|联系)[^。]{0,8}(?:民警|人工|窗口)|(?:passed|transferred|handed) (?:this|you|it) to an? (?:officer|person)/i

const bare = (text: string): string => text.replace(/[\s\p{P}]/gu, '')
const numbers = (text: string): string[] => text.match(/[A-Za-z]*[\d-]{4,}[\dA-Za-z-]*/g) ?? []

/**
 * 没办成不说办成：a model may not announce a deed or a finding that no tool gave. A sentence that stands in a tool's answer passes as
 * it is; in its own words a model may speak of a deed only with the tool's own numbers.
 */
export const honestDeeds: Guard = {
  name: 'honest-deeds',
  after: ({ text, tools, sources }) => {
    if (/[？?]\s*$/.test(text)) return text
    const said = bare(text)
    if (said && sources.some((source) => bare(source).includes(said))) return text
    if (findings.test(text)) return undefined
    if (handoffs.test(text) && !tools.some((tool) => tool.ok && tool.name === 'hand_to_officer')) return undefined
    if (!deeds.test(text)) return text
    const isTold = sources.some((source) => deeds.test(source))
    return isTold && numbers(text).every((number) => sources.some((source) => source.includes(number))) ? text : undefined
  },
}
