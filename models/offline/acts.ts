import { asksWhyAsked, isAssent, isDissent, isUndecided } from './assent.ts'
import { askingTopics, fold, topicsOf, withoutCertificate } from './lexicon.ts'
import { bareOf } from './text.ts'

/** What a person does by saying something, apart from what it is about. */
export type Act =
  | 'cancel'
  | 'restart'
  | 'repeat'
  | 'retry'
  | 'person'
  | 'thanks'
  | 'bye'
  | 'greeting'
  | 'help'
  | 'identity'
  | 'explain'
  | 'unsure'
  | 'wait'
  | 'yes'
  | 'no'

/** Whole short messages, bare of punctuation and closing particles. The first that fits is meant. */
const whole: readonly (readonly [Act, RegExp])[] = [
  [
    'restart',
    /^(?:我想|我要|请|那)?(?:重新来(?:过|一遍)?|重来(?:一遍|一次)?|从头(?:再)?(?:来|开始)|重新(?:开始|填|办|申请)|推倒重来|清空|全部重填|startover|restart|startagain|beginagain|reset)了?$/,
  ],
  [
    'cancel',
    /^(?:那|那就|还是|我想|我要|我)?(?:算了(?:吧)?(?:我?(?:先)?(?:不办|不弄|不要|不开)了?)?|不办了|不弄了|不整了|不开了|取消(?:(?:刚才|刚刚|之前|前面|上面)?(?:的|那|这)[个份张]?)?(?:申请|办理|掉)?了?|不要了|不用了|不申请了|不想(?:办|弄|要|开|搞|申请)了?|放弃|撤了|退出|先不办了?|先不弄了|改天再(?:说|办)|以后再(?:说|办)|下次再(?:说|办)|不搞了|拉倒|cancel(?:it|that)?|nevermind|forgetit|stop|quit|idontwantit(?:anymore)?)(?:我?不办了|不弄了|谢谢)?$/,
  ],
  [
    'repeat',
    /^(?:请|麻烦|你|您|能|可以)*(?:再说一?(?:遍|次|下)|重(?:复|说)一?(?:遍|次|下)|没听(?:清|懂|明白)|没看(?:清|懂)|(?:can|could|please)?(?:you)?(?:please)?(?:repeat|saythat)(?:that|it)?(?:again)?(?:please)?|刚才说什么|你说什么|什么来着|说的什么|重复|repeat(?:that|please)?|sayitagain|pardon|comeagain|what|huh|什么|啥|你说啥|说啥|什么呀|啊|没听见|听不见|大声点|what(?:did)?(?:you|u)sa(?:y|id)|sayagain)(?:了|吗|好吗|可以吗)?$/,
  ],
  ['retry', /^(?:再试(?:一?[次下])?|重试|重新提交|再来一次|再提交(?:一次)?|retry|tryagain)$/],
  [
    'identity',
    /^(?:(?:你|您|你们)(?:到底|究竟|现在)?(?:是)?(?:不是|是不是)?|(?:到底)?是(?:不是)?)(?:个)?(?:机器人|人工智能|ai|真人|人|活人|真的人|真警察|警察|民警|chatgpt|gpt|deepseek|大模型|智能客服|程序|电脑|什么(?:东西|人|模型)?|谁)(?:吗|还是.{1,8})?$|^(?:areyou|ru)(?:a|an)?(?:real)?(?:robot|bot|human|ai|person|machine|realperson|policeofficer|officer|llm|chatgpt).*$|^whoareyou$|^(?:我在?(?:跟|和)|对面是).{0,6}(?:机器人|真人|人|ai)(?:说话|聊天?)?吗?$/,
  ],
  [
    'person',
    /^(?:.{0,8}|(?:hi|hello|please|can|could|may|i|would|like|to|want|let|me|id)*)(?:转人工|人工(?:客服|服务|坐席)?|真人(?:客服|服务)?|转(?:接)?(?:民警|警察|客服)|(?:找|叫|换|要|请|跟|和|联系|想找|接|喊|派|安排)(?!几|多少|哪|.{0,4}(?:[见保]?证|监护|当事|主持|鉴定|代理|辩护|委托|申请|报案|[放抓打伤病家本法两三俩])人|.{0,3}[两三2-9]个?人).{0,4}(?:民警|警察|真人|人工|活人|客服|工作人员|人)(?:来|说话?|说|聊|接|处理|办|帮我|(?:来|过来)?[跟和给帮替][我俺咱](?:来|说话?|说|讲讲?|聊聊?|谈谈?|办|弄|处理|解决)?)?|(?:talkto|speakto|speakwith|talkwith|connectmeto|iwant|needto(?:talk|speak)to)(?:a|an|the|some)?(?:realperson|human|officer|police(?:officer)?|agent|person|someone|operator)|human|humanplease|realperson|officerplease|(?<=[转找换接叫要来]一?个?)(?:真人|活人|人工|民警|警察)吗?)(?:好吗|行吗|可以吗|不行吗|please)?$/,
  ],
  [
    'thanks',
    /^(?:好的?|嗯+|行|ok|okay|知道了|明白了|收到)?(?:太|非常|十分)?(?:谢谢|多谢|感谢|谢了|谢(?=$|[你您])|辛苦|麻烦(?:了|你了|您了)|thankyou|thanks|thx|thanksalot|cheers|tks)(?:你|您|啦|了|你们|您们|警察叔叔|同志|帮忙|听我说(?:这么多|完)?|陪我(?:聊|说话?)|的?(?:帮助|解答|回答)|sir|verymuch|somuch)*$/,
  ],
  [
    'bye',
    /^(?:好的?|行)?(?:再见|拜拜|拜|回见|88+6?|没事了|没有了|没别的了|就这样|先这样|goodbye|byebye|bye|seeyou|thatsall)(?:谢谢|了|吧)*$/,
  ],
  [
    'greeting',
    /^(?:您好|你好|你们好|hi|hello|hey|哈喽|哈啰|嗨|喂+|在吗?|在不在?|有人(?:在)?吗?|有人没|早上好|上午好|中午好|下午好|晚上好|早|您好您好|你好你好|民警你好|警察(?:叔叔)?(?:你|您)好|同志(?:你|您)好|赛音百努|(?:good(?:morning|afternoon|evening))|(?:不用|不要|别|先不|算了)?(?:转|找)?(?:人工|民警|人)?(?:了)?(?:还是|那)(?:你|您|机器人)(?:来|帮我?|给我?)(?:办|弄|搞|整|说)?)(?:在吗|有人吗|您好|你好|警察叔叔|同志|there)?$/,
  ],
  [
    'help',
    /^(?:请问)?(?:你|您|你们|这儿?|这里|这个)?(?:们)?(?:都|还)?(?:能|会|可以)?(?:帮我|给我|为我)?(?:干什么|做什么|办(?:什么|哪些)(?:事|业务)?|干嘛|有(?:什么|哪些)(?:功能|服务|业务)|怎么用|什么功能|办什么(?:事|业务)|提供什么(?:服务)?|帮我什么|帮什么忙)(?:的|呀|事|忙|业务)?$|^(?:我)?(?:想|要|来)?(?:办(?:点)?(?:事|业务)|咨询(?:一下)?|问(?:个|点)事|有事(?:问|咨询)?|请教(?:一下)?|有个问题|问一下)$|^(?:功能|菜单|帮助|使用说明|说明|目录|主菜单|help|menu|whatcanyoudo(?:forme)?|howcanyouhelp(?:me)?|whatdoyoudo|whatisthis|options)$/,
  ],
  [
    'explain',
    /^(?:这|那|这个|你|您|我|用途|选项|它|问)?(?:个)?(?:是)?(?:什么意思|什么意识|是什么|指什么|怎么(?:选|填|写)|选(?:什么|哪个|哪一?项)|填什么|不懂|没懂|不明白|看不懂|听不懂|举个例子|有什么区别|区别是什么|问这个(?:干什么|干嘛|做什么)|为什么要?(?:问|填|选)(?:这个|这些)?|(?:可以|能)?(?:不说|不填|不选)(?:吗|行吗|可以吗)?|(?:必须|一定要)(?:说|填|选)吗|不想(?:说|告诉你?|回答|填|选)|凭什么告诉你?|问这干什么|哪个合适|该选哪个|我(?:该|应该)选(?:哪个|什么)|whatdoyoumean|whatdoesthatmean|idontunderstand|whydoyouask|whichone(?:should i choose)?)(?:啊|的|呢|呀)?$/,
  ],
  [
    'unsure',
    /^(?:我|俺)?(?:也)?(?:不知道|不清楚|不太清楚|不晓得|不确定|说不好|没想好|拿不准|不懂选哪个|随便|都行|都可以|无所谓|你(?:看着|帮我)?(?:定|选|办)|你看着办|看着办|默认|随意|哪个都行|怎么都行|任意|dontknow|idontknow|idk|notsure|imnotsure|noidea|whatever|any|anything|anyisfine|either|upto ?you)(?:啊|呢|填什么|选哪个|选什么|了|怎么选)?$/,
  ],
  [
    'wait',
    /^(?:你|您|我)?(?:请|先)?(?:再)?(?:稍等一?下?我?(?:先|去)*(?:问问|看看|想想)|稍等|等等|等一?(?:下|会|会儿)|先等等|我?想想|让我想想|我?(?:先)?(?:考虑|问)(?:一下|下)?|我?(?:先)?(?:去)?(?:问问|看看)(?:单位|公司|他们|老师|家里)?|(?:等会儿?|等等|等一?下|先等等|稍等|让我|我先)我?(?:先)?(?:去)?(?:问|看|想|商量)(?:问|看|想|一下|下|商量)*.{0,5}|wait|waitaminute|onemoment|holdon|letmethink)(?:再说)?$/,
  ],
  [
    'yes',
    /^(?:对|对的|对对对?|是|是的|是是|是啊|嗯+|恩+|好|好的|好好|行|行的|可以|可以的|没错|没问题|要|要的|需要|想|办|办理|办吧|就办这个|就这个|就它|继续|继续办|接着办|提交|确认|确定|同意|中|成|要得|得|就这样办|就这么办|就按这个|按这个办|yes|y|yep|yeah|sure|ok|okay|goahead|continue|confirm|correct|right|please|yesplease|proceed|submit)$/,
  ],
  ['no', /^(?:不|不是|不是的|不要|不用|不对|不行|不需要|没有|没|否|别|不想|不了|不可以|先不|先不要|no|n|nope|not|nothanks|dont)$/],
]

