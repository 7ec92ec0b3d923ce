import { fold } from './lexicon.ts'

const countries =
  '美国|加拿大|英国|德国|法国|意大利|西班牙|葡萄牙|荷兰|比利时|瑞士|瑞典|挪威|芬兰|丹麦|爱尔兰|奥地利|希腊|波兰|匈牙利|俄罗斯|蒙古国|外蒙|日本|韩国|朝鲜|新加坡|马来西亚|泰国|越南|缅甸|老挝|柬埔寨|印度|印尼|印度尼西亚|菲律宾|澳大利亚|澳洲|新西兰|阿联酋|迪拜|沙特|土耳其|以色列|埃及|南非|巴西|阿根廷|墨西哥|哈萨克斯坦|欧洲|非洲|东南亚|中东|申根|国外|境外|外国|香港|澳门|台湾'

/** How people say everyday ends, and the plain words for them: a form's choices are written in plain words. */
const sayings: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(?:去|到|在).{0,4}(?:${countries}).{0,4}(?:读|念|上学|留学|深造)`), '留学'],
  [/入籍|定居|枫叶卡|绿卡|团聚|归化/, '移民'],
  [new RegExp(`(?:${countries}).{0,6}(?:打工|上班|工作|务工)`), '出国'],
  [new RegExp(countries), '出国'],
  [
    /老板|领导|人事|hr\b|厂里|厂子|东家|上岗|应聘|面试|录用|录取通知|offer|新工作|换工作|跳槽|试用期|转正|编制|事业编|国企|央企|外卖|快递|骑手|司机|保安|保洁|保姆|月嫂|护工|护士|医生|老师|教师(?!资格)|幼师|辅警|社工|城管|物业|门卫|看大门|养老院|代驾|网约车|务工|打工|干活|活儿/,
    '上班 求职 入职 工作',
  ],
  [/大学|读研|读博|考研|念书|读书|上学|学校|中考|高考|军校|警校|航校|报名/, '入学 上学'],
  [/资格证|执业|执照|许可|考证|证书|营业|开店|经营/, '资质许可'],
  [/公证|海牙|认证/, '公证'],
]

/** Words that name the end by themselves, whatever else a message says. */
const telling: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(?:去|到|在).{0,4}(?:${countries}).{0,4}(?:读|念|上学|留学|深造)`), '留学'],
  [/工签|劳务签|(?:旅游|商务|探亲|工作|学生|留学)签/, '出国'],
  [new RegExp(`(?:${countries}).{0,3}(?:大使馆|领事馆|使馆|领馆|移民局)|(?:大|领)使馆`), '出国'],
  [/纸的|纸版|纸制|实体(?:的|版)/, '纸质'],
  [/绿卡|枫叶卡|永居|\bpr\b/, '移民'],
  [/教资|教师资格/, '教师资格'],
  [/领养|收养|家委|志愿者|义工|房东|租房|村支书|村干部|选我当|竞选|参选|村委会?选举/, '其他'],
  [
    /暑假工|寒假工|暑期工|兼职|实习|临时工|零工|入编|编制|事业编|国企|央企|offer|护工|保姆|月嫂|骑手|送美团|送餐|货车|货运|快递员|司机|工地|进厂|干活|跑滴滴|开滴滴|送外卖|跑外卖|应聘|面试|录用|上岗|换工作|新工作|转正|试用期|背调|当.{0,3}教练|(?:单位|公司|厂里|厂子|老板|领导|人事|hr|东家|学校|医院)(?:说|那边|又|还|也)*(?:让|要|叫|催|需要|要求)/,
    '入职',
  ],
]

const goesThere = new RegExp(`(?:去|赴|前往|飞).{0,3}(?:${countries})`)

/** The end that a message tells without having been asked: somebody goes to a country, or an employer wants the paper. */
export const journeyWords = (text: string): readonly string[] => {
  const said = fold(text)
  const told = telling.filter(([pattern]) => pattern.test(said)).map(([, word]) => word)
  return goesThere.test(said) ? [...told, '出国'] : told
}

const ends = /找工作|求职|入职|上班|出国|留学|签证|入学|公证|移民|考证|政审/

/** True where a message tells an end (用途), however it is told. */
export const namesEnd = (text: string): boolean => ends.test(fold(text)) || journeyWords(text).length > 0 || plainWords(text) !== ''

const worksAbroad = new RegExp(`(?:${countries})[^，。,;；]{0,4}(?:打工|上班|工作|务工|干活)`)

/** 去新加坡打工 is a journey, though it names work. */
export const isWorkAbroad = (text: string): boolean => worksAbroad.test(fold(text)) || /\bwork(?:ing)? visa\b|\bvisa for work/i.test(text)

/** The plain words behind a saying: 去韩国 → 出国; empty when none is known. */
export const plainWords = (text: string): string => {
  const said = fold(text)
  return sayings.find(([pattern]) => pattern.test(said))?.[1] ?? ''
}
