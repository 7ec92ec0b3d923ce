import { introductionAt, isIntroducer } from './introducers.ts'
import { tableOfSigns } from './sign-tables.ts'
import { mayBeginName, regionalLength, surnameLength } from './surnames.ts'

/** From where to where a name stands. */
export interface Place {
  readonly start: number
  readonly end: number
}

/** A name and how it is introduced. */
export interface IntroducedName extends Place {
  /** Only who somebody is stands before it, where another word might stand as well. */
  readonly isSupposed?: boolean
}

/** Who is called something: 我叫, 老板名叫. */
const notCalled = /[不没要想可别再请大喊呼尖哭吼吵惨嚎乱么何啥谓]$/u
/** After 叫 stands what somebody was told to do, not a name. */
const orders =
  /^(?:了|不|他|她|它|我|你|您|人|来|去|过|着|得|什么|啥|谁|救|外卖|出|一|几|车|停|醒|床|开|大家|警|家长|滴滴|搬|加班|滚|还|付|交|走|做|作|回|让|代驾|个|到|她们|他们|这个|那个|这样|那样|咱|老公|老婆|儿子|孩子|妈|爸|民警|邻居|朋友|同事|保安|物业|嚣|喊|嚷|苦|骂|卖|响|价|座|屈|好|绝|真|板|声|唤|门|魂)/u

/** Words that begin with a surname and are no name; read after roles and relations, where no 叫 says that a name follows. */
export const words =
  /^(?:应当|应该|应[为于按将在]|于是|于\d|于[本同一当]|向[人法公其对我他单原被本甲乙丙]|和[其本他我被申]|任[何意]|方[可便才案式法]|时[间候应]|满[十一二三1-9]|白天|成[立年为功]|安[排全装]|万[元一]|何[时地人种况]|严[重格]|连[续同夜]|付[款清]|钱[款多不还]|车[辆主祸]|单[位独方]|常[住年常在]|施[工暴]|陈[述旧]|商[量场店]|管[理辖教]|包[括含庇]|凌晨|申[请报诉领]|高[速中度考]|马上|黄牛|金[额融]|余[额下款]|路过|项目|关[于机系闭]|安[全保置]|祝[福愿贺]|费用|宁[可愿]|季度|左右|龙头|段时|简单|齐全|时候|曾[经在因被多]|许[可多诺]|尚[未有在需]|迟[迟到交]|温[度馨]|顾[客虑问]|雷同|毛[病巾]|江[边苏西]|华侨|游[客戏]|甘愿|冷[静淡]|解[释除决]|明[知确]|全[部体程责]|康复|兰州|特[别定意]|宝[宝贝]|阿[姨婆公]|石[头家]|水[电费管]|史无|盛[装行]|洪水|苏[醒州]|沈阳|宋代|唐代|陆[续地]|程[序度]|章[程节]|习惯|谢[谢绝]|丁点|文[化书件]|柴油|米[饭面]|焦[急虑]|熊孩|贺电|平时|郑重|吴语|胡[说乱同]|孙[子女]|余[人]|夏[天季]|乌[龟云]|武[力汉器]|范围|罗列|梁上|徐徐|江南区|欧[洲元]|童年|童工|庄[家稼]|管不|时[限效]|云[南里]|那[么个些里天边样时人种件家]|那是|章程|曲[折线]|阙值|仇[恨人]|丰[富收]|沙[发场石漠子]|席[位]|麦[子田]|乔[迁装]|苗[族圃]|巫[婆]|燕[子]|艾滋|巩固|雍)/u
/** Who somebody is, said after 我是, and no name. */
export const standings =
  /(?:人|员|者|户|岁|学生|中生|高考生|应届生|毕业生|农民|牧民|牧户|居民|村民|市民|移民|网民|侨|客|司机|经理|白领|白班|夜班|单身|单亲|车主|房主|店主|家长|家属|安保|保安|会计|工程师|律师|师傅|老师|医生|护士|包工头|方便|高血压|应急|时间|马大哈|左撇子|成年|老板|教师|警察|民警|军|兵|工|商)$/u