/** 他喊人来 tells of others. */
const asksUs =
  /^(?![他她]|对方|人家|邻居).*(?:真人|人工|活人|民警|警察|客服|工作人员|[找请换](?:一?个)?人)|human|person|officer|police|operator|agent/

/** 转人工，能不能快点: one breath that asks for a person is enough, whatever is grumbled beside it. */
const demandsPerson = (text: string): boolean => {
  const person = whole.find(([act]) => act === 'person')?.[1]
  const breaths = text.split(/[\s，,。！!？?；;、]+/).map((part) => bareOf(fold(bareOf(part))))
  return (
    breaths.length > 1 &&
    breaths.some((part) => part.length >= 3 && person?.test(part) && asksUs.test(part) && !/不要|不用|不想|别转|不转|不找|没找/.test(part))
  )
}

/** The act of a whole short message, or undefined when it is about something. */
export const actOf = (text: string): Act | undefined => {
  // A long grievance may end in the wish for a person; of all else it is about something.
  if (text.length > 40) return text.length <= 120 && demandsPerson(text) ? 'person' : undefined
  const bare = bareOf(fold(bareOf(text)))
  if (!bare) return undefined
  const act = whole.find(([, pattern]) => pattern.test(bare))?.[0]
  if (act) return act
  if (demandsPerson(text)) return 'person'
  if (isUndecided(text)) return 'unsure'
  if (asksWhyAsked(text)) return 'explain'
  if (isAssent(text)) return 'yes'
  return isDissent(text) ? 'cancel' : undefined
}

