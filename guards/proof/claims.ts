import { figuresIn } from '../../core/figures.ts'
import { contentPairs, decidingWords, likeness, ownPairs, plainly } from './words.ts'

/**
 * Signs that a stretch says something of law or procedure (规定、手续、后果). Written wide: what is taken for a claim without being one must
 * only be found in a clause, and what is missed reaches a citizen without any.
 */
const signs =
  /可以|不能|能[^力够]|不用|不必|无需|无须|不需要|需要|不要|必须|应当|应该|须|不得|禁止|严禁|不准|不许|允许|有权|无权|权利|义务|责任|规定|法律|法规|条例|依法|第.{1,10}[条款项]|《|法定|合法|违法|犯|罪|处罚|[拘罚判赔]|没收|警告|吊销|案底|前科|记录|影响|期限|时限|有效|过期|收费|免费|费用|材料|证件|证明|身份证|居住证|户口|护照|签证|签注|驾驶|机动车|驾照|居住|登记|申请|申报|办理|补办|换领|领取|出具|开具|受理|立案|受案|调解|听证|复议|诉讼|起诉|复核|复查|申诉|赔偿|扣押|查封|冻结|止付|传唤|询问|讯问|拘留|审批|批准|备案|许可|公安|派出所|民警|警察|法院|检察|政府|机关|单位|监护|委托|代办|未成年|公民|外国人|当事人|处理|追究|承担|构成|属于|视为|不予|免除|从轻|减轻|从重|会[被有不]|不会|没事|没关系|没问题|不算|算[是不]|管用|作废|无效|生效|施行|废止|修订|保密|公开|当场|窗口|网上|线上|预约|工作日|岁/