/** Fields of forms, which stand where a name would. */
export const fields =
  /^(?:性别|年龄|民族|身份|证件|电话|手机|联系|地址|住址|籍贯|未填|未知|不详|不清|没有|无$|保密|匿名|待定|同上|如下|以及|或者|以下|以上|本人|错误|有误|写错|可以|怎么|什么|一致|不符|不一|相同|必填|必须|需要|如何|为空|已|请|改|是否|出生|生日|变更|更改|曾用|与|和|要|的|里|有|叫|是|在|也|都|后|中|上|用|太|很|登记|取|起|想|能|会|给|被|跟|拼音|查|英文|对不|不对|不能|不可|不好|不同|不想|不愿|不让|不知|证明|公安|派出所|单位|公司|律师|他人|代办|代理|亲属|朋友|全部|双方|家属|写|填|输|搞|弄|重|发|印|打|错)/u

/** What stands after a name where it ends; a sign that ends a name for certain, and one that often does. */
const certain = /^(?:$|[^\p{Script=Han}A-Za-z·•・]|[的把被是了让叫给也已没就都欠说有在不])/u
const likely =
  /^(?:$|[^\p{Script=Han}A-Za-z·•・]|[的把被是了让叫给也已没就都欠说有在不和跟与要想去到可会今昨打来又因住身电手户先失喝代驾办报用称自持拨通负承请告发提交签骗偷拿从对向为于等以将并还及或这那此但却曾才正再很吗呢吧啊呀男女年出现性证联地籍同借转跑涉后前之])/u

const dotted = /^[\p{Script=Han}]{1,8}(?:[·•・.．][\p{Script=Han}]{1,10}){1,3}/u
const latin = /^[A-Z][A-Za-z'’-]+(?:[ ·][A-Z][A-Za-z'’-]+){0,3}/u

const restFrom = (text: string, at: number): string => text.slice(at, at + 24)

/** How long the name is that begins with a surname; 0 where nothing says that it ends. */
const withSurname = (rest: string, isCertain: boolean): number => {
  const family = surnameLength(rest)
  if (family === 0) return 0
  const ends = (length: number, rule: RegExp): boolean => rule.test(rest.slice(length))
  const isHan = (length: number): boolean => /^[\p{Script=Han}]+$/u.test(rest.slice(0, length)) && rest.length >= length
  if (isHan(family + 1) && ends(family + 1, certain)) return family + 1
  if (isHan(family + 2) && ends(family + 2, likely)) return family + 2
  if (isHan(family + 1) && ends(family + 1, likely)) return family + 1
  if (isCertain && isHan(family + 3) && ends(family + 3, certain)) return family + 3
  return isCertain && isHan(family + 2) ? family + 2 : 0
}

/** The length of a name that a label or 叫 announces for certain. */
const announced = (rest: string): number => {
  const parts = dotted.exec(rest)?.[0].length ?? 0
  if (parts > 0) return parts
  const english = latin.exec(rest)?.[0].length ?? 0
  if (english > 2) return english
  if (fields.test(rest)) return 0
  const regional = regionalLength(rest)
  const native = withSurname(rest, true)
  if (regional >= native && regional >= 2) return regional
  const alone = /^[\p{Script=Han}]{2,6}(?=$|[^\p{Script=Han}])/u.exec(rest)?.[0].length ?? 0
  if (native > 0) return alone > native && alone <= 4 ? alone : native
  return alone <= 6 ? alone : 0
}

/** The length of a name after a role or a relation, where it might as well be any other word. */
const supposed = (rest: string): number => {
  const parts = dotted.exec(rest)?.[0].length ?? 0
  if (parts > 0) return parts
  const regional = regionalLength(rest)
  if (regional >= 2 && likely.test(rest.slice(regional))) return regional
  return words.test(rest) || fields.test(rest) ? 0 : withSurname(rest, false)
}

/** The length of a name after 我是: one that nothing else follows. */
const own = (rest: string): number => {
  const parts = dotted.exec(rest)?.[0].length ?? 0
  if (parts > 0) return parts
  const length = regionalLength(rest) || withSurname(rest, false)
  const isEnd = /^(?:$|[^\p{Script=Han}])/u.test(rest.slice(length))
  return length > 0 && isEnd && !standings.test(rest.slice(0, length)) && !words.test(rest) ? length : 0
}

/** 王某, 李某某: whose name was taken out already. */
const unnamed = /^[\p{Script=Han}]{1,2}某/u

