import { figuresIn } from '../../core/figures.ts'

/** Different words for one thing, put into one, on both sides of every comparison. */
const oneWord: readonly (readonly [RegExp, string])[] = [
  [/中华人民共和国/g, ''],
  [/人民警察|公安民警|警察/g, '民警'],
  [/(?<!刑事)行政拘留/g, '拘留'],
  [/人民(?=法院|检察院|政府)/g, ''],
  [/居民(?=身份证|户口簿)/g, ''],
  [/户口本/g, '户口簿'],
  [/周岁/g, '岁'],
  [/交钱|花钱|要钱|费用|收钱/g, '收费'],
  [/办好|办完|办理完毕/g, '办结'],
  [/打官司|起诉|提起(?:行政|民事)?诉讼/g, '诉讼'],
  [/新生儿|宝宝/g, '婴儿'],
  [/未成年(?!人)/g, '未成年人'],
  [/帮忙|代替/g, '代'],
  [/登录(?:之|以)后/g, '登录后'],
  [/书面的?形式/g, '书面'],
  [/现场/g, '当场'],
  [/拘起来|关起来|行拘/g, '拘留'],
  [/罚钱|罚金额/g, '罚款'],
  [/第二天/g, '次日'],
  [/打了?(?:别人|人)(?!员)/g, '殴打他人'],
  [/(?<!殴)打(?=残疾|孕妇|老人|小孩|孩子)/g, '殴打'],
]

/** A small memory by text: the same clauses are read for every sentence of a turn. */
export const remembered = <T>(make: (text: string) => T, most = 300): ((text: string) => T) => {
  const known = new Map<string, T>()
  return (text) => {
    const seen = known.get(text)
    if (seen !== undefined) return seen
    const made = make(text)
    if (known.size >= most) known.clear()
    known.set(text, made)
    return made
  }
}

/** Full-width, blanks and different words for one thing made the same; punctuation stays. */
export const plainly: (text: string) => string = remembered((text) =>
  oneWord.reduce(
    (said, [pattern, word]) => said.replace(pattern, word),
    text
      .normalize('NFKC')
      .replace(/[^\S\n]+/g, '')
      .toLowerCase(),
  ),
)

/** Letters and digits alone: what two quotations must share, whatever marks stand between. */
export const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Words that carry a sentence and say nothing of law: they are no evidence and need none. */
const glue =
  /公安机关|行为人|当事人|民警|根据|依据|按照|依照|按|也就是说|换句话说|简单来?说|总的来说|具体来说|一般来说|通常|一般情况下|正常情况下|一般|这种情况下?|在这种|这种|此类|的话|如果|要是|假如|那么|所以|因此|因为|由于|另外|此外|同时|并且|而且|以及|或者|还是|但是|不过|然而|不予|不得|不再|禁止|处罚|其中|包括|比如|例如|分别|注意|提醒|记得|需要|应当|应该|应|必须|可以|能够|可能|建议|请您|请问|您|你们?|我们?|他们?|她|它|这个|那个|这些|那些|本人|自己|情况|情形|问题|方面|规定|明确|指出|写明|要求|属于|就是|只是|不是|是否|即可|就行|才能|就能|就可以|时候|期间|以上|以下|以内|之内|不满|未满|已满|年满|至少|最多|最长|最高|最低|大约|左右|一共|之间|之后|以后|之前|以前|首先|其次|然后|最后|最终|还有|还要|也要|也可以|都要|都可以|会被|对于|关于|有关|相关|进行|作出|给予|[的了着吗呢吧啊呀哦就都也还才]/g

/**
 * Pairs of characters that carry the content of a text: figures, names of laws and words without content taken out first, so that nothing
 * is counted across them.
 */
export const contentPairs: (plain: string) => ReadonlySet<string> = remembered((plain) => {
  let rest = plain
    .replace(/《[^》]*》/g, '|')
    .replace(/第[零〇一二两三四五六七八九十百千\d]+[条款项](?:之[一二三四五六七八九十\d]+)?/g, '|')
  for (const { start, end } of figuresIn(rest)) rest = rest.slice(0, start) + '|'.repeat(end - start) + rest.slice(end)
  const pairs = new Set<string>()
  for (const run of rest.replace(glue, '|').match(/\p{Script=Han}{2,}/gu) ?? [])
    for (let at = 0; at + 1 < run.length; at++) pairs.add(run.slice(at, at + 2))
  return pairs
})

/**
 * Words that decide (处罚、权利、机关、证件、办法): one that a sentence names must stand in the clause, whatever else is paraphrased. Longer
 * ones first, so that 刑事拘留 is not met by 拘留.
 */
const deciding =
  /刑事拘留|有期徒刑|无期徒刑|刑事责任|民事责任|刑事处罚|治安处罚|行政处罚|取保候审|监视居住|保证金|保证人|强制措施|强制执行|行政复议|国家赔偿|法律援助|人身安全保护令|告诫书|没收|拘留|拘役|拘传|罚款|罚金|警告|吊销|暂扣|扣押|扣留|查封|冻结|止付|逮捕|管制|死刑|判刑|坐牢|入刑|前科|案底|犯罪记录|违法记录|赔偿|补偿|退款|退还|免费|收费|押金|工本费|合法|违法|犯法|犯罪|违规|扣分|记分|传唤|听证|复议|复核|复查|诉讼|仲裁|调解|公证|认证|翻译|撤销|注销|封存|销毁|公开|保密|检察院|法院|律师|派出所|公安局|公安厅|出入境|交警|民政|居委会|村委会|街道|医院|大使馆|监护人|委托|代办|代领|亲属|身份证|居住证|户口簿|护照|通行证|驾驶证|行驶证|结婚证|出生医学证明|死亡证明|营业执照|介绍信|照片|指纹|体检|考试|驾校|回执|录音|录像|从轻|减轻|从重|加重|免除|免予|网上|线上|手机|邮寄|快递|窗口|预约|当场|书面|口头|电话|短信|立案|受案|备案|审批|许可|登记|担保|签字|盖章|盖公章|单位|社区|学校|银行|保险|父母|父亲|母亲|配偶|夫妻|子女|户主|房东|物业|业主委员会|用人单位|道歉|和解|谅解|撤案|销案|结案|终生|终身|永久|长期|立即|随时可以|可以随时|次日|双倍|加倍|全额|减半|一半|影响|公安机关|小学|初中|高中|大专|本科|精神|医药费|误工费|体检|验证码|自动|重新|除外|例外|无效|批准|单独|报酬|女方|男方/g

/** Deciding words of a text, each once. */
export const decidingWords = (plain: string): readonly string[] => [...new Set(plain.match(deciding) ?? [])]

/** True when the clause has the word. What 治安 is about is done by 公安机关 even where its clause does not say so. */
export const hasWord = (held: string, word: string): boolean => held.includes(word) || (word === '公安机关' && /治安/.test(held))

/** Characters that join words as often as they are part of one (行为, 为您): a pair with one counts only where the clause has it. */
const joining = /[会将被把对给向由从到在为与和及或并要得能可过是有请先再且让使等后前时内上下中以其此该每各]/

/** The pairs that must be found: neither what the person said nor mere joints between words. */
export const ownPairs = (pairs: readonly string[], held: string, asked: string): readonly string[] =>
  pairs.filter((pair) => held.includes(pair) || !(asked.includes(pair) || joining.test(pair)))

/** Content that two texts share, counted in pairs. */
export const likeness = (pairs: readonly string[], plain: string): number => pairs.filter((pair) => plain.includes(pair)).length
