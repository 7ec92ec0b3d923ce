/** What stands in a text in place of a personal value, in words that a search and an analyst still understand. */
const places: readonly (readonly [RegExp, string])[] = [
  // Resident ID of 18 or 15 digits, with the blanks that people put in.
  [
    /(?<![\dA-Za-z])[1-9]\d{5}[ -]?(?:18|19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx](?![\dA-Za-z])/g,
    '〔证件号〕',
  ],
  [/(?<![\dA-Za-z])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![\dA-Za-z])/g, '〔证件号〕'],
  // Passports, travel permits and permanent residence cards.
  [/(?<![\dA-Za-z])(?:[EGDSPegdsp][A-Za-z]?\d{7,8}|[HMhmCc]\d{8,10}|[A-Z]{3}\d{12})(?![\dA-Za-z])/g, '〔证件号〕'],
  [/(?<![\dA-Za-z])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,80}\.[A-Za-z]{2,10}/g, '〔邮箱〕'],
  [/(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/g, '〔电话〕'],
  [/(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)/g, '〔电话〕'],
  [
    /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Za-hj-np-z][ ·•.]?[A-HJ-NP-Za-hj-np-z0-9]{5,6}(?![A-Za-z0-9])/g,
    '〔车牌〕',
  ],
  [/(?<![\dA-Za-z])(?:\d[ -]?){15,18}\d(?![\dA-Za-z])/g, '〔号码〕'],
  [/((?:微信|QQ|qq|支付宝)(?:号|账号)?(?:是|为|[:：])?\s*)[A-Za-z0-9_-]{5,20}/g, '$1〔账号〕'],
  [/((?:账号|卡号|编号|受理号|证号|号码)(?:是|为|[:：])?\s*)[A-Za-z0-9-]{6,30}/g, '$1〔号码〕'],
]

const surname =
  '(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤乌包特宝白阿])'
/** After these words a name is told; its end is a mark, or a word that no name holds. */
const told = new RegExp(
  `((?:我(?:的名字|名字)?(?:叫做?|是叫)|本人(?:姓名(?:叫|是)?|叫|是|(?!向)(?=${surname}))|姓名(?:是|为|叫|[:：])?|名字(?:是|叫|[:：])|(?:他|她|对方|那人|孩子|儿子|女儿|老公|丈夫|妻子|老婆|爸爸|妈妈|父亲|母亲|房东|老板|邻居|同事|朋友)(?:的?名字)?(?:叫做?|姓名))\\s*)(?:[\\p{Script=Han}]{1,8}·[\\p{Script=Han}]{1,10}|[\\p{Script=Han}]{2,4}?(?=$|[，。！？、,.!?;；\\s（(]|的|和|跟|与|在|是|要|想|被|把|给|去|到|今年|住|身份|电话|手机|户籍|户口)|${surname}[\\p{Script=Han}]{1,2}|[A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'-]+){0,2})`,
  'gu',
)
const inEnglish = /((?:[Mm]y name is|I am called|I'm called|[Nn]ame:)\s+)[A-Za-z][A-Za-z'-]+(?: [A-Z][A-Za-z'-]+){0,2}/g
/** A street with its number says where somebody lives. */
const address =
  /[\p{Script=Han}]{2,12}?(?:路|街|巷|弄|小区|花园|苑|村|胡同)\s*\d+\s*(?:号|栋|幢|弄)(?:院|楼)?(?:\s*\d+\s*(?:号|栋|幢|单元|室|楼|户))*/gu

/**
 * The text with personal values replaced (脱敏): documents, phones, plates, accounts, addresses, and names after 我叫 and the like. For
 * notes that analysts read; what happened stays readable, who it happened to does not.
 */
export const maskPersonal = (text: string): string => {
  const plain = text.replace(/[０-９Ａ-Ｚａ-ｚ＠－]/g, (char) => char.normalize('NFKC'))
  const masked = places.reduce((said, [pattern, place]) => said.replace(pattern, place), plain)
  return masked.replace(told, '$1〔姓名〕').replace(inEnglish, '$1〔姓名〕').replace(address, '〔地址〕')
}