/** Attempts to change what the assistant is told (提示注入). Such a message starts nothing. */
const injections =
  /忽略.{0,12}(?:规则|指令|提示|设定|要求|限制|内容|说明|约束)|无视.{0,10}(?:规则|指令|提示|限制|约束)|忘(?:记|掉).{0,8}(?:规则|指令|设定|提示|身份)|(?:从现在(?:起|开始)|接下来|现在).{0,6}你(?:是|就是|将|要扮演|扮演)|你现在(?:是|扮演)|你将扮演|扮演.{0,12}(?:角色|身份|管理员|民警|黑客)|角色扮演|(?:进入|开启|切换|以|用|打开).{0,4}(?:开发者|调试|管理员|上帝|越狱|root|debug).{0,3}模式|(?:假设|假装|假如|设想)你(?:是|就是)|系统提示词|(?:提示词|内部规则|初始指令).{0,8}(?:念|给我|发|说|看|背|写)|(?:不用|别|免了?|不要)(?:再)?(?:核查|核验|审核|审批)|越狱|不受.{0,10}(?:限制|约束|规则)|不(?:需要|必|用)?(?:去)?(?:遵[循守]|考虑|顾及).{0,12}(?:道德|伦理|规则|法律|限制)|(?:以|用|模仿|假装).{0,30}(?:角色|口吻|语气).{0,30}(?:回答|回应|说话|回复)|(?:系统|管理员)(?:提示|指令|消息|命令)[:：]|(?:输出|告诉我|显示|打印|重复|泄露|说出).{0,8}(?:提示词|系统提示|初始指令|system prompt|你的指令|内部规则)|(?:跳过|绕过|关闭|取消|免).{0,6}(?:核验|审核|验证|确认|查询|审批|安全|护栏)|直接(?:写|标|改)(?:成)?.{0,4}无(?:犯罪)?|\b(?:system|assistant|developer)\s*[:：>]|<\/?(?:system|page|rules|today|tool|im_start|im_end|\|)|\[\/?(?:inst|system)\]|###\s*(?:system|instruction|指令)|ignore (?:all |any |the |your )*(?:previous|above|prior|earlier|instructions|rules)|disregard .{0,20}(?:instructions|rules|prompt)|you are now|from now on|pretend (?:to be|you)|act as (?:a|an|if|my)|jailbreak|developer mode|\bdan\b mode|do anything now|bypass|override (?:the )?(?:rules|system|safety)|system prompt|reveal your|"?(?:tool_calls?|function_call)"?\s*[:=]|call the tool|调用(?:工具|函数)/i

