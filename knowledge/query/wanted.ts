const number = '[零〇一二两三四五六七八九十百千万半\\d]+'

/** What a question wants to be told, and how a clause that tells it looks. */
const kinds: readonly (readonly [asks: RegExp, tells: RegExp])[] = [
  [
    /多久|多长时间|几[天日年]|几个(?:月|小时|工作日)|多少[天日年]|期限|时限|什么时候|啥时候|何时|时效|来得及|过期/,
    new RegExp(`${number}(?:个)?(?:工作日|日|天|小时|个?月|年)(?:内|前|以内|以下|以上|期|起|[，。、；]|的)|期限|之日起`),
  ],
  [
    /罚多少|罚款|罚几|怎么罚|怎么处罚|咋罚|会罚|罚吗|被罚|拘几|拘多久|关几|关多久|拘留|判几|判多|怎么判|坐牢|什么处罚|啥处罚|违法吗|犯法/,
    /处[^。]{0,12}(?:拘留|罚款|警告|有期徒刑|拘役|管制)|并处|吊销|给予[^。]{0,6}处罚/,
  ],
  [/多少钱|几块|收费|要钱|费用|赔多少|多少元|多少万/, /元|费|百分之|倍/],
  [/几岁|多大|年龄|多少岁/, /周岁/],
  [/几次|几回|多少次/, new RegExp(`${number}次`)],
  [
    /哪里|哪儿|去哪|在哪|找谁|谁管|哪个部门|哪个法院|归谁管|向谁/,
    /由[^。]{2,20}(?:机关|部门|法院|管辖|机构)|向[^。]{2,20}(?:申请|申报|报告|提出|提起)/,
  ],
  [/什么材料|啥材料|带什么|带啥|哪些材料|什么手续|啥手续|需要什么|要什么/, /下列[^。]{0,6}(?:材料|证明|文件)|提交|提供|交验/],
  [/什么条件|啥条件|哪些条件|条件是/, /(?:下列|具备|符合)[^。]{0,10}条件/],
]

/** How a clause looks that tells what the question wants to know; undefined where it wants nothing of the kind. */
export const wantedBy = (question: string): ((text: string) => boolean) | undefined => {
  const wanted = kinds.filter(([asks]) => asks.test(question)).map(([, tells]) => tells)
  return wanted.length > 0 ? (text) => wanted.some((tells) => tells.test(text)) : undefined
}
