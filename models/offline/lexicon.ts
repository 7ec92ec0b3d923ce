/** What people say for one thing: words of the trade that no single page can list. Text is folded first (see `fold`). */
export interface Topic {
  readonly id: string
  readonly pattern: RegExp
}

/** Characters that are mistaken for one another by ear or by hand; the first stands for all. */
const lookAlikes = ['无吴', '犯返范反', '罪最醉', '记纪', '录绿', '证征正', '明名', '案岸按', '底低', '办半', '进近']
const folding = new Map(lookAlikes.flatMap((group) => [...group].map((char) => [char, group[0] ?? char] as const)))

/** Dialect and everyday turns, said the plain way: 咋弄 → 怎么办. */
const plain: readonly (readonly [RegExp, string])[] = [
  [/咋(?:个)?(?:弄|整|办|搞|开|着)|怎(?:么)?(?:弄|整|搞)|点样(?:做|办)?/g, '怎么办'],
  [/咋(?:个|样|着)?|怎个|焦咋/g, '怎么'],
  [/好多钱/g, '多少钱'],
  [/好久(?=能|可以|拿|办|下|出|才)|几耐|几长时间/g, '多久'],
  [/嘅/gu, '的'],
  [/[㗎咗]|(?<=[\p{Script=Han}])噻/gu, ''],
  [/攞/g, '拿'],
  [/嘢/g, '东西'],
  [/呢(?=[张个份])/g, '这'],
  [/如职|入值/g, '入职'],
  [/出过(?=用|签|$)/g, '出国'],
  [/刘学|流学/g, '留学'],
  [/返工/g, '上班'],
  [/唔该/g, ''],
  [/点解/g, '为什么'],
  [/边度/g, '哪里'],
  [/几时/g, '什么时候'],
  [/几多/g, '多少'],
  [/唔/g, '不'],
  [/啥|嘛玩意儿?|什麽|甚么/g, '什么'],
  [/哪些|些什么|哪几[种样个]/g, '什么'],
  [/俺们?|咱们?/g, '我'],
  [/木有|冇|莫得|没得/g, '没有'],
  [/([\p{Script=Han}])不[?？]?$/gu, '$1吗'],
  [/整(?=一?[个份张])|弄(?=一?[个份张])|搞(?=一?[个份张])/g, '办'],
]

const levelled = (text: string): string => text.replace(/[\u4e00-\u9fff]/g, (char) => folding.get(char) ?? char)

/** Dialect made plain: 能办不 → 能办吗. */
export const plainSpeech = (text: string): string => plain.reduce((said, [pattern, word]) => said.replace(pattern, word), text)

const foldSlow = (text: string): string => levelled(plainSpeech(text.toLowerCase()))

const folded = new Map<string, string>()

/** Text with dialect made plain and homophones levelled, so that 无返罪纪录证名 reads as 无犯罪记录证明. */
export const fold = (text: string): string => {
  const known = folded.get(text)
  if (known !== undefined) return known
  const said = foldSlow(text)
  if (folded.size > 4_000) folded.clear()
  folded.set(text, said)
  return said
}

/** 谁查过我: who has looked at one's own record. */
const lookups = /谁.{0,6}(?:查|看)|有(?:没有)?(?:别)?人.{0,4}(?:查|看)|(?:查|看)过我|被(?:谁|人)查/

