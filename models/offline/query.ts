import { isOnBehalf } from './acts.ts'
import { askingTopics, plainSpeech, topicsOf } from './lexicon.ts'

/** What people call a thing, and what the sections on certificates call it: only a desk that issues or explains them asks with these words. */
const official: readonly (readonly [RegExp, string])[] = [
  [/(?:要|收|花|交|多少)钱|免费|[花收交]了?我?\d+|能退(?:吗|不)|退(?:钱|费|款)/, '收费'],
  [/单身|未婚|已婚|离婚|结没结婚/, '婚姻状况'],
  [/什么证明|什么样的证明/, '哪些证明'],
  [/^(?:那|还)?(?:要|得|需要|大概)?(?:等|办)?(?:几天|多久|多长时间)[？?]?$/, '多长时间办好'],
  [/(?:英|德|法|日|韩|俄|外|双|中英|西班牙|意大利|葡萄牙|阿拉伯)[语文](?!化)/, '翻译 拿去国外用'],
  [/盖.{0,2}章|红章|钢印/, '电子签章'],
  [/^(?:都|还|那)?(?:要|用|得|需要)(?:带|准备|交|拿)(?:点|些)?(?:什么|哪些)/, '需要什么材料 申请'],
  [/^(?:在|去|到|往)?(?:哪里?|哪儿)(?:交|递|提交|申请|办|开|弄)/, '在哪里申请'],
  [/(?:管|能用|还能用|用得了)多?(?:久|长)?|过期|失效/, '有效期'],
  [/(?<!认)不认|申诉|冤枉|说理|搞错|弄错/, '复查 异议'],
  [/(?:单位|公司|老板|我司|学校).{0,6}(?:查|核验)/, '单位查询 从业禁止 谁可以申请'],
  [/肇事|醉驾|危险驾驶|坐过?牢|判过?刑/, '什么是犯罪记录'],
  [/本人去|亲自|跑一趟|(?:要|必须|非得|得)(?:本人|去)/, '网上办'],
  [/(?:户口|人).{0,3}(?:不在|在)(?!国外|境外).{0,12}(?:办|开)|就地|就近/, '户籍地 居住地 在哪里申请'],
]

/** The question for a search: all of it, in plain words, with what the sections of a desk for certificates call the thing. */
export const queryOf = (question: string, isOfCertificates: boolean): string => {
  const said = plainSpeech(question).replace(howToGet, '$1怎么申请办理')
  if (!isOfCertificates) return said
  const words = official.filter(([pattern, word]) => pattern.test(said) && !said.includes(word)).map(([, word]) => word)
  if (isOnBehalf(question) && !/代办|委托/.test(question)) words.push('委托代办')
  return words.length > 0 ? `${said}（${words.join('、')}）` : said
}

/** Begins like something that goes on from what was said: 要不要通知…, 那能不能… A place, a price or a time is asked of the page itself. */
const goesOn =
  /^(?:那么?|还)?(?:要不要|需不需要|用不用|能不能|可不可以|会不会|是不是|有没有|该不该)(?!.{0,2}(?:法|条例|规定))|^(?:那么?|还)(?:要|能|会|得|用|可以|需要)/
/** Up to here a message leaves out what it is about. */
const followChars = 12
/** Up to here it may: where it finds nothing by itself, it is asked once more beside what was asked before. */
const mayFollowChars = 16
/** So much of a question may be left when the asking words are gone. */
const leftChars = 1
/** Of a question, what it asks and not what it is about. */
const askingWords =
  /请问|最[长短多少快慢][能要]?|多长时间|多久|几[天个次年岁]|多少[天钱元次]?|什么时候|怎么[办罚样处理]*|如何|哪里|哪儿|哪个|哪些|什么|是不是|有没有|能不能|可不可以|要不要|可以|能|会|吗|呢|吧|啊|了|的|[，。？！?!,]/g

/** Words of a short question that are about nothing of their own: 要带什么, 那归谁管, 你们能管不. */
const ofNothing =
  /一样|时候|时间|之内|以内|那么?|还|我|[你您]们?|这[个事]?|那[个事]?|它|他|她|要|用|得|去|来|办好?|开|拿|带|做|弄|需要|在|到|就|也|行|成|好|不|没|钱|谁|管|归|事|哪|费|交|花|快|急|呢|又|再/g

/** True for a question that names no matter: 多久能拿, 去哪告, 多少钱. */
export const asksOfNothing = (text: string): boolean =>
  text.length <= followChars &&
  /\p{Script=Han}/u.test(text) &&
  text
    .replace(askingWords, '')
    .replace(/[^\p{L}]/gu, '')
    .replace(ofNothing, '').length <= leftChars