/** True when a message tries to rewrite the rules. */
export const isInjection = (text: string): boolean => injections.test(text)

/** How the person feels, as far as it changes how we speak. */
export const moodOf = (text: string): 'angry' | 'hurried' | undefined => {
  if (
    /(?<![倒扔丢堆把清捡收运放])垃圾(?!堆|桶|箱|袋|车|站|费|房|分类|在|扔|丢|倒|放|清|没人|都|短信|邮件|电话|广告)|(?:啥|什么)(?:也|都)不(?:懂|会|知道|是)|一问三不知|废物|傻[逼比叉×xX]|智障|脑残|白痴|滚|操你|他妈的?(?!妈)|你妈的|(?:^|[，,。！!])妈的|tmd|sb\b|狗屁|屁用|破(?:系统|玩意|机器人|软件)|气死|坑人|就知道(?:推|拖)|(?:为什么|咋|怎么)这么慢|推脱|推诿|白跑|跑了.{1,3}[趟回]|吃干饭|踢皮球|推来推去|什么态度|要投诉|投诉你|烦死|你们.{0,6}(?:太慢|这么慢|不作为|干什么吃)|没用的东西|效率.{0,3}(?:低|差)|慢死|太慢了|墨迹|烦不烦|问来问去|问个没完|没完没了|真没用|不讲理|忽悠|糊弄|stupid|useless|idiot|ridiculous|terrible|fuck|shit|damn|annoy|angry|complain/i.test(
      text,
    )
  )
    return 'angry'
  if (
    /快点|快些|赶紧|赶快|麻溜|着急|急用|急着|很急|急死|别磨(?:叽|蹭)|少废话|别废话|别啰嗦|磨叽|抓紧|马上要|立刻|等不及|催|hurry|urgent|asap|quick|right now|immediately/i.test(
      text,
    )
  )
    return 'hurried'
  return undefined
}

