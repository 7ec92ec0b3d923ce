/** What a word before a name says of it: that a name follows for certain, who somebody is in a matter, or whose relation. */
export type Introduction = 'label' | 'role' | 'relation' | 'self'

const persons =
  '申请 报警 报案 联系 收款 付款 当事 被告 原告 证 嫌疑 受害 被害 被举报 举报 投诉 委托 受托 受委托 法 代表 驾驶 代办 经办 办理 监护 债务 债权 担保 保证 承租 出租 租赁 继承 中间 介绍 负责 责任 失踪 肇事 受伤 当班 行为 违法 侵权 被侵权 复核 审核 审批 签收 寄件 收件 投保 被保险 持卡 持证 持有 使用 所有 权利 申诉 控告 求助 目击 见证 扣押 送达 领取 代领 接收 发起 牵头 记录 主持 填表 询问 被询问 承办 投诉 被投诉 反映 被反映 来信 来电 信访 借款 出借 欠款 陪同 转让 见证 遗嘱'
    .split(' ')
    .map((word) => `${word}人`)

const words: Readonly<Record<Introduction, readonly string[]>> = {
  label: ['姓名', '户名', '名字', '英文名', '曾用名'],
  self: ['本人'],
  role: [
    ...persons,
    ...'失踪人员 走失人员 被告 原告 户主 业主 车主 店主 货主 受害者 死者 伤者 患者 逝者 驾驶员 法人代表 委托 对象 司机 法定代表 甲方 乙方 丙方 买方 卖方 出租方 承租方 转让方 受让方 新郎 新娘 签名 签字 审判长 审判员 书记员 陪审员 调解员 配偶 长子 长女 次子 次女 走失老人 失踪老人 走失儿童 失踪儿童 男子 女子 自称'.split(
      ' ',
    ),
  ],
  relation:
    '妈 妈妈 爸 爸爸 父亲 母亲 老公 丈夫 妻子 老婆 儿子 女儿 孩子 弟 弟弟 妹 妹妹 哥 哥哥 姐 姐姐 孙子 孙女 儿媳 女婿 爷爷 奶奶 公公 婆婆 岳父 岳母 舅 舅舅 姨 姨妈 姑姑 叔叔 伯伯 同事 朋友 同学 邻居 房东 老板 房客 租客 中介 室友 女友 男友 前夫 前妻 对方 工头 客户 家长 同伴'.split(
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

/** What introduces a name with its last sign at `at`. */
export const introductionAt = (text: string, at: number): Introduction | undefined =>
  byLast.get(text[at] ?? '')?.find(({ word }) => text.startsWith(word, at + 1 - word.length))?.what

/** True for a word that introduces names and is none itself. */
export const isIntroducer = (word: string): boolean => introductionAt(word, word.length - 1) !== undefined