/** True where a message only makes sense after the question before it: 要不要通知家属, after one on 传唤. */
export const followsOn = (text: string): boolean =>
  text.length <= followChars && (goesOn.test(text) || asksOfNothing(text)) && !/《|第.{1,6}条/.test(text)

/** True where it may do: so short a message may name its matter, or leave it out. */
export const mayFollow = (text: string): boolean => text.length <= mayFollowChars && /\p{Script=Han}/u.test(text)

/** 护照怎么办 asks how one is had, and 丢了怎么办 what to do. */
const howToGet =
  /^(?:请问|我想问|想问下?|我想|我要)?(\p{Script=Han}{0,6}(?:护照|签证|居住证|身份证|驾驶证|驾照|通行证|许可证|犬证|保安证|证|户口))(?:怎么办理?|怎么弄|如何办理?)[?？]?$/u

/** Up to here a message may only change the case that was asked about: 对方是72岁的老人呢. */
const variedChars = 20
/** Whom or what else the same question is asked of: 要是他15岁呢, 孕妇呢, 第二次呢. */
const condition =
  /^(?:那么?)?(?:要是|如果|假如|假设|万一|若)|^(?:那么?)?(?:对方|他|她|受害人|嫌疑人|当事人)|\d{1,2}周?岁|第[一二三四两2-4]次|孕妇|老人|孩子|小孩|女孩|未成年|学生|残疾|聋哑|盲人|精神病|外国人|单位|公职人员|初犯|累犯|醉酒/
/** How a question ends that asks it of somebody or something: 怎么处罚, 最长多久, 谁批. */
const askedOfIt =
  /(?:应该|要|会)?(?:怎么|如何|咋)(?:处罚|处理|处置|罚|判|赔|定|算|办)[^，。？?]{0,4}[？?]?$|(?:最[长多晚快])?(?:多久|多长时间|几天|多少钱)[^，。？?]{0,6}[？?]?$|(?:由?谁|哪级)(?:批|定|决定|管)[^，。？?]{0,4}[？?]?$/

/** The question before it, asked of another case (醉驾呢, after 酒驾怎么处罚): of that case alone, and beside what it was about. */
export const variedBy = (
  text: string,
  before: string,
): { readonly alone: string; readonly beside: string; readonly isCondition: boolean } | undefined => {
  const [, said = ''] = /^(.+?)的?呢[？?]?$/.exec(text.trim()) ?? []
  const isCondition = condition.test(said)
  if (said === '' || text.length > variedChars || /怎么|如何|谁|多久|几[天个次]|吗|什么|哪|多少/.test(said)) return undefined
  const other = said.replace(/^(?:那么?)?(?:要是|如果|假如|假设|万一|若)?(?:是)?/, '')
  const asked = askedOfIt.exec(before)?.[0] ?? ''
  // 通知不到呢, after a question of time, is asked of itself.
  if (!isCondition && !/^(?:应该|要|会)?(?:怎么|如何|咋)/.test(asked)) return undefined
  return { alone: `${other}${asked}`, beside: `${aboutOf(before)}，${other}${asked}`, isCondition }
}

/** What a question is about, to be said before one that follows on: its first words, for all of it would find the same answer again. */
export const aboutOf = (question: string): string =>
  (
    question
      .replace(askingWords, ' ')
      .split(/\s+/)
      .find((part) => part.length > 1) ?? ''
  )
    .replace(/(?<=.{2})[后时前被]$/, '')
    .slice(0, 12)

/** A message that may only make sense beside what was asked before: 要实名吗, 没登记罚多少, 租的房子. It names no paper and no office's matter. */
export const mayDepend = (text: string): boolean =>
  text.length <= followChars &&
  /\p{Script=Han}/u.test(text) &&
  !/《|第.{1,6}条/.test(text) &&
  topicsOf(text).every((topic) => askingTopics.has(topic) || topic === 'record' || topic === 'policy')

/** Whether words say anything of what a short message is about, its asking words apart. */
export const speaksOf = (words: string, message: string): boolean => {
  const runs = plainSpeech(message)
    .replace(askingWords, ' ')
    .replace(ofNothing, ' ')
    .split(/[^\p{Script=Han}]+/u)
  return runs.some((run) => [...run].some((_, at) => at + 2 <= run.length && words.includes(run.slice(at, at + 2))))
}