const asks =
  /[?？]|吗|么[。!！]?$|什么|怎么|怎样|如何|多久|几天|几个|几次|多少|哪|谁|为什么|凭什么|能不能|可不可以|要不要|用不用|需不需要|有没有|是不是|算不算|行不行|会不会|(?!不)(\p{Script=Han})不\1|(?<![那就我])还是(?!办|要|用|开|选|按|算|上[次回]|原来|以前|之前|那[个份样]|这[个份样]|老样|一样|同样|不|想|得|请|给)|呢[。!！]?$|\b(?:what|how|when|where|who|which|why|can|could|do|does|is|are|will|should|may)\b.*/u

/** True when something is asked, in whatever way. */
export const isQuestion = (text: string): boolean => asks.test(fold(text))

const times =
  '晚上|夜里|半夜|早上|中午|午休|下班(?:后|以后|了)?|周[一二三四五六日天末]|星期[一二三四五六日天]|礼拜[一二三四五六日天]|双休|节假日|放假|假期|国庆|十一|五一|元旦|春节|过年|今天|现在|几点|什么时候'
const isOpen = '上班|开门|关门|下班|营业|有人(?:在|值班)?|值班|开不开|能办|办公|办不办|休息'
const hours = new RegExp(
  `(?:${times}).{0,8}(?:${isOpen})|(?:${isOpen})(?:到|的?)(?:几点|时间)|^那?(?:么)?(?:${times})(?:呢|也行吗|行吗|可以吗)[?？]?$`,
)

/** Asks when we are there (几点上班，周末开不开): of no matter, and short. */
export const asksHours = (text: string): boolean =>
  text.length <= 20 && hours.test(fold(text)) && isQuestion(text) && topicsOf(text).every((topic) => askingTopics.has(topic))

/** 心里烦, 想找人说说话: says how it is with somebody, and nothing of a matter. */
export const isLow = (text: string): boolean =>
  text.length <= 20 &&
  /心里?(?:里|很|好|太|特别|真)?(?:烦|难受|堵得?|不好受|不痛快|憋屈|累|苦)|(?:想|找)(?:个?人)?.{0,3}(?:说说?话|聊聊|聊天|倾诉)|压力(?:好|很|太|特别)?大|(?:好|很|太|真)(?:难过|委屈|伤心|孤单|无助)/.test(
    text,
  ) &&
  topicsOf(text).length === 0

/** Asks for knowledge by these words alone: a condition, a document, a fee, a place, a time. */
const asksToKnow =
  /(?:什么|哪些|要(?!去|办|做)的?|需要的?|准备|带|交|提供|备齐).{0,4}(?:材料|手续|证件)|材料(?:清单|有|是|要|怎么|齐)|带(?:什么|哪些)|要(?:准备|带)(?:什么|哪些)|准备什么|多久|几天|多长时间|什么时候(?:能)?(?:出|拿|好|下|开)|(?:当天|当场|今天)(?:就|可以)?(?:能)?(?:拿|取|出)|多少钱|收费|要钱|收钱|花钱|交钱|费用|免费|有效期|管多(?:久|长)|条件|会?影响|算不算|依据|为什么|凭什么|什么意思|区别|流程|步骤|几次|次数|期限|时限|上班时间|电话(?:是|多少|号)|手机号码?是?多少|写(?:什么|不写)|要不要|用不用|需不需要|会不会|有没有用|谁(?:能|可以)|不服|异议|复查|申诉|冤枉|怎么不|加急|用不用本人|(?:要|必须|非得|得)本人|亲自/