/** The assistant speaks of itself, asks, offers, greets, or sends on to people: nothing of law in it. */
const talk: readonly RegExp[] = [
  /^(?:您好|你好|早上好|下午好|晚上好|大家好|好的?|嗯+|是的|对的|明白了?|知道了|收到|了解了?|没问题|当然(?:可以)?|别(?:着急|急|担心|怕|难过)|请?(?:您)?(?:放心|别着急|不要着急|不用着急|不用担心|不要担心)|抱歉|很抱歉|对不起|不好意思|非常抱歉|谢谢.{0,8}|感谢.{0,10}|不客气|不用谢|再见|祝.{0,10}|请?稍等.{0,6}|辛苦了?|我?(?:很)?(?:能)?理解.{0,14}|让您(?:着急|担心|久等|费心)了?|听到.{0,12}(?:难过|担心|抱歉))$/,
  /^(?:那|现在|接下来|下面)?我(?:是|叫|就?先|来|马上|再|帮|给|为|替|把|这就|这边|这里|正在|刚|刚才|已经|也|只|只能|可以|能|会|想|需要|还|没有?|没能|无法|不能|不|暂时|目前|手头|查|看|试|建议您?(?:再)?(?:换|咨询|联系|询问|转|向|到))/,
  /^(?:如果|要是|若|假如)?(?:您|你)?(?:还)?(?:有|想|需要|愿意|方便|不放心|不确定|不清楚|拿不准|仍|对.{0,12}有).{0,16}(?:其他|别的|疑问|问题|了解|咨询|转人工|民警|帮助|帮忙|的话)?$/,
  /^(?:您|你)?(?:还)?有(?:其他|别的|什么|任何)?(?:问题|疑问|需要).{0,8}$|随时(?:问|说|告诉|找|联系|叫)我?$/,
  /^请(?:您)?(?:问|告诉|说|描述|补充|提供(?:一下|更多|具体)|换|回复|确认|核对|选|直接|随时|继续|再|先看|看|参考|以.{0,16}为准|咨询|联系|向.{0,12}(?:咨询|了解|核实|确认))/,
  /^(?:具体|最终|详细|其他|更多|实际|办理时|各地|当地)?.{0,10}(?:以|按).{0,20}(?:为准|的?答复为准)$/,
  /^(?:建议(?:您)?|您(?:也)?可以|也可以|可以|必要时|最好)?(?:直接|先|再|去|到|向|找|联系|咨询|拨打|询问|说).{0,18}(?:咨询|核实|确认|询问|了解|问问?(?:清楚|看)?|转人工|帮您|答复|当面问)(?:一下|看看)?$/,
  /^(?:您|你)?(?:也)?(?:可以)?(?:说|回复|点|点击|输入)[“"「『]?.{1,8}[”"」』]?(?:找民警|转给民警|联系民警)?$/,
  /^(?:以上|以下|下面|这里|这)(?:内容|是|信息|回答|答复)?.{0,14}(?:智能生成|原文|供.{0,4}参考|查到的.{0,6}|规定|条文|依据|答复为准)$/,
  /^(?:目前|现有|手头|我?手头的?|查到的|现有的)?(?:规定|资料|文件|依据)?(?:里|中)?(?:没有|未|没|并没有)(?:能)?(?:查到|找到|检索到|明确|写明|提到|涉及|说明)?.{0,16}(?:规定|依据|内容|说明|答案|这一点|这个问题|这种情况)?$/,
  /^(?:关于|对于)?.{0,24}(?:没有(?:找到|查到)|无法(?:判断|确定|回答|核实|给出)|不能(?:判断|确定|保证|替您)|不好说|拿不准|答不准|不敢(?:乱|随便)?(?:答|说)).{0,16}$/,
]
/** Where there is danger, what to do first is said without any clause; what need not be done is a claim. */
const safety =
  /^(?:如果|要是|万一|若).{0,8}(?:危险|紧急|受伤|不舒服|威胁)$|^(?:请|您|有人受伤|受伤|遇到危险|必要时|马上|立即|立刻|先|赶紧|尽快|及时|也?可以|或者|并)*(?:的话)?(?:了)?(?:请|先|马上|立即|立刻|尽快|及时|直接)*(?:(?:拨打|打|拨)\D{0,4}(?:110|119|120|122)(?:就医|报警|急救|求助)?|报警|就医|注意(?:人身)?安全|保护好自己|远离.{0,8}|离开(?:现场|那里|那儿)?|(?:到|去|待在).{0,4}安全的?地方)(?:吧|再说)?$/
const lead =
  /^(?:根据|按照?|依据|依照|从)?(?:我)?(?:查到的|现行的?|有关|相关|当时(?:有效)?的|这条|上述|以上|下列|以下)?(?:规定|政策|法律|条文|原文|办事须知|内容|依据|资料|查询结果)(?:里|中|上)?(?:是这样(?:写|规定)的|这样写|写明|如下|写道|显示|来看|有以下.{0,6})?$|^(?:具体|主要)?如下$/
const restating =
  /^(?:您|你)(?:说|提到|提的|问|想问|想了解|想知道|刚才|描述|反映|的意思是|遇到|这种情况|的情况|担心)|^(?:关于|对于|针对)(?:您|你)|^听起来|^听到您?|^我(?:的)?理解|^(?:关于|对于).{0,24}$/