const written: readonly Topic[] = [
  // What is asked about a paper, whichever it is.
  { id: 'fee', pattern: /多少钱|收费|免费|[要花交收](?:不)?(?:要)?钱|费用|[花收交]了?我?\d+|退(?:钱|费|款)|能退(?:吗|不)/ },
  { id: 'days', pattern: /几天|多久(?!有效)|多长时间|什么时候能|(?:今天|当天|明天)(?:就)?能|加急|工作日|能拿到/ },
  { id: 'papers', pattern: /材料|手续|[要得我]带|带(?:什么|户口|照片)|准备什么/ },
  { id: 'validity', pattern: /有效|管(?:几|多)|能用(?:几|多)|还能用|过期|作废|失效/ },
  { id: 'attendance', pattern: /本人(?:去|来|到)|亲自|[去到](?:窗口|现场|派出所)|跑一趟/ },
  { id: 'by_proxy', pattern: /代办|委托|代[开领]|[替帮][他她]|拿.{0,4}(?:身份证|证件).{0,6}[办开]/ },
  { id: 'times', pattern: /几[次回]|[一两二三]回|开过.{0,3}[次回]/ },
  { id: 'use_abroad', pattern: /海牙|认证|翻译|附加证明/ },
  { id: 'review', pattern: /复查|复议|申诉|不服|异议|冤枉|(?<!认)不认|搞错|弄错/ },
  { id: 'unit_check', pattern: /(?:单位|公司|老板|我司|学校|幼儿园|托管|培训|机构).{0,8}(?:查|招)/ },
  {
    // 酒驾被罚过，还能开吗: a story of one's own, told to hear whether it counts.
    id: 'history',
    pattern:
      /(?:判|拘|被罚|罚过|罚款|抓过|关过|吸过?毒|酒驾|醉驾|赌博|打架|偷|取保|缓刑|不起诉|撤案|坐牢|坐过牢|犯过|犯罪|肇事|无罪).{0,24}(?:能开|能办|还能|开得|开吗|影响|给开|前科|案底|犯罪记录|算不算|算.{0,4}吗|怎么办)/,
  },
  {
    // 无犯罪记录证明, under every name it goes by.
    id: 'no_record',
    pattern:
      /无.{0,3}犯.{0,3}(?:记|录|证)|无.{0,2}犯罪|无.?罪(?:记录|证)|无罪?记录.{0,2}证|无(?:违法|案底|前科)|(?:没|无|未|勿)有?(?:过|受过)?.{0,3}(?:犯罪|案底|前科|犯过?[罪事法]).{0,6}(?:证|单子|条子|东西|材料|纸)|案底.{0,3}证|(?:清白|良民|守法|没犯事)的?证|犯罪记?录?.{0,3}证明|证明?.{0,10}(?:没|无|未)有?(?:犯|案底|前科|坐过牢|被判)|刑事.{0,3}记录.{0,4}证|无刑.{0,6}证|wu ?fan ?zui|无fan/,
  },
  {
    id: 'own_record',
    pattern:
      /(?:我|自己|本人)(?:自己|本人|个人|以前|之前|到底|现在|名下|身上)?(?:有没有|有无|是否有|是不是有).{0,6}(?:案底|前科|犯罪记?录?)|(?:我|自己|本人).{0,4}干不干净|(?:查|看).{0,4}(?:自己|我(?!(?:的)?(?:老|前|男|女|对象|员工|妈|爸|儿|孩|邻|租|房|朋|同|媳|爱|丈|妻|哥|姐|弟|妹|公|婆|亲)))(?:的|本人)?.{0,6}(?:案底|前科|犯罪|记录)/,
  },
  { id: 'record', pattern: /案底|前科|犯罪|坐过牢|判刑|服刑|蹲过|取保|缓刑|拘留|不起诉|封存|刑事|酒驾|醉驾|吸毒|行政处罚|撤案|强戒|少管/ },
  {
    id: 'kinship_proof',
    pattern:
      /亲属关系|(?:父子|父女|母子|母女|亲子|夫妻)(?:关系)?证明|(?:父|母|父母|母女|父女|父子|母子|子女|亲子|夫妻|兄弟|姐妹)关系|我(?:妈|爸|娘|爹)(?:就)?是我(?:妈|爸|娘|爹)|是我(?:妈|爸|亲生|儿子|女儿)|证明我(?:们)?(?:是|跟|和).{0,4}(?:儿子|女儿|妈|爸|父|母|爱人|老婆|老公|亲|关系)/,
  },
  { id: 'same_person_proof', pattern: /曾用名|同一(?:个)?人|改过名|两个名字|名字不一样|更名|改过?.{0,4}(?:出生日期|民族|性别|年龄)/ },
  {
    id: 'other_proof',
    pattern:
      /(?:居住|户籍|死亡|婚姻|单身|未婚|收入|无房|身份|出生|证审|政审|现实表现|品行|贫困|健在|生存|亲属|临时身份)(?:情况)?证明|临时的?(?:身份)?证明/,
  },
  { id: 'proof', pattern: /证明|证名|开个证|开证|打证/ },
  { id: 'lookups', pattern: lookups },
  // 异地办理: the person is not where their household is registered.
  {
    id: 'away',
    pattern:
      /(?:户口|户籍).{0,3}(?:不在|在).{0,14}(?:能|可以|得|要|回).{0,10}(?:办|开)|回(?:老家|户籍地)|异地(?:能|可以|办|开)|就地办|就近办|跨省(?:能|可以|通办|办)/,
  },
  {
    id: 'tamper',
    pattern:
      /(?:写|改|弄|变|标|做)成.{0,4}(?:没有|没|无|干净)|(?:删|消|抹|清)(?:掉|除|了|去)?.{0,6}(?:记录|案底|前科)|(?:记录|案底|前科).{0,6}(?:删|消|抹|清)|(?:记录|案底|前科).{0,6}(?:去掉|弄掉|拿掉)|走后门|花钱|[出拿掏].{0,4}[钱千万百块].{0,10}(?:开|办|弄|改)|(?:案底|前科|记录).{0,8}[给帮]我?(?:抹|删|消|清)|[给塞].{0,3}钱|找关系|托关系/,
  },
  {
    id: 'sealed',
    pattern: /封存|(?:看|查)(?:得)?到我|(?:别人|单位|公司|人家|学校|谁都?).{0,6}(?:能|会|可以)(?:看|查)(?:.{0,3}我|(?:得)?[出到见])/,
  },
  {
    id: 'progress',
    pattern:
      /在办的|办过的?(?:申请|证明)|(?:上次|以前|之前|昨天|去年)[开办]的?.{0,4}证明?.{0,4}(?:丢|没了|找不|删)|(?:重新|再|在哪.{0,2}|怎么)下载|再下一?[份次遍]|下(?:载)?不了|(?:查|看)(?:一?下|查|看)?.{0,4}(?:之前|上次|昨天|前天|上周|刚才|刚刚)(?:我)?(?:申请|办|交|提交|弄|开)的|(?:我的|有什么|有没有).{0,6}申请(?:记录)?$|进度|到哪.?步|到哪了|到哪儿了|什么情况了|到哪儿?了|(?:没|没有|有)(?:个)?(?:消息|信儿?|动静|回音|结果)|批下来|下来没|(?:我|之前|昨天|开)的?.{0,4}证明.{0,6}(?:下载|哪里?[看找拿])|办好了?(?:没|吗)|好了没|办(?:得|的)怎么|办成了?(?:没|吗)|办完了?(?:没|吗)|下来了?(?:没|吗)|(?<![能得给][开办])(?<![查打])出来了?(?:没|吗)|办理中|(?:申请|提交|递交?|交|办)的?.{0,8}(?:怎么样了|到哪|办到|办好|好了|下来|没信|没消息|有结果|咋样)|审(?:核|批).{0,4}(?:过|到|没|吗)|催(?:一?下|办|促|催|单)|(?:帮|想|来|给我).{0,3}催|还要等|(?:办理|申请|审核|什么)状态|什么时候能(?:好|拿|下来)|还没(?:好|下来|出来|办)/,
  },
  {
    id: 'verify',
    pattern:
      /真伪|真假|是不是(?:ps?|假|伪|仿)|ps的|真不真|冒充的?|真的(?:吗|还是|么|假)|是真是假|是不是真|是真的|假的|验真|核验|验证|防伪|造假|伪造|辨别|查验/,
  },
  {
    id: 'person',
    pattern:
      /人工|真人(?!吗)|转(?:接)?(?:民警|警察|人)|找.{0,3}(?:民警|警察|人说|人办|客服|工作人员)|客服|(?:民警|警察)(?:同志)?(?:来|接|跟我说|在吗)/,
  },
  { id: 'policy', pattern: /规定|政策|法律|依据|条例|办法|流程|条件|材料|要求|怎么办理|手续/ },
  { id: 'id_card', pattern: /(?<![带拿])身份证(?!明|号)/ },
  { id: 'household', pattern: /(?<!带)户口(?!所在|在|不在|是)|落户|上户|迁户|分户|销户|户籍(?!证明|地|所在)/ },
  { id: 'residence_permit', pattern: /居住证(?!明)|暂住证/ },
  { id: 'passport', pattern: /(?:办|换|补|续|申请|领).{0,4}(?:护照|通行证|港澳|签注)|护照.{0,4}(?:过期|丢|换|补|办)|签注/ },
  { id: 'driving', pattern: /驾照|驾驶证|科目[一二三四]|驾校|扣分|学车/ },
  { id: 'vehicle', pattern: /车牌|上牌|过户|号牌|行驶证|年检|摩托|电动车|电瓶车|机动车/ },
  { id: 'traffic', pattern: /违章|违停|停车|红绿灯|交警|交通|堵车|拥堵|闯红灯|斑马线|路口|车祸|事故|限速|限行|超载|渣土车|酒后驾/ },
  { id: 'fraud', pattern: /诈骗|被骗|骗子|传销|非法集资|网贷|跑路|刷单|集资|庞氏|骗钱/ },
  { id: 'disorder', pattern: /噪音|噪声|扰民|打架|斗殴|殴打|打人|赌博|麻将|黄赌|卖淫|嫖|吸毒|偷|盗窃|抢劫|黑社会|恶势力|骚扰|强拆/ },
  { id: 'animals', pattern: /养犬|狗|遛狗|犬|养狗/ },
  { id: 'fire', pattern: /消防|火灾|灭火|疏散|安全通道|起火/ },
  { id: 'case', pattern: /立案|破案|案件|办案|报案|案子|刑警|经侦|嫌疑|嫌犯|故意伤害|报警/ },
  {
    id: 'elsewhere',
    pattern:
      /天气|股票|基金|彩票|写诗|唱歌|笑话|电影|外卖|做饭|菜谱|医保|社保|公积金|工资|房价|物业|违建|违章建筑|学区|择校|拆迁|开发商|业主|税|公交|地铁|快递|旅游|星座|足球|比赛/,
  },
]

