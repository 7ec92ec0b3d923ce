import { tableOfPairs, tableOfSigns } from './sign-tables.ts'

/** What a word before a name says of it: that a name follows for certain, who somebody is in a matter, or whose relation. */
export type Introduction = 'label' | 'role' | 'relation' | 'self'

const persons =
  '申请 报警 报案 联系 收款 付款 当事 被告 原告 证 嫌疑 受害 被害 被举报 举报 投诉 委托 受托 受委托 法 代表 驾驶 代办 经办 办理 监护 债务 债权 担保 保证 承租 出租 租赁 继承 中间 介绍 负责 责任 失踪 肇事 受伤 当班 行为 违法 侵权 被侵权 复核 审核 审批 签收 寄件 收件 投保 被保险 持卡 持证 持有 使用 所有 权利 申诉 控告 求助 目击 见证 扣押 送达 领取 代领 接收 发起 牵头 记录 主持 填表 询问 被询问 承办 投诉 被投诉 反映 被反映 来信 来电 信访 借款 出借 欠款 陪同 转让 见证 遗嘱 诉求 上诉 被上诉 申请执行 被执行 收养 被收养 送养 转账 汇款 开户 租车 居住 登记 预订 入住 送货 发货 取件 领养 走失 涉案 抵押 抚养 赡养 提货 值班 第三 鉴定 查询 制表 填报 签字 交款 领款 收货 发件 订货 监交 取货 请假 离职 寄养 签约 报名 紧急联系 验收 申报 来访 被访 受访 使用 交货 购买 出售 出让 受让 借用 借阅 保管 被询问'
    .split(' ')
    .map((word) => `${word}人`)

const words: Readonly<Record<Introduction, readonly string[]>> = {
  label: ['姓名', '户名', '名字', '英文名', '曾用名'],
  self: ['本人'],
  role: [
    ...persons,
    ...'失踪人员 走失人员 被告 原告 户主 业主 车主 店主 货主 受害者 死者 伤者 患者 逝者 驾驶员 法人代表 委托 对象 司机 法定代表 甲方 乙方 丙方 买方 卖方 出租方 承租方 转让方 受让方 新郎 新娘 取件 收件 寄件 发件 经手 经办 车主 机主 船主 货主 失主 签名 签字 审判长 审判员 书记员 陪审员 调解员 配偶 长子 长女 次子 次女 走失老人 失踪老人 走失儿童 失踪儿童 男子 女子 自称'.split(
      ' ',
    ),
  ],
  relation:
    '妈 妈妈 爸 爸爸 父亲 母亲 老公 丈夫 妻子 老婆 儿子 女儿 孩子 弟 弟弟 妹 妹妹 哥 哥哥 姐 姐姐 孙子 孙女 儿媳 女婿 爷爷 奶奶 公公 婆婆 岳父 岳母 舅 舅舅 姨 姨妈 姑姑 叔叔 伯伯 同事 朋友 同学 邻居 房东 老板 房客 租客 中介 室友 女友 男友 前夫 前妻 对方 工头 客户 家长 同伴 村民 牧民 市民 居民 群众 老乡 网民 网友 主播 租户 住户 商户 养殖户 牧户 网格员 调解员 辅警 民警 护士 医生 律师 会计 村会计 村主任 村支书 楼长 组长 队长 园长 校长 班主任 店长 门卫 保安 保姆 护工 乘客 骑手 外卖员 快递员 服务员 学员 学生 老汉 老伴 闺女 嫂子 媳妇 大伯 大舅 小舅子 表哥 表弟 表姐 表妹 堂哥 堂弟 姐夫 妹夫 侄子 侄女 外甥 孙女 前男友 前女友 未婚妻 合伙人 股东 教练 工长 设计师 男青年 残疾人 孤寡老人 独居老人 之妻 之子 之女 之妹 之弟 其父 其母 其妻 其子 其女 其弟 其妹 其兄 其姐 真名 本名 化名 自称'.split(
      ' ',
    ),
}

const byLast = new Map<string, { word: string; what: Introduction }[]>()
// The longer word first: 被告人 is no 被告.
for (const [what, list] of Object.entries(words) as [Introduction, readonly string[]][])
  for (const word of list) byLast.set(word.slice(-1), [...(byLast.get(word.slice(-1)) ?? []), { word, what }])
for (const list of byLast.values()) list.sort((a, z) => z.word.length - a.word.length)

/** Last signs of the words after which a name is told; 叫 and 是 beside them. */
export const introducerSigns: readonly string[] = [...byLast.keys(), '叫', '是']

const lastTwo = [...byLast.values()].flat().map(({ word }) => word)
/** Words of one sign: 妈, 哥. */
const alone = tableOfSigns(lastTwo.filter((word) => word.length === 1))
const endings = tableOfPairs(
  lastTwo.filter((word) => word.length > 1).map((word) => [word.charCodeAt(word.length - 2), word.charCodeAt(word.length - 1)] as const),
)
const [called, is] = ['叫'.charCodeAt(0), '是'.charCodeAt(0)]
/** 我是, 本人是, 这里是; 姓 名. */
const beforeIs = tableOfSigns('我人里')
const [name, blank, wideBlank] = ['名'.charCodeAt(0), 32, 0x3000]

/** Whether a word that introduces names may end with these two signs: one look tells 人员 from 委员. */
export const mayIntroduce = (before: number, last: number): boolean =>
  last === called ||
  (last === is
    ? beforeIs[before] === 1
    : alone[last] === 1 || endings(before, last) || (last === name && (before === blank || before === wideBlank)))

/** What introduces a name with its last sign at `at`. */
export const introductionAt = (text: string, at: number): Introduction | undefined => {
  if (!mayIntroduce(at > 0 ? text.charCodeAt(at - 1) : 0, text.charCodeAt(at))) return undefined
  return byLast.get(text[at] ?? '')?.find(({ word }) => text.startsWith(word, at + 1 - word.length))?.what
}

/** True for a word that introduces names and is none itself. */
export const isIntroducer = (word: string): boolean => introductionAt(word, word.length - 1) !== undefined