/** 给我来一份, 那就在网上办: orders what the desk is there for, without naming it. */
export const ordersDeed = (text: string): boolean => {
  // 还没办啊？那办一个: what follows the question is the order.
  const order = text.split(/[?？]/).at(-1) || text
  const said = fold(order)
  if (asks.test(said) || wantsKnowledge(order) || /^(?:那|就)?(?:让|叫)?[他她]们?(?:自己|本人)?(?:来|去)?(?:办|开|申请)/.test(said))
    return false
  return (
    /(?:给|帮|替)我.{0,8}(?:来|开|办|出|打|试|弄|整|搞)|(?:那|那就|那我|我|现在|就|还是|要不).{0,8}(?:办|开|申请|试试)(?:一个|一份|一张|一下)?(?:吧|呗|了|嘛)?(?:$|[\s，,。！!])|(?:来|再来|重开|再开|重办|再办|开|办)一?[份张个](?:吧|呗)?(?:$|[\s，,。！!]|.{1,6}[用的]$)/.test(
      said,
    ) ||
    /\b(?:i (?:want|need|would like|'d like) (?:one|it|to apply)|start (?:it|now)|get me (?:one|a)|apply (?:now|for one)|get one|let'?s (?:do it|start|apply))\b/i.test(
      text,
    )
  )
}

/** Asks whether anything is recorded about oneself: the certificate tells, nothing else does. */
const ownRecord = /(?:我|自己|本人).{0,8}(?:有没有|有无|是否有|是不是有).{0,6}(?:案底|前科|犯罪)/

/** Where it is done: asked for, unless the same message orders the deed (在哪里开，给我开一个). */
const asksWhere = /哪(?:里|儿|个地方|个派出所|个窗口|个部门|办)|在哪|去哪/
const orders = /(?:给我|帮我|替我).{0,4}(?:开|办|出|打|来)/

/** Subjects that make a question one for knowledge, when something is asked about them. */
const subjects =
  /材料|手续|规定|法律|条例|政策|代办|代领|代开|委托|有效|过期|周末|周六|星期|节假日|地址|电话|显示|包含|包括|翻译|海牙|认证|附加证明|盖章|纸质|电子版|邮寄|寄到|外国人|居住证|异地|外地|就地|跨省|老家|户口(?:在|不在)|网上|线上|必须|一定|拘留|取保|缓刑|判刑|判过|酒驾|醉驾|吸毒|罚款|前科|案底|不起诉|封存|未成年|岁|无罪|肇事|醉驾|公章|印章|认不认|认可|承认|区别|打印|本人去|亲自|派出所去|老家|坐牢|坐过牢|犯过/

/** 快递寄给我: wants the paper sent by post. */
export const wantsPost = (text: string): boolean =>
  /邮寄|快递(?!员|公司|小哥)|顺丰|邮政|寄(?:给|到|过来|回|一份|来|吗|么|不)|(?:能|可以)寄|送(?:货)?(?:到家|上门)|\b(?:by (?:post|mail|courier)|post(?:ed)? to|mail(?:ed)? to|ship|courier)\b/i.test(
    text,
  )

/** A polite “can you do this for me?”, which wants the deed and not knowledge. */
const requestWords =
  /能不能|可不可以|可以|能|吗|么|办理?|开具?|申请|出具?|打印?|弄|搞|整|做|个|份|张|一|我|你们?|您|这|里|儿|请问?|帮|给|忙|下|想|要|的|在|吧|了|呢|不|怎么|如何|什么|本人|自己|现在|今天|马上|麻烦|好|谢谢|需要|得|该|去|用|人|那|种|记录|犯罪|无|证明|证|来|说|啊|就|都|单位|让|是|有/g

/** True when the message asks to know something, rather than asking for the deed politely (能帮我开一个吗). */
export const wantsKnowledge = (text: string): boolean => {
  const said = fold(text)
  if (asksToKnow.test(said) || (asksWhere.test(said) && !orders.test(said))) return true
  if (!asks.test(said)) return false
  if (/帮我|给我(?!们)|替我/.test(said)) return false
  if (ownRecord.test(said) && (/[让要叫]我|[开办]/.test(said) || !/(?:单位|公司|老板|学校).{0,4}(?:想|要|能|可以)?.{0,2}查/.test(said)))
    return false
  if (subjects.test(withoutCertificate(said))) return true
  if (/怎么办|怎么(?:申请|开|办理|打|出)|如何(?:申请|办理|开)/.test(said)) return false
  // What is left of the clause that asks, when the words of a request are gone, is what the question is about.
  // 单位让开，能在这儿开吗 asks for the deed; 拿护照办，行吗 asks of what stands before.
  return withoutCertificate(said)
    .replace(/[，,\s]+(?=(?:这样)?(?:行|可以|好|成|中)(?:吗|么|不)(?:\P{Script=Han}|$))/gu, '')
    .split(/[，,。；;！!？?\n]+/)
    .filter((clause) => /吗|么$|能不能|可不可以|是不是|有没有|算不算/.test(clause))
    .some((clause) => clause.replace(/[^\p{Script=Han}]/gu, '').replace(requestWords, '').length > 3)
}

/** 没听懂吗，…: said of the talk and not of the matter, before what is wanted is said again. */
const aside =
  /^(?:[嗯啊哎唉喂]+[，,。！!…\s]*)?(?:你|您|你们|咋|怎么)?(?:还)?(?:(?:没|不|没有)(?:听|看)?(?:懂|明白|清楚|见)|[听看](?:不|没)(?:懂|明白|清楚|见))(?:我(?:说)?的?话?|我说的?|我的意思)?(?:吗|么|不|吧|了|是吗|是吧)[，,。！!？?…\s]+(?=\S{2})/

/** A message without what is said of the talk itself. */
export const withoutAsides = (text: string): string => text.replace(aside, '')

/** 办导游证，行不: the tail asks leave, and the answer stands before it. */
const leave =
  /(?<=\p{Script=Han})[，,。！!\s]+(?:这样|这么)?(?:行不行?|行吗|行么|可以吗|可以不|可不可以|好吗|好不好?|中不中?|成不成?|得唔得|得不)[？?。！!～~\s]*$/u

/** An answer without the tail that asks leave. */
export const withoutLeave = (text: string): string => text.replace(leave, '')

const others =
  '老公|老婆|丈夫|妻子|媳妇|爱人|对象|男(?:朋)?友|女(?:朋)?友|前(?:男|女)友|前(?:夫|妻|任)|爸爸?|妈妈?|父亲|母亲|爹|娘|爷爷|奶奶|姥姥|姥爷|外公|外婆|公公|婆婆|岳父|岳母|儿子|女儿|闺女|姑娘|孩子|小孩|娃|哥哥?|姐姐?|弟弟?|妹妹?|亲戚|叔叔?|舅舅?|家里?人|家属|父母|朋友|同学|同事|员工|职工|保姆|阿姨|月嫂|邻居|租客|租户|房客|房东|司机|老师|保安|保洁|候选人?|应聘(?:者|的)|新(?:来|招)的|别人|他人|人家|某人|某某|他|她|这个?人|那个?人|女婿|儿媳|亲家|相亲|室友|合伙人|客户|老板|网友|男的|女的'
const someoneElse = new RegExp(`(?:${others})`)
const actsFor = new RegExp(
  `(?:替|帮|给|为|代)(?:我)?(?:我?们?(?:单位|公司|厂里?|店里?|班上?)的?)?(?:[\\d一二两三四五六七八九十几]+个?人|大家|${others}).{0,14}(?:开|办|申请|出|打|弄|领|要|拿|证明)`,
)

const family = '(?:儿媳妇?|女婿|儿子|女儿|闺女|老公|老婆|丈夫|妻子|媳妇|爱人|爸爸?|妈妈?|弟弟?|妹妹?|哥哥?|姐姐?|孙子|孙女|外甥|侄子)'
/** 我女儿参加比赛要无犯罪证明: the paper is for her, though nobody says 帮. */
const forFamily = new RegExp(`我(?:的|家)?${family}(?!要我|让我|叫我|的).{0,24}(?:要|需要|得|想|让)(?:她|他)?.{0,16}无.{0,3}犯`)

/** 我们招了个司机，要无犯罪证明: an employer asks, for whoever is taken on. */
const takesOn =
  /(?:我们?|公司|单位|厂里?|店里?|学校)(?:新|最近|刚|这边)*(?:招|聘|雇|请|录)(?:了|的|来|用)*(?:一?[个名位]|几[个名位]|[两二三四五六七八九十\d]+[个名位]).{0,12}(?:要|办|开|交|需要).{0,6}无.{0,3}犯/

/** Acts for a member of the family with their knowledge (代办): help, not prying. */
export const isOnBehalf = (text: string): boolean => {
  const said = fold(text)
  if (/代办|代(?:为|他|她)?(?:申请|开|领)|拿.{0,4}(?:身份证|证件).{0,6}(?:办|开)|委托(?:书|办理?|我|别人|他人|人)|受(?:人)?委托/.test(said))
    return true
  // 我想问一下 asks, and is no wish of one's own.
  const told = said.replace(/我(?:就)?想(?:问|咨询|了解|打听)(?:一?下)?/g, '')
  if (takesOn.test(told)) return true
  if (forFamily.test(told) && !/我的|我自己|[要让叫]我|我[当做来开办要想]|家长|担保/.test(told)) return true
  return actsFor.test(said)
}

/** 查查张三有没有坐过牢: somebody is named between the looking and the question. */
const namesSomebody =
  /(?:查|看|问|了解)(?:一?下|查|看|看看)?(?:(?!我|自己|本人|一下|单位|网上|系统|有没|是不)\p{Script=Han}){2,4}?(?:这个?人|那个?人|同志)?(?:有没有|有无|是否|是不是).{0,6}(?:坐过牢|犯过|前科|案底|判过|蹲过|进去过|犯罪)|(?:查|看|问)(?:一?下|查|看)?(?:(?!我|自己|本人|一下|单位|网上|系统|名下|个人|最近|以前|之前|现在|目前|全部|所有|完整|有没|是不)\p{Script=Han}){2,4}的(?:案底|前科|犯罪记录|底细)/u

/** Wants to know what is recorded about somebody else (查别人): nobody may be told. */
export const isPrying = (text: string): boolean => {
  const said = fold(text)
  if (
    !/案底|前科|犯罪|犯过|坐过牢|判过|蹲过|进去过|违法记录|底细|背景|有没有事|有事没|背调|抓过|拘留过|被拘|查.{0,3}底|干净不干净|干不干净|监狱/.test(
      said,
    )
  )
    return false
  if (namesSomebody.test(said)) return true
  if (!someoneElse.test(said)) return false
  // 我有没有…、查我自己…: the person asks about themself, whoever wants to know it.
  if (
    /(?:我|自己|本人)(?:自己|本人|个人)?(?:到底|以前|之前)?(?:有没有|有无|是否|是不是)|(?:查|看)(?:一?下|查)?(?:我|自己|本人)(?!的?(?:老|前|男|女|对象|员工|妈|爸|儿|孩|邻|租|房|朋|同|家|媳|爱|丈|妻|哥|姐|弟|妹|公|婆))/.test(
      said,
    )
  )
    return false
  if (/(?:我|自己|本人)(?:的|要|想|得|去|来)?.{0,12}(?:开|办|申请|出具|打).{0,10}(?:无.{0,3}犯|证明)/.test(said) && !/查/.test(said))
    return false
  const looks =
    /查|看看|看下|想知道|告诉我|有没有|有无|是否有|是不是有|是不是犯|是不是坐|是不是.{0,3}(?:蹲|进去|判|抓)|干不干净|有.{0,4}(?:吗|没有?)|过(?:吗|没有?)|背景|背调|底细|帮我问/.test(
      said,
    )
  const makes = isOnBehalf(said) && !/查|有没有|是否/.test(said)
  return looks && !makes
}

/** English prying: “check my boyfriend's criminal record”. */
export const isPryingInEnglish = (text: string): boolean =>
  /\b(?:check|find|look up|see|know|tell|search|does|has|have|did|is)\b.{0,40}\b(?:his|her|their|someone|somebody|ex\b|ex-|boyfriend|girlfriend|husband|wife|neighbou?r|tenant|employee|employees|landlord|nanny|colleague|friend|he|she|another person|other people|this man|this guy)\b.{0,40}\b(?:criminal|record|convict\w*|jail|prison|arrest\w*|crime|history|background)/i.test(
    text,
  )