/** Patterns meet folded text, so their own characters are folded too. */
const topics: readonly Topic[] = written.map(({ id, pattern }) => ({ id, pattern: new RegExp(levelled(pattern.source), 'u') }))

/** What is asked about any paper: says what is wanted to be known, and not of which desk. */
export const askingTopics: ReadonlySet<string> = new Set(
  'fee days papers validity attendance by_proxy times use_abroad review unit_check'.split(' '),
)

const topicsKnown = new Map<string, readonly string[]>()

const topicsSlow = (said: string): readonly string[] => {
  const asksWhoLooked = lookups.test(said)
  const found = topics
    .filter(({ id, pattern }) => pattern.test(id === 'record' ? withoutCertificate(said) : said) && !(asksWhoLooked && id === 'own_record'))
    .map(({ id }) => id)
  if ((found.includes('sealed') || (found.includes('unit_check') && !/[让要叫]我|[开办]/.test(said))) && found.includes('own_record'))
    found.splice(found.indexOf('own_record'), 1)
  // Who asks about their own record wants the certificate: there is no other way to be told.
  if (found.includes('own_record') && !found.includes('no_record')) found.push('no_record')
  return found
}

/** Ids of the topics a text speaks of. */
export const topicsOf = (text: string): readonly string[] => {
  const said = fold(text)
  const known = topicsKnown.get(said)
  if (known) return known
  const found = topicsSlow(said)
  if (topicsKnown.size > 4_000) topicsKnown.clear()
  topicsKnown.set(said, found)
  return found
}

