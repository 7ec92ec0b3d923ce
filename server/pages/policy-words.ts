import type { Audience, DocumentKind, Force } from '../../core/knowledge.ts'
import type { VersionView } from '../../core/library.ts'
import { dateText } from '../../core/time.ts'

/** Topics by the names of their folders; one that is not listed is shown as it is called. */
const topics: Readonly<Record<string, string>> = {
  certificates: '无犯罪记录证明',
  complaints: '投诉与监督',
  consumers: '消费维权',
  debts: '借款与欠债',
  detention: '拘留与看守',
  'driving-licences': '驾驶证',
  'exit-entry': '出入境',
  family: '婚姻与家庭',
  fraud: '防诈与止付',
  grassland: '草原与草场',
  household: '户口',
  'id-cards': '居民身份证',
  laws: '法律法规',
  'legal-aid': '法律援助',
  licences: '行业许可',
  'lost-property': '失物招领',
  mediation: '纠纷调解',
  neighbours: '邻里',
  'officer-certificates': '民警办证口径',
  'officer-data': '民警查询数据的规矩',
  'personal-data': '个人信息',
  procedure: '办案程序',
  proofs: '派出所证明',
  'public-order': '治安管理',
  remedies: '复议、诉讼与赔偿',
  rental: '房屋租赁',
  reporting: '报警与求助',
  residence: '居住证与流动人口',
  traffic: '道路交通',
  vehicles: '机动车',
  wages: '工资与劳动',
}

/** A topic (主题) in words for people. */
export const topicName = (topic: string): string => topics[topic] ?? topic

export const kindNames: Record<DocumentKind, string> = { law: '法规', guide: '办事指南', qa: '问答' }
export const audienceNames: Record<Audience, string> = { public: '公开', internal: '内部' }

/** How a text stands (时效), in a word. */
export const forceNames: Record<Force, string> = {
  in_force: '现行有效',
  superseded: '旧文本',
  repealed: '已废止',
  not_yet: '尚未施行',
  undated: '未注明施行日期',
}

/** The days in which a version holds, `2013年1月1日至2025年12月31日` said as its first day and the first day after. */
export const spanText = ({ effective, until }: Pick<VersionView, 'effective' | 'until'>): string => {
  if (!effective) return until ? `至${dateText(until)}止` : '未注明施行日期'
  return until ? `${dateText(effective)}起施行，${dateText(until)}起不再适用` : `${dateText(effective)}起施行`
}

/** Where a document stands, with a version and a clause where they are meant. */
export const policyHref = (id: string, at: { version?: string | undefined; anchor?: string | undefined } = {}): string =>
  `/policies/${encodeURIComponent(id)}${at.version ? `?v=${encodeURIComponent(at.version)}` : ''}${at.anchor ? `#${encodeURIComponent(at.anchor)}` : ''}`
