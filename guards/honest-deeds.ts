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

/** Says that it is itself a person or an officer; 我不是…, and helpers of officers, are none. */
const persons =
  /(?<![“‘「『"说称：:])(?:我|本人)(?:就|也|其实|真的|确实)?是(?:[^，。！？；,.!?;不]{0,12})(?:民警|警察|警官|辅警|所长|局长|值班员|人工客服|人工坐席|真人|活人|工作人员)(?!助手|助理|分身|数字)(?:[\p{Script=Han}]{2,3})?(?=$|[，。！；、,.!;\s])|(?<![“‘「『"说称：:])我不是(?:机器人?|智能助手|人工智能|AI|程序)|\bI(?: am|['’]m) (?:an? |the |actually |really )*(?:police ?(?:wo)?man|(?:police |duty |real )*officer|(?:real |human )*(?:human|person)|not (?:an? )?(?:AI|bot|robot|machine|program))\b/iu

const bare = (text: string): string => text.replace(/[\s\p{P}]/gu, '')
const numbers = (text: string): string[] => text.match(/[A-Za-z]*[\d-]{4,}[\dA-Za-z-]*/g) ?? []

/**
 * 没办成不说办成，不是人不说是人：a model may not announce a deed or a finding that no tool gave. A sentence that stands in a tool's answer passes as
 * it is; in its own words a model may speak of a deed only with the tool's own numbers.
 */
export const honestDeeds: Guard = {
  name: 'honest-deeds',
  after: ({ text, tools, sources, isOffline }) => {
    // The offline model says what people wrote and reviewed, a guide on fraud among it.
    const isPerson = !isOffline && persons.test(text)
    if (!isPerson && /[？?]\s*$/.test(text)) return text
    const said = bare(text)
    if (said && sources.some((source) => bare(source).includes(said))) return text
    if (isPerson) return undefined
    if (findings.test(text)) return undefined
    if (handoffs.test(text) && !tools.some((tool) => tool.ok && tool.name === 'hand_to_officer')) return undefined
    if (!deeds.test(text)) return text
    const isTold = sources.some((source) => deeds.test(source))
    return isTold && numbers(text).every((number) => sources.some((source) => source.includes(number))) ? text : undefined
  },
}