const elsewhere = new Set([
  'id_card',
  'household',
  'residence_permit',
  'passport',
  'driving',
  'vehicle',
  'traffic',
  'fraud',
  'disorder',
  'animals',
  'fire',
  'case',
  'elsewhere',
])

/** Topics that say by themselves which desk is meant; 进度 or 真伪 may be asked of anything. */
const ownTopics = new Set(['proof', 'no_record', 'own_record', 'kinship_proof', 'same_person_proof', 'other_proof', 'history'])

/**
 * Topics that an example stands for. 户口本注销了，银行要证明 is about a proof: the household register only happens to be in it,
 * and must not draw every question about households here.
 */
export const subjectsOf = (example: string): readonly string[] => {
  const topics = topicsOf(example)
  return topics.some((topic) => ownTopics.has(topic)) ? topics.filter((topic) => !elsewhere.has(topic)) : topics
}

/** True when a text speaks of another office's matter, and of nothing that is known here. */
export const isForeign = (topics: readonly string[], known: ReadonlySet<string>): boolean =>
  topics.some((topic) => elsewhere.has(topic) && !known.has(topic)) && !topics.some((topic) => ownTopics.has(topic) && known.has(topic))

const nameOfCertificate = topics.find(({ id }) => id === 'no_record')?.pattern ?? /(?!)/

/** Folded text without the name of the certificate: 没案底的证明 is no question about 案底. */
export const withoutCertificate = (folded: string): string => folded.replace(nameOfCertificate, '证明')

/** 无违法犯罪证明, which no station issues: people ask for it and mean a 无犯罪记录证明 (certificate.md §5, case 55). */
export const asksForNoOffence = (text: string): boolean => /无.{0,2}违法|没.{0,3}违法|守法证/.test(fold(text))
