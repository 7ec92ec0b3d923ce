/** Surnames (姓) of one sign; those that more often begin another word than a name are left out. 公安部《全国姓名报告》, and of the region. */
const single =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤乌包特宝阿葛倪殷柳裴岳路翟牛鲁庄聂焦柴阎温詹欧冷蓝翁焉祝米岑宁卞季盛童辛梅洪费柯屈项欧简饶凌霍管耿关康楚齐施甘兰鲍左舒游申华褚穆芦滕尚卓桂迟邢樊祁阮毕柯丛苗裘骆佘麦庞涂娄闵戚颜柏窦章奚伍臧茅席刁虞缪嵇荀甄曲芮羿靳巫隗宓仇栾厉戎蒲邰蔺屠乔胥莘姬冉郦雍桑濮扈燕浦晏瞿茹艾庾匡寇阙巩晁鞠荆竺那时丰沙云'
/** Of two signs (复姓). */
const double = '欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|端木|夏侯|轩辕|长孙|宇文|司徒|南宫|西门|独孤'
/** How Mongolian and Uyghur names of the region go in Han signs: one or more of these make a name. */
const stems =
  '巴特尔|巴雅尔|巴图|巴根|巴音|乌云|乌兰|乌日|其木格|其其格|斯琴|萨仁|萨日|高娃|图雅|托娅|娜仁|那仁|那日|苏日|苏和|苏布|阿茹|阿拉坦|阿木|阿古拉|诺敏|诺日|莫日根|呼和|呼日|朝鲁|朝格|门德|白音那|白乙拉|布和|布仁|特木尔|特木|额尔|额日|敖日|敖登|格日勒|格根|格勒|格日|通拉嘎|吉雅|吉日|希吉日|希日|满都|满达|毕力格|哈斯|哈日|海日|宝力|宝音|包力|照日|照那|道尔吉|道日|达来|达林|孟和|孟克|恩和|恩克|青格|青巴图|锡林|塔娜|塔拉|赛罕|赛音|牧仁|牧兰|伊日|伊拉|那顺|那木|乌恩|旭日|扎那|扎木|扎格|札木|玛拉|查干|查娜|德力|德格|德勒|仁钦|僧格|奥登|奥云|勿日|尔敦|都古|都拉|木仁|塔那|日娜|日勒|日乐|罕娜|拉其|古丽|买买提|艾力|艾合|热依|吐尔|阿依|玉素|努尔|古力|力格|尔格|勒图|木尔|斯楞|敦巴|雅拉|玛|娜|花|夫|格|尔|勒|图|汗|罕|拉|根|琴|嘎|那|门|都|吉'

const familyName = new RegExp(`^(?:${double}|[${single}])`, 'u')
const regional = new RegExp(
  `^(?:${stems
    .split('|')
    .filter((stem) => stem.length > 1)
    .join('|')})(?:${stems})*`,
  'u',
)

/** How many signs at the start are a surname; 0: none is. */
export const surnameLength = (text: string): number => familyName.exec(text)?.[0].length ?? 0

/** How many signs at the start make a name as those of the region are written; 0: none do. */
export const regionalLength = (text: string): number => {
  const length = regional.exec(text)?.[0].length ?? 0
  return length >= 2 && length <= 8 ? length : 0
}

/** Signs that a surname or a name of the region begins with, by code: one look tells most words from names. */
const beginnings: Uint8Array = (() => {
  const table = new Uint8Array(65_536)
  for (const sign of single +
    double
      .split('|')
      .map((two) => two[0])
      .join('') +
    stems
      .split('|')
      .map((stem) => stem[0])
      .join(''))
    table[sign.charCodeAt(0)] = 1
  return table
})()

/** Whether `surnameLength` or `regionalLength` may be more than 0 for a text that begins with this sign. */
export const mayBeginName = (code: number): boolean => beginnings[code] === 1