const gap = /^(?:姓名|名字)?(?:[（(][^）)]{1,12}[）)])?(?:是|为|叫做?|系)?\s*(["“「【[]?\s*[:：]\s*)?["“「【[]?\s*/u

const apart = /^[\p{Script=Han}]{2,4}(?=$|[^\p{Script=Han}·•・:：])/u

const placed = (start: number, length: number): IntroducedName | undefined => (length > 1 ? { start, end: start + length } : undefined)

/** What 叫 and 是 say of the signs before them. */
const calledAfter = (text: string, at: number): Place | undefined => {
  const rest = restFrom(text, at + 1)
  if (notCalled.test(text[at - 1] ?? '')) return undefined
  const skip = /^(?:做|作|是)?\s*["“「]?/u.exec(rest)?.[0].length ?? 0
  const told = rest.slice(skip)
  return orders.test(told) ? undefined : placed(at + 1 + skip, calledName(told))
}
const isMe = (text: string, at: number): boolean =>
  text[at - 1] === '我' || text.startsWith('本人', at - 2) || text.startsWith('这里', at - 2)

const leading = new Set([...'姓名是为叫系'].map((sign) => sign.charCodeAt(0)))
/** A Han sign that begins no name, and none of the words between who somebody is and their name. */
const isPlain = (code: number): boolean => code >= 0x4e00 && code <= 0x9fff && !mayBeginName(code) && !leading.has(code)

/** The name that follows an introducing word whose last sign stands at `at`. */
export const nameAfter = (text: string, at: number): IntroducedName | undefined => {
  const char = text[at]
  if (char === '叫') return calledAfter(text, at)
  if (char === '是') return isMe(text, at) ? placed(at + 1, own(restFrom(text, at + 1))) : undefined
  const what =
    introductionAt(text, at) ?? (char === '名' && /姓[ 　]{1,4}$/u.test(text.slice(Math.max(0, at - 5), at)) ? 'label' : undefined)
  if (!what) return undefined
  // Most words after a person are no name and nothing that leads to one: one look at a sign ends here.
  if (what !== 'label' && isPlain(text.charCodeAt(at + 1)) && !text.slice(at + 2, at + 10).includes('·')) return undefined
  const rest = restFrom(text, at + 1)
  const opened = gap.exec(rest)
  const skip = opened?.[0].length ?? 0
  if (/叫/u.test(rest.slice(0, skip))) return undefined
  const told = rest.slice(skip)
  const hasColon = opened?.[1] !== undefined
  // A form that spreads a name of two signs: 姓名：林 安.
  const spread = what === 'label' && skip > 0 && /^[\p{Script=Han}][ 　]{1,4}[\p{Script=Han}](?=$|[^\p{Script=Han}])/u.exec(told)?.[0]
  if (spread && surnameLength(spread) === 1) return placed(at + 1 + skip, spread.length)
  if (what === 'label' && skip === 0 && !surnameLength(told) && !regionalLength(told)) return undefined
  // A form: 收件人 和平. What stands apart from all else, after who somebody is, is a name however it reads.
  const alone = /\s$/u.test(opened?.[0] ?? '') ? (apart.exec(told)?.[0] ?? '') : ''
  const isApart = alone.length > 1 && (alone.length < 4 || regionalLength(alone) === 4 || surnameLength(alone) === 2)
  const isCertain = what === 'label' || (what === 'role' && (hasColon || isApart))
  const name = placed(at + 1 + skip, isCertain ? announced(told) : supposed(told))
  if (!name || unnamed.test(text.slice(name.start, name.end + 1))) return undefined
  return isCertain ? name : { ...name, isSupposed: true }
}

/** After 叫: a surname, a name of the region, or two to four signs with nothing after them. */
const calledName = (rest: string): number => {
  const parts = dotted.exec(rest)?.[0].length ?? 0
  if (parts > 0) return parts
  const english = latin.exec(rest)?.[0].length ?? 0
  if (english > 2) return english
  const regional = regionalLength(rest)
  if (regional >= 2) return regional + (/^[\p{Script=Han}]{0,2}(?=$|[^\p{Script=Han}])/u.exec(rest.slice(regional))?.[0].length ?? 0)
  if (surnameLength(rest) > 0) return withSurname(rest, true)
  const alone = /^[\p{Script=Han}]{2,4}(?=$|[^\p{Script=Han}])/u.exec(rest)?.[0] ?? ''
  return fields.test(alone) || /[吗呢吧啊了]$/u.test(alone) ? 0 : alone.length
}

const beside =
  /(?:^|[^\p{Script=Han}·]|[系找是由接给到即和])([\p{Script=Han}]{2,4})(?:[（(，,、:：|\t ]|[（(，, ]?(?:男|女)?[，,]?(?:身份证|证件|电话|手机|联系电话|联系方式)号?码?(?:是|为)?[:：]?)$/u

/** The name that stands straight before a document number or a phone which begins at `at`: 王小明（1599…）. */
export const nameBeside = (text: string, at: number): Place | undefined => {
  const found = beside.exec(text.slice(Math.max(0, at - 14), at))
  const name = found?.[1] ?? ''
  const family = surnameLength(name)
  if (!found || family === 0 || family + 2 < name.length || words.test(name) || standings.test(name) || fields.test(name)) return undefined
  if (isIntroducer(name) || /[号码话机卡证址式表线号系]$/u.test(name)) return undefined
  const start = Math.max(0, at - 14) + found.index + found[0].indexOf(name)
  return { start, end: start + name.length }
}

/** After English words: `My name is`, `I am called`, `name:`. */
export const englishName = (text: string, wordStart: number, wordEnd: number): Place | undefined => {
  const before = text.slice(Math.max(0, wordStart - 10), wordEnd)
  const introduces = /\bname is$|\b(?:am|'m|’m|is) called$/iu.test(before)
  const isMe = /(?:^|[^A-Za-z])I(?: am|['’]m)$/u.test(before)
  if (isMe) {
    const full = /^ ([A-Z][a-z'’-]+ [A-Z][A-Za-z'’-]+)(?=[,.，。;]|$)/u.exec(text.slice(wordEnd, wordEnd + 60))?.[1]
    return full ? { start: wordEnd + 1, end: wordEnd + 1 + full.length } : undefined
  }
  const labels = /(?:^|[^A-Za-z])name$/iu.test(before) && /^ ?[:：=] ?/u.test(text.slice(wordEnd, wordEnd + 3))
  if (!introduces && !labels) return undefined
  const skip = /^[ :：=]{1,3}/u.exec(text.slice(wordEnd, wordEnd + 4))?.[0].length ?? 0
  if (skip === 0) return undefined
  const told = text.slice(wordEnd + skip, wordEnd + skip + 60)
  const han = /^[\p{Script=Han}]{2,6}(?=$|[^\p{Script=Han}])/u.exec(told)?.[0] ?? ''
  if (labels && han && (surnameLength(han) > 0 || regionalLength(han) === han.length))
    return words.test(han) ? undefined : placed(wordEnd + skip, han.length)
  const name = latin.exec(told)?.[0] ?? (/^[a-z]{2,}(?: [a-z]{2,})?(?= and |[,.，]|$)/u.exec(told)?.[0] || '')
  return /^(?:wrong|not|spelled|misspelled|different|the|on|too)\b/iu.test(name) ? undefined : placed(wordEnd + skip, name.length)
}

const keys =
  /"(?:姓名|申请人|当事人|户主|联系人|报警人|持证人|name|applicant|holder|person|realName|fullName|citizen|owner)"\s*:\s*"([^"\\]{2,40})"/uy

/** What those keys begin with. */
const keyLetters = tableOfSigns('姓申当户联报持nahprfco')

/** The name under a key of JSON, whose quote stands at `at`. */
export const nameOfKey = (text: string, at: number): Place | undefined => {
  if (keyLetters[text.charCodeAt(at + 1)] !== 1) return undefined
  keys.lastIndex = at
  const value = keys.exec(text)?.[1]
  if (value === undefined) return undefined
  const start = keys.lastIndex - 1 - value.length
  const isName =
    /^[\p{Script=Han}]{1,8}(?:[·•・][\p{Script=Han}]{1,10})+$/u.test(value) ||
    regionalLength(value) === value.length ||
    (/^[\p{Script=Han}]{2,4}$/u.test(value) && surnameLength(value) > 0 && !words.test(value) && !standings.test(value)) ||
    /^[A-Z][A-Za-z'’-]+(?: [A-Z][A-Za-z'’-]+){1,3}$/u.test(value)
  return isName ? { start, end: start + value.length } : undefined
}