const segmentsOf = (sentence: string): readonly string[] =>
  sentence
    .replace(/[*_#>`]+|^\s*(?:[-•]|\d{1,2}[.、．)])\s*/g, '')
    .split(/[，,；;：:。！!？?～~\n—]+/)
    .map((part) => part.replace(/^[\s“”"'‘’「」（）()]+|[\s“”"'‘’「」（）()]+$/g, '').replace(/(?:呢|哦|呀|啊|哈|吧|啦|噢)$/, ''))
    .filter((part) => part !== '')

/** Numbers to call, which the guard has held against what was given already. */
const callable = /^bare:(?:1[12]\d|1[12]\d{3}|9\d{4})$/

const figuresAreKnown = (part: string, known: string): boolean => {
  const there = new Set(figuresIn(known).map(({ key }) => key))
  return figuresIn(part).every(({ key }) => there.has(key) || callable.test(key))
}

/** How much of a stretch the person said themself. */
const share = (part: string, asked: string): number => {
  const said = plainly(asked)
  const own = ownPairs([...contentPairs(plainly(part))], said, '')
  return own.length === 0 ? 1 : likeness(own, said) / own.length
}

/** What the assistant says of its own doing may not smuggle in a rule: 我可以告诉您拘留五日. */
const isTalk = (part: string, asked: string): boolean => {
  if (!figuresAreKnown(part, asked) || /《|第[零〇一二三四五六七八九十百千\d]+条/.test(part)) return false
  if (safety.test(part)) return true
  if (restating.test(part)) return share(part.replace(restating, ''), asked) >= 0.5
  if (lead.test(part) && part.length <= 24) return true
  if (!talk.some((pattern) => pattern.test(part))) return false
  const isAbout = /没有(?:找到|查到)|无法|不能(?:判断|确定|替|保证|代)|不敢|拿不准|查(?:一下|一查|看|询)?|转|咨询|联系|核实|为准|帮您/.test(
    part,
  )
  return isAbout || decidingWords(part).every((word) => asked.includes(word))
}

/** Begins like a question and only pretends to ask. */
const rhetorical = /难道|不是.{1,20}吗|知道.{1,30}吗|你猜|何必|怎么可能|怎么能|岂|谁说/
const askingBack =
  /请问|什么|哪|谁|怎么|多少|几[个岁天次时点号月]|是否|是不是|有没有|要不要|需不需要|能不能|可不可以|还是|吗[？?]?$|呢[？?]?$|么[？?]?$/

/** True for a question to the person that asserts nothing: its figures are known, and it really asks. */
const isQuestion = (sentence: string, asked: string): boolean =>
  /[？?][”"」』）)\s]*$/.test(sentence) &&
  askingBack.test(sentence.trim()) &&
  !rhetorical.test(sentence) &&
  figuresAreKnown(sentence, asked)

/**
 * The stretches of a sentence that claim something of law or procedure; empty for one that claims nothing. `asked` may be restated. Where
 * rules were found in the turn the talk is of rules, and whatever is no plain talk counts as a claim.
 */
export const claimsIn = (sentence: string, asked: string, isOfRules: boolean): readonly string[] => {
  const segments = segmentsOf(sentence)
  const isSign = (part: string): boolean => signs.test(part) || figuresIn(part).length > 0 || (isOfRules && contentPairs(part).size > 1)
  if (isQuestion(sentence, asked)) {
    // 不用赔钱的，您还想问什么？: only the stretch that asks is a question.
    return segments.slice(0, -1).filter((part) => isSign(part) && !askingBack.test(part) && !isTalk(part, asked))
  }
  return segments.filter((part) => isSign(part) && !isTalk(part, asked))
}

/** The sentence without the stretches in which the assistant only speaks of itself: 我先查到的是打架的规定：殴打他人的，…. */
export const withoutTalk = (sentence: string, asked: string): string => {
  const [first = '', ...rest] = sentence.split(/(?<=[，：:])/)
  const isIdle = rest.length > 0 && segmentsOf(first).every((part) => isTalk(part, asked))
  return isIdle ? rest.join('') : sentence
}

/** Bare answers (可以。不用。): what they answer is in the question, so they say all and prove nothing. */
export const bareAnswer =
  /^(?:[\s“”"*]*(?:不|是的?|对|当然|一般|通常|都|也)?(?:可以|不可以|能|不能|行|不行|要|不要|不用|不需要|需要|会|不会|有|没有|算|不算|应该可以|没问题|没关系|没事|可以的|不可以的|不用的|会的|不会的|能的|不能的|要的|行的|算的|不算的)(?:的|了|啊|呢|哦)?[，,。！!；;：:\s]+)+/
