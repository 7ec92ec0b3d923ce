/** Words that ask, turn round or take back: a text that holds one is never a plain yes. */
const small =
  '一?[个份张]|吧|啊|呀|的|了|呗|哈|嘛|嘞|咧|哩|噻|滴|哟|哦|喔|噢|啦|着|嘅|㗎|喇|咯|哒|哇|耶|唔[該该]|呢|哎|欸|诶|一下|谢谢|多谢|谢了|辛苦了?|麻烦了?|您了?|同志|警察叔叔'
const lead =
  '那就|那|就|这回|这下|请|快点?|赶紧|赶快|马上|现在|直接|(?:问|看|核对|商量|考虑|想|检查)(?:好|过|完|清楚|明白)了|(?:刚才|刚刚|前面|上面)(?:的|那个|那份|那张)?|还是|哦|我(?=确认|确定|同意|要办|办)|[你您](?=就|给|帮|快|办|弄|整)|给(?=办|开|弄|整|交)|给我|帮我|麻烦[你您]?'
const yesWords =
  '(?:已|都)?(?:核对|看)(?:过|好)?了?|无误|交|来(?=一?[个份张])|妥妥|that(?:is|s)(?:correct|right|fine|good)|looks?(?:good|fine|right)|(?:确认|确定)(?:提交|无误|办理|没问题)?|提交|同意|没有?问题|木问题|没毛病|没错|没意见|可以|要得|要的|好|行|对|是这样|就是?这个|就它|对头|就这样|就这么办|按这个|是|系|嗯[呢哼呐哪]?|恩|可|中|成|妥|得|整|弄|搞|办理?|继续|冲|走起|走着|来吧|必须|巴适|美滴?很|安排|批准|o+k+|okay|yes+|yep|yeah|yup|sure|confirm(?:ed)?|goahead|doit|submit(?:it)?|iagree|agreed?|correct|fine|soundsgood|allgood|ofcourse|absolutely'
const english = 'it|that|please|pls|plz|thanks|thankyou|thx|sir|officer|now|then|it'
const yes = new RegExp(`^(?:${lead}|${small})*(?:${yesWords})(?:${yesWords}|${lead}|${small}|${english})*$`)

const noWords =
  'nope|nah|no|cancel|stop|notnow|nothanks|算了|算球|拉倒|停|打住|取消|撤销|撤回|撤了|放弃|作罢|后悔|等等|等会儿?|等一?[下会]儿?|先?缓缓|缓一缓|晚点|回头|改天|以后|过(?:两|几)天|先放|再想想|再考虑|再看看|再说|(?:先别|先不|先甭|不想|不用|不必|不要|不|别|甭|莫|冇?唔)(?:要|用|办|整|弄|搞|开|提交|交|申请|确认|同意|急|必|行|可以|来)?'
const no = new RegExp(`^(?:${lead}|${small}|嗯+|呃+|额+|我|先|也)*(?:${noWords})(?:${noWords}|${lead}|${small}|先|也|我|nothanks)*$`)

const undecidedWords =
  '不知道|不清楚|不晓得|不太?确定|说不好|没想好|还没定|拿不准|吃不准|随便|随意|都行|都可以|都中|都成|都好|都要得|无所谓|任意|默认|听[你您]的|(?:[你您])?(?:说了算|看着办|看情况办)|(?:[你您])?(?:看着|帮我|替我|给我)(?:来)?(?:定|选|填|写|挑)|(?:[你您])(?:定|选|挑)|不会选|没(?:要求|讲究|所谓)|不挑|不想(?:告诉[你您]?|说|讲|回答|选|填)|不愿意?(?:告诉[你您]?|说|讲)|不方便(?:说|讲|透露)|懒得(?:说|选)|保密'
const undecidedSmall = `${small}|啥|什么|哪个|哪种|哪样|哪项|怎么|怎样|咋|咋样|[你您]|我|俺|咱|也|都|就|就是|反正|真的?|其实|实在|可能|暂时|还|这个|那个|填|选|写|办`
const undecided = new RegExp(`^(?:${lead}|${undecidedSmall})*(?:${undecidedWords})(?:${undecidedWords}|${undecidedSmall})*$`)

const whyAsked = new RegExp(
  `^(?:${small}|[你您]们?|你们?|这|到底|非|老)*(?:为什么|为啥|为何|凭什么|凭啥|干嘛|干吗|干什么|咋|怎么|什么原因)(?:还|非|老|都|总|就)?(?:要|得|得要|想)?(?:问|知道|了解|填|选|写|说|讲|交代)(?:我|俺|这个?|那个?|这些|这么多|这么细|用途|原因|理由|做啥|做什么|干啥|${small})*$`,
)

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, '')

/** 好了、得了、办好了 sound like a yes, but end or ask something. */
const unclear = /^(?:(?:好|行|对|得|成|是|中|可|系)了|(?:对|是)吧|.{0,3}(?:办|弄|整|搞)(?:好|成|得|妥)了?|好办|不对|不是|可是)$/

/** True when every word of a short message says yes (应允): 整吧, 得嘞, 好好好你给我弄吧. */
export const isAssent = (text: string): boolean => {
  const said = bare(text)
  return said.length <= 20 && !/[?？]\s*$/.test(text) && !unclear.test(said) && yes.test(said)
}

/** True when every word of a short message says no, or not now (作罢): 不整了, 算球了, 我再想想. */
export const isDissent = (text: string): boolean => {
  const said = bare(text)
  return said.length <= 20 && !/[?？]\s*$/.test(text) && !unclear.test(said) && no.test(said)
}

/** True when a short message leaves the choice to us, or will not say (随便, 啥都行你看着选, 就是不想说). */
export const isUndecided = (text: string): boolean => {
  const said = bare(text)
  return said.length <= 20 && !/[?？]\s*$/.test(text) && undecided.test(said)
}

/** True when a short message asks why we ask: 干嘛问我用途, 凭啥非得填这个. */
export const asksWhyAsked = (text: string): boolean => {
  const said = bare(text)
  return said.length <= 20 && whyAsked.test(said)
}
